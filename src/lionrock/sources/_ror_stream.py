"""The bytes of a ROR dump, one record at a time: zip, JSON array or JSON lines, of any size.

Nothing here trusts the file: it may be cut off, damaged, encrypted or a bomb. The memory used
does not grow with it.
"""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from lionrock.model.source import GivenRefused

LARGEST = 2 << 30  # bytes of JSON: seven times the largest dump so far
LARGEST_RECORD = 16 << 20  # bytes: the largest records are a few hundred thousand
LARGEST_RATIO = 100  # of a zip; dumps come to about 15
CHUNK = 1 << 20
DEEPEST = 8  # braces in braces; schema 1 has four

Span = tuple[int, int, bytes]
"""(record or line number from 1, offset in bytes, the record's JSON)."""

# A record is found by its braces alone, strings skipped, in one call to the regular expression
# engine; whether what lies between is JSON is for the decoder to say. No part can be matched in
# two ways, so that a failing match costs no more than a few readings of the buffer.
_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_OTHER = rb'[^{}"]*+'


def _nested(depth: int) -> bytes:
    inside = _STRING if depth == 1 else rb"(?:" + _STRING + rb"|" + _nested(depth - 1) + rb")"
    return rb"\{" + _OTHER + rb"(?:" + inside + _OTHER + rb")*+\}"


_RECORD = re.compile(_nested(DEEPEST), re.DOTALL)
_GAP = re.compile(rb"[ \t\r\n]*+")
_MARK = b"\xef\xbb\xbf"


class BadDump(GivenRefused, ValueError):
    """The file cannot be read as a ROR dump; the message says why and what to do."""


