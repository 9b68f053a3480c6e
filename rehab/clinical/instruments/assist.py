"""WHO ASSIST v3.1: which questions are asked of which substance, and what the answers come to.

Weights, bands and routing: domain §4.1. Answers are positions on the form (0, 1, 2 …), not points.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from rehab.clinical.instruments.errors import InvalidAnswers

NAME = "assist-3.1"
SCORER_VERSION = "1"

SUBSTANCES = "abcdefghij"
TOBACCO, ALCOHOL = "a", "b"
QUESTIONS = ("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8")
INJECTING = "P8"

# Points by position. P1 is a gate and P8 stands beside the sum: neither is scored.
POINTS: Mapping[str, tuple[int, ...]] = {
    "P2": (0, 2, 3, 4, 6),
    "P3": (0, 3, 4, 5, 6),
    "P4": (0, 4, 5, 6, 7),
    "P5": (0, 5, 6, 7, 8),
    "P6": (0, 6, 3),
    "P7": (0, 6, 3),
}
# How many answers each question offers.
POSITIONS: Mapping[str, int] = {"P1": 2, "P8": 3, **{name: len(points) for name, points in POINTS.items()}}
# Asked only of what was used in the window.
_AFTER_USE = ("P3", "P4", "P5")

BANDS = ("low", "moderate", "high")
# Highest score of the low and of the moderate band.
_LIMITS = {ALCOHOL: (10, 26)}
_LIMITS_OF_OTHERS = (3, 26)
_INJECTING = ("never", "recent", "past")

ITEMS: frozenset[str] = frozenset(
    [f"{question}{letter}" for question in QUESTIONS[:-1] for letter in SUBSTANCES] + [INJECTING]
)

Answers = Mapping[str, int | None]


def score(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The score and band of each substance, the person's band, and injecting.

    A substance with an owed answer missing has no score, and then the person has no band:
    the band is never guessed from half an interview. Injecting has no part in the bands.
    """
    check(answers)
    substances = {letter: _score_of(letter, answers) for letter in SUBSTANCES}
    injected = answers.get(INJECTING)
    return {
        "substances": substances,
        "band": _band_of_person(substances),
        "injecting": None if injected is None else _INJECTING[injected],
    }


def check(answers: Mapping[str, Any]) -> None:
    """Raise `InvalidAnswers` for unknown items, unknown codes and answers that the routing skips."""
    wrong: dict[str, str] = {}
    for item, value in answers.items():
        if item not in ITEMS:
            wrong[str(item)] = "unknown"
        elif value is not None and not _is_code(item, value):
            wrong[item] = "code"
        elif value is not None and is_excluded(item, answers):
            wrong[item] = "excluded"
    if wrong:
        raise InvalidAnswers(wrong)


def is_excluded(item: str, answers: Mapping[str, Any]) -> bool:
    """Skipped by the routing: never used, not used in the window (P3-P5), or P5 of tobacco.

    P8 is not excluded: when every P1 is no the interview stops before it, so it is not owed,
    but an answer given to it is kept.
    """
    question, letter = item[:2], item[2:]
    if question in ("P1", INJECTING):
        return False
    if question == "P5" and letter == TOBACCO:
        return True
    if _is_no(answers.get(f"P1{letter}")):
        return True
    return question in _AFTER_USE and _is_no(answers.get(f"P2{letter}"))


def asked(question: str, answers: Answers) -> list[str]:
    """The items of a question that are put to this person, as far as the answers tell by now.

    Owed when unanswered. P2-P7 wait for a yes to P1; P3-P5 also for a use in P2; P8 for any yes.
    """
    if question == "P1":
        return [f"P1{letter}" for letter in SUBSTANCES]
    used = [letter for letter in SUBSTANCES if answers.get(f"P1{letter}") == 1]
    if question == INJECTING:
        return [INJECTING] if used else []
    if question in _AFTER_USE:
        used = [letter for letter in used if (answers.get(f"P2{letter}") or 0) > 0]
    return [item for item in (f"{question}{letter}" for letter in used) if not is_excluded(item, answers)]


def unanswered(answers: Answers) -> list[str]:
    """Every item that is owed and has no answer, in the order of the form."""
    return [item for question in QUESTIONS for item in asked(question, answers) if answers.get(item) is None]


def excluded(answers: Answers) -> list[str]:
    """Answered items that the routing skips, in the order of the form: what a change of P1 or P2 leaves."""
    given = (item for item, value in answers.items() if value is not None)
    return sorted(item for item in given if item in ITEMS and is_excluded(item, answers))


def _score_of(letter: str, answers: Answers) -> dict[str, Any]:
    used = answers.get(f"P1{letter}")
    if used is None:
        return {"score": None, "band": None}
    if used == 0:
        return {"score": 0, "band": "low"}
    total = 0
    for points in _points_of(letter, answers):
        if points is None:
            return {"score": None, "band": None}
        total += points
    return {"score": total, "band": _band(letter, total)}


def _points_of(letter: str, answers: Answers) -> Iterator[int | None]:
    """The points of each question that is owed for a substance once used; None where unanswered."""
    for question, points in POINTS.items():
        item = f"{question}{letter}"
        if is_excluded(item, answers):
            continue
        position = answers.get(item)
        yield None if position is None else points[position]


def _band(letter: str, total: int) -> str:
    low, moderate = _LIMITS.get(letter, _LIMITS_OF_OTHERS)
    if total <= low:
        return "low"
    return "moderate" if total <= moderate else "high"


def _band_of_person(substances: Mapping[str, Mapping[str, Any]]) -> str | None:
    """The highest without tobacco; None as soon as any substance, tobacco too, is incomplete."""
    if any(each["band"] is None for each in substances.values()):
        return None
    bands = [each["band"] for letter, each in substances.items() if letter != TOBACCO]
    return max(bands, key=BANDS.index)


def _is_no(value: Any) -> bool:
    return type(value) is int and value == 0


def _is_code(item: str, value: Any) -> bool:
    """A whole number that stands on the form: neither True nor 1.0 nor "1"."""
    return type(value) is int and 0 <= value < POSITIONS[item[:2]]
