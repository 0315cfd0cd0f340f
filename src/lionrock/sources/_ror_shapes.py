"""What a record of ROR may hold, in schema 1 and in schema 2.

Every field is declared: those of type Unread are left alone by name, any other that turns up is
told. A value of the wrong type spoils its record, which is then left out.
"""

import typing
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import msgspec

_SAYS_NAMES = b'"names"'  # only schema 2 has this key; in a string its quotes would be escaped

Unread = msgspec.Raw
Tell = Callable[[str], None]


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one object of the wire format may hold."""


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
    return frozenset(_unread(First)) | frozenset(_unread(Second))


def decoded(record: bytes, tell: Tell) -> First | Second:
    """Decode a record, telling of fields that are new; msgspec's errors say what is wrong."""
    decode = _second if _SAYS_NAMES in record else _first
    try:
        return decode(record)
    except msgspec.ValidationError:
        loose = msgspec.json.decode(record)
        unknown = list(_strip(loose, Second if _SAYS_NAMES in record else First))
        if not unknown:
            raise
    for name in unknown:
        tell(f"unknown field {name[:80]!r}, left unread")
    return decode(msgspec.json.encode(loose))


def _strip(value: Any, shape: type[Shape], path: str = "") -> Iterator[str]:
    """Take every unknown field out of a decoded object; yield their names."""
    for one in value if isinstance(value, list) else [value]:
        if not isinstance(one, dict):
            continue
        fields = _fields(shape)
        for name in [name for name in one if name not in fields]:
            del one[name]
            yield f"{path}{name}"
        for name, inner in fields.items():
            if inner is not None and name in one:
                yield from _strip(one[name], inner, f"{path}{name}.")


@cache
def _fields(shape: type[Shape]) -> dict[str, type[Shape] | None]:
    return {field.name: _inner(field.type) for field in msgspec.structs.fields(shape)}


def _inner(annotation: Any) -> type[Shape] | None:
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return annotation
    return next(filter(None, map(_inner, typing.get_args(annotation))), None)


def _unread(shape: type[Shape]) -> Iterator[str]:
    for field in msgspec.structs.fields(shape):
        inner = _inner(field.type)
        if field.type is Unread:
            yield field.name
        elif inner is not None:
            yield from _unread(inner)
