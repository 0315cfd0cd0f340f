"""What a record of ROR may hold, in schema 1 and in schema 2.

Every field is declared: those of type Unread are left alone by name, any other that turns up is
told. A value of the wrong type spoils its record, which is then left out.
"""

from collections.abc import Callable

import msgspec

from lionrock.sources import _shapes
from lionrock.sources._shapes import Shape, Unread, strip

_SAYS_NAMES = b'"names"'  # only schema 2 has this key; in a string its quotes would be escaped

Tell = Callable[[str], None]


class Relationship(Shape, frozen=True):
    """Another organisation, and what it is to this one."""

    type: str
    id: str
    label: Unread = Unread()


class Name(Shape, frozen=True):
    """A name of schema 2, of one or several types."""

    value: str
    types: tuple[str, ...] = ()
    lang: str | None = None


class Details(Shape, frozen=True):
    """What GeoNames says of a place."""

    name: str | None = None
    country_code: str | None = None
    country_subdivision_name: str | None = None
    continent_code: Unread = Unread()
    continent_name: Unread = Unread()
    country_name: Unread = Unread()
    country_subdivision_code: Unread = Unread()
    lat: Unread = Unread()
    lng: Unread = Unread()


class Location(Shape, frozen=True):
    """A place of schema 2."""

    geonames_details: Details
    geonames_id: Unread = Unread()


class Second(Shape, frozen=True):
    """A record of schema 2.0 or 2.1."""

    id: str
    names: tuple[Name, ...]
    status: str = "active"
    types: tuple[str, ...] | None = ()
    locations: tuple[Location, ...] | None = ()
    relationships: tuple[Relationship, ...] | None = ()
    admin: Unread = Unread()
    domains: Unread = Unread()
    established: Unread = Unread()
    external_ids: Unread = Unread()
    links: Unread = Unread()


class Label(Shape, frozen=True):
    """A name in another language."""

    label: str
    iso639: str | None = None


class Country(Shape, frozen=True):
    """The country of schema 1."""

    country_code: str | None = None
    country_name: Unread = Unread()


class Division(Shape, frozen=True):
    """A first-level division of a country."""

    ascii_name: str | None = None
    name: Unread = Unread()
    id: Unread = Unread()
    code: Unread = Unread()


class City(Shape, frozen=True):
    """What GeoNames says of a city."""

    city: str | None = None
    geonames_admin1: Division | None = None
    geonames_admin2: Unread = Unread()
    id: Unread = Unread()
    license: Unread = Unread()
    nuts_level1: Unread = Unread()
    nuts_level2: Unread = Unread()
    nuts_level3: Unread = Unread()


class Address(Shape, frozen=True):
    """A place of schema 1."""

    city: str | None = None
    geonames_city: City | None = None
    country_geonames_id: Unread = Unread()
    lat: Unread = Unread()
    line: Unread = Unread()
    lng: Unread = Unread()
    postcode: Unread = Unread()
    primary: Unread = Unread()
    state: Unread = Unread()
    state_code: Unread = Unread()


class First(Shape, frozen=True):
    """A record of schema 1."""

    id: str
    name: str
    labels: tuple[Label, ...] | None = ()
    aliases: tuple[str, ...] | None = ()
    acronyms: tuple[str, ...] | None = ()
    status: str = "active"
    types: tuple[str, ...] | None = ()
    addresses: tuple[Address, ...] | None = ()
    country: Country | None = None
    relationships: tuple[Relationship, ...] | None = ()
    email_address: Unread = Unread()
    established: Unread = Unread()
    external_ids: Unread = Unread()
    ip_addresses: Unread = Unread()
    links: Unread = Unread()
    wikipedia_url: Unread = Unread()


_first = msgspec.json.Decoder(First).decode
_second = msgspec.json.Decoder(Second).decode


def unread() -> frozenset[str]:
    """Names of the fields that are left unread on purpose."""
    return frozenset(_shapes.unread(First)) | frozenset(_shapes.unread(Second))


def decoded(record: bytes, tell: Tell) -> First | Second:
    """Decode a record, telling of fields that are new; msgspec's errors say what is wrong."""
    decode = _second if _SAYS_NAMES in record else _first
    try:
        return decode(record)
    except msgspec.ValidationError:
        loose = msgspec.json.decode(record)
        unknown = list(strip(loose, Second if _SAYS_NAMES in record else First))
        if not unknown:
            raise
    for name in unknown:
        tell(f"unknown field {name[:80]!r}, left unread")
    return decode(msgspec.json.encode(loose))