@contextmanager
def opened(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Open the JSON of a dump: the file itself, or the one fitting member of a zip.

    Gives (its name, the stream). Raises BadDump for what cannot be opened or, while the stream
    is read, turns out damaged.
    """
    try:
        with path.open("rb") as file:
            if file.read(2) != b"PK":
                file.seek(0)
                yield path.name, file
                return
            with zipfile.ZipFile(file) as archive:
                member = _chosen(archive.infolist())
                with archive.open(member) as stream:
                    yield member.filename, stream
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise BadDump(f"the zip is cut off or damaged ({error}); download it again") from None
    except NotImplementedError as error:
        raise BadDump(f"the zip cannot be read ({error}); unpack it and give the .json") from None
    except OSError as error:
        raise BadDump(f"cannot be read: {error.strerror or error}") from None


def _chosen(members: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    """The member that holds the records, in the newer schema where there are both."""
    found = [member for member in members if _is_json(member)]
    named = [m for m in found if "ror-data" in m.filename] or found
    if not named:
        held = ", ".join(repr(member.filename) for member in members[:5]) or "nothing"
        raise BadDump(f"no .json file in the zip, which holds {held}; expected a ROR data dump")
    best = max(map(_newness, named))
    newest = [member for member in named if _newness(member) == best]
    if len(newest) > 1:
        both = " and ".join(repr(member.filename) for member in newest[:2])
        raise BadDump(f"the zip holds {both}; unpack it and give one of them")
    _check(newest[0])
    return newest[0]


def _is_json(member: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(member.filename)
    hidden = path.name.startswith(".") or path.parts[:1] == ("__MACOSX",)
    return path.suffix.lower() in (".json", ".jsonl") and not hidden and not member.is_dir()


def _newness(member: zipfile.ZipInfo) -> int:
    return ("_schema_v2" in member.filename) - ("_schema_v1" in member.filename)


def _check(member: zipfile.ZipInfo) -> None:
    """Refuse what is not a plain file of a sensible size."""
    name = repr(member.filename)
    if member.flag_bits & 0x1:
        raise BadDump(f"{name} in the zip is encrypted; expected a dump as ROR publishes it")
    mode = member.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise BadDump(f"{name} in the zip is not a plain file")
    if member.file_size > LARGEST:
        raise BadDump(f"{name} in the zip has {member.file_size:,} bytes; at most {LARGEST:,}")
    if member.file_size > LARGEST_RATIO * max(member.compress_size, 1) + CHUNK:
        ratio = member.file_size // max(member.compress_size, 1)
        raise BadDump(f"{name} in the zip unpacks to {ratio} times its size; a zip bomb?")


def spans(stream: IO[bytes]) -> Iterator[Span]:
    """Yield every record of a JSON array, or every line that is not empty.

    Raises BadDump where the file is no longer either.
    """
    window = _Window(stream)
    if window.buffer.startswith(_MARK):
        window.drop(len(_MARK))
    first = window.skip_gap()
    if first == b"[":
        window.drop(1)
        yield from _elements(window)
    elif first == b"{":
        yield from _lines(window)
    else:
        found = f"found {first!r}" if first else "it is empty"
        raise BadDump(f"not JSON: expected [ or {{ at its start, {found}")


class _Window:
    """The part of a stream that is in memory, and where in the stream it begins."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.buffer = b""
        self.at = 0  # place in the buffer
        self.base = 0  # place of the buffer in the stream
        self.more()

    @property
    def offset(self) -> int:
        return self.base + self.at

    def more(self) -> bool:
        """Read on, forgetting what lies behind; False at the end."""
        chunk = self._stream.read(CHUNK)
        if chunk:
            self.base += self.at
            self.buffer = self.buffer[self.at :] + chunk
            self.at = 0
            if self.base + len(self.buffer) > LARGEST:
                raise BadDump(f"more than {LARGEST:,} bytes; expected a ROR data dump")
        return bool(chunk)

    def drop(self, count: int) -> None:
        self.at += count

    def skip_gap(self) -> bytes:
        """Pass over white space; the byte that follows, b"" at the end."""
        while True:
            gap = _GAP.match(self.buffer, self.at)
            self.at = gap.end() if gap else self.at
            if self.at < len(self.buffer):
                return self.buffer[self.at : self.at + 1]
            if not self.more():
                return b""

    def too_long(self) -> bool:
        return len(self.buffer) - self.at > LARGEST_RECORD


def _elements(window: _Window) -> Iterator[Span]:
    number, mark = 0, window.skip_gap()
    while mark == b"{":
        number += 1
        yield number, window.offset, _element(window, number)
        mark = window.skip_gap()
        if mark != b",":
            break
        window.drop(1)
        mark = window.skip_gap()
        if mark != b"{":
            raise _broken(window, number, mark)
    if mark != b"]":
        raise _broken(window, number, mark)
    window.drop(1)
    mark = window.skip_gap()
    if mark:
        raise _broken(window, number, mark)


def _element(window: _Window, number: int) -> bytes:
    """The record that begins here, which the window moves past."""
    found = _RECORD.match(window.buffer, window.at)
    while found is None:
        if window.too_long():
            raise BadDump(
                f"record {number} at byte {window.offset:,} does not end within "
                f"{LARGEST_RECORD:,} bytes, or has braces deeper than {DEEPEST}"
            )
        if not window.more():
            raise _broken(window, number, b"")
        found = _RECORD.match(window.buffer, window.at)
    window.at = found.end()
    return found.group()


def _broken(window: _Window, number: int, mark: bytes) -> BadDump:
    place = f"at record {number}, byte {window.offset:,}"
    if not mark:
        return BadDump(f"the file breaks off {place}; download it again")
    return BadDump(f"broken JSON {place}: found {mark!r}; expected , or ] between records")


def _lines(window: _Window) -> Iterator[Span]:
    number, ended = 0, False
    while not ended:
        number += 1
        end = window.buffer.find(b"\n", window.at)
        while end < 0 and not ended:
            if window.too_long():
                raise BadDump(f"line {number} is longer than {LARGEST_RECORD:,} bytes")
            searched = len(window.buffer) - window.at
            ended = not window.more()
            end = window.buffer.find(b"\n", window.at if ended else window.at + searched)
        start = window.offset
        line = window.buffer[window.at : end if end >= 0 else None].strip()
        window.at = end + 1 if end >= 0 else len(window.buffer)
        if line:
            yield number, start, line
