"""Proposals of language models on disk: JSON lines that are only ever added to."""

import msgspec

from lionrock.model.proposal import Proposal
from lionrock.model.statement import Problem
from lionrock.settings import Settings
from lionrock.store.appended import LineFile

NAME = "proposals.jsonl"
LONGEST_LINE = 200_000  # bytes
_FILE = LineFile(Proposal, "proposal", LONGEST_LINE)


class Proposals(msgspec.Struct, frozen=True):
    """The last proposal on each text, by the text's SHA-256; what is wrong in the file; and the
    SHA-256 of its bytes, None where there is no such file."""

    by_text: dict[str, Proposal] = {}
    problems: tuple[Problem, ...] = ()
    digest: str | None = None


def read(settings: Settings) -> Proposals:
    """Read the proposals of a home; a torn last line, left by a crash, is passed over."""
    lines = _FILE.read(settings.home / NAME, NAME)
    return Proposals({one.text: one for one in lines.all}, lines.problems, lines.digest)


def add(settings: Settings, proposal: Proposal) -> None:
    """Append a proposal; ValueError when its values are wrong, OSError when it cannot be kept."""
    _FILE.add(settings.home / NAME, proposal)
