"""What stands on *Hari ini*: for each task its number, its first rows, and the one link to all of them."""

from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from oversight.rows import Row
from oversight.scope import Scope
from oversight.today.task import Task
from oversight.today.tasks import tasks_of

FIRST_ROWS = 4
_URGENCY = {"success": 0, "danger": 1, "warning": 2, "info": 3}


@dataclass(frozen=True)
class Block:
    """A task with its number: one query and what its rows load, however many there are."""

    task: Task
    total: int
    url: str
    rows: list[Row] = field(default_factory=list)

    @property
    def leads_on(self) -> bool:
        """Rows that all stand here, and are done one by one, need no other page."""
        return self.task.place is not None or self.total > len(self.rows)


@dataclass(frozen=True)
class Day:
    """Everything that waits for one member; `clear` are the lists that are empty."""

    waiting: list[Block]
    numbers: list[Block]
    clear: list[Any]


def day_of(user: User) -> Day:
    scope = Scope.of(user)
    blocks = [_block(task, scope) for task in tasks_of(user)]
    lists = [block for block in blocks if not block.task.brief]
    return Day(
        waiting=sorted((each for each in lists if each.total), key=lambda each: _URGENCY[each.task.tone]),
        numbers=[each for each in blocks if each.task.brief],
        clear=[each.task.title for each in lists if not each.total],
    )


def _block(task: Task, scope: Scope) -> Block:
    selected, url = task.select(scope), task.url(scope)
    if task.brief:
        return Block(task, selected.count(), url)
    total, rows = task.kind.first(selected, scope, FIRST_ROWS)
    return Block(task, total, url, rows)
