"""What happens to an import: uploaded, its columns said, checked, chosen, committed, undone.

Checking, committing and undoing may take long: they are ordered here and done by `advance`,
which the background calls again and again, or by the page itself when the file is small.
"""

from upkeep.intake.actions.choosing import answer, left, not_left
from upkeep.intake.actions.ordering import check_again, discard, order_check, order_commit, order_undo
from upkeep.intake.actions.taking_away import download
from upkeep.intake.actions.uploading import upload, upload_past
from upkeep.intake.actions.working import SMALL, advance, do_now

__all__ = [
    "SMALL",
    "advance",
    "answer",
    "check_again",
    "discard",
    "do_now",
    "download",
    "left",
    "not_left",
    "order_check",
    "order_commit",
    "order_undo",
    "upload",
    "upload_past",
]
