"""What matching takes and gives: organisations with their names, and answers with reasons."""

from collections.abc import Sequence
from typing import Literal, Protocol

import msgspec

from lionrock.model.text import T

Verdict = Literal["match", "review", "none"]
NameType = Literal["official", "alias", "abbreviation", "former"]


class OrganisationName(msgspec.Struct, frozen=True, gc=False):
    """One name of an organisation; `lang` is a BCP 47 tag, or empty when it was not stated."""

    text: str
    type: NameType = "official"
    lang: str = ""


class Organisation(msgspec.Struct, frozen=True, gc=False):
    """What the matcher needs to know of an organisation, from whichever source.

    `cities` are English names of the places it stands in, lower case, widest last ("shenzhen",
    "guangdong"); `country` is ISO 3166-1 alpha-2 (HK, MO, CN …), both empty when unknown.
    `parents` are ids of what it is a part, campus or hospital of; `ror` is the bare id
    ("00q4vv597") or empty.
    """

    id: str
    kind: str
    label: T
    names: tuple[OrganisationName, ...]
    cities: tuple[str, ...] = ()
    country: str = ""
    parents: tuple[str, ...] = ()
    ror: str = ""


class Reason(msgspec.Struct, frozen=True, gc=False):
    """What one feature found: `score` is its value, `weight` what it added to the log-odds."""

    feature: str
    score: float
    weight: float
    text: T


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """An organisation that may be meant: `score` is the probability (0 to 1) that it is.

    `matched` is the name of it that came closest; `start` and `end` are the span of the mention
    in the text that was asked about (characters), the whole of it for a name.
    """

    id: str
    ror: str
    kind: str
    label: T
    score: float
    matched: str
    start: int
    end: int
    reasons: tuple[Reason, ...] = ()


class Answer(msgspec.Struct, frozen=True, gc=False):
    """The answer to one name or affiliation string.

    `found`: what is meant: at most one for a name, any number for an affiliation; when `verdict`
    is "review" they are proposals, when it is "none" there are none. `candidates`: what was
    considered, best first, refused ones too. `note` says why there is none, or what stays open.
    """

    verdict: Verdict
    found: tuple[Candidate, ...]
    candidates: tuple[Candidate, ...]
    note: T


class Matcher(Protocol):
    """Answers names and affiliation strings, each list in one pass; never raises on any text."""

    def names(self, texts: Sequence[str | None], limit: int = 5) -> list[Answer]:
        """Which organisation each name means; `limit` bounds the candidates shown."""

    def affiliations(self, texts: Sequence[str | None], limit: int = 5) -> list[Answer]:
        """Which organisations each affiliation string names."""
