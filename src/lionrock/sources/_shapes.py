"""Objects of a wire format, declared field by field, so that what is new in them can be told."""

import typing
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec

from lionrock.model.dates import parse_date

Unread = msgspec.Raw
"""The type of a field that is known and left unread on purpose."""


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one object of the wire format may hold."""


def strip(value: Any, shape: type[Shape], path: str = "") -> Iterator[str]:
    """Take every unknown field out of a decoded object, or a list of them; yield their names."""
    for one in value if isinstance(value, list) else [value]:
        if not isinstance(one, dict):
            continue
        fields = _fields(shape)
        for name in [name for name in one if name not in fields]:
            del one[name]
            yield f"{path}{name}"
        for name, inner in fields.items():
            if inner is not None and name in one:
                yield from strip(one[name], inner, f"{path}{name}.")


def unread(shape: type[Shape]) -> Iterator[str]:
    """Names of the fields of a shape, and of those within it, that are left unread."""
    for field in msgspec.structs.fields(shape):
        inner = _inner(field.type)
        if field.type is Unread:
            yield field.encode_name
        elif inner is not None:
            yield from unread(inner)


def day_of(field: str, moment: str) -> str:
    """The day, YYYY-MM-DD, of an ISO 8601 moment; ValueError names the field that holds it."""
    try:
        return parse_date(moment[:10]).iso
    except ValueError as error:
        raise ValueError(f"field {field!r}: {error}") from None


@cache
def _fields(shape: type[Shape]) -> dict[str, type[Shape] | None]:
    return {field.encode_name: _inner(field.type) for field in msgspec.structs.fields(shape)}


def _inner(annotation: Any) -> type[Shape] | None:
    """The shape that a field or each in its list has; of a map none, its keys being open."""
    if typing.get_origin(annotation) is dict:
        return None
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return annotation
    return next(filter(None, map(_inner, typing.get_args(annotation))), None)
