from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be, and what a person does about it.

    `advice` alone leaves the installation fit to serve.
    """

    what: str
    todo: str
    advice: bool = False


@dataclass(frozen=True)
class Examination:
    """A part of the installation and what is wrong with it; nothing when it is well."""

    title: Any
    look: Callable[[], Iterable[Finding]]
