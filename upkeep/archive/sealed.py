"""Files that are never in clear on the disk: sealed while they are written, opened while they are sent.

A file is a row of frames: four bytes of length, then AES-256-GCM over at most a mebibyte. The nonce is
the number of the frame and whether it is the last, so that none can be left out, moved or cut off.
"""

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FRAME = 1024 * 1024
_LENGTH = struct.Struct(">I")
_TAG = 16


class Damaged(Exception):  # noqa: N818  (read aloud: "the file is damaged")
    """What stands on the disk is not what was written."""


def new_key() -> bytes:
    return AESGCM.generate_key(bit_length=256)


class Sealing:
    """A file to write to, forwards only. Each key seals one file: nonces are counted, never drawn."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._buffer = bytearray()
        self._number = 0
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file: IO[bytes] = os.fdopen(descriptor, "wb")

    def write(self, data: bytes) -> int:
        self._buffer += data
        # The last frame is known at the end only, so a full buffer waits for one byte more.
        while len(self._buffer) > FRAME:
            self._put(bytes(self._buffer[:FRAME]), last=False)
            del self._buffer[:FRAME]
        return len(data)

    def flush(self) -> None:
        """Nothing: a frame is written when it is full."""

    def finish(self) -> None:
        self._put(bytes(self._buffer), last=True)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def abandon(self) -> None:
        self._file.close()

    def _put(self, plain: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, last=last), plain, None)
        self._file.write(_LENGTH.pack(len(sealed)) + sealed)
        self._number += 1


def opened(path: Path, key: bytes) -> Iterator[bytes]:
    """The plain bytes, a frame at a time. Raises Damaged at the first frame that is not right."""
    cipher, number, size = AESGCM(key), 0, path.stat().st_size
    with path.open("rb") as file:
        while file.tell() < size:
            (length,) = _LENGTH.unpack(_exactly(file, _LENGTH.size))
            if not _TAG <= length <= FRAME + _TAG:
                raise Damaged
            sealed = _exactly(file, length)
            try:
                plain = cipher.decrypt(_nonce(number, last=file.tell() == size), sealed, None)
            except InvalidTag as error:
                raise Damaged from error
            yield plain
            number += 1
    if not number:
        raise Damaged


def _exactly(file: IO[bytes], length: int) -> bytes:
    found = file.read(length)
    if len(found) != length:
        raise Damaged
    return found


def _nonce(number: int, *, last: bool) -> bytes:
    return bytes([last]) + number.to_bytes(11, "big")
