"""The sealed file of a backup, written and read as a stream (docs/adr: backups are rows in a sealed file).

    header   "PULIH-CADANGAN\\n", version (1 byte), name of the key (8 bytes), salt (32 bytes)
    chunks   AES-256-GCM of 256 KiB each, the last one shorter or empty

The key of a file is HKDF-SHA256(office key, salt). A chunk's nonce is its number (11 bytes) and 1 for the
last chunk, else 0: no chunk can be changed, moved, left out or cut off unseen. The header is sealed with
every chunk.
"""

import io
import os
import struct
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils.translation import gettext_lazy as _

from ui.refusal import Refused
from upkeep.backup import key as keys

MAGIC = b"PULIH-CADANGAN\n"
VERSION = 1
CHUNK = 256 * 1024
TAG = 16
_HEADER = struct.Struct(f"{len(MAGIC)}sB8s32s")


class Foreign(Refused):
    sentence = _("Berkas ini bukan cadangan Pulih.")


class Newer(Refused):
    sentence = _("Cadangan ini dibuat Pulih yang lebih baru. Pasang versi yang sama atau lebih baru dahulu.")


class OtherKey(Refused):
    sentence = _("Cadangan ini dikunci dengan kunci kantor yang lain.")


class Damaged(Refused):
    sentence = _("Cadangan ini rusak atau terpotong. Tidak ada yang diubah; pakai cadangan lain.")


class Sealing(io.RawIOBase):
    """What is written is sealed into the file; `close` seals the last chunk."""

    def __init__(self, out: BinaryIO, key: bytes) -> None:
        self._out = out
        self._header = _HEADER.pack(MAGIC, VERSION, bytes.fromhex(keys.name_of(key)), os.urandom(32))
        self._cipher = _cipher(key, self._header)
        self._number = 0
        self._rest = bytearray()
        out.write(self._header)

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        self._rest += data
        # The last chunk is held back: only `close` knows that it is the last.
        while len(self._rest) > CHUNK:
            self._seal(bytes(self._rest[:CHUNK]), last=False)
            del self._rest[:CHUNK]
        return len(data)

    def finish(self) -> None:
        """Seal the end. A file that was not finished is a damaged one."""
        self._seal(bytes(self._rest), last=True)
        self._rest.clear()

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, last), chunk, self._header))
        self._number += 1


class Unsealing(io.RawIOBase):
    """Reads what was sealed; nothing of a chunk is given out before it is proved."""

    def __init__(self, source: BinaryIO, key: bytes) -> None:
        self._source = source
        header = key_name(source)
        if header != keys.name_of(key):
            raise OtherKey
        source.seek(0)
        self._header = source.read(_HEADER.size)
        self._cipher = _cipher(key, self._header)
        self._number = 0
        self._ahead = source.read(CHUNK + TAG)
        self._rest = b""
        self._over = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        while not self._rest and not self._over:
            self._next()
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def _next(self) -> None:
        chunk, self._ahead = self._ahead, self._source.read(CHUNK + TAG)
        last = not self._ahead
        try:
            self._rest = self._cipher.decrypt(_nonce(self._number, last), chunk, self._header)
        except InvalidTag as wrong:
            raise Damaged from wrong
        self._number += 1
        self._over = last


def key_name(source: BinaryIO) -> str:
    """The name of the key that seals this file. Raises Foreign, Newer or Damaged."""
    source.seek(0)
    header = source.read(_HEADER.size)
    if not header.startswith(MAGIC):
        raise Foreign
    if len(header) < _HEADER.size:
        raise Damaged
    _magic, version, name, _salt = _HEADER.unpack(header)
    if version > VERSION:
        raise Newer
    return str(name.hex())


def _cipher(key: bytes, header: bytes) -> AESGCM:
    salt = header[-32:]
    return AESGCM(HKDF(SHA256(), 32, salt=salt, info=b"pulih backup file").derive(key))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
