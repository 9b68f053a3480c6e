"""What the clinical pages, the case file and the lists of work show. Tier 3: the caller has checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.scope import visible
from rehab.clinical import wording
from rehab.clinical.instruments import assist
from rehab.clinical.models import Assessment, AssessmentText, InstrumentResult
from rehab.enrolments.models import Assignment, Enrolment
from rehab.enrolments.models.enrolment import EnrolmentQuerySet
from rehab.enrolments.states import Status
from ui.parts import Check


def loaded() -> EnrolmentQuerySet:
    """An enrolment with what every clinical page shows of it."""
    return Enrolment.objects.select_related("inmate", "custodian", "agreement__line")


def interview_of(enrolment: Enrolment) -> InstrumentResult | None:
    """The interview that stands; a discarded one only when there is no other."""
    rows = InstrumentResult.objects.filter(enrolment=enrolment, instrument=assist.NAME)
    found = list(rows.select_related("interviewer__agency", "signed_by").order_by("-pk"))
    for row in found:
        row.enrolment = enrolment
    return next((row for row in found if row.discarded_at is None), found[0] if found else None)


@dataclass(frozen=True)
class QuestionState:
    """One question of an interview: how many of its items are owed, and how many are answered."""

    number: int
    label: Any
    owed: int
    answered: int

    @property
    def complete(self) -> bool:
        return self.owed == self.answered


def questions_of(answers: Mapping[str, int | None]) -> list[QuestionState]:
    states = []
    for number, question in enumerate(assist.QUESTIONS, start=1):
        items = assist.asked(question, answers)
        given = sum(answers.get(item) is not None for item in items)
        states.append(QuestionState(number, wording.QUESTIONS[question], len(items), given))
    return states


def next_question(answers: Mapping[str, int | None], after: int) -> int | None:
    """The next question that asks anything; None leads to the review."""
    return next((each.number for each in questions_of(answers) if each.number > after and each.owed), None)


def previous_question(answers: Mapping[str, int | None], before: int) -> int | None:
    found = [each.number for each in questions_of(answers) if each.number < before and each.owed]
    return found[-1] if found else None


def where_to_continue(answers: Mapping[str, int | None]) -> int | None:
    """The first question with something unanswered; None when everything owed is there."""
    return next((each.number for each in questions_of(answers) if not each.complete), None)


def review_checks(answers: Mapping[str, int | None], url: Any) -> list[Check]:
    """Every question as a line of a checklist; `url` gives the page of a question."""
    checks = []
    for each in questions_of(answers):
        label = f"P{each.number} · {each.label}"
        if not each.owed:
            checks.append(Check(label, done=True, detail=_("tidak ditanyakan menurut alur")))
            continue
        told = {"answered": each.answered, "owed": each.owed}
        detail = _("%(answered)s dari %(owed)s terjawab") % told
        checks.append(Check(label, each.complete, detail, url(each.number), _("Buka")))
    return checks


@dataclass(frozen=True)
class SubstanceScore:
    name: Any
    score: int | None
    band: Any
    tone: str
    meaning: Any
    is_tobacco: bool


@dataclass(frozen=True)
class ScreeningResult:
    """A signed interview in words."""

    scores: list[SubstanceScore]
    never_used: list[Any]
    band: Any
    tone: str
    meaning: Any
    injecting: Any
    injecting_recent: bool
    only_tobacco: bool
    frame: list[tuple[Any, Any]]
    answers: list[tuple[Any, list[tuple[Any, Any]]]]


def result_in_words(result: InstrumentResult) -> ScreeningResult:
    scores = [
        _substance(letter, each)
        for letter, each in result.scores.get("substances", {}).items()
        if result.answers.get(f"P1{letter}") == 1
    ]
    band, injecting = result.scores.get("band"), result.scores.get("injecting")
    return ScreeningResult(
        scores=scores,
        never_used=[
            wording.SUBSTANCES[letter]
            for letter in assist.SUBSTANCES
            if result.answers.get(f"P1{letter}") == 0
        ],
        band=wording.BANDS.get(band),
        tone=wording.BAND_TONES.get(band, "muted"),
        meaning=wording.MEANINGS.get(band, ""),
        injecting=wording.INJECTING.get(injecting),
        injecting_recent=injecting == "recent",
        only_tobacco=[each.is_tobacco for each in scores] == [True],
        frame=frame_of(result),
        answers=answers_in_words(result.answers),
    )


def _substance(letter: str, each: Mapping[str, Any]) -> SubstanceScore:
    band = each["band"]
    return SubstanceScore(
        name=wording.SUBSTANCES[letter],
        score=each["score"],
        band=wording.BANDS.get(band, _("belum ada")),
        tone=wording.BAND_TONES.get(band, "muted"),
        meaning=wording.MEANINGS.get(band, ""),
        is_tobacco=letter == assist.TOBACCO,
    )


def frame_of(result: InstrumentResult) -> list[tuple[Any, Any]]:
    """What the numbers cannot be read without (domain §4.1)."""
    return [
        (_("Instrumen"), "WHO ASSIST v3.1"),
        (_("Jendela rujukan"), result.get_reference_window_display()),
        (_("Tanggal wawancara"), result.interviewed_on),
        (_("Bahasa"), result.language),
        (_("Pewawancara"), f"{result.interviewer.full_name}, {result.interviewer.agency.short_name}"),
        (_("Ditandatangani"), result.signed_at),
    ]


def answers_in_words(answers: Mapping[str, int | None]) -> list[tuple[Any, list[tuple[Any, Any]]]]:
    """Each question that was asked, with its items and the words of their answers."""
    told = []
    for question in assist.QUESTIONS:
        items = [(item, answers.get(item)) for item in assist.asked(question, answers)]
        rows = [
            (
                wording.SUBSTANCES[item[2:]] if item[2:] else wording.QUESTIONS[question],
                None if position is None else wording.ANSWERS[question][position],
            )
            for item, position in items
        ]
        if rows:
            told.append((f"{question} · {wording.QUESTIONS[question]}", rows))
    return told


def assessment_of(enrolment: Enrolment) -> Assessment | None:
    """The draft, or else the latest signed one."""
    rows = Assessment.objects.filter(enrolment=enrolment).select_related("assessor__agency")
    found = list(rows.order_by("-pk"))
    for row in found:
        row.enrolment = enrolment
    return next((row for row in found if row.signed_at is None), found[0] if found else None)


def texts_kept_apart(assessment: Assessment) -> list[AssessmentText]:
    """Texts that came second: kept, and never taken."""
    rows = AssessmentText.objects.filter(assessment=assessment, taken=False)
    return list(rows.select_related("by").order_by("-pk"))


@dataclass(frozen=True)
class UnfinishedRow:
    enrolment_id: int
    name: str
    number: str
    begun_on: date
    saved_at: datetime
    answered: int
    owed: int


def unfinished(user: User) -> QuerySet[Any, Any]:
    """Interviews this member began and can still go on with."""
    mine = Assignment.objects.live().filter(enrolment=OuterRef("enrolment"), staff=user)
    rows = visible(InstrumentResult, user).drafts().filter(Exists(mine), interviewer=user)  # type: ignore[attr-defined]
    return rows.filter(enrolment__in=Enrolment.objects.live()).select_related("enrolment__inmate")


def unfinished_rows(results: Sequence[InstrumentResult]) -> list[UnfinishedRow]:
    return [
        UnfinishedRow(
            enrolment_id=row.enrolment_id,
            name=row.enrolment.inmate.name,
            number=row.enrolment.number,
            begun_on=row.interviewed_on,
            saved_at=row.saved_at,
            answered=sum(each.answered for each in questions_of(row.answers)),
            owed=sum(each.owed for each in questions_of(row.answers)),
        )
        for row in results
    ]


@dataclass(frozen=True)
class ClinicalCounts:
    """What waits for one clinician, of those assigned to them."""

    to_screen: int
    to_refer: int
    to_assess: int
    unfinished: int


def counts_for(user: User) -> ClinicalCounts:
    """Two queries, however many people."""
    mine = Enrolment.objects.visible_to(user).assigned_to(user)
    statuses = list(
        mine.filter(status__in=[Status.PROPOSED, Status.SCREENED, Status.TO_ASSESS]).values_list(
            "status", flat=True
        )
    )
    return ClinicalCounts(
        to_screen=statuses.count(Status.PROPOSED),
        to_refer=statuses.count(Status.SCREENED),
        to_assess=statuses.count(Status.TO_ASSESS),
        unfinished=unfinished(user).count(),
    )
