from accounts.models import User
from audit.models import Action
from audit.trail import record
from upkeep.intake.models import Import


def download(*, import_: Import, what: str, by: User) -> None:
    """Write down that a file about these people leaves the house."""
    record(Action.EXPORT, by=by, on=import_, changes={"what": what})
