"""Every role of the demo follows every link it is shown: nothing breaks, nothing is refused."""

import pytest

from tests.upkeep.walking import walk
from upkeep.demo.cast import BNNK_STAFF, KANWIL_STAFF, RUTAN_STAFF, SECOND_BNNK_STAFF

pytestmark = pytest.mark.django_db

_USERS = [each[0] for each in (*RUTAN_STAFF, *BNNK_STAFF, *KANWIL_STAFF, *SECOND_BNNK_STAFF)]
_PARTNERS = [each[0] for each in (*BNNK_STAFF, *SECOND_BNNK_STAFF)]


@pytest.mark.parametrize("username", _USERS)
def test_no_link_is_broken_or_refused(demo, client_for, username):
    visits = list(walk(client_for(demo[username])))
    wrong = [(visit.status, visit.path, visit.came_from) for visit in visits if visit.status >= 400]
    assert not wrong
    assert len(visits) >= 4


@pytest.mark.parametrize("username", _PARTNERS)
def test_partner_is_shown_nobody_of_the_other_pair(demo, client_for, username):
    own = demo[username].agency == demo.bnnk
    others = demo.second_rutan if own else demo.rutan
    names = set(others.inmates.values_list("name", flat=True)) - set(
        (demo.rutan if own else demo.second_rutan).inmates.values_list("name", flat=True)
    )
    for visit in walk(client_for(demo[username])):
        assert not [name for name in names if name in visit.body], visit.path
