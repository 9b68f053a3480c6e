"""Who works in the background, and which scheduled work was done."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# A worker beats this often; one silent for longer than this is taken for dead.
BEAT = timedelta(seconds=15)
SILENCE = timedelta(seconds=120)


class WorkerQuerySet(models.QuerySet["Worker"]):
    def alive(self) -> "WorkerQuerySet":
        """Those whose last beat is recent. Clocks of several hosts may differ by less than the silence."""
        return self.filter(beat_at__gte=timezone.now() - SILENCE)

    def last_beat(self) -> datetime | None:
        """When any worker was last heard of; None when none ever was, or the last one was stopped."""
        return self.aggregate(last=models.Max("beat_at"))["last"]


class Worker(models.Model):
    """One running `manage.py work`."""

    name = models.CharField(_("nama"), max_length=120, unique=True)
    started_at = models.DateTimeField(_("mulai"))
    beat_at = models.DateTimeField(_("terakhir terdengar"), db_index=True)

    objects = WorkerQuerySet.as_manager()

    class Meta:
        verbose_name = _("pekerja latar")
        verbose_name_plural = _("pekerja latar")

    def __str__(self) -> str:
        return self.name


class JobRun(models.Model):
    """A scheduled job in one of its slots: done by one worker, whichever claims it first.

    `holder` is the name of the worker that claimed it. When it falls silent before the end, another
    takes over: a job must bear being begun twice.
    """

    job = models.CharField(max_length=40)
    slot = models.CharField(max_length=40)
    holder = models.CharField(max_length=120)
    claimed_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=1)
    finished_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("pekerjaan terjadwal")
        verbose_name_plural = _("pekerjaan terjadwal")
        constraints = [
            models.UniqueConstraint(
                fields=["job", "slot"],
                name="job_once_a_slot",
                violation_error_message=_("Pekerjaan ini sudah diambil untuk waktunya."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.slot}"
