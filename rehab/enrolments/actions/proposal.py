"""Proposing people for rehabilitation: one, or many at once."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Agency, User
from accounts.permissions import P
from agreements.models import Agreement
from audit.models import Action
from audit.trail import record_many
from inmates.models import Inmate
from rehab.enrolments import refusals
from rehab.enrolments.models import Enrolment, NumberSeries, StatusChange
from rehab.enrolments.states import LIVE, Status

# A number must fit its column, whatever the length of an agency's code.
_LONGEST_CODE = 28


@transaction.atomic
def propose(
    *, by: User, inmates: Sequence[Inmate], agreement: Agreement, reason: str = ""
) -> list[Enrolment]:
    """Propose all of them or none: in custody here, no live enrolment, the agreement in force today."""
    if not by.has_perm(P.ENROLMENTS_PROPOSE):
        raise refusals.NotYourMove(_("Usulan dibuat oleh petugas rehabilitasi."))
    if not Agreement.objects.in_force().filter(pk=agreement.pk, line__custodian=by.agency).exists():
        raise refusals.LineNotInForce(field="agreement")
    people = _lock_people(inmates, by)
    today = by.agency.today()
    rows = [
        Enrolment(
            number=number,
            inmate=person,
            custodian=by.agency,
            agreement=agreement,
            proposed_by=by,
            proposed_on=today,
            priority_note=reason.strip(),
        )
        for person, number in zip(people, next_numbers(by.agency, len(people)), strict=True)
    ]
    for row in rows:
        row.save(force_insert=True)
    StatusChange.objects.bulk_create(
        StatusChange(enrolment=row, to_status=Status.PROPOSED, decided_by=by, recorded_by=by, on=today)
        for row in rows
    )
    trail = [
        (row, row, {"status": ["", Status.PROPOSED.label], "agreement": agreement.title}) for row in rows
    ]
    record_many(Action.CREATE, by=by, on=trail, reason=reason)
    return rows


def _lock_people(inmates: Sequence[Inmate], by: User) -> list[Inmate]:
    """The people as they stand now, in the order given; each refusal names whom it concerns."""
    wanted = list(dict.fromkeys(each.pk for each in inmates))
    rows = Inmate.objects.within(by.agency).filter(pk__in=wanted)
    found = {row.pk: row for row in rows.select_for_update(of=("self",)).order_by("pk")}
    if not wanted or len(found) != len(wanted):
        raise refusals.NotReachable(_("Pilih sedikitnya satu orang dari daftar calon."))
    people = [found[pk] for pk in wanted]
    outside = [person for person in people if not person.in_custody]
    if outside:
        raise refusals.NotInCustody(_("Tidak lagi ditahan di sini: %(names)s.") % _names(outside))
    taken = set(Enrolment.objects.filter(inmate__in=wanted, status__in=LIVE).values_list("inmate", flat=True))
    if taken:
        already = [person for person in people if person.pk in taken]
        raise refusals.AlreadyParticipant(_("Sudah menjadi peserta: %(names)s.") % _names(already))
    return people


def _names(people: Iterable[Inmate]) -> dict[str, str]:
    return {"names": ", ".join(person.name for person in people)}


def next_numbers(custodian: Agency, count: int) -> list[str]:
    """The next readable numbers, e.g. RUTAN-BARABAI-2025-0012; no two alike, even at the same moment."""
    year = custodian.today().year
    NumberSeries.objects.get_or_create(custodian=custodian, year=year)
    series = NumberSeries.objects.select_for_update().get(custodian=custodian, year=year)
    first = series.last + 1
    NumberSeries.objects.filter(pk=series.pk).update(last=F("last") + count)
    code = custodian.code.upper() if len(custodian.code) <= _LONGEST_CODE else f"UPT{custodian.pk}"
    return [f"{code}-{year}-{number:04d}" for number in range(first, first + count)]
