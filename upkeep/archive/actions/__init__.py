from upkeep.archive.actions.handing_over import hand_over
from upkeep.archive.actions.making import advance
from upkeep.archive.actions.ordering import order
from upkeep.archive.actions.removing import discard, remove_old

__all__ = ["advance", "discard", "hand_over", "order", "remove_old"]
