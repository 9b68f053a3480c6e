import itertools

import pytest

from inmates import custody_order
from inmates.models import CustodyKind as K
from inmates.models.custody import TERMINAL


@pytest.mark.parametrize(
    "kinds",
    [
        [K.ADMITTED],
        [K.TRANSFER_IN, K.REGISTER_CHANGE, K.REMISSION, K.RELEASED],
        [K.ADMITTED, K.TEMPORARY_OUT, K.TEMPORARY_BACK, K.PB],
        [K.ADMITTED, K.HOSPITAL, K.TEMPORARY_BACK],
        [K.ADMITTED, K.HOSPITAL, K.DIED],
        [K.ADMITTED, K.ESCAPED, K.RECAPTURED, K.RELEASED],
        [K.ADMITTED, K.TRANSFER_OUT, K.TRANSFER_IN],
        [K.ADMITTED, K.PB, K.ADMITTED],
    ],
)
def test_order_possible(kinds):
    assert custody_order.is_possible(kinds)


@pytest.mark.parametrize(
    "kinds",
    [
        [K.RELEASED],
        [K.REMISSION, K.ADMITTED],
        [K.ADMITTED, K.ADMITTED],
        [K.ADMITTED, K.RELEASED, K.REMISSION],
        [K.ADMITTED, K.RELEASED, K.RELEASED],
        [K.ADMITTED, K.RELEASED, K.RECAPTURED],
        [K.ADMITTED, K.DIED, K.ADMITTED],
        [K.ADMITTED, K.TEMPORARY_BACK],
        [K.ADMITTED, K.TEMPORARY_OUT, K.TEMPORARY_OUT],
        [K.ADMITTED, K.HOSPITAL, K.RELEASED, K.ADMITTED, K.TEMPORARY_BACK],
    ],
)
def test_order_impossible(kinds):
    assert not custody_order.is_possible(kinds)


def test_nobody_leaves_twice_whatever_the_order():
    for kinds in itertools.product(K, repeat=3):
        if custody_order.is_possible(kinds):
            assert not any(a in TERMINAL and b in TERMINAL for a, b in itertools.pairwise(kinds))
            assert kinds[0] in (K.ADMITTED, K.TRANSFER_IN)


def test_in_custody_follows_the_last_event():
    assert not custody_order.ends_in_custody([])
    assert custody_order.ends_in_custody([K.ADMITTED, K.HOSPITAL])
    assert not custody_order.ends_in_custody([K.ADMITTED, K.ESCAPED])
    assert custody_order.ends_in_custody([K.ADMITTED, K.ESCAPED, K.RECAPTURED])
