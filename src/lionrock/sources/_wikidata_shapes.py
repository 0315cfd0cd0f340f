"""What an item of Wikidata may hold.

As the page https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html tells it and
Special:EntityData gives it. Which properties an item has is open: those that nobody reads are
passed over, but one that is read is held to its type.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from lionrock.sources._shapes import Shape, Unread, strip

Empty = tuple[()]
"""What Wikibase writes for a map that holds nothing: []."""


class Term(Shape, frozen=True):
    """A label or an alias in one of Wikidata's languages."""

    language: str
    value: str


class DataValue(Shape, frozen=True):
    """A value: a text, or an object as its type has it."""

    value: Any
    type: str


class Snak(Shape, frozen=True):
    """What is said: a value, that there is one ("somevalue"), or that there is none."""

    snaktype: str
    property: str
    datavalue: DataValue | None = None
    datatype: str = ""
    hash: Unread = Unread()


class Said(Shape, frozen=True):
    """A statement of Wikidata's."""

    mainsnak: Snak
    type: str
    rank: str
    id: str = ""
    qualifiers: dict[str, tuple[Snak, ...]] | Empty = ()
    references: Unread = Unread()
    qualifiers_order: Unread = msgspec.field(name="qualifiers-order", default=Unread())


class Item(Shape, frozen=True):
    """An item; `claims` are read by property when they are asked for."""

    id: str
    type: str
    labels: dict[str, Term] | Empty = ()
    aliases: dict[str, tuple[Term, ...]] | Empty = ()
    claims: dict[str, msgspec.Raw] | Empty = ()
    descriptions: Unread = Unread()
    sitelinks: Unread = Unread()
    pageid: Unread = Unread()
    ns: Unread = Unread()
    title: Unread = Unread()
    lastrevid: Unread = Unread()
    modified: Unread = Unread()


class Answer(Shape, frozen=True):
    """What Special:EntityData gives for one id; a redirected one under the id it leads to."""

    entities: dict[str, msgspec.Raw]


_TIME = {9: 4, 10: 7, 11: 10}  # precision of a date → letters of ISO 8601 that hold
_said = msgspec.json.Decoder(tuple[Said, ...]).decode
_item = msgspec.json.Decoder(Item).decode
LEI = "P1278"
_ENDED = "P582"


def item_of(data: bytes) -> Item:
    """The single item of an answer; ValueError names the field or key that is wrong."""
    (raw,) = _one(_decoded(data, Answer).entities)
    item: Item = _decoded(bytes(raw), Item)
    return item


def said(item: Item, name: str) -> Iterator[Said]:
    """The statements of a property that hold: of the best rank, with a value."""
    raw = dict(item.claims).get(name)
    if raw is None:
        return
    try:
        found = [one for one in _said(bytes(raw)) if one.rank != "deprecated"]
    except msgspec.ValidationError as error:
        raise ValueError(f"field 'claims.{name}': {error}") from None
    best = [one for one in found if one.rank == "preferred"] or found
    yield from (one for one in best if one.mainsnak.datavalue is not None)


def leis(data: bytes) -> tuple[str, ...]:
    """The Legal Entity Identifiers of the item of an answer; ValueError as item_of."""
    return tuple(str(value(one, "string")) for one in said(item_of(data), LEI) if not ended(one))


def ended(one: Said) -> bool:
    """Whether a statement says that it held until some time."""
    return _ENDED in one.qualifiers


def value(one: Said, kind: str) -> Any:
    """The value of a statement; ValueError when it is of another type."""
    held = one.mainsnak.datavalue
    assert held is not None
    if held.type != kind:
        raise ValueError(f"field 'claims.{one.mainsnak.property}': a {held.type}, not a {kind}")
    return held.value


def date(one: Said) -> str:
    """A date as precisely as it is known ("1991-04"); "" when not even the year is."""
    held = value(one, "time")
    written, precision = str(held.get("time", "")), held.get("precision")
    letters = _TIME.get(precision) if isinstance(precision, int) else None
    return written[1 : letters + 1] if letters and written.startswith("+") else ""


def _one(entities: Mapping[str, msgspec.Raw]) -> tuple[msgspec.Raw, ...]:
    if len(entities) != 1:
        raise ValueError(f"field 'entities': {len(entities)} of them; expected one")
    return tuple(entities.values())


def _decoded(data: bytes, shape: Any) -> Any:
    try:
        return msgspec.json.decode(data, type=shape)
    except msgspec.ValidationError as error:
        loose = msgspec.json.decode(data)
        new = next(strip(loose, shape), "") if isinstance(loose, dict) else ""
        raise ValueError(f"unknown key {new[:80]!r}" if new else str(error)) from None
