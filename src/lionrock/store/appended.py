"""Files of JSON lines that are only ever added to, by any number of processes."""

import fcntl
import hashlib
import os
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import msgspec

from lionrock.model.statement import Problem
from lionrock.store.files import to_disk


class Faulty(Protocol):
    """What tells what is wrong with its values."""

    def fault(self) -> str | None:
        """What is wrong, or None."""


Entry = TypeVar("Entry", bound=Faulty)


class Lines(msgspec.Struct, Generic[Entry], frozen=True):
    """The entries of a file in the order they were written, what is wrong in it, and the SHA-256
    of its bytes, None where there is no such file."""

    all: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    digest: str | None = None


class LineFile(Generic[Entry]):
    """A kind of file of lines: what one holds, what an entry is called, and the bytes of the
    longest line."""

    def __init__(self, entry: type[Entry], called: str, longest: int) -> None:
        self._decode = msgspec.json.Decoder(entry).decode
        self._called, self._longest = called, longest

    def read(self, path: Path, name: str) -> Lines[Entry]:
        """Read a file, called `name` in its problems; a line that is broken is one, a torn last
        line, left by a crash, is passed over."""
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return Lines()
        found: list[Entry] = []
        problems: list[Problem] = []
        lines = data.split(b"\n")
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                found.append(self._entry(line))
            except ValueError as error:
                if number < len(lines):
                    problems.append(Problem(name, number, str(error)))
        return Lines(tuple(found), tuple(problems), hashlib.sha256(data).hexdigest())

    def add(self, path: Path, entry: Entry) -> None:
        """Append an entry; ValueError when its values are wrong, OSError when it cannot be kept."""
        fault = entry.fault()
        if fault is not None:
            raise ValueError(fault)
        append(path, msgspec.json.encode(entry), self._longest)

    def _entry(self, line: bytes) -> Entry:
        if len(line) > self._longest:
            raise ValueError(f"line of {len(line)} bytes; expected at most {self._longest}")
        try:
            found = self._decode(line)
        except msgspec.ValidationError as error:
            raise ValueError(f"not a {self._called}: {error}") from None
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            raise ValueError(f"broken JSON: {error}") from None
        fault = found.fault()
        if fault is not None:
            raise ValueError(fault)
        return found


def append(path: Path, line: bytes, longest: int) -> None:
    """Add a line (without its end) under a lock, and have it on disk; OSError when it cannot be
    kept, and then nothing of it is.

    What a crash left of a last line is taken off first: its writer was never told that it is
    kept. No line is longer than `longest` bytes.
    """
    if len(line) > longest:
        raise OSError(f"{path}: a line of {len(line):,} bytes; at most {longest:,} are kept")
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        size = os.fstat(handle).st_size
        torn = _torn(handle, size, longest)
        if torn:
            os.ftruncate(handle, size - torn)
            size -= torn
        if os.write(handle, line + b"\n") != len(line) + 1:
            os.ftruncate(handle, size)
            raise OSError(f"{path}: the disk is full; the line was not kept")
        os.fsync(handle)
    finally:
        os.close(handle)
    to_disk(path.parent)


def _torn(handle: int, size: int, longest: int) -> int:
    """Bytes of a last line that has no end."""
    begin = max(0, size - 2 * longest)
    tail = os.pread(handle, size - begin, begin)
    return len(tail) - (tail.rfind(b"\n") + 1)
