"""What a work of OpenAlex may hold, of what is asked for.

As https://developers.openalex.org/api-reference/works tells it in autumn 2026. The fields of a
work are those of FIELDS, which the API is asked for by name, so another is drift. So is a new one
in an authorship, an affiliation or a topic, where the meaning lies; places of publication carry
much that does not concern us, and only what is read of them is held to its type.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from lionrock.sources import _shapes
from lionrock.sources._shapes import Shape, Unread


class Institution(Shape, frozen=True):
    """An institution that OpenAlex gives to an author."""

    id: str
    display_name: str | None = None
    ror: str | None = None
    country_code: str | None = None
    type: str | None = None
    lineage: Unread = Unread()


class Affiliation(Shape, frozen=True):
    """A text as printed, and the institutions that it was given."""

    raw_affiliation_string: str | None
    institution_ids: tuple[str, ...] | None = ()


class Authorship(Shape, frozen=True):
    """One author: who it is stays unread."""

    raw_affiliation_strings: tuple[str, ...] | None
    institutions: tuple[Institution, ...] | None = ()
    countries: tuple[str, ...] | None = ()
    affiliations: tuple[Affiliation, ...] | None = ()
    author: Unread = Unread()
    author_position: Unread = Unread()
    is_corresponding: Unread = Unread()
    raw_author_name: Unread = Unread()
    raw_orcid: Unread = Unread()


class Node(Shape, frozen=True):
    """A subfield, field or domain: its address ends in its number."""

    id: str
    display_name: Unread = Unread()


class Topic(Shape, frozen=True):
    """A topic of a work."""

    id: str
    score: float
    display_name: str
    subfield: Node | None = None
    field: Node | None = None
    domain: Unread = Unread()


class Venue(msgspec.Struct, frozen=True):
    """A journal, conference or repository."""

    id: str
    display_name: str | None = None
    type: str | None = None


class Location(msgspec.Struct, frozen=True):
    """A place where a work can be found."""

    landing_page_url: str | None = None
    source: Venue | None = None


class Percentile(msgspec.Struct, frozen=True):
    """Share of the works of the same year, type and subfield that are cited less."""

    value: float | None = None


class Work(Shape, frozen=True):
    """A work, of the fields that are asked for."""

    id: str
    display_name: str | None
    publication_year: int | None
    cited_by_count: int
    authorships: tuple[Authorship, ...]
    topics: tuple[Topic, ...]
    doi: str | None = None
    title: str | None = None
    publication_date: str | None = None
    type: str | None = None
    language: str | None = None
    is_retracted: bool | None = None
    is_paratext: bool | None = None
    updated_date: str | None = None
    citation_normalized_percentile: Percentile | None = None
    primary_location: Location | None = None
    locations: tuple[Location, ...] | None = ()
    is_authors_truncated: bool | None = None


FIELDS = tuple(
    field.name for field in msgspec.structs.fields(Work) if field.name != "is_authors_truncated"
)
"""What the API is asked for. Of a list it gives the first 100 authors, and says so unasked."""


_work = msgspec.json.Decoder(Work).decode


def unread() -> frozenset[str]:
    """Names of the fields that are left unread on purpose."""
    return frozenset(_shapes.unread(Work))


def wrong_in(record: bytes) -> str:
    """What is not as it should be in a work, naming the field; "" when nothing is."""
    try:
        _work(record)
    except msgspec.ValidationError as error:
        loose: Any = msgspec.json.decode(record)
        new = next(_shapes.strip(loose, Work), "") if isinstance(loose, Mapping) else ""
        return f"field {new[:80]!r} is new" if new else str(error)
    return ""
