"""A backup is whole or refused: one flipped byte, a missing end, another key, another file."""

import gzip
import json
import random
from pathlib import Path

import pytest

from tests.backup.conftest import Held
from ui.refusal import Refused
from upkeep.backup import container, contents, key
from upkeep.backup.making import prove


def changed(held: Held, tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "lain.cadangan"
    path.write_bytes(data)
    return path


def test_whole_backup_is_proved(held):
    assert prove(held.path, held.key).tables


@pytest.mark.parametrize("seed", range(40))
def test_one_flipped_bit_anywhere_is_refused(held, tmp_path, seed):
    data = bytearray(held.path.read_bytes())
    draw = random.Random(seed)
    # The header byte by byte, then anywhere.
    place = seed if seed < 20 else draw.randrange(len(data))
    data[place] ^= 1 << draw.randrange(8)
    with pytest.raises(Refused):
        prove(changed(held, tmp_path, bytes(data)), held.key)


@pytest.mark.parametrize("share", [0, 0.01, 0.5, 0.99, -1, -16, -17])
def test_truncated_backup_is_refused(held, tmp_path, share):
    data = held.path.read_bytes()
    end = int(len(data) * share) if 0 <= share < 1 else int(share)
    with pytest.raises(Refused):
        prove(changed(held, tmp_path, data[:end]), held.key)


def test_cut_at_a_chunk_is_refused(held, tmp_path):
    """Each chunk is whole by itself; that the last one is missing shows all the same."""
    chunk, header = container.CHUNK + container.TAG, len(container.MAGIC) + 41
    path = tmp_path / "long.cadangan"
    with path.open("wb") as out:
        sealing = container.Sealing(out, held.key)
        sealing.write(b"x" * container.CHUNK * 3)
        sealing.finish()
    whole = path.read_bytes()
    for chunks in (1, 2):
        cut = changed(held, tmp_path, whole[: header + chunks * chunk])
        with cut.open("rb") as source, pytest.raises(container.Damaged):
            container.Unsealing(source, held.key).readall()


def test_anything_behind_the_end_is_refused(held, tmp_path):
    with pytest.raises(container.Damaged):
        prove(changed(held, tmp_path, held.path.read_bytes() + b"\0"), held.key)


def test_other_key_and_other_files_are_told_apart(held, tmp_path):
    with pytest.raises(container.OtherKey):
        prove(held.path, b"k" * 32)
    for other in (b"", b"SQLite format 3\0" + b"\0" * 200, gzip.compress(b"x" * 500)):
        with pytest.raises(container.Foreign):
            prove(changed(held, tmp_path, other), held.key)


def test_later_version_of_the_container_is_newer(held, tmp_path):
    data = bytearray(held.path.read_bytes())
    data[len(container.MAGIC)] = 9
    with pytest.raises(container.Newer):
        prove(changed(held, tmp_path, bytes(data)), held.key)


def test_later_version_of_the_contents_is_newer(held, tmp_path):
    path = tmp_path / "kelak.cadangan"
    with path.open("wb") as out:
        sealing = container.Sealing(out, held.key)
        sealing.write(gzip.compress(b'{"pulih": 2, "lain": "sekali"}\n'))
        sealing.finish()
    with pytest.raises(container.Newer):
        prove(path, held.key)


def test_nothing_of_a_person_stands_in_the_file_unsealed(held):
    data = held.path.read_bytes()
    assert b"Angelo" not in data
    assert b"accounts_user" not in data


def test_row_that_was_changed_by_a_holder_of_the_key_is_noticed(held, tmp_path):
    """The digest of each table is proved as well, so that a fault of our own reading shows."""
    with held.path.open("rb") as source:
        lines = gzip.GzipFile(fileobj=container.Unsealing(source, held.key)).read().splitlines(keepends=True)
    place = next(i for i, line in enumerate(lines) if line == b'{"table":"audit_auditevent"}\n')
    row = json.loads(lines[place + 1])
    row[0] += 1_000_000
    lines[place + 1] = json.dumps(row).encode() + b"\n"
    path = tmp_path / "kedua.cadangan"
    with path.open("wb") as out:
        sealing = container.Sealing(out, held.key)
        sealing.write(gzip.compress(b"".join(lines)))
        sealing.finish()
    with pytest.raises(container.Damaged):
        prove(path, held.key)


def test_names_of_files_never_lead_out_of_the_folder():
    for name in ("/etc/passwd", "../keys", "a/../../b", ""):
        with pytest.raises(container.Damaged):
            contents._safe(name)


@pytest.mark.parametrize("seed", range(20))
def test_key_survives_the_paper(seed):
    own = random.Random(seed).randbytes(32)
    paper = key.on_paper(own)
    assert key.from_paper(paper.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == own
    wrong = paper[:-1] + ("0" if paper[-1] != "0" else "1")
    with pytest.raises(key.Misread):
        key.from_paper(wrong)
    with pytest.raises(key.Misread):
        key.from_paper(paper[:-2])
