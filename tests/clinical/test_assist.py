"""The ASSIST against the vectors of the domain page and a formula written a second time."""

import itertools
import random

import pytest

from rehab.clinical.instruments import InvalidAnswers, UnknownInstrument, score, scorer_version
from rehab.clinical.instruments.assist import asked, excluded, unanswered

LETTERS = "abcdefghij"
NOTHING = {f"P1{letter}": 0 for letter in LETTERS}


def interview(p8=0, **by_letter):
    """Everything no, but these: `interview(e=(3, 2, 1, 0, 2, 1))` gives P2 to P7 of one substance."""
    answers = {**NOTHING, "P8": p8}
    for letter, positions in by_letter.items():
        answers[f"P1{letter}"] = 1
        for question, position in zip(("P2", "P3", "P4", "P5", "P6", "P7"), positions, strict=True):
            if position is not None:
                answers[f"{question}{letter}"] = position
    return answers


def of(letter, answers):
    found = score("assist-3.1", answers)["substances"][letter]
    return found["score"], found["band"]


def by_hand(letter, p2, p3, p4, p5, p6, p7):
    """Written apart from the scorer: the manual's table line by line."""
    total = [0, 2, 3, 4, 6][p2] + [0, 6, 3][p6] + [0, 6, 3][p7]
    if p2:
        total += [0, 3, 4, 5, 6][p3] + [0, 4, 5, 6, 7][p4]
        total += 0 if letter == "a" else [0, 5, 6, 7, 8][p5]
    low = 10 if letter == "b" else 3
    return total, "low" if total <= low else "high" if total >= 27 else "moderate"


def test_score_of_the_domains_example():
    assert of("e", interview(e=(3, 2, 1, 0, 2, 1))) == (21, "moderate")


def test_everything_at_its_most_is_39_and_tobacco_31():
    assert of("e", interview(e=(4, 4, 4, 4, 1, 1))) == (39, "high")
    assert of("a", interview(a=(4, 4, 4, None, 1, 1))) == (31, "high")


def test_five_points_are_low_for_alcohol_and_moderate_for_others():
    once = (1, 1, 0, 0, 0, 0)
    assert of("b", interview(b=once)) == (5, "low")
    assert of("c", interview(c=once)) == (5, "moderate")


@pytest.mark.parametrize(
    ("letter", "positions", "expected"),
    [
        ("b", (3, 0, 0, 0, 1, 0), (10, "low")),
        ("b", (1, 0, 0, 0, 2, 1), (11, "moderate")),
        ("b", (4, 4, 2, 3, 2, 0), (27, "high")),
        ("c", (2, 0, 0, 0, 0, 0), (3, "low")),
        ("c", (3, 0, 0, 0, 0, 0), (4, "moderate")),
        ("c", (4, 4, 4, 3, 0, 0), (26, "moderate")),
        ("c", (4, 4, 4, 4, 0, 0), (27, "high")),
    ],
)
def test_bands_at_their_limits(letter, positions, expected):
    assert of(letter, interview(**{letter: positions})) == expected


@pytest.mark.parametrize("letter", ["a", "b", "e"])
def test_every_possible_interview_about_one_substance(letter):
    for p2, p6, p7 in itertools.product(range(5), range(3), range(3)):
        afters = (
            itertools.product(range(5), range(5), range(1 if letter == "a" else 5)) if p2 else [(0, 0, 0)]
        )
        for p3, p4, p5 in afters:
            given = (p2, p3 if p2 else None, p4 if p2 else None, p5 if p2 and letter != "a" else None, p6, p7)
            assert of(letter, interview(**{letter: given})) == by_hand(letter, p2, p3, p4, p5, p6, p7)


def test_a_total_of_one_is_impossible():
    totals = {
        by_hand("e", *way)[0]
        for way in itertools.product(range(5), range(5), range(5), range(5), range(3), range(3))
    }
    assert 1 not in totals


def test_not_used_in_the_window_skips_p3_to_p5():
    assert of("i", interview(i=(0, None, None, None, 2, 2))) == (6, "moderate")


def test_nothing_used_is_low_without_p8():
    result = score("assist-3.1", NOTHING)
    assert result["band"] == "low"
    assert result["injecting"] is None
    assert result["substances"]["e"] == {"score": 0, "band": "low"}


def test_only_tobacco_is_low():
    result = score("assist-3.1", interview(a=(4, 4, 4, None, 1, 1)))
    assert result["substances"]["a"]["band"] == "high"
    assert result["band"] == "low"


def test_band_of_the_person_is_the_highest_without_tobacco():
    answers = interview(a=(4, 4, 4, None, 1, 1), b=(1, 1, 0, 0, 0, 0), e=(3, 2, 1, 0, 2, 1))
    assert score("assist-3.1", answers)["band"] == "moderate"


@pytest.mark.parametrize(("code", "word"), [(0, "never"), (1, "recent"), (2, "past"), (None, None)])
def test_injecting_stands_beside_the_sum(code, word):
    result = score("assist-3.1", interview(p8=code, e=(3, 2, 1, 0, 2, 1)))
    assert result["injecting"] == word
    assert result["substances"]["e"]["score"] == 21


