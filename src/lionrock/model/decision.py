"""Decisions: what a person made of a fact that the program read in a document.

Nothing is erased: who changes their mind decides again, and the last decision on a reading is in
force. A reading is known by the digest of its sentence, its kind and its place in the sentence, so
the same text, wherever it turns up again, never asks twice.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Final, Literal

import msgspec

from lionrock.model.dates import parse_date
from lionrock.model.judgement import MAX_ID, MAX_TEXT, plain

Ruling = Literal["accept", "correct", "reject", "undone"]

CORRECTABLE: Final = ("agent", "affected", "provider", "date", "amount", "kind", "status")
"""What a correction may say anew; an empty text takes the value away."""

_HANDLE = re.compile("[0-9a-f]{16}")
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_MONEY = re.compile(r"[A-Z]{3} -?[0-9]+(\.[0-9]+)?")
_HANDLE_LENGTH = 16


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A ruling on the reading with this `handle`; `said` is what a correction puts in the place
    of what was read: ids separated by commas, a date, "HKD 3000000", a kind or a status."""

    handle: str
    ruling: Ruling
    by: str
    at: str
    said: Mapping[str, str] = {}

    def fault(self) -> str | None:
        """What is wrong with the values, or None."""
        if not _HANDLE.fullmatch(self.handle):
            return f"handle: {self.handle[:40]!r} is not 16 hex digits"
        if (self.ruling == "correct") != bool(self.said):
            return "said: expected with the ruling 'correct', and only there"
        if not self.by.strip() or len(self.by) > MAX_TEXT or not plain(self.by):
            return f"by: expected 1 to {MAX_TEXT} plain characters"
        try:
            if dt.datetime.fromisoformat(self.at).tzinfo is None:
                return f"at: {self.at[:40]!r} has no offset from UTC"
        except ValueError:
            return f"at: {self.at[:40]!r} is not a time"
        return next(filter(None, (_fault(key, value) for key, value in self.said.items())), None)


def _fault(key: str, value: str) -> str | None:
    """What is wrong with one value of a correction."""
    if key not in CORRECTABLE:
        return f"{key[:40]!r}: expected one of {', '.join(CORRECTABLE)}"
    if not value:
        return None if key not in ("kind", "status") else f"{key}: expected a value"
    if key in ("agent", "affected", "provider"):
        wrong = [one for one in value.split(",") if len(one) > MAX_ID or not _ID.fullmatch(one)]
        return f"{key}: {wrong[0][:80]!r} is no id" if wrong else None
    if key == "amount" and not _MONEY.fullmatch(value):
        return f"amount: {value[:40]!r}; expected a currency and a number, such as HKD 3000000"
    if key == "date":
        try:
            parse_date(value)
        except ValueError as error:
            return f"date: {error}"
    return None


def handle(sentence: str, kind: str, at: int) -> str:
    """What a reading is known by: 16 hex digits of a digest of its sentence (spaces as one), its
    kind, and where in the sentence its words begin."""
    text = " ".join(sentence.split())
    return hashlib.sha256(f"{text}\x1f{kind}\x1f{at}".encode()).hexdigest()[:_HANDLE_LENGTH]


def standing(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The decision in force on each reading, from decisions in the order they were written."""
    found: dict[str, Decision] = {}
    for one in decisions:
        found[one.handle] = one
    return {handle: one for handle, one in found.items() if one.ruling != "undone"}
