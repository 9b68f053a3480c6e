"""Everything that is done in the background, declared in one place."""

from datetime import timedelta

from upkeep.intake.actions import advance
from upkeep.work.schedule import Chore, Job, every
from upkeep.work.tidying import tidy

CHORES: tuple[Chore, ...] = (Chore("intake", advance),)

JOBS: tuple[Job, ...] = (Job("tidy", every(timedelta(hours=1)), tidy),)
