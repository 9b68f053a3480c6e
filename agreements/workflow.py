"""What may be done with an agreement in which state: declared once, read by actions and screens."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Agreement
from agreements.refusals import DaysOverlap, NotComplete, NotPossibleNow
from ui.refusal import Refused

State = Agreement.State


class Act(StrEnum):
    CHANGE = "change"
    DISCARD = "discard"
    PUT_IN_FORCE = "put_in_force"
    RENEW = "renew"
    SUSPEND = "suspend"
    LIFT = "lift"
    END = "end"


# Where each act begins. No state is without a way on: what has closed for good can be renewed,
# and a discarded draft leaves room for a new one.
BEGINS: dict[Act, frozenset[Agreement.State]] = {
    Act.CHANGE: frozenset({State.DRAFT}),
    Act.DISCARD: frozenset({State.DRAFT}),
    Act.PUT_IN_FORCE: frozenset({State.DRAFT}),
    Act.RENEW: frozenset({State.COMING, State.IN_FORCE, State.SUSPENDED, State.EXPIRED, State.ENDED}),
    Act.SUSPEND: frozenset({State.COMING, State.IN_FORCE}),
    Act.LIFT: frozenset({State.SUSPENDED}),
    Act.END: frozenset({State.COMING, State.IN_FORCE, State.SUSPENDED}),
}

_NOT_NOW: dict[Act, Any] = {
    Act.CHANGE: gettext_lazy("Hanya draf yang dapat diubah. Keadaannya sekarang: %(state)s."),
    Act.DISCARD: gettext_lazy("Hanya draf yang dapat dibatalkan. Keadaannya sekarang: %(state)s."),
    Act.PUT_IN_FORCE: gettext_lazy("Hanya draf yang dapat diberlakukan. Keadaannya sekarang: %(state)s."),
    Act.RENEW: gettext_lazy(
        "Yang dapat diperpanjang hanya kerja sama yang pernah diberlakukan. Keadaannya sekarang: %(state)s."
    ),
    Act.SUSPEND: gettext_lazy(
        "Yang dapat ditangguhkan hanya kerja sama yang berlaku atau akan berlaku. "
        "Keadaannya sekarang: %(state)s."
    ),
    Act.LIFT: gettext_lazy("Kerja sama ini tidak sedang ditangguhkan. Keadaannya sekarang: %(state)s."),
    Act.END: gettext_lazy(
        "Yang dapat diakhiri hanya kerja sama yang belum berakhir. Keadaannya sekarang: %(state)s."
    ),
}


@dataclass(frozen=True)
class Requirement:
    """One thing that must stand before an agreement is put in force."""

    label: str
    met: bool
    missing: str


def obstacle(act: Act, agreement: Agreement) -> Refused | None:
    """What stands in the way of the act today, or None."""
    state = agreement.state
    if state not in BEGINS[act]:
        return NotPossibleNow(_NOT_NOW[act] % {"state": state.label})
    if act is Act.PUT_IN_FORCE:
        return incomplete(agreement) or _overlap_of(agreement)
    if act is Act.RENEW and agreement.renewals.standing().exists():
        return NotPossibleNow(_("Kerja sama ini sudah mempunyai perpanjangan."))
    return None


def requirements(agreement: Agreement) -> list[Requirement]:
    """What putting in force needs (design §3: no last day, no force; unsigned paper binds nobody)."""
    today = agreement.custodian.today()
    return [
        Requirement(
            _("Hari terakhir"),
            agreement.last_day is not None and agreement.last_day >= today,
            _("Hari terakhirnya sudah lewat.")
            if agreement.last_day
            else _("Tanpa hari terakhir, kerja sama tidak dapat diberlakukan."),
        ),
        Requirement(
            _("Tanggal tanda tangan"),
            agreement.signed_on is not None and agreement.signed_on <= today,
            _("Tanggal tanda tangan belum ada atau masih di depan."),
        ),
        Requirement(
            _("Layanan dalam lingkup"),
            bool(agreement.services.all()),
            _("Belum ada layanan yang dipilih."),
        ),
    ]


def incomplete(agreement: Agreement) -> NotComplete | None:
    """The first requirement that is not met, as a refusal."""
    for requirement in requirements(agreement):
        if not requirement.met:
            return NotComplete(requirement.missing)
    return None


def overlap(line_id: int | None, first_day: date, last_day: date | None) -> DaysOverlap | None:
    """Agreements of one line never hold on the same day (design, The gate)."""
    if line_id is None or last_day is None:
        return None
    other = Agreement.objects.filter(line=line_id).overlapping(first_day, last_day).first()
    if other is None or other.final_day is None:
        return None
    return DaysOverlap(
        _("Jangka waktunya bertindihan dengan “%(title)s” (%(first)s sampai %(last)s).")
        % {
            "title": other.title,
            "first": date_format(other.first_day, "j M Y"),
            "last": date_format(other.final_day, "j M Y"),
        },
        field="first_day",
    )


def _overlap_of(agreement: Agreement) -> DaysOverlap | None:
    return overlap(agreement.line_id, agreement.first_day, agreement.last_day)
