"""Seals: the SHA-256 of every file of a folder, written when all is whole.

A build carries `seals.txt` over its own files; a home carries one over its other files, renewed by
each build. Snapshots and pages of the history are sealed by their names. A file of seals ends with
the digest of its own lines.
"""

import hashlib
import re
from pathlib import Path
from typing import NamedTuple

from lionrock.store.files import write_whole

SEALS = "seals.txt"
_LINE = re.compile(r"([0-9a-f]{64}) (\d+) (\d+) (.+)")
_END = re.compile(r"# ([0-9a-f]{64})\n")
LOOSE = re.compile(r".*\.lock|.*\.partial")
"""Files that say nothing: locks, and what is on its way."""


class Seal(NamedTuple):
    """What a file was when it was sealed: SHA-256, size in bytes, time of writing in ns."""

    digest: str
    size: int
    written: int


class BadSeals(Exception):
    """A file of seals is itself damaged."""


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def seal_build(folder: Path) -> None:
    """Seal every file of a build that was just written."""
    write(folder, {path: sealed(folder / path) for path in files_of(folder)})


def read(folder: Path) -> dict[str, Seal]:
    """The seals of a folder by path below it; BadSeals when they are not as they were written."""
    text = (folder / SEALS).read_bytes().decode("utf-8", "replace")
    lines, found = text.splitlines(keepends=True), {}
    end = _END.fullmatch(lines[-1]) if lines else None
    body = "".join(lines[:-1])
    if end is None or hashlib.sha256(body.encode()).hexdigest() != end[1]:
        raise BadSeals(f"{folder / SEALS}: not as it was written")
    for line in lines[:-1]:
        if told := _LINE.fullmatch(line.rstrip("\n")):
            found[told[4]] = Seal(told[1], int(told[2]), int(told[3]))
    return found


def write(folder: Path, seals: dict[str, Seal]) -> None:
    """Write the seals of a folder in one step."""
    body = "".join(f"{s.digest} {s.size} {s.written} {path}\n" for path, s in sorted(seals.items()))
    end = f"# {hashlib.sha256(body.encode()).hexdigest()}\n"
    write_whole(folder / SEALS, (body + end).encode())


def sealed(path: Path) -> Seal:
    """A file as it is now."""
    stat = path.stat()
    return Seal(digest_of(path), stat.st_size, stat.st_mtime_ns)


def files_of(folder: Path) -> list[str]:
    """The files of a build, by path below it."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != SEALS)
    return sorted(str(p.relative_to(folder)) for p in found if not LOOSE.fullmatch(p.name))
