"""Taking away what has had its time: sessions, kept forms, workers that are gone, old turns."""

from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from accounts.kept import forget_old
from upkeep.backup.making import forget_scraps
from upkeep.work.models import JobRun, Worker

REMEMBERED = timedelta(days=30)


def tidy() -> None:
    SessionStore.clear_expired()
    forget_old()
    forget_scraps()
    long_ago = timezone.now() - REMEMBERED
    Worker.objects.filter(beat_at__lt=long_ago).delete()
    JobRun.objects.filter(claimed_at__lt=long_ago).delete()
