"""The verbs that need both sides: deciding, graduating, leaving."""

from rehab.casefile.actions.deciding import decide

__all__ = ["decide"]
