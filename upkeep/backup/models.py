from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# A daily backup that is older than this has failed at least once.
TOO_OLD = timedelta(hours=48)


class BackupQuerySet(models.QuerySet["Backup"]):
    def good(self) -> "BackupQuerySet":
        return self.filter(failure="")

    def newest(self) -> "Backup | None":
        return self.order_by("-finished_at", "-pk").first()


class Backup(models.Model):
    """One attempt to make a backup: where the file went, or the sentence that says why there is none."""

    started_at = models.DateTimeField(_("mulai"))
    finished_at = models.DateTimeField(_("selesai"), db_index=True)
    file = models.CharField(_("berkas"), max_length=500, blank=True)
    size = models.BigIntegerField(_("besar"), default=0)
    rows = models.BigIntegerField(_("baris"), default=0)
    sha256 = models.CharField(_("sidik"), max_length=64, blank=True)
    failure = models.CharField(_("sebab gagal"), max_length=300, blank=True)

    objects = BackupQuerySet.as_manager()

    class Meta:
        verbose_name = _("cadangan")
        verbose_name_plural = _("cadangan")

    def __str__(self) -> str:
        return self.file or self.failure

    @property
    def is_too_old(self) -> bool:
        return self.finished_at < timezone.now() - TOO_OLD
