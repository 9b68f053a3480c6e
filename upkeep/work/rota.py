"""Everything that is done in the background, declared in one place."""

from datetime import time, timedelta

from django.conf import settings

from upkeep.backup.making import scheduled
from upkeep.intake.actions import advance
from upkeep.work.schedule import Chore, Job, daily, every
from upkeep.work.tidying import tidy

CHORES: tuple[Chore, ...] = (Chore("intake", advance),)

JOBS: tuple[Job, ...] = (
    Job("tidy", every(timedelta(hours=1)), tidy),
    Job("backup", daily(time.fromisoformat(settings.BACKUP_AT)), scheduled),
)