@pytest.mark.parametrize("missing", ["P1e", "P2e", "P3e", "P4e", "P5e", "P6e", "P7e", "P1a"])
@pytest.mark.parametrize("how", ["left out", "None"])
def test_owed_but_unanswered_leaves_no_score_and_no_band(missing, how):
    answers = interview(e=(3, 2, 1, 0, 2, 1))
    answers.pop(missing) if how == "left out" else answers.update({missing: None})
    result = score("assist-3.1", answers)
    assert result["substances"][missing[2:]] == {"score": None, "band": None}
    assert result["band"] is None


def test_every_key_is_there_for_an_empty_interview():
    result = score("assist-3.1", {})
    assert set(result) == {"substances", "band", "injecting"}
    assert set(result["substances"]) == set(LETTERS)
    assert all(each == {"score": None, "band": None} for each in result["substances"].values())


@pytest.mark.parametrize(
    ("extra", "named"),
    [
        ({"P2c": 0}, "P2c"),
        ({"P7c": 1}, "P7c"),
        ({"P1e": 1, "P2e": 0, "P3e": 0}, "P3e"),
        ({"P1a": 1, "P2a": 3, "P5a": 0}, "P5a"),
        ({"P5a": 1}, "P5a"),
    ],
)
def test_answers_that_the_routing_skips_are_refused(extra, named):
    with pytest.raises(InvalidAnswers) as refusal:
        score("assist-3.1", {**NOTHING, **extra})
    assert refusal.value.items == (named,)
    assert named in str(refusal.value)


@pytest.mark.parametrize("code", [True, False, 1.0, "1", "", -1, 2, 10**9, [1], {"a": 1}, b"1"])
def test_codes_that_are_none_are_refused(code):
    with pytest.raises(InvalidAnswers) as refusal:
        score("assist-3.1", {**NOTHING, "P1e": code})
    assert "P1e" in refusal.value.items


@pytest.mark.parametrize(("item", "most"), [("P2e", 4), ("P5e", 4), ("P6e", 2), ("P7e", 2), ("P8", 2)])
def test_code_past_the_last_answer_is_refused(item, most):
    answers = interview(e=(1, 0, 0, 0, 0, 0))
    score("assist-3.1", {**answers, item: most})
    with pytest.raises(InvalidAnswers, match=item):
        score("assist-3.1", {**answers, item: most + 1})


@pytest.mark.parametrize("item", ["P1k", "P9a", "P8a", "p1a", "P1", "", "P1a ", 7, None])
def test_unknown_items_are_refused_even_unanswered(item):
    with pytest.raises(InvalidAnswers):
        score("assist-3.1", {**NOTHING, item: None})


def test_all_wrong_items_are_named_at_once():
    with pytest.raises(InvalidAnswers) as refusal:
        score("assist-3.1", {**NOTHING, "P1e": 7, "P2c": 1, "X": 1})
    assert refusal.value.items == ("P1e", "P2c", "X")
    assert refusal.value.reasons == {"P1e": "code", "P2c": "excluded", "X": "unknown"}


def test_unknown_instrument_is_named():
    with pytest.raises(UnknownInstrument, match=r"assist-9"):
        score("assist-9", {})
    with pytest.raises(UnknownInstrument):
        scorer_version("whoqol-bref")


def test_answers_are_not_changed_by_scoring():
    answers = interview(e=(3, 2, 1, 0, 2, 1))
    before = dict(answers)
    score("assist-3.1", answers)
    assert answers == before


def test_random_interviews_agree_with_the_hand_formula():
    dice = random.Random(31)
    for _round in range(300):
        ways = {}
        for letter in dice.sample(LETTERS, dice.randint(0, 10)):
            p2, p6, p7 = dice.randint(0, 4), dice.randint(0, 2), dice.randint(0, 2)
            p3, p4, p5 = (dice.randint(0, 4) if p2 else None for _ in range(3))
            ways[letter] = (p2, p3, p4, None if letter == "a" else p5, p6, p7)
        result = score("assist-3.1", interview(**ways))
        expected = {letter: by_hand(letter, *(p or 0 for p in way)) for letter, way in ways.items()}
        found = {letter: tuple(result["substances"][letter].values()) for letter in ways}
        assert found == expected
        bands = [band for letter, (_total, band) in expected.items() if letter != "a"]
        assert result["band"] == max(bands, key=("low", "moderate", "high").index, default="low")


def test_whatever_is_answered_step_by_step_is_complete_in_the_end():
    dice = random.Random(7)
    for _round in range(100):
        answers = {}
        for question in ("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8"):
            for item in asked(question, answers):
                answers[item] = dice.randint(0, 1 if question == "P1" else 2)
        assert unanswered(answers) == []
        assert score("assist-3.1", answers)["band"] is not None


def test_half_an_interview_says_what_is_owed():
    owed = unanswered({**NOTHING, "P1e": 1, "P2e": 2, "P6e": 0})
    assert owed == ["P3e", "P4e", "P5e", "P7e", "P8"]


def test_a_changed_gate_leaves_answers_outside():
    assert excluded({**NOTHING, "P2e": 2, "P6e": 0}) == ["P2e", "P6e"]
