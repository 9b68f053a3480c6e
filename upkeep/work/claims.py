"""A job's turn belongs to one worker, on every host and on both databases."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from upkeep.work.models import JobRun, Worker

# A failed job is tried again after so long, so often; then its next turn is waited for.
PAUSE = timedelta(minutes=10)
MOST_ATTEMPTS = 5


def claim(*, job: str, slot: str, holder: str) -> JobRun | None:
    """The turn, when it is now this worker's to do; None when it is done, or somebody else's."""
    try:
        with transaction.atomic():
            run = JobRun.objects.select_for_update().filter(job=job, slot=slot).first()
            if run is None:
                return JobRun.objects.create(job=job, slot=slot, holder=holder, claimed_at=timezone.now())
            if not _is_free(run, holder):
                return None
            run.holder, run.claimed_at, run.failed_at = holder, timezone.now(), None
            run.attempts += 1
            run.save()
            return run
    except IntegrityError:
        # Another worker claimed it between our look and our insert.
        return None


def is_settled(*, job: str, slot: str) -> bool:
    """Nobody needs to look at this turn again."""
    run = JobRun.objects.filter(job=job, slot=slot).first()
    return run is not None and (run.finished_at is not None or _is_given_up(run))


def finish(run: JobRun) -> None:
    """Done; a worker that was taken for dead meanwhile leaves the turn to its successor."""
    JobRun.objects.filter(pk=run.pk, holder=run.holder, finished_at=None).update(
        finished_at=timezone.now(), failed_at=None
    )


def fail(run: JobRun) -> None:
    JobRun.objects.filter(pk=run.pk, holder=run.holder, finished_at=None).update(failed_at=timezone.now())


def _is_free(run: JobRun, holder: str) -> bool:
    if run.finished_at is not None or _is_given_up(run):
        return False
    if run.failed_at is not None:
        return run.failed_at <= timezone.now() - PAUSE
    # Still at work, or dead; the own name means that this very worker lost its way out.
    return run.holder == holder or not Worker.objects.alive().filter(name=run.holder).exists()


def _is_given_up(run: JobRun) -> bool:
    return run.failed_at is not None and run.attempts >= MOST_ATTEMPTS
