"""What a person reads when the house refuses an act."""

from typing import Any


class Refused(Exception):  # noqa: N818  (read aloud: "the act was refused")
    """An act that is not possible now, with a sentence a person can read.

    Rooms raise named subclasses. `field` names the form field the sentence belongs
    beside; without it the sentence stands above the form.
    """

    sentence: Any = ""

    def __init__(self, sentence: str = "", *, field: str | None = None) -> None:
        self.sentence = sentence or str(self.sentence)
        self.field = field
        super().__init__(self.sentence)
