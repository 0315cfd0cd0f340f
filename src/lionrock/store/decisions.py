"""Decisions on disk: JSON lines that are only ever added to, under a lock, as judgements are."""

from lionrock.model.decision import Decision
from lionrock.settings import Settings
from lionrock.store.appended import LineFile, Lines

NAME = "decisions.jsonl"
LONGEST_LINE = 20_000  # bytes
_FILE = LineFile(Decision, "decision", LONGEST_LINE)
Decisions = Lines[Decision]


def read(settings: Settings) -> Decisions:
    """Read the decisions of a home; a torn last line, left by a crash, is passed over."""
    return _FILE.read(settings.home / NAME, NAME)


def add(settings: Settings, decision: Decision) -> None:
    """Append a decision; ValueError when its values are wrong, OSError when it cannot be kept."""
    _FILE.add(settings.home / NAME, decision)
