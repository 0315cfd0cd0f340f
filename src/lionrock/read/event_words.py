"""The words of each kind of event (events.toml) as patterns, and what each kind has."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec

from lionrock.read.fold import folded_pattern
from lionrock.read.spotting import Spotter

Voice = Literal["active", "passive", "gains", "noun"]

_BE = r"\b(?:was|were|is|are|been|being|be|got)\s+(?:\w+ly\s+|also\s+|jointly\s+|first\s+)?"
_END = r"(?=[，。；、,.;:：）)\s]|$|的(?!指|通|框|守))"
_TO = r"\b(?:to|will|would|shall|may|might|could|can|must|should)\s+(?:\w+ly\s+|also\s+)?"


class Pattern(msgspec.Struct, frozen=True):
    """The words of one kind of event in one voice."""

    kind: str
    voice: Voice
    words: re.Pattern[str]
    chinese: bool = False


class Rule(msgspec.Struct, frozen=True):
    """What a kind of event has: the names of its roles, and whether money belongs to it."""

    subject: str
    object: str
    money: bool = False
    many: bool = False


@cache
def _lexicon() -> tuple[tuple[Pattern, ...], dict[str, Rule]]:
    told = tomllib.loads(files("lionrock.read").joinpath("events.toml").read_text("utf-8"))
    patterns: list[Pattern] = []
    for kind, row in told.items():
        for name, voice in (("gains", "gains"), ("passive", "passive"), ("", "active")):
            patterns += _patterns(kind, voice, row, name)
        if "bare" in row:
            words = folded_pattern(rf"{_TO}(?P<verb>{row['bare']})(?!\w)", re.I)
            patterns.append(Pattern(kind, "active", words))
        if "noun" in row:
            patterns.append(Pattern(kind, "noun", folded_pattern(rf"\b(?:{row['noun']})\b", re.I)))
    rules = {
        kind: Rule(row["subject"], row["object"], row.get("money", False), row.get("many", False))
        for kind, row in told.items()
    }
    return tuple(patterns), rules


def patterns() -> tuple[Pattern, ...]:
    """The patterns of all kinds."""
    return _lexicon()[0]


@cache
def spotter() -> Spotter:
    """Tells which of the patterns could match where."""
    return Spotter([one.words for one in patterns()])


def rules() -> dict[str, Rule]:
    """The kinds of event, and what each has."""
    return _lexicon()[1]


def _patterns(kind: str, voice: Any, row: dict[str, Any], name: str) -> Iterator[Pattern]:
    lead = f"{name}_" if name else ""
    if f"{lead}en" in row:
        be = _BE if voice == "passive" else r"\b"
        yield Pattern(kind, voice, folded_pattern(rf"{be}(?:{row[f'{lead}en']})(?!\w)", re.I))
    if f"{lead}zh" in row:
        words = folded_pattern(row[f"{lead}zh"].replace("END", _END))
        yield Pattern(kind, voice, words, chinese=True)
