"""What reading a document gives: its main text, and what stands where in it.

Every span is counted in characters (Unicode code points) of `Document.text`, end exclusive, and
`text[start:end]` is the span's own `text`, letter for letter.
"""

from typing import Literal, Protocol

import msgspec

Language = Literal["en", "zh-Hant", "zh-Hans", "mixed", "unknown"]
Precision = Literal["day", "month", "quarter", "half", "year", "decade", "range"]
Bound = Literal["exact", "about", "over", "under", "up_to", "at_least", "range"]


class Planted(msgspec.Struct, frozen=True):
    """Link text dropped into the prose, or into a name: taken out of `Document.text`.

    `start` is where it stood in the text as it is now; `raw` is the run as it was found, the
    neighbouring letters included ("Hong 香港AI Kong").
    """

    start: int
    end: int
    text: str
    raw: str
    url: str | None
    why: str


class Document(msgspec.Struct, frozen=True):
    """A document's main text and what its page says of itself; None is what it does not say.

    `published` is an ISO date (2026, 2026-11 or 2026-11-24); `refused` tells what was left out
    or cut short (a page in it that cannot be read, a text beyond the size allowed).
    """

    text: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    language: Language = "unknown"
    media_type: str = "text/plain"
    planted: tuple[Planted, ...] = ()
    boilerplate: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


class Sentence(msgspec.Struct, frozen=True):
    """One sentence, without the space around it. `heading` when it is a title or a heading."""

    start: int
    end: int
    language: Language
    heading: bool = False


class Mention(msgspec.Struct, frozen=True, gc=False):
    """A name in the text and the entity it means; `id` is None for one the registry lacks.

    `kind` is the kind of entity of the schema ("organisation", "initiative", "place" …);
    `how` is the way it was settled ("alias", "context", "anaphora", "proposed").
    """

    start: int
    end: int
    text: str
    id: str | None
    kind: str
    score: float
    how: str
    others: tuple[str, ...] = ()


class Amount(msgspec.Struct, frozen=True):
    """A number with what it counts: money (`currency`, ISO 4217), a share (`unit` "%"), or a
    quantity (`unit` as the schema names it, `noun` as the text does).

    `value` is the figure in single units (3 bn → 3e9; 70 % → 70); of a range its middle.
    `low` and `high` bound it as far as the text does.
    """

    start: int
    end: int
    text: str
    value: float
    low: float | None = None
    high: float | None = None
    bound: Bound = "exact"
    currency: str | None = None
    unit: str | None = None
    noun: str | None = None


class DateSpan(msgspec.Struct, frozen=True):
    """A date in the text. `iso` is as exact as `precision` (2025-10-08, 2025-10, 2025-Q3,
    2025-H1, 2025, 2020s; 2024/25 for a financial year); for a range first and last joined by "/".

    `relative` when it was counted from the day the document was published; `bound` "by" for a
    date by which something is due.
    """

    start: int
    end: int
    text: str
    iso: str
    precision: Precision
    relative: bool = False
    bound: Literal["at", "by", "since", "until"] = "at"


class Role(msgspec.Struct, frozen=True):
    """Who or what has a part in an event: `name` of the role, and the span that fills it."""

    name: str
    start: int
    end: int
    id: str | None = None


class Event(msgspec.Struct, frozen=True):
    """Something that happened or is promised, with the span of words that say so.

    `kind` is one of launched, opened, funded, invested, listed, partnered, acquired, issued,
    amended, approved, incident, adopted, target.
    """

    kind: str
    start: int
    end: int
    roles: tuple[Role, ...] = ()
    amount: Amount | None = None
    date: DateSpan | None = None
    negated: bool = False
    planned: bool = False
    confidence: float = 0.0


class Reading(msgspec.Struct, frozen=True):
    """A document with everything that was found in it, each kind in order of `start`."""

    document: Document
    sentences: tuple[Sentence, ...] = ()
    mentions: tuple[Mention, ...] = ()
    amounts: tuple[Amount, ...] = ()
    dates: tuple[DateSpan, ...] = ()
    events: tuple[Event, ...] = ()


class Linker(Protocol):
    """Finds the names of known entities in a text."""

    def mentions(self, document: Document, sentences: tuple[Sentence, ...]) -> tuple[Mention, ...]:
        """Every mention in `document.text`, longest first where several overlap; in order."""
