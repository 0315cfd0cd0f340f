"""Proposals of language models on disk: JSON lines that are only ever added to."""

import hashlib

import msgspec

from lionrock.model.proposal import Proposal
from lionrock.model.statement import Problem
from lionrock.settings import Settings
from lionrock.store.appended import append

NAME = "proposals.jsonl"
LONGEST_LINE = 200_000  # bytes
_decode = msgspec.json.Decoder(Proposal).decode


class Proposals(msgspec.Struct, frozen=True):
    """The last proposal on each text, by the text's SHA-256; what is wrong in the file; and the
    SHA-256 of its bytes, None where there is no such file."""

    by_text: dict[str, Proposal] = {}
    problems: tuple[Problem, ...] = ()
    digest: str | None = None


def read(settings: Settings) -> Proposals:
    """Read the proposals of a home; a torn last line, left by a crash, is passed over."""
    try:
        data = (settings.home / NAME).read_bytes()
    except FileNotFoundError:
        return Proposals()
    found: dict[str, Proposal] = {}
    problems: list[Problem] = []
    lines = data.split(b"\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            one = _proposal(line)
        except ValueError as error:
            if number < len(lines):
                problems.append(Problem(NAME, number, str(error)))
        else:
            found[one.text] = one
    return Proposals(found, tuple(problems), hashlib.sha256(data).hexdigest())


def _proposal(line: bytes) -> Proposal:
    if len(line) > LONGEST_LINE:
        raise ValueError(f"line of {len(line)} bytes; expected at most {LONGEST_LINE}")
    try:
        found = _decode(line)
    except msgspec.ValidationError as error:
        raise ValueError(f"not a proposal: {error}") from None
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise ValueError(f"broken JSON: {error}") from None
    fault = found.fault()
    if fault is not None:
        raise ValueError(fault)
    return found


def add(settings: Settings, proposal: Proposal) -> None:
    """Append a proposal; ValueError when its values are wrong, OSError when it cannot be kept."""
    fault = proposal.fault()
    if fault is not None:
        raise ValueError(fault)
    append(settings.home / NAME, msgspec.json.encode(proposal), LONGEST_LINE)
