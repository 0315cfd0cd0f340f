"""What an institution and a topic of OpenAlex may hold.

As https://developers.openalex.org/api-reference/institutions and …/topics tell it in 2026, and
as the API answered in 2025: numbers of the taxonomy are addresses in some answers and whole
numbers in others. In Parquet the names by language may be a map or a text of JSON.
"""

import re
from collections.abc import Mapping

import msgspec

from lionrock.sources._fields import words
from lionrock.sources._shapes import Shape, Unread

_ID = re.compile(r"https://openalex\.org/([IT][0-9]{1,12})")
_NODE = re.compile(r"(?:https://openalex\.org/(?:subfields|fields|domains)/)?([0-9]{1,6})")


class Ids(Shape, frozen=True):
    """Identifiers of an institution elsewhere."""

    openalex: Unread = Unread()
    ror: Unread = Unread()
    grid: Unread = Unread()
    mag: Unread = Unread()
    wikipedia: Unread = Unread()
    wikidata: str | None = None


class Geo(Shape, frozen=True):
    """Where an institution is; GeoNames numbers the city."""

    city: str | None = None
    country_code: str | None = None
    geonames_city_id: Unread = Unread()
    region: Unread = Unread()
    country: Unread = Unread()
    latitude: Unread = Unread()
    longitude: Unread = Unread()


class International(Shape, frozen=True):
    """Names by language, in Wikidata's codes."""

    display_name: dict[str, str | None] | str | None = None
    description: Unread = Unread()


class Related(Shape, frozen=True):
    """An institution above, below or beside another: "parent", "child", "related"."""

    id: str
    relationship: str
    display_name: str | None = None
    ror: str | None = None
    country_code: Unread = Unread()
    type: Unread = Unread()
    lineage: Unread = Unread()


class Institution(Shape, frozen=True):
    """An institution. `lineage` is itself and every institution above it."""

    id: str
    display_name: str
    ror: str | None = None
    country_code: str | None = None
    type: str | None = None
    lineage: tuple[str, ...] | None = ()
    homepage_url: str | None = None
    display_name_acronyms: tuple[str, ...] | None = ()
    display_name_alternatives: tuple[str, ...] | None = ()
    ids: Ids | None = None
    geo: Geo | None = None
    international: International | None = None
    associated_institutions: tuple[Related, ...] | None = ()
    works_count: int | None = None
    updated_date: str | None = None
    cited_by_count: Unread = Unread()
    counts_by_year: Unread = Unread()
    created_date: Unread = Unread()
    image_thumbnail_url: Unread = Unread()
    image_url: Unread = Unread()
    is_super_system: Unread = Unread()
    repositories: Unread = Unread()
    roles: Unread = Unread()
    status: Unread = Unread()
    summary_stats: Unread = Unread()
    topic_share: Unread = Unread()
    topics: Unread = Unread()
    type_id: Unread = Unread()
    works_api_url: Unread = Unread()
    x_concepts: Unread = Unread()


class Node(Shape, frozen=True):
    """A subfield, field or domain."""

    id: str | int
    display_name: str


class Topic(Shape, frozen=True):
    """A topic, and where the taxonomy puts it."""

    id: str
    display_name: str
    subfield: Node
    field: Node
    domain: Node
    keywords: tuple[str, ...] | str | None = ()
    works_count: int | None = None
    updated_date: str | None = None
    cited_by_count: Unread = Unread()
    created_date: Unread = Unread()
    description: Unread = Unread()
    ids: Unread = Unread()
    siblings: Unread = Unread()
    works_api_url: Unread = Unread()


def bare(address: str, letter: str, field: str = "id") -> str:
    """An id without its address: I27837315; ValueError when it is no id of this letter."""
    found = _ID.fullmatch(address)
    if found is None or found[1][0] != letter:
        raise ValueError(f"field {field!r}: {address[:60]!r} is not https://openalex.org/{letter}…")
    return found[1]


def node_id(node: Node, field: str) -> str:
    """The number of a subfield, field or domain as a text; ValueError."""
    found = _NODE.fullmatch(str(node.id))
    if found is None:
        raise ValueError(f"field '{field}.id': {str(node.id)[:60]!r} is no number of the taxonomy")
    words(node.display_name)
    return found[1]


def names_of(one: Institution) -> Mapping[str, str]:
    """The names of an institution by language code; ValueError for a text that is no object."""
    told = one.international.display_name if one.international else None
    if isinstance(told, str):
        try:
            told = msgspec.json.decode(told, type=dict[str, str | None])
        except msgspec.DecodeError as error:
            raise ValueError(f"field 'international.display_name': {error}") from None
    return {code.lower(): name for code, name in (told or {}).items() if name}
