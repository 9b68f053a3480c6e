import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.robustness.server import Office


@dataclass(frozen=True)
class Size:
    """How hard the office is tried. `ROBUSTNESS=full` asks for the whole of bar 21, 22 and 24.

    Of the kills: `people` save sheets without pause, and in each of `kills` rounds the server is killed
    when some number between half and one and a half of `saves_a_round` has been acknowledged, whatever
    is on its way then. So at least half of `kills` × `saves_a_round` sheets stand in the end, and about
    all of them.
    """

    people: int
    members: int
    kills: int
    saves_a_round: int
    seconds: int
    think: float
    identical: int
    p95: float
    # Of imports: rows, seconds for reading and taking in, and the longest that anyone else waits for it.
    rows: int
    import_within: float
    import_holds_up: float


# The short run proves "no error"; the time is promised, and measured, at full size.
SHORT = Size(
    people=12,
    members=6,
    kills=3,
    saves_a_round=60,
    seconds=6,
    think=1.0,
    identical=20,
    p95=float("inf"),
    rows=600,
    import_within=float("inf"),
    import_holds_up=float("inf"),
)
# Bar 21: twenty kills during 1,000 sheets at least, some 2,000 as a rule, by fifty people at once.
FULL = Size(
    people=50,
    members=6,
    kills=20,
    saves_a_round=100,
    seconds=60,
    think=4.0,
    identical=50,
    p95=1.0,
    rows=10_000,
    import_within=60.0,
    import_holds_up=5.0,
)


@pytest.fixture(scope="session")
def size() -> Size:
    return FULL if os.environ.get("ROBUSTNESS") == "full" else SHORT


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory, size: Size) -> Iterator[Office]:
    home: Path = tmp_path_factory.mktemp("office")
    opened = Office(home, size.people, size.members)
    opened.start()
    yield opened
    opened.kill()
