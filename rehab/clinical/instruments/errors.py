from collections.abc import Iterable, Mapping


class InvalidAnswers(ValueError):  # noqa: N818  (outside checks rely on the name)
    """Answers that the instrument cannot take; names every item at fault.

    `items` are the names in a stable order, `reasons` says of each what is wrong with it:
    "unknown" (no such item), "code" (no such answer) or "excluded" (the routing skips it).
    """

    def __init__(self, reasons: Mapping[str, str]) -> None:
        self.reasons = dict(sorted(reasons.items()))
        self.items: tuple[str, ...] = tuple(self.reasons)
        told = ", ".join(f"{item} ({reason})" for item, reason in self.reasons.items())
        super().__init__(f"Invalid answers: {told}")


class UnknownInstrument(LookupError):  # noqa: N818
    """No instrument of that name and version is built in."""

    def __init__(self, instrument: object, known: Iterable[str]) -> None:
        super().__init__(f"Unknown instrument {instrument!r}; known: {', '.join(sorted(known))}")
