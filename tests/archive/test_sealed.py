from pathlib import Path

import pytest

from upkeep.archive import sealed


def write(path: Path, data: bytes) -> bytes:
    key = sealed.new_key()
    sealing = sealed.Sealing(path, key)
    for start in range(0, len(data), 700_001):
        sealing.write(data[start : start + 700_001])
    sealing.finish()
    return key


@pytest.mark.parametrize("size", [0, 1, sealed.FRAME - 1, sealed.FRAME, sealed.FRAME + 1, 3 * sealed.FRAME])
def test_comes_back_as_it_was(tmp_path: Path, size: int):
    data = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    key = write(tmp_path / "a", data)
    assert b"".join(sealed.opened(tmp_path / "a", key)) == data
    assert size == 0 or data[:64] not in (tmp_path / "a").read_bytes()
    assert (tmp_path / "a").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("damage", ["flip", "cut", "cut a frame", "swap", "append", "other key", "empty"])
def test_damage_is_noticed(tmp_path: Path, damage: str):
    path = tmp_path / "a"
    key = write(path, bytes(2 * sealed.FRAME + 10))
    content, frame = path.read_bytes(), sealed.FRAME + 16 + 4
    hurt = {
        "flip": content[:5000] + bytes([content[5000] ^ 1]) + content[5001:],
        "cut": content[:-3],
        "cut a frame": content[: 2 * frame],
        "swap": content[frame : 2 * frame] + content[:frame] + content[2 * frame :],
        "append": content + content[2 * frame :],
        "other key": content,
        "empty": b"",
    }
    path.write_bytes(hurt[damage])
    with pytest.raises(sealed.Damaged):
        list(sealed.opened(path, sealed.new_key() if damage == "other key" else key))
