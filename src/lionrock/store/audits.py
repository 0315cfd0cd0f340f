"""Audits on disk: JSON lines that are only ever added to, under a lock, as judgements are.

Those of the home outrank those the registry carries.
"""

import fcntl
import os
from pathlib import Path

import msgspec

from lionrock.model.audit import Audit, standing
from lionrock.model.statement import Problem
from lionrock.settings import Settings
from lionrock.store.files import to_disk

NAME = "audit.jsonl"
LONGEST_LINE = 20_000  # bytes
_decode = msgspec.json.Decoder(Audit).decode


class Audits(msgspec.Struct, frozen=True):
    """The verdict in force on each value by key, and what is wrong in the files."""

    standing: dict[str, Audit]
    problems: tuple[Problem, ...] = ()


def read(settings: Settings) -> Audits:
    """Read the verdicts of a home and of its registry; a line that is broken is a problem, a torn
    last one, left by a crash, is passed over."""
    found: dict[str, Audit] = {}
    problems: list[Problem] = []
    for path, name in (
        (settings.registry / NAME, f"registry/{NAME}"),
        (settings.home / NAME, NAME),
    ):
        written, wrong = _lines(path, name)
        found |= standing(written)
        for one in written:  # who takes back their own verdict falls back on none
            if one.verdict == "undone" and found.get(one.key) not in written:
                found.pop(one.key, None)
        problems += wrong
    return Audits(found, tuple(problems))


def _lines(path: Path, name: str) -> tuple[list[Audit], list[Problem]]:
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return [], []
    found: list[Audit] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(_audit(line))
        except ValueError as error:
            if number < len(lines):
                problems.append(Problem(name, number, str(error)))
    return found, problems


def _audit(line: bytes) -> Audit:
    if len(line) > LONGEST_LINE:
        raise ValueError(f"line of {len(line)} bytes; expected at most {LONGEST_LINE}")
    try:
        found = _decode(line)
    except msgspec.ValidationError as error:
        raise ValueError(f"not a verdict: {error}") from None
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise ValueError(f"broken JSON: {error}") from None
    fault = found.fault()
    if fault is not None:
        raise ValueError(fault)
    return found


def add(settings: Settings, audit: Audit) -> None:
    """Append a verdict to the home's; ValueError when its values are wrong, OSError when it cannot
    be kept. What a crash left of a last line is taken off first."""
    fault = audit.fault()
    if fault is not None:
        raise ValueError(fault)
    settings.home.mkdir(parents=True, exist_ok=True)
    path = settings.home / NAME
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        size = os.fstat(handle).st_size
        begin = max(0, size - 2 * LONGEST_LINE)
        tail = os.pread(handle, size - begin, begin)
        whole = size - (len(tail) - (tail.rfind(b"\n") + 1))
        os.ftruncate(handle, whole)
        line = msgspec.json.encode(audit) + b"\n"
        if os.write(handle, line) != len(line):
            os.ftruncate(handle, whole)
            raise OSError(f"{path}: the disk is full; the verdict was not kept")
        os.fsync(handle)
    finally:
        os.close(handle)
    to_disk(path.parent)
