"""What this room refuses, by name."""

from ui.refusal import Refused


class DecisionNotPossible(Refused):
    """A decision that lacks its review day, its reason or its people."""


class OutcomeNotPossible(Refused):
    """A graduation that cannot be proposed, confirmed or returned now."""
