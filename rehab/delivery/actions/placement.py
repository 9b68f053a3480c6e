"""Seats of a cohort: taken for a roster by one SK, given back before the start, left at an exit."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Action
from audit.trail import record_many
from audit.words import in_office_language
from rehab.delivery import access
from rehab.delivery.actions.locking import lock_cohort, lock_managed
from rehab.delivery.actions.team import assign_team
from rehab.delivery.models import Cohort, Place, Session, SessionStaff
from rehab.delivery.refusals import CannotPlace, NotReachable, NotYourAct, WrongState
from rehab.enrolments import actions as enrolments
from rehab.enrolments.models import Enrolment, Status


@transaction.atomic
def place(
    *,
    by: User,
    cohort: Cohort,
    enrolments: Sequence[Enrolment],
    document_number: str = "",
    document_date: date | None = None,
    decided_by: User | None = None,
) -> list[Place]:
    """Place a roster by one SK of the Karutan, all of them or nobody (design §3, The moves).

    Seats are taken in the order given. The Karutan places himself; Petugas rehabilitasi records the
    SK that he signed, with its number and date.
    """
    row = lock_cohort(cohort, by=by)
    if not access.may_place(by, row):
        raise NotYourAct(_("Penempatan ditetapkan Kepala, atau dicatat untuknya oleh petugas rehabilitasi."))
    if row.state != Cohort.State.OPEN:
        raise WrongState(_("Angkatan ini sudah dimulai atau ditutup; tempatnya tidak dibuka lagi."))
    people = _as_they_stand(enrolments, by)
    _refuse_outsiders(row, people)
    seats = _free_seats(row, len(people))
    document = _document(document_number, document_date, by=by, decided_by=decided_by)
    places = Place.objects.bulk_create(
        Place(
            cohort=row,
            enrolment=person,
            seat=seat,
            quota=row.quota,
            taken_on=row.custodian.today(),
            placed_by=by,
        )
        for person, seat in zip(people, seats, strict=True)
    )
    _move_to_placed(row, people, document, by=by, decided_by=decided_by)
    _keep_decree(row, document_number, document_date)
    assign_team(row, people, by=by)
    return places


@transaction.atomic
def release(*, by: User, place: Place, reason: str) -> Place:
    """Give a place back before the start: the person returns to the waiting list."""
    row = lock_managed(place.cohort, by=by)
    if row.state != Cohort.State.OPEN:
        raise WrongState(_("Angkatan sudah dimulai: catat keluar atau henti sementara di berkas peserta."))
    held = Place.objects.select_for_update(of=("self",)).select_related("enrolment").get(pk=place.pk)
    if held.left_on is not None:
        raise WrongState(_("Tempat ini sudah dilepas."))
    enrolments.move(by=by, enrolment=held.enrolment, to=Status.ELIGIBLE, reason=reason)
    _leave([held], row.custodian.today())
    return held


@transaction.atomic
def leave(*, by: User, enrolment: Enrolment, on: date | None = None) -> None:
    """Free the seat of someone who left the programme and take their own sessions off the schedule.

    Called with the exit itself, which is what the trail says.
    """
    held = Place.objects.current().filter(enrolment=enrolment).select_for_update(of=("self",))
    _leave(list(held), on or enrolment.custodian.today())
    ahead = Session.objects.filter(enrolment=enrolment, state=Session.State.PLANNED)
    SessionStaff.objects.filter(session__in=ahead).update(stands=False)
    ahead.update(state=Session.State.CANCELLED, state_note=_("Peserta keluar dari program."))


def _leave(places: list[Place], on: date) -> None:
    for each in places:
        each.left_on = max(on, each.taken_on)
        each.save(update_fields=["left_on"])


def _as_they_stand(people: Sequence[Enrolment], by: User) -> list[Enrolment]:
    wanted = list(dict.fromkeys(each.pk for each in people))
    if not wanted:
        raise CannotPlace(_("Pilih sedikitnya satu peserta dari daftar tunggu."))
    rows = Enrolment.objects.within(by.agency).filter(pk__in=wanted).select_related("inmate", "agreement")
    found = {row.pk: row for row in rows}
    if len(found) != len(wanted):
        raise NotReachable(_("Ada peserta yang tidak ditemukan. Muat ulang daftar tunggu."))
    return [found[pk] for pk in wanted]


def _refuse_outsiders(cohort: Cohort, people: list[Enrolment]) -> None:
    """Named one by one: under another line of agreements, or not waiting for a place."""
    why = []
    for person in people:
        if person.agreement.line_id != cohort.agreement.line_id:
            why.append(_("%s diusulkan di bawah kerja sama lain.") % person.inmate.name)
        elif person.status != Status.ELIGIBLE:
            words = (person.inmate.name, person.get_status_display())
            why.append(_("%s berstatus %s, bukan Layak.") % words)
    if why:
        raise CannotPlace(" ".join(why))


def _free_seats(cohort: Cohort, wanted: int) -> list[int]:
    """The lowest free seats; the quota is never passed."""
    taken = set(cohort.places.current().values_list("seat", flat=True))
    free = [seat for seat in range(1, cohort.quota + 1) if seat not in taken]
    if len(free) < wanted:
        sentence = _("Kuota angkatan tinggal %(free)s tempat, yang dipilih %(wanted)s orang.")
        raise CannotPlace(sentence % {"free": len(free), "wanted": wanted})
    return free[:wanted]


def _document(number: str, day: date | None, *, by: User, decided_by: User | None) -> str:
    recorded_for_head = decided_by is not None and decided_by.pk != by.pk
    if recorded_for_head and not (number.strip() and day):
        raise CannotPlace(
            _("Tuliskan nomor dan tanggal SK yang ditandatangani Kepala."), field="document_number"
        )
    if day and day > by.agency.today():
        raise CannotPlace(_("Tanggal SK tidak boleh di masa depan."), field="document_date")
    with in_office_language():
        return f"{number.strip()} ({date_format(day, 'j M Y')})" if number.strip() and day else number.strip()


def _move_to_placed(
    cohort: Cohort, people: list[Enrolment], document: str, *, by: User, decided_by: User | None
) -> None:
    enrolments.move_many(
        by=by,
        enrolments=people,
        to=Status.PLACED,
        decided_by=decided_by,
        document=document,
        programme_version=cohort.programme_version,
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
    )


def _keep_decree(cohort: Cohort, number: str, day: date | None) -> None:
    """The SK stands on the cohort; a second roster's SK stands beside the first."""
    if not number.strip() or number.strip() in cohort.decree_number:
        return
    known = f"{cohort.decree_number}; {number.strip()}" if cohort.decree_number else number.strip()
    cohort.decree_number = known[:120]
    cohort.decree_date = cohort.decree_date or day
    cohort.version += 1
    cohort.save(update_fields=["decree_number", "decree_date", "version"])


def record_print(*, by: User, what: Cohort | Session | str, people: Sequence[Enrolment]) -> None:
    """A list of names leaves the screen: one event a person."""
    each = {person.pk: person for person in people}
    record_many(Action.PRINT, by=by, on=[(what, person, {}) for person in each.values()])
