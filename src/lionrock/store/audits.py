"""Audits on disk: JSON lines that are only ever added to, under a lock, as judgements are.

Those of the home outrank those the registry carries.
"""

import msgspec

from lionrock.model.audit import Audit, standing
from lionrock.model.statement import Problem
from lionrock.settings import Settings
from lionrock.store.appended import LineFile

NAME = "audit.jsonl"
LONGEST_LINE = 20_000  # bytes
_FILE = LineFile(Audit, "verdict", LONGEST_LINE)


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
        written = _FILE.read(path, name)
        found |= standing(written.all)
        for one in written.all:  # who takes back their own verdict falls back on none
            if one.verdict == "undone" and found.get(one.key) not in written.all:
                found.pop(one.key, None)
        problems += written.problems
    return Audits(found, tuple(problems))


def add(settings: Settings, audit: Audit) -> None:
    """Append a verdict to the home's; ValueError when its values are wrong, OSError when it cannot
    be kept. What a crash left of a last line is taken off first."""
    _FILE.add(settings.home / NAME, audit)
