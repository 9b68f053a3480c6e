"""Everything that is done in the background, declared in one place."""

from datetime import time, timedelta

from django.conf import settings

from upkeep.archive.actions import advance as make_archive
from upkeep.archive.actions import remove_old as remove_old_archives
from upkeep.backup.making import scheduled
from upkeep.intake.actions import advance
from upkeep.work.schedule import Chore, Job, daily, every
from upkeep.work.tidying import tidy

CHORES: tuple[Chore, ...] = (Chore("intake", advance), Chore("archive", make_archive))

JOBS: tuple[Job, ...] = (
    Job("tidy", every(timedelta(hours=1)), tidy),
    Job("archives", every(timedelta(hours=1)), remove_old_archives),
    Job("backup", daily(time.fromisoformat(settings.BACKUP_AT)), scheduled),
)
