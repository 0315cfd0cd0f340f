"""Files of bulk records cut into pieces of bounded size, each a file that the engine reads.

What a file is, its first bytes tell: JSON lines or a page of OpenAlex's API, plain or compressed
with gzip (lines also with zstd), or Parquet. Gzipped lines are unpacked by igzip, which takes a
third of the time that the engine takes, and cut where a line ends: memory does not grow with the
file.
"""

import gzip
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

import msgspec
from isal import igzip, isal_zlib

from lionrock.store.files import WriteFailed

_GZIP, _ZSTD, _PARQUET = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PAR1"
_PAGE = re.compile(rb'\s*{\s*"(meta|results|group_by)"')
_ISAL_ERROR: Any = isal_zlib.error
_DAMAGED: tuple[type[BaseException], ...] = (
    EOFError, gzip.BadGzipFile, zlib.error, _ISAL_ERROR,
)  # fmt: skip
_PACKED = 8  # how much longer JSON is than it is when compressed, about

PIECE = 64 << 20
"""Bytes of JSON lines in a piece, but for a single line that is longer."""

LINE = 64 << 20
"""Bytes that a line may have. No work is nearly as long; what is was made to do harm."""

_BLOCK = 1 << 20  # bytes unpacked at a time: they stay in a core's cache


class Piece(msgspec.Struct, frozen=True):
    """What the engine reads at once: a file, the step of works_read.sql that reads it, how it is
    packed, its bytes once unpacked (for other than lines: about) and those of its longest record
    at most."""

    path: Path
    step: str
    packed: str
    size: int
    longest: int


def pieces(path: Path, room: Path) -> Iterator[Piece]:
    """The pieces of a file in order; `room` is a path beside which pieces are written.

    A piece is gone once the next one is asked for. Raises OSError when the file is damaged and
    WriteFailed when there is no room.
    """
    with path.open("rb") as opened:
        begins = opened.read(64)
    size = path.stat().st_size
    if begins.startswith(_PARQUET):
        yield Piece(path, "read_parquet", "none", size * _PACKED, LINE)
    elif begins.startswith(_ZSTD):
        yield Piece(path, "read_lines", "zstd", size * _PACKED, LINE)
    elif begins.startswith(_GZIP):
        with _gunzip(path) as unpacked:
            if _PAGE.match(_read(path, unpacked, 64)):
                yield Piece(path, "read_page", "gzip", size * _PACKED, LINE)
                return
            unpacked.seek(0)
            yield from _cut(path, unpacked, room)
    elif _PAGE.match(begins):
        yield Piece(path, "read_page", "none", size, LINE)
    else:
        with path.open("rb") as plain:
            yield from _cut(path, plain, room)


def _cut(path: Path, stream: BinaryIO, room: Path) -> Iterator[Piece]:
    """The pieces of a stream of lines, each in the place of the one before: a file that is written
    over needs no new room. The engine must not keep what it has read (store/duck.py)."""
    rest, piece = b"", room.with_name(f"{room.name}.piece")
    try:
        with _opened(piece) as target:
            while True:
                target.seek(0)
                rest, written, longest = _filled(path, stream, target, rest)
                if not written:
                    return
                _ended(target)
                yield Piece(piece, "read_lines", "none", written, longest)
    finally:
        piece.unlink(missing_ok=True)


def _filled(path: Path, stream: BinaryIO, target: BinaryIO, rest: bytes) -> tuple[bytes, int, int]:
    """Write `rest` and what follows in the stream until a piece is full: what is left of the last
    block, how many bytes were written, and how long a line among them is at most.

    A line of two blocks and more has a whole block to itself; without such a block none is longer.
    """
    written, longest = 0, max(2 * _BLOCK, len(rest))
    while written < PIECE and (block := _read(path, stream, _BLOCK)):
        end = block.rfind(b"\n") + 1
        if end:
            written += _write(target, rest, block[:end])
            rest = block[end:]
        else:
            rest += block
        longest = max(longest, len(rest) + _BLOCK)
        if len(rest) > LINE:
            raise OSError(f"{path.name}: a line of more than {LINE >> 20} MiB")
    if written < PIECE:  # the stream has ended
        written += _write(target, rest)
        rest = b""
    return rest, written, longest


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("wb")
    except OSError as error:
        raise WriteFailed(f"{path}: {error}") from error


def _write(target: BinaryIO, *parts: bytes) -> int:
    try:
        return sum(map(target.write, parts))
    except OSError as error:
        raise WriteFailed(f"{target.name}: {error}") from error


def _ended(target: BinaryIO) -> None:
    try:
        target.truncate()
        target.flush()
    except OSError as error:
        raise WriteFailed(f"{target.name}: {error}") from error


def _gunzip(path: Path) -> BinaryIO:
    opened: Any = igzip.open
    return cast("BinaryIO", opened(path, "rb"))


def _read(path: Path, stream: BinaryIO, size: int) -> bytes:
    try:
        return stream.read(size)
    except _DAMAGED as error:
        raise OSError(f"{path.name} is no whole GZIP file: {error}") from None
