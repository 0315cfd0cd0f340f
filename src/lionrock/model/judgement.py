"""Judgements: what was decided on whether two ids are one thing, and what of it is in force.

Nothing is ever erased: who changes their mind judges again, and who erred takes a judgement back
with another one. What is in force is a function of the list alone: of an unordered pair the last
judgement that nobody took back.
"""

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from typing import Final, Literal

import msgspec

Verdict = Literal["same", "different", "unsure"]
Pair = tuple[str, str]

UNDONE: Final = "undone"
RULE = "rule:"
"""What `by` begins with when no person decided."""

OF_NAME: Final = "name-"
"""What the id of a name begins with that belongs to no organisation yet; 16 hex digits follow."""

MAX_ID, MAX_TEXT, MAX_REASONS = 200, 1_000, 50
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_NAME_ID = re.compile(OF_NAME + "[0-9a-f]{16}")
_BREAK = "\x1f"
_HANDLE_LENGTH = 12


class Judgement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A verdict on whether `left` and `right` are one thing.

    `left` is the id that stays when the verdict is "same". `score` is the probability that
    proposed the pair, None when nothing did; `reasons` are texts for people; `by` is who decided
    ("rule:NAME" for a machine), `at` when, in ISO 8601 with an offset. The verdict "undone" takes
    back the judgement of the same pair whose handle `undoes` names.
    """

    left: str
    right: str
    verdict: Literal["same", "different", "unsure", "undone"]
    by: str
    at: str
    score: float | None = None
    reasons: tuple[str, ...] = ()
    undoes: str | None = None

    @property
    def pair(self) -> Pair:
        """The two ids in alphabetical order: a judgement holds both ways."""
        return (self.left, self.right) if self.left <= self.right else (self.right, self.left)

    @property
    def of_names(self) -> bool:
        """Whether two names are judged that stand in affiliation strings, and no ids of things."""
        return all(_NAME_ID.fullmatch(id_) for id_ in self.pair)

    @property
    def by_person(self) -> bool:
        """Whether a person decided; people outrank scores."""
        return not self.by.startswith(RULE)

    @property
    def handle(self) -> str:
        """What another line names this judgement by: 12 hex digits of its SHA-256."""
        said = _BREAK.join((self.left, self.right, self.verdict, self.by, self.at))
        return hashlib.sha256(said.encode()).hexdigest()[:_HANDLE_LENGTH]

    def fault(self) -> str | None:
        """What is wrong with the values, or None; the types are checked on decoding."""
        for name, id_ in (("left", self.left), ("right", self.right)):
            if len(id_) > MAX_ID or not _ID.fullmatch(id_):
                return f"{name}: {id_[:80]!r} is not lower-case letters, digits and hyphens"
        if self.left == self.right:
            return f"left and right are both {self.left!r}; expected two ids"
        if self.score is not None and not 0 <= self.score <= 1:
            return f"score: {self.score} is not between 0 and 1"
        if (self.verdict == UNDONE) != (self.undoes is not None):
            return "undoes: expected with the verdict 'undone', and only there"
        if len(self.reasons) > MAX_REASONS:
            return f"reasons: {len(self.reasons)} of them; expected at most {MAX_REASONS}"
        for text in (self.by, *self.reasons):
            if not text.strip() or len(text) > MAX_TEXT or not plain(text):
                return f"by and reasons: expected 1 to {MAX_TEXT} plain characters each"
        return _fault_of_time(self.at)


def plain(text: str) -> bool:
    """Whether a text has no character that is a command to a terminal, and no lone surrogate."""
    return not any(unicodedata.category(one) in ("Cc", "Cs") for one in text)


def _fault_of_time(at: str) -> str | None:
    try:
        aware = dt.datetime.fromisoformat(at).tzinfo is not None
    except ValueError:
        aware = False
    return None if aware else f"at: {at[:80]!r} is not a time such as 2026-11-23T09:30:00+00:00"


def moment(judgement: Judgement) -> tuple[float, str]:
    """Sorts judgements by when they were made; the handle breaks ties."""
    return dt.datetime.fromisoformat(judgement.at).timestamp(), judgement.handle


def in_force(judgements: Iterable[Judgement]) -> dict[Pair, Judgement]:
    """The judgement in force on every pair, from judgements in the order they were written.

    A verdict said again keeps the first judgement in force: which id stays, and since when, must
    not change by agreeing with it.
    """
    standing: dict[Pair, list[Judgement]] = {}
    for judgement in judgements:
        said = standing.setdefault(judgement.pair, [])
        if judgement.verdict == UNDONE:
            said[:] = [one for one in said if one.handle != judgement.undoes]
        else:
            said.append(judgement)
    found: dict[Pair, Judgement] = {}
    for pair, said in standing.items():
        if said:
            first = len(said) - 1
            while first and said[first - 1].verdict == said[-1].verdict:
                first -= 1
            found[pair] = said[first]
    return found


def outranked(shipped: Iterable[Judgement], own: Iterable[Judgement]) -> dict[Pair, Judgement]:
    """What is in force of both tables: the user's own word on a pair, else the shipped one."""
    return in_force(shipped) | in_force(own)
