"""Judgements on disk: JSON lines that are only ever added to.

A line is one write under a lock and on the disk before `add` returns, so writers at the same
time neither mix nor lose lines. A process that dies while writing leaves at most a torn last
line: readers pass over it and say so, and the next writer moves it to a file beside.
"""

import fcntl
import hashlib
import os
from pathlib import Path

import msgspec

from lionrock.model.judgement import UNDONE, Judgement, Pair, outranked
from lionrock.model.statement import Problem
from lionrock.settings import Settings
from lionrock.store.files import to_disk, write_whole

NAME = "judgements.jsonl"
LONGEST_LINE = 100_000  # bytes
_decode = msgspec.json.Decoder(Judgement).decode


class Line(msgspec.Struct, frozen=True):
    """A judgement and the number of its line, from 1."""

    number: int
    judgement: Judgement


class Table(msgspec.Struct, frozen=True):
    """One file of judgements: its lines, its problems, the SHA-256 of its bytes.

    `torn` says that the last line is incomplete; it was passed over. A file that is not there is
    an empty table without a digest.
    """

    path: Path
    lines: tuple[Line, ...] = ()
    problems: tuple[Problem, ...] = ()
    digest: str | None = None
    torn: Problem | None = None

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """The judgements in the order they were written."""
        return tuple(line.judgement for line in self.lines)


class Tables(msgspec.Struct, frozen=True):
    """The user's own judgements, and those shipped with the registry, which they outrank."""

    own: Table
    shipped: Table

    @property
    def problems(self) -> list[Problem]:
        """What is wrong in either file."""
        return [*self.shipped.problems, *self.own.problems]

    def standing(self) -> dict[Pair, Judgement]:
        """The judgement in force on every pair."""
        return outranked(self.shipped.judgements, self.own.judgements)

    def place(self, judgement: Judgement) -> str:
        """Where a judgement was written: file:line."""
        for name, table in ((NAME, self.own), (f"registry/{NAME}", self.shipped)):
            for line in table.lines:
                if line.judgement == judgement:
                    return f"{name}:{line.number}"
        return "nowhere"


def read_tables(settings: Settings) -> Tables:
    """Read the judgements of a home and of its registry; never raises for what a file holds."""
    own, shipped = read(settings.home / NAME), read(settings.registry / NAME, f"registry/{NAME}")
    if shipped.torn is not None:  # a file that is edited, not appended to: nothing crashed here
        problems = (*shipped.problems, shipped.torn)
        shipped = msgspec.structs.replace(shipped, problems=problems, torn=None)
    return Tables(own, shipped)


def read(path: Path, name: str | None = None) -> Table:
    """Read one file of judgements; problems and the torn line name the file as `name`."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Table(path)
    file = name or str(path)
    lines: list[Line] = []
    problems: list[Problem] = []
    seen: dict[str, Pair] = {}
    torn = None
    written = data.split(b"\n")
    for number, text in enumerate(written, 1):
        if not text.strip():
            continue
        try:
            judgement = _judgement(text, seen)
        except ValueError as error:
            problem = Problem(file, number, str(error))
            if number == len(written):  # no line end after it
                torn = problem
            else:
                problems.append(problem)
            continue
        seen[judgement.handle] = judgement.pair
        lines.append(Line(number, judgement))
    digest = hashlib.sha256(data).hexdigest()
    return Table(path, tuple(lines), tuple(problems), digest, torn)


def _judgement(text: bytes, seen: dict[str, Pair]) -> Judgement:
    """The judgement on a line; ValueError says what is there instead."""
    if len(text) > LONGEST_LINE:
        raise ValueError(f"line of {len(text)} bytes; expected at most {LONGEST_LINE}")
    try:
        judgement = _decode(text)
        judgement.handle  # noqa: B018 - a text that is no Unicode has no digest
    except msgspec.ValidationError as error:
        raise ValueError(f"not a judgement: {error}") from None
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise ValueError(f"broken JSON: {error}") from None
    fault = judgement.fault()
    if fault is not None:
        raise ValueError(fault)
    if judgement.verdict == UNDONE and seen.get(judgement.undoes or "") != judgement.pair:
        raise ValueError(f"undoes: no line above on this pair has the handle {judgement.undoes!r}")
    return judgement


def add(settings: Settings, judgement: Judgement) -> Line:
    """Append a judgement to the user's own and return it with its line number.

    Raises ValueError when its values are wrong and OSError when it cannot be written whole.
    """
    fault = judgement.fault()
    if fault is not None:
        raise ValueError(fault)
    settings.home.mkdir(parents=True, exist_ok=True)
    path = settings.home / NAME
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        kept = _mended(handle, path)
        line = msgspec.json.encode(judgement) + b"\n"
        size = os.fstat(handle).st_size
        if os.write(handle, line) != len(line):
            os.ftruncate(handle, size)
            raise OSError(f"{path}: the disk is full; the judgement was not kept")
        os.fsync(handle)
    finally:
        os.close(handle)
    to_disk(path.parent)
    return Line(kept + 1, judgement)


def _mended(handle: int, path: Path) -> int:
    """Bring the file to end with a whole line, keeping what a crash left of one in a file beside;
    the number of lines it has then."""
    with os.fdopen(os.dup(handle), "rb") as file:
        file.seek(0)
        data = file.read()
    tail = data.rpartition(b"\n")[2]
    number = data.count(b"\n")
    if not tail:
        return number
    try:
        _judgement(tail, {line.judgement.handle: line.judgement.pair for line in read(path).lines})
    except ValueError:
        write_whole(path.with_name(path.name + ".torn"), tail)
        os.ftruncate(handle, len(data) - len(tail))
        return number
    os.write(handle, b"\n")
    return number + 1


def undo(settings: Settings, number: int, by: str, at: str) -> Line:
    """Take back the user's judgement on line `number` by writing another line.

    Raises ValueError, saying what can be taken back, when there is no such judgement or it was
    taken back before.
    """
    lines = {line.number: line.judgement for line in read(settings.home / NAME).lines}
    taken_back = {judgement.undoes for judgement in lines.values()}
    open_ = [
        n
        for n, judgement in lines.items()
        if judgement.verdict != UNDONE and judgement.handle not in taken_back
    ]
    if number not in open_:
        known = ", ".join(map(str, open_[-10:])) or "none"
        raise ValueError(f"no judgement {number} to take back; the last that can be: {known}")
    judged = lines[number]
    return add(settings, Judgement(judged.left, judged.right, UNDONE, by, at, undoes=judged.handle))
