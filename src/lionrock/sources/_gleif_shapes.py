"""What a record of GLEIF's API may hold.

As https://api.gleif.org/docs tells it: JSON:API, level 1 data ("who is who") under `attributes`.
"""

import msgspec

from lionrock.sources._shapes import Shape, Unread, strip


class Name(Shape, frozen=True):
    """A name; `language` is a BCP 47 tag, `type` says what kind of other name it is."""

    name: str
    language: str | None = None
    type: str | None = None


class Related(Shape, frozen=True):
    """A body named by its LEI, where it has one, or by name alone."""

    lei: str | None = None
    name: str | None = None


class Entity(Shape, frozen=True, rename="camel"):
    """The legal entity."""

    legal_name: Name
    status: str | None
    other_names: tuple[Name, ...] | None = ()
    transliterated_other_names: tuple[Name, ...] | None = ()
    creation_date: str | None = None
    expiration: Unread = Unread()
    legal_address: Unread = Unread()
    headquarters_address: Unread = Unread()
    other_addresses: Unread = Unread()
    registered_at: Unread = Unread()
    registered_as: Unread = Unread()
    jurisdiction: Unread = Unread()
    category: Unread = Unread()
    sub_category: Unread = Unread()
    legal_form: Unread = Unread()
    associated_entity: Unread = Unread()
    successor_entity: Unread = Unread()
    successor_entities: Unread = Unread()
    event_groups: Unread = Unread()


class Attributes(Shape, frozen=True, rename="camel"):
    """What is said of the bearer of an LEI; what is registered about the LEI stays unread."""

    lei: str
    entity: Entity
    registration: Unread = Unread()
    bic: Unread = Unread()
    mic: Unread = Unread()
    ocid: Unread = Unread()
    qcc: Unread = Unread()
    spglobal: Unread = Unread()
    conformity_flag: Unread = Unread()


class LeiRecord(Shape, frozen=True):
    """One record."""

    type: str
    id: str
    attributes: Attributes
    relationships: Unread = Unread()
    links: Unread = Unread()


class Links(Shape, frozen=True):
    """The addresses of the pages beside this one."""

    first: Unread = Unread()
    prev: Unread = Unread()
    next: str | None = None
    last: Unread = Unread()


class Page(Shape, frozen=True):
    """A page of an answer."""

    data: tuple[LeiRecord, ...]
    meta: Unread = Unread()
    links: Links | None = None


_page = msgspec.json.Decoder(Page).decode


def page_of(data: bytes) -> Page:
    """A page of records; ValueError names the key or field that is wrong."""
    try:
        return _page(data)
    except msgspec.ValidationError as error:
        loose = msgspec.json.decode(data)
        new = next(strip(loose, Page), "") if isinstance(loose, dict) else ""
        raise ValueError(f"unknown key {new[:80]!r}" if new else str(error)) from None
