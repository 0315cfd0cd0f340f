"""What changed from one build to the next, and why."""

from typing import Literal

import msgspec

from lionrock.model.text import T

WHATS = ("entity", "merge", "statement", "evidence", "observation")
"""What can change: who there is, who is one, what is said, where it is seen, what is measured."""

HOWS = ("added", "changed", "withdrawn")

REASONS = ("source", "judgement", "decision", "rate", "definition", "publisher", "code", "unknown")
"""Why: the bytes of its source changed; people judged two ids one or two; people accepted or
refused an event; an exchange rate changed; the catalogue of indicators did; a publisher's standing
did; this program did; or nothing in the manifests tells."""

Meaning = Literal["valid", "known"]
"""Of a day: what was true for it as known today, or what was known on it (decisions/006)."""


class Claim(msgspec.Struct, frozen=True):
    """A statement as it stood on one side of a change: enough to put it back."""

    key: str
    source: str
    value: str
    original: str | None = None


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that was added, changed or withdrawn.

    `subject` is whom it is about and `about` everyone in whose account it appears; `prop` is a
    property or an indicator, `period` an observation's. `before` and `after` are what was said,
    as text. `causes` are the inputs of the manifest that changed and can be the reason.
    """

    what: str
    how: str
    subject: str
    kind: str
    label: T
    reasons: tuple[str, ...]
    causes: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    prop: str | None = None
    lang: str | None = None
    period: str | None = None
    before: str | None = None
    after: str | None = None
    was: Claim | None = None
    now: Claim | None = None


class Entry(msgspec.Struct, frozen=True):
    """A page of the home's memory: that a build came to be served, and what that changed.

    `at` is the moment in UTC (ISO 8601, to the second); it never goes back, whatever the clock
    does. `before` is the build served until then, None for the first that is remembered; `inputs`
    are the inputs that differ. `chain` is the digest of the page before. `comparable` is false
    when the build before could not be read, so that what changed is unknown.
    """

    number: int
    build: str
    before: str | None
    at: str
    version: str
    gathered: str
    chain: str | None
    inputs: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    comparable: bool = True
