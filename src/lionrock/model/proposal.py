"""Proposals: events that a language model points out in a text. It proposes and never decides.

A proposal holds words and places in a text, and no value of its own: dates and sums are read from
the words by our own reader. What does not stand in the text letter for letter does not count.
"""

import datetime as dt
import hashlib
import re

import msgspec

from lionrock.model.judgement import MAX_ID, MAX_TEXT, plain

MOST_EVENTS = 100
_DIGEST = re.compile("[0-9a-f]{64}")


class Party(msgspec.Struct, frozen=True):
    """Who has a part in an event: the name of the role, its words in the text and an id."""

    role: str
    start: int
    end: int
    id: str | None = None


class ProposedEvent(msgspec.Struct, frozen=True):
    """An event by the words that say so, `start` to `end` in the text, and those with a part."""

    kind: str
    start: int
    end: int
    parties: tuple[Party, ...] = ()
    negated: bool = False
    planned: bool = False


class Proposal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a model proposed for the text with this SHA-256; none at all is an answer as well."""

    text: str
    model: str
    at: str
    events: tuple[ProposedEvent, ...] = ()

    def fault(self) -> str | None:
        """What is wrong with the values, or None."""
        if not _DIGEST.fullmatch(self.text):
            return f"text: {self.text[:40]!r} is no SHA-256"
        if not self.model.strip() or len(self.model) > MAX_TEXT or not plain(self.model):
            return f"model: expected 1 to {MAX_TEXT} plain characters"
        try:
            if dt.datetime.fromisoformat(self.at).tzinfo is None:
                return f"at: {self.at[:40]!r} has no offset from UTC"
        except ValueError:
            return f"at: {self.at[:40]!r} is not a time"
        if len(self.events) > MOST_EVENTS:
            return f"{len(self.events)} events; at most {MOST_EVENTS} of one text are kept"
        for event in self.events:
            spans = [(event.start, event.end), *((one.start, one.end) for one in event.parties)]
            if any(not 0 <= start < end for start, end in spans):
                return f"{event.kind[:40]!r}: a span that is none"
            if any(len(one.id or "") > MAX_ID for one in event.parties):
                return f"{event.kind[:40]!r}: an id that is too long"
        return None


def text_digest(text: str) -> str:
    """What a text is known by: the SHA-256 of its UTF-8, lone surrogates as question marks."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
