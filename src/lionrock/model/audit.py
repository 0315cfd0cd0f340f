"""Audits: what a person found of a published value when they read its sources.

Nothing is erased: who changes their mind judges again, and the last verdict on a value is in
force. A value is known by the key of its statement, which changes with the value, so a verdict
never passes to another value.
"""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Literal, get_args

import msgspec

from lionrock.model.judgement import MAX_TEXT, plain

Found = Literal["right", "imprecise", "wrong", "unverifiable"]
FOUND: tuple[Found, ...] = get_args(Found)
_KEY = re.compile(r"[A-Za-z0-9_:.\-]{1,120}")


class Audit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A verdict on the value whose statement has this `key`, by whom and when (ISO 8601 with an
    offset): right; imprecise (rounded wrongly, a scope left out); wrong; or unverifiable (its
    sources do not say, or are gone). "undone" takes back the verdict before it."""

    key: str
    verdict: Literal["right", "imprecise", "wrong", "unverifiable", "undone"]
    by: str
    at: str
    note: str = ""

    def fault(self) -> str | None:
        """What is wrong with the values, or None; the types are checked on decoding."""
        if not _KEY.fullmatch(self.key):
            return f"key: {self.key[:80]!r} is not the key of a statement"
        if not self.by.strip() or any(
            len(text) > MAX_TEXT or not plain(text) for text in (self.by, self.note)
        ):
            return f"by and note: expected at most {MAX_TEXT} plain characters, and a name"
        try:
            if dt.datetime.fromisoformat(self.at).tzinfo is None:
                return f"at: {self.at[:40]!r} has no offset from UTC"
        except ValueError:
            return f"at: {self.at[:40]!r} is not a time"
        return None


def standing(audits: Iterable[Audit]) -> dict[str, Audit]:
    """The verdict in force on each value, from verdicts in the order they were written."""
    found: dict[str, Audit] = {}
    for one in audits:
        found[one.key] = one
    return {key: one for key, one in found.items() if one.verdict != "undone"}
