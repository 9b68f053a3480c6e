"""The head's decision after the assessment: eligible, deferred to a day, or not eligible."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from audit.words import in_office_language
from rehab.casefile.criteria import criteria_of, snapshot
from rehab.casefile.refusals import DecisionNotPossible
from rehab.enrolments import actions as enrolments
from rehab.enrolments.models import Decision, Enrolment
from rehab.enrolments.states import Status


@transaction.atomic
def decide(
    *,
    by: User,
    people: Sequence[Enrolment],
    outcome: str,
    reason: str,
    review_on: date | None = None,
    decided_by: User | None = None,
    document_number: str = "",
    document_date: date | None = None,
) -> list[Decision]:
    """Decide one or many, all or none, and keep the criteria as they were seen that day.

    By the Karutan himself, or recorded for him by Petugas rehabilitasi with the number and date of
    the berita acara (design §3). Nobody is refused automatically (UU 27/2022 art. 10).
    """
    if not people:
        raise DecisionNotPossible(_("Pilih sedikitnya satu peserta."))
    today = by.agency.today()
    carries: dict[str, Any] = {}
    if outcome == Status.DEFERRED:
        if review_on is None or review_on <= today:
            raise DecisionNotPossible(
                _("Isi tanggal peninjauan kembali sesudah hari ini."), field="review_on"
            )
        carries["deferred_until"] = review_on
    if document_date and document_date > today:
        raise DecisionNotPossible(_("Tanggal surat tidak boleh di masa depan."), field="document_date")
    if document_date:
        _check_after_assessment(people, document_date)
    document = _document(by, decided_by, document_number, document_date)
    with in_office_language():
        seen = criteria_of(people)
    rows = enrolments.move_many(
        by=by,
        enrolments=people,
        to=outcome,
        reason=reason,
        decided_by=decided_by,
        document=document,
        on=document_date if decided_by and decided_by.pk != by.pk else None,
        **carries,
    )
    return Decision.objects.bulk_create(
        Decision(
            enrolment=row,
            outcome=outcome,
            reason=reason.strip(),
            review_on=review_on if outcome == Status.DEFERRED else None,
            decided_by=decided_by or by,
            recorded_by=by,
            document_number=document_number.strip(),
            document_date=document_date,
            criteria=snapshot(seen[row.pk]),
        )
        for row in rows
    )


def _check_after_assessment(people: Sequence[Enrolment], day: date) -> None:
    early = [each for each in people if each.assessed_on and day < each.assessed_on]
    if early:
        sentence = _("Tanggal surat mendahului asesmen %(names)s.")
        names = ", ".join(each.inmate.name for each in early)
        raise DecisionNotPossible(sentence % {"names": names}, field="document_date")


def _document(by: User, decided_by: User | None, number: str, day: date | None) -> str:
    """Number and date as one line; an officer who records for the head owes both."""
    if decided_by is not None and decided_by.pk != by.pk:
        if not number.strip():
            raise DecisionNotPossible(_("Isi nomor berita acara atau SK."), field="document_number")
        if day is None:
            raise DecisionNotPossible(_("Isi tanggal berita acara atau SK."), field="document_date")
    if not number.strip() or day is None:
        return number.strip()
    with in_office_language():
        return _("%(number)s tanggal %(day)s") % {"number": number.strip(), "day": date_format(day, "j M Y")}
