"""Agreements, staff, units and the trail."""

from datetime import date, datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import Agency, RoleGrant, User, on_each_date
from accounts.scope import visible
from agreements.models import Agreement
from audit.models import Action, AuditEvent
from oversight.scope import Scope

ENDING_DAYS = 90
ROLE_ENDING_DAYS = 14


def agreements_standing(scope: Scope) -> "QuerySet[Agreement]":
    """In force, suspended or still to begin."""
    rows = scope.agreements().in_state("in_force", "suspended", "coming")
    return rows.order_by("last_day", "pk")


def agreements_ending(scope: Scope) -> "QuerySet[Agreement]":
    """In force for ninety days more at most, and no renewal has been put in force."""
    renewed = Agreement.objects.filter(renews=OuterRef("pk"), put_in_force_at__isnull=False)
    return agreements_standing(scope).filter(on_each_date(_near), ~Exists(renewed))


def _near(today: date) -> Q:
    until = today + timedelta(days=ENDING_DAYS)
    return Q(last_day__lte=until) | Q(ended_on__lte=until)


def agreements_drafted(scope: Scope) -> "QuerySet[Agreement]":
    return scope.agreements().in_state("draft").order_by("drafted_at", "pk")


def staff_without_role(scope: Scope) -> "QuerySet[User]":
    return _colleagues(scope).without_role().order_by("full_name", "pk")


def one_time_passwords(scope: Scope) -> "QuerySet[User]":
    """Given, not yet replaced by one of the member's own, and still open to them."""
    return _one_time(scope).exclude(password_expires_at__lte=timezone.now())


def lapsed_passwords(scope: Scope) -> "QuerySet[User]":
    """One-time passwords that nobody used within their three days: they open nothing any more."""
    return _one_time(scope).filter(password_expires_at__lte=timezone.now())


def _one_time(scope: Scope) -> "QuerySet[User]":
    unused = _colleagues(scope).filter(must_change_password=True)
    return unused.order_by(F("password_expires_at").asc(nulls_last=True), "full_name", "pk")


def roles_ending(scope: Scope) -> "QuerySet[User]":
    """Holders of a role that ends within a fortnight, with the first one that does."""
    until = scope.today + timedelta(days=ROLE_ENDING_DAYS)
    ending = RoleGrant.objects.live().filter(user=OuterRef("pk"), valid_until__lte=until)
    first = ending.order_by("valid_until", "pk")
    marked = _colleagues(scope).annotate(
        role_ends=Subquery(first.values("valid_until")[:1]), ending_role=Subquery(first.values("role")[:1])
    )
    return marked.exclude(role_ends=None).order_by("role_ends", "full_name", "pk")


def _colleagues(scope: Scope) -> "QuerySet[User]":
    return visible(User, scope.user).active()


def denials(scope: Scope) -> "QuerySet[AuditEvent]":
    return _events_of_the_week(scope, Action.DENIED)


def failed_sign_ins(scope: Scope) -> "QuerySet[AuditEvent]":
    return _events_of_the_week(scope, Action.SIGN_IN_FAILED)


def _events_of_the_week(scope: Scope, action: Action) -> "QuerySet[AuditEvent]":
    since = datetime.combine(_a_week_ago(scope), time.min, tzinfo=scope.user.agency.zone)
    return visible(AuditEvent, scope.user).filter(action=action, at__gte=since).order_by("-id")


def week_began(scope: Scope) -> str:
    """Today and the six days before it, as the trail's filter writes its first day."""
    return _a_week_ago(scope).isoformat()


def _a_week_ago(scope: Scope) -> date:
    return scope.today - timedelta(days=6)


def units(scope: Scope) -> "QuerySet[Agency]":
    return visible(Agency, scope.user).order_by("name", "pk")
