"""The office's backup key: 32 bytes that a person can write down and type again.

On paper it is 14 groups of four signs (Crockford's alphabet: no I, L, O, U), the last group a check.
"""

import os
import re
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ui.refusal import Refused

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BODY, _CHECK = 52, 4


class Misread(Refused):
    sentence = _("Kunci cadangan salah ketik: periksa lagi setiap kelompok huruf dan angkanya.")


class NoKey(Refused):
    sentence = _("Kunci cadangan kantor tidak ada di sini. Ketik kunci dari kertas pemulihan.")


def file() -> Path:
    return Path(settings.VAR_DIR) / "backup.key"


def own() -> bytes | None:
    """The key of this installation, from its settings or its file; None when it has none yet."""
    if settings.BACKUP_KEY:
        return from_paper(settings.BACKUP_KEY)
    return from_paper(file().read_text()) if file().exists() else None


def all_own() -> list[bytes]:
    """The key of this installation first, then those that it used before."""
    current = own()
    older = [from_paper(each.read_text()) for each in sorted(file().parent.glob("backup.key.*"))]
    return ([current] if current else []) + older


def own_or_new() -> bytes:
    """The key of this installation, made at the first backup."""
    key = own()
    if key is None:
        key = os.urandom(32)
        keep(key)
    return key


def keep(key: bytes) -> None:
    """Put the key into its file; an older key stays beside it, for the backups that it sealed."""
    path = file()
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.rename(path.with_name(f"backup.key.{name_of(from_paper(path.read_text()))}"))
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(on_paper(key) + "\n")


def name_of(key: bytes) -> str:
    """What tells one key from another without telling the key; printed on the paper and in each backup."""
    return sha256(b"pulih backup key" + key).hexdigest()[:16]


def on_paper(key: bytes) -> str:
    signs = _signs(int.from_bytes(key, "big"), _BODY) + _check(key)
    return "-".join(re.findall("....", signs))


def from_paper(text: str) -> bytes:
    """The key somebody typed; signs that look alike are taken for one another. Raises Misread."""
    signs = re.sub(r"[^0-9A-Z]", "", text.upper()).translate(_ALIKE)
    if len(signs) != _BODY + _CHECK or set(signs) - set(SIGNS):
        raise Misread
    number = 0
    for sign in signs[:_BODY]:
        number = number * 32 + SIGNS.index(sign)
    if number >= 1 << 256:
        raise Misread
    key = number.to_bytes(32, "big")
    if signs[_BODY:] != _check(key):
        raise Misread
    return key


def _check(key: bytes) -> str:
    return _signs(int.from_bytes(sha256(key).digest()[:3], "big") >> 4, _CHECK)


def _signs(number: int, length: int) -> str:
    out = ""
    for _place in range(length):
        number, sign = divmod(number, 32)
        out = SIGNS[sign] + out
    return out
