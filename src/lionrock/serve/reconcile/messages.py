"""What clients send: query batches of both versions, and data extension queries, checked."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Literal

import msgspec
from msgspec import Struct, field

from lionrock.serve.api.reply import Wrong

MAX_QUERIES = 100
"""Queries in a batch; the manifests declare it as batchSize."""
MAX_BODY = 2_000_000
"""Bytes of a request body: a full batch of long Chinese names, percent-encoded, with room."""
MAX_LIMIT, DEFAULT_LIMIT = 50, 5
MAX_IDS, MAX_PROPERTIES, MAX_VALUES = 200, 50, 20
MAX_NAME = 1_000
"""Characters of a name that are read; a longer text is cut here."""

Quantifier = Literal["any", "all", "none"]
Strictness = Literal["any", "all", "should"]

_STRICTNESS: Mapping[str, Strictness] = {"all": "all", "should": "should"}


class Reference(Struct, frozen=True):
    """An entity given as a value, by its id here."""

    id: str
    name: str = ""


Scalar = str | int | float | bool | Reference | None
Values = Scalar | list[Scalar]


class Condition(Struct, frozen=True):
    """A property that candidates should have: any, all or none of `values`.

    A candidate that is not known to meet a `required` one is left out.
    """

    prop: str
    values: tuple[str, ...]
    required: bool = False
    quantifier: Quantifier = "any"


class Query(Struct, frozen=True):
    """A reconciliation query, whichever version it came in.

    `names` are alternative names of the thing sought, `ids` ids of it here; `types` are as the
    client wrote them.
    """

    names: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    strictness: Strictness = "any"
    conditions: tuple[Condition, ...] = ()
    limit: int = DEFAULT_LIMIT


class Wanted(Struct, frozen=True):
    """A property that data extension should fetch, with its settings."""

    id: str
    settings: dict[str, Any] = field(default_factory=dict)


class Extension(Struct, frozen=True):
    """A data extension query: the values of `properties` on each of `ids`."""

    ids: list[str]
    properties: list[Wanted]


class _Property(Struct, frozen=True):
    pid: str
    v: Values


class _Query(Struct, frozen=True, forbid_unknown_fields=True):
    """A query of version 0.2; `lang` is tolerated."""

    query: str | None = None
    type: str | Reference | list[str | Reference] | None = None
    limit: float | None = None
    properties: list[_Property] | None = None
    type_strict: str | None = None
    lang: str | None = None


class _DraftCondition(Struct, frozen=True, rename="camel"):
    match_type: Literal["name", "id", "property"]
    property_value: Values
    property_id: str | None = None
    required: bool = False
    match_quantifier: Quantifier = "any"


class _DraftQuery(Struct, frozen=True, forbid_unknown_fields=True):
    conditions: list[_DraftCondition]
    type: str | None = None
    limit: float | None = None
    lang: str | None = None
    dir: str | None = None


class _DraftBatch(Struct, frozen=True):
    queries: list[_DraftQuery]


def read_batch(text: str | bytes) -> dict[str, Query]:
    """The queries of a 0.2 batch by their keys; Wrong when it cannot be read or is too large."""
    batch = _decoded(text, dict[str, _Query], "queries")
    _within(len(batch), MAX_QUERIES, "queries in a batch")
    return {key: _query(one, f"queries.{key[:40]}") for key, one in batch.items()}


def read_draft(text: str | bytes) -> list[Query]:
    """The queries of a 1.0 batch in their order; Wrong when it cannot be read or is too large."""
    batch = _decoded(text, _DraftBatch, "the batch").queries
    _within(len(batch), MAX_QUERIES, "queries in a batch")
    return [_draft(one, f"queries[{at}]") for at, one in enumerate(batch)]


def read_extension(text: str | bytes) -> Extension:
    """A data extension query of either version; Wrong when it cannot be read or is too large."""
    asked: Extension = _decoded(text, Extension, "extend")
    _within(len(asked.ids), MAX_IDS, "ids in a data extension query")
    _within(len(asked.properties), MAX_PROPERTIES, "properties in a data extension query")
    return asked


def _decoded(text: str | bytes, shape: Any, name: str) -> Any:
    try:
        return msgspec.json.decode(text, type=shape)
    except msgspec.ValidationError as error:
        raise _wrong(name, f"{name} is not as the specification has it: {error}") from None
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else error
        raise _wrong(name, f"{name} is not valid JSON in UTF-8: {reason}") from None


def _within(number: int, most: int, what: str) -> None:
    if number > most:
        detail = f"{number} {what}; at most {most} at once: send several requests"
        raise Wrong(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)


def _query(one: _Query, where: str) -> Query:
    properties = one.properties or []
    if one.query is None and not properties:
        raise _wrong(where, f"{where} has neither query nor properties; give one of them")
    types = one.type if isinstance(one.type, list) else [one.type] if one.type else []
    conditions = (Condition(p.pid, texts_of(p.v)) for p in properties)
    return Query(
        names=_names([one.query or ""]),
        types=tuple(t.id if isinstance(t, Reference) else t for t in types[:MAX_VALUES]),
        strictness=_STRICTNESS.get(one.type_strict or "", "any"),
        conditions=_bounded(list(conditions), where),
        limit=_limit(one.limit, where),
    )


def _draft(one: _DraftQuery, where: str) -> Query:
    if not one.conditions:
        raise _wrong(where, f"{where} has no conditions; give at least one")
    names: list[str] = []
    ids: list[str] = []
    conditions = []
    for condition in one.conditions:
        values = texts_of(condition.property_value)
        if condition.match_type == "name":
            names.extend(values)
        elif condition.match_type == "id":
            ids.extend(values)
        elif condition.property_id is None:
            raise _wrong(where, f"{where} has a condition on a property without a propertyId")
        else:
            conditions.append(
                Condition(
                    condition.property_id, values, condition.required, condition.match_quantifier
                )
            )
    return Query(
        names=_names(names),
        ids=tuple(ids),
        types=(one.type,) if one.type else (),
        conditions=_bounded(conditions, where),
        limit=_limit(one.limit, where),
    )


def texts_of(values: Values) -> tuple[str, ...]:
    """Values as texts: of an entity its id, and nothing for null or blank ones."""
    listed = values if isinstance(values, list) else [values]
    texts = (_text(one) for one in listed[:MAX_VALUES])
    return tuple(text for text in texts if text.strip())


def _text(value: Scalar) -> str:
    if isinstance(value, Reference):
        return value.id[:MAX_NAME]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)[:MAX_NAME]


def _names(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(text[:MAX_NAME] for text in texts if text.strip())


def _bounded(conditions: Sequence[Condition], where: str) -> tuple[Condition, ...]:
    _within(len(conditions), MAX_PROPERTIES, f"properties in {where}")
    return tuple(one for one in conditions if one.values)


def _limit(limit: float | None, where: str) -> int:
    if limit is None:
        return DEFAULT_LIMIT
    if limit < 1 or limit != limit:
        raise _wrong(where, f"the limit of {where} is {limit:g}; it must be 1 or more")
    return int(min(limit, MAX_LIMIT))


def whole(parameters: Mapping[str, str], name: str, default: int, most: int) -> int:
    """A whole number from 0 to `most` of an address's parameters; Wrong for anything else."""
    text = parameters.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit()):
        raise _wrong(name, f"{name} is {text[:20]!r}; it must be a whole number, 0 or more")
    return min(int(text[:9]), most)


def _wrong(parameter: str, detail: str) -> Wrong:
    return Wrong(HTTPStatus.BAD_REQUEST, detail[:1_000], parameter)
