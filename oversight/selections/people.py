"""People in the care of a custodian, by what has to be done about them."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from inmates.models import CriminalCase, Inmate, KeyDates, LegalStatus, Registration
from oversight.scope import Scope
from rehab.enrolments.models import Enrolment

# Nobody is proposed in time who is noticed later than this.
LAST_CALL_DAYS = 180


def in_custody(scope: Scope) -> "QuerySet[Inmate]":
    return scope.people().held_by_days_left()


def narcotics(scope: Scope) -> "QuerySet[Inmate]":
    return in_custody(scope).with_narcotics_case()


def on_the_way(scope: Scope) -> "QuerySet[Inmate]":
    """Narcotics cases in custody now, or whose way through the programme moved within the period."""
    # Said of the enrolments in reach, not of each person: in an OR the database would read every move
    # of the country.
    moved = scope.enrolments().filter(changes__on__range=(scope.first, scope.last))
    held = Q(in_custody=True) | Q(pk__in=moved.order_by().values("inmate"))
    return scope.people().with_narcotics_case().filter(held).by_days_left()


def detention_ends_in_three(scope: Scope) -> "QuerySet[Inmate]":
    """Also those whose order has ended already: they are to be released by law (domain §3.3)."""
    return _detention_ends(scope, None, scope.today + timedelta(days=3))


def detention_ends_in_ten(scope: Scope) -> "QuerySet[Inmate]":
    return _detention_ends(scope, scope.today + timedelta(days=4), scope.today + timedelta(days=10))


def _detention_ends(scope: Scope, first: date | None, last: date) -> "QuerySet[Inmate]":
    tahanan = Registration.objects.open().filter(
        inmate=OuterRef("pk"), register_class__legal_status=LegalStatus.TAHANAN
    )
    rows = in_custody(scope).filter(Exists(tahanan), key_dates__detention_order_ends__lte=last)
    if first:
        rows = rows.filter(key_dates__detention_order_ends__gte=first)
    return rows.order_by("key_dates__detention_order_ends", "name", "pk")


def released_soon(scope: Scope) -> "QuerySet[Inmate]":
    return in_custody(scope).held_until(scope.today + timedelta(days=7), first=scope.today)


def expiry_passed(scope: Scope) -> "QuerySet[Inmate]":
    """The expiry date has gone by and no event says that the person left."""
    return in_custody(scope).held_until(scope.today - timedelta(days=1))


def incomplete(scope: Scope) -> "QuerySet[Inmate]":
    """In custody without an open registration, a case, or the key date of their legal status."""
    dates = KeyDates.objects.filter(inmate=OuterRef("pk"))
    known = Q(expiry__isnull=False) | Q(detention_order_ends__isnull=False) | Q(life_sentence=True)
    there = {
        "has_registration": Exists(Registration.objects.open().filter(inmate=OuterRef("pk"))),
        "has_case": Exists(CriminalCase.objects.open().filter(inmate=OuterRef("pk"))),
        "has_dates": Exists(dates.filter(known)),
    }
    # A union, not an OR, for which the database would read the tables of the whole country.
    first, *others = (
        scope.people().in_custody().filter(~each).order_by().values("pk") for each in there.values()
    )
    return in_custody(scope).annotate(**there).filter(pk__in=first.union(*others))


def with_a_doubled_number(scope: Scope) -> "QuerySet[Inmate]":
    """In custody under a register number that another has too, spaced or dotted otherwise."""
    doubled = Registration.objects.standing().filter(inmate=OuterRef("pk"), number_doubled=True)
    return in_custody(scope).filter(Exists(doubled))


def candidates_in_a_hurry(scope: Scope) -> "QuerySet[Inmate]":
    """Narcotics cases never proposed, who go home within half a year or should have gone already."""
    proposed = Enrolment.objects.filter(inmate=OuterRef("pk"))
    return narcotics(scope).filter(~Exists(proposed)).held_until(scope.today + timedelta(days=LAST_CALL_DAYS))
