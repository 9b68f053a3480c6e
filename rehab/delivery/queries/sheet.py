"""The sheet of a session: its people in roster order, with what stands and what was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from inmates.models import CellStay
from rehab.delivery.actions import Mark
from rehab.delivery.actions.recording import is_closed, standing
from rehab.delivery.models import AttendanceCode, NotHeldReason, Session
from rehab.delivery.roster import Member, members_of

PRESENT = "H"
_TONES = {
    AttendanceCode.Counts.PRESENT: "success",
    AttendanceCode.Counts.ABSENT: "danger",
    AttendanceCode.Counts.IGNORED: "muted",
}


@dataclass(frozen=True)
class SheetLine:
    """One person: what stands (`code`), what the form shows (`chosen`), and why it may be closed."""

    member: Member
    block: str
    code: str
    label: str
    standing_note: str
    tone: str
    chosen: str
    note: str
    differs: bool
    barred: str
    locked: bool

    @property
    def pk(self) -> int:
        return self.member.enrolment.pk

    @property
    def late(self) -> bool:
        return self.member.mark is not None and self.member.mark.late

    @property
    def by(self) -> str:
        return self.member.mark.recorded_by.full_name if self.member.mark else ""


@dataclass(frozen=True)
class Sheet:
    lines: Sequence[SheetLine] = field(default_factory=tuple)

    @property
    def marked(self) -> int:
        return sum(bool(line.code) for line in self.lines)

    @property
    def late(self) -> bool:
        return any(line.late for line in self.lines)

    @property
    def is_closed(self) -> bool:
        """Nobody's mark can be given or changed any more."""
        return all(line.locked or line.barred for line in self.lines)

    @property
    def without_mark(self) -> int:
        return sum(not line.code and not line.barred for line in self.lines)

    def all_present(self) -> "Sheet":
        """The same with everyone present who has no mark yet: the button works without a script too."""
        return Sheet(
            [line if line.chosen or line.barred else replace(line, chosen=PRESENT) for line in self.lines]
        )


def codes() -> list[AttendanceCode]:
    return list(AttendanceCode.objects.all())


def reasons() -> Any:
    return NotHeldReason.objects.all()


def sheet_of(session: Session, user: User, typed: Mapping[int, Mark] | None = None) -> Sheet:
    """The sheet as this member sees it: three queries, four when custody of one has ended."""
    members = members_of(session, user)
    stays = CellStay.objects.filter(inmate__in=[each.enrolment.inmate_id for each in members], until=None)
    blocks = dict(stays.values_list("inmate", "block"))
    now = timezone.now()
    return Sheet(
        [_line(each, blocks.get(each.enrolment.inmate_id, ""), typed or {}, now) for each in members]
    )


def _line(member: Member, block: str, typed: Mapping[int, Mark], now: datetime) -> SheetLine:
    mark = member.mark
    code = mark.code.code if mark else ""
    told = typed.get(member.enrolment.pk)
    return SheetLine(
        member=member,
        block=block,
        code=code,
        label=mark.code.name if mark else str(_("belum diisi")),
        tone=_TONES[AttendanceCode.Counts(mark.code.counts)] if mark else "neutral",
        chosen=told.code if told else code,
        standing_note=mark.note if mark else "",
        note=told.note if told else (mark.note if mark else ""),
        differs=told is not None and mark is not None and told != standing(member),
        barred=member.barred,
        locked=is_closed(member, now),
    )
