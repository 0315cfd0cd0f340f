"""Decisions on disk: JSON lines that are only ever added to, under a lock, as judgements are."""

import hashlib

import msgspec

from lionrock.model.decision import Decision
from lionrock.model.statement import Problem
from lionrock.settings import Settings
from lionrock.store.appended import append

NAME = "decisions.jsonl"
LONGEST_LINE = 20_000  # bytes
_decode = msgspec.json.Decoder(Decision).decode


class Decisions(msgspec.Struct, frozen=True):
    """The decisions of a home in the order they were written, what is wrong in the file, and the
    SHA-256 of its bytes, None where there is no such file."""

    all: tuple[Decision, ...] = ()
    problems: tuple[Problem, ...] = ()
    digest: str | None = None


def read(settings: Settings) -> Decisions:
    """Read the decisions of a home; a torn last line, left by a crash, is passed over."""
    try:
        data = (settings.home / NAME).read_bytes()
    except FileNotFoundError:
        return Decisions()
    found: list[Decision] = []
    problems: list[Problem] = []
    lines = data.split(b"\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(_decision(line))
        except ValueError as error:
            if number < len(lines):
                problems.append(Problem(NAME, number, str(error)))
    return Decisions(tuple(found), tuple(problems), hashlib.sha256(data).hexdigest())


def _decision(line: bytes) -> Decision:
    if len(line) > LONGEST_LINE:
        raise ValueError(f"line of {len(line)} bytes; expected at most {LONGEST_LINE}")
    try:
        found = _decode(line)
    except msgspec.ValidationError as error:
        raise ValueError(f"not a decision: {error}") from None
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise ValueError(f"broken JSON: {error}") from None
    fault = found.fault()
    if fault is not None:
        raise ValueError(fault)
    return found


def add(settings: Settings, decision: Decision) -> None:
    """Append a decision; ValueError when its values are wrong, OSError when it cannot be kept."""
    fault = decision.fault()
    if fault is not None:
        raise ValueError(fault)
    append(settings.home / NAME, msgspec.json.encode(decision), LONGEST_LINE)
