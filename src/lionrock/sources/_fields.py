"""Readers of single fields: each takes a raw value and returns claims, or says what is wrong."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from lionrock.model.dates import parse_date
from lionrock.model.publishers import host_and_path
from lionrock.model.schema import Schema
from lionrock.model.source import Claim
from lionrock.model.text import LANGUAGES

Field = Callable[[Any], Iterable[Claim]]

GREATEST = 10**24
"""No figure is larger; a slip of the keyboard can be."""

# Also what turns the direction of writing around: a name must read as it is written.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def words(value: Any) -> str:
    """A non-empty text without line breaks; ValueError otherwise."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"expected text, got {value!r}")
    if _CONTROL.search(value):
        raise ValueError(f"control character in {value[:60]!r}")
    return value.strip()


def plain(number: Any) -> str:
    """A finite number as decimal text without exponent; ValueError otherwise."""
    if isinstance(number, bool) or not isinstance(number, int | float | Decimal):
        raise ValueError(f"expected a number, got {number!r}")
    if not -GREATEST <= number <= GREATEST:  # also when it is NaN
        raise ValueError(f"expected a number up to {GREATEST:g}, got {number!r}")
    text = f"{Decimal(str(number)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def text(prop: str) -> Field:
    """One text."""
    return lambda value: ((prop, words(value), None, None),)


def listed(value: Any) -> list[Any]:
    """A list; ValueError otherwise."""
    if not isinstance(value, list):
        raise ValueError(f"expected a list, got {value!r}")
    return value


def each(field: Field) -> Field:
    """A list of what `field` reads."""
    return lambda value: [claim for item in listed(value) for claim in field(item)]


def date(prop: str) -> Field:
    """A date with its precision."""
    return lambda value: ((prop, parse_date(words(value)).iso, None, None),)


def number(prop: str, least: float = 0, most: float = GREATEST) -> Field:
    """A number from `least` to `most`."""

    def read(value: Any) -> Iterable[Claim]:
        figure = plain(value)
        if value < least == 0:
            raise ValueError(f"{figure} is negative; expected 0 or more")
        if not least <= value <= most:
            raise ValueError(f"{figure} is not from {least:g} to {most:g}")
        return ((prop, figure, None, None),)

    return read


def flag(prop: str) -> Field:
    """true or false."""

    def read(value: Any) -> Iterable[Claim]:
        if not isinstance(value, bool):
            raise ValueError(f"expected true or false, got {value!r}")
        return ((prop, "true" if value else "false", None, None),)

    return read


def address(value: Any) -> str:
    """An http or https URL; ValueError otherwise."""
    url = words(value)
    if host_and_path(url) is None:
        raise ValueError(f"{url[:120]!r} is not a web address")
    return url


def link(prop: str) -> Field:
    """A web address."""
    return lambda value: ((prop, address(value), None, None),)


def choice(schema: Schema, prop: str, vocabulary: str) -> Field:
    """A value of a vocabulary, or one of its aliases."""

    def read(value: Any) -> Iterable[Claim]:
        raw = words(value)
        chosen = schema.choice(vocabulary, raw)
        if chosen is None:
            raise ValueError(f"{raw!r} is not in the vocabulary {vocabulary!r}")
        return ((prop, chosen, None, raw if raw != chosen else None),)

    return read


def currency(schema: Schema, value: Any) -> str:
    """The code of a currency the observatory can convert; ValueError otherwise."""
    code = words(value)
    if code not in schema.vocabularies["currency"]:
        raise ValueError(f"currency {code!r} is not in the vocabulary 'currency'")
    return code


def names(prop: str) -> Field:
    """{language: [names, the official one first]} in any of the three languages."""

    def read(value: Any) -> Iterable[Claim]:
        if not isinstance(value, dict) or not value:
            raise ValueError(f"expected names by language, got {value!r}")
        claims: list[Claim] = []
        for lang, written in value.items():
            if lang not in LANGUAGES:
                raise ValueError(f"language {lang!r} is none of {', '.join(LANGUAGES)}")
            claims += [(prop, words(name), lang, None) for name in listed(written)]
        if not claims:
            raise ValueError("no name in any language")
        return claims

    return read


def parts(fields: dict[str, Field]) -> Field:
    """An object whose every key is read by its own field."""

    def read(value: Any) -> Iterable[Claim]:
        if not isinstance(value, dict):
            raise ValueError(f"expected an object, got {value!r}")
        unknown = sorted(value.keys() - fields.keys())
        if unknown:
            raise ValueError(f"unknown key {unknown[0]!r}; known: {', '.join(sorted(fields))}")
        return [claim for key, item in value.items() for claim in fields[key](item)]

    return read
