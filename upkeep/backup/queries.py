"""How the backups of this installation stand, for its administrators and for the doctor."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from upkeep.backup.models import Backup
from upkeep.work.models import SILENCE, Worker


@dataclass(frozen=True)
class Standing:
    """The last good backup, the failure that came after it, and when the worker was last heard of."""

    last: Backup | None
    failure: str
    heard_at: datetime | None

    @property
    def worker_is_silent(self) -> bool:
        return self.heard_at is None or self.heard_at < timezone.now() - SILENCE

    @property
    def is_bad(self) -> bool:
        """None, too old, or the last attempt failed."""
        return self.last is None or self.last.is_too_old or bool(self.failure)

    @property
    def age(self) -> str:
        """ "3 jam yang lalu", or that there is none."""
        if self.last is None:
            return _("belum pernah")
        return _("%(age)s yang lalu") % {"age": timesince(self.last.finished_at, depth=1)}

    @property
    def problem(self) -> str:
        """One sentence on what is wrong; empty when nothing is."""
        if self.failure:
            return _("Cadangan terakhir gagal: %(why)s") % {"why": self.failure}
        if self.last is None:
            return _("Belum ada cadangan. Bila komputer ini rusak, semua data hilang.")
        if self.last.is_too_old:
            return _("Cadangan terakhir dibuat %(age)s; seharusnya setiap hari.") % {"age": self.age}
        return ""

    @property
    def facts(self) -> list[tuple[str, str]]:
        rows = [(_("Cadangan terakhir"), self.age)]
        if self.last is not None:
            at = date_format(timezone.localtime(self.last.finished_at), "j M Y H.i")
            rows.append((_("Dibuat dan diperiksa"), at))
            rows.append((_("Berkas"), Path(self.last.file).name))
        rows.append((_("Pekerja latar"), _("tidak terdengar") if self.worker_is_silent else _("berjalan")))
        return rows


def standing() -> Standing:
    """In three queries, however many backups there were."""
    newest = Backup.objects.newest()
    failed = newest is not None and bool(newest.failure)
    last = Backup.objects.good().newest() if failed else newest
    heard_at = Worker.objects.last_beat()
    return Standing(last, newest.failure if newest is not None else "", heard_at)
