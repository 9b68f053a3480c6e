"""What each role has to do today. One declared table: the number, the first rows and the list that
a task leads to come from the same selection.
"""

from accounts.models import User
from oversight.today.task import Task
from oversight.today.tasks.custody import BLOCKS, REGISTRATION
from oversight.today.tasks.offices import AGREEMENTS, OFFICE, PARTNER, SUPERVISING
from oversight.today.tasks.sessions import DELIVERY
from oversight.today.tasks.way import CLINICAL, DECIDING, RUNNING, STEPS

TASKS: tuple[Task, ...] = (
    *DELIVERY[:1],
    *BLOCKS,
    *REGISTRATION,
    *DECIDING,
    *RUNNING,
    *CLINICAL,
    *DELIVERY[1:],
    *PARTNER,
    *AGREEMENTS,
    *OFFICE,
    *STEPS,
    *SUPERVISING,
)
_BY_KEY = {task.key: task for task in TASKS}


def tasks_of(user: User) -> list[Task]:
    return [task for task in TASKS if task.concerns(user)]


def find(key: str) -> Task | None:
    return _BY_KEY.get(key)
