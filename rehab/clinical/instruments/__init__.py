"""Instruments and their scoring: pure functions of the answers, without database or request."""

from collections.abc import Callable, Mapping
from typing import Any

from rehab.clinical.instruments import assist
from rehab.clinical.instruments.errors import InvalidAnswers, UnknownInstrument

Scorer = Callable[[Mapping[str, Any]], dict[str, Any]]

_SCORERS: Mapping[str, Scorer] = {assist.NAME: assist.score}
_VERSIONS: Mapping[str, str] = {assist.NAME: assist.SCORER_VERSION}

__all__ = ["InvalidAnswers", "UnknownInstrument", "score", "scorer_version"]


def score(instrument: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What the answers come to. Missing or None is unanswered; every key of the result is always there.

    Raises `InvalidAnswers` that names the items, and `UnknownInstrument`.
    """
    if instrument not in _SCORERS:
        raise UnknownInstrument(instrument, _SCORERS)
    return _SCORERS[instrument](answers)


def scorer_version(instrument: str) -> str:
    """Stored beside each result, so that a later change of the scorer is seen."""
    if instrument not in _VERSIONS:
        raise UnknownInstrument(instrument, _VERSIONS)
    return _VERSIONS[instrument]
