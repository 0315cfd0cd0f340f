"""The schema as data: kinds, properties, relations, vocabularies and units with their labels."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import msgspec

from lionrock.model.text import T


class Property(msgspec.Struct, frozen=True):
    """A property: its value type, and whether two values at once are a conflict."""

    id: str
    type: str
    label: T
    single: bool = False
    vocabulary: str | None = None


class Kind(msgspec.Struct, frozen=True):
    """A kind of entity and the order a reader wants its properties in."""

    id: str
    label: T
    plural: T
    properties: tuple[str, ...]


class Relation(msgspec.Struct, frozen=True):
    """A relation type, read from subject to object (`label`) and back (`inverse`)."""

    id: str
    label: T
    inverse: T
    symmetric: bool = False


class Unit(msgspec.Struct, frozen=True):
    """A canonical unit and the raw spellings that mean it, each with its factor."""

    id: str
    label: T
    dimension: str
    raw: Mapping[str, float]


class Schema(msgspec.Struct, frozen=True):
    """All of schema.toml."""

    kinds: Mapping[str, Kind]
    properties: Mapping[str, Property]
    relations: Mapping[str, Relation]
    vocabularies: Mapping[str, Mapping[str, T]]
    aliases: Mapping[str, Mapping[str, str]]
    units: Mapping[str, Unit]

    def labels(self, prop: str, kind: str) -> Mapping[str, T]:
        """The choices of a property on a kind, or {} when it is not a choice."""
        named = self.properties[prop].vocabulary if prop in self.properties else None
        return self.vocabularies.get(named or f"{kind}_{prop}", {})

    def choice(self, vocabulary: str, raw: str) -> str | None:
        """The value that `raw` spells in a vocabulary, or None when it has no such value."""
        if raw in self.vocabularies[vocabulary]:
            return raw
        return self.aliases[vocabulary].get(raw)


@lru_cache(maxsize=1)
def schema() -> Schema:
    """The schema this package carries; raises ValueError naming the entry that is wrong."""
    text = files("lionrock.model").joinpath("schema.toml").read_text("utf-8")
    return read_schema(tomllib.loads(text))


def read_schema(data: Mapping[str, Any]) -> Schema:
    """Build a Schema from parsed TOML; raises ValueError naming the entry that is wrong."""
    vocabularies, aliases = {}, {}
    for name, values in data["vocabulary"].items():
        vocabularies[name] = {v: T.of(labels, f"{name}.{v}") for v, labels in values.items()}
        aliases[name] = {
            alias: v for v, labels in values.items() for alias in labels.get("aliases", ())
        }
    return Schema(
        {k: _kind(k, v) for k, v in data["kind"].items()},
        {k: _property(k, v, vocabularies) for k, v in data["property"].items()},
        {k: _relation(k, v) for k, v in data["relation"].items()},
        vocabularies,
        aliases,
        {k: _unit(k, v) for k, v in data["unit"].items()},
    )


def _kind(name: str, row: Mapping[str, Any]) -> Kind:
    label, plural = T.of(row["label"], name), T.of(row["plural"], name)
    return Kind(name, label, plural, tuple(row["properties"]))


def _property(name: str, row: Mapping[str, Any], vocabularies: Mapping[str, Any]) -> Property:
    vocabulary = row.get("vocabulary")
    if vocabulary is not None and vocabulary not in vocabularies:
        raise ValueError(f"property {name}: no vocabulary {vocabulary!r}")
    label = T.of(row["label"], name)
    return Property(name, row["type"], label, row.get("single", False), vocabulary)


def _relation(name: str, row: Mapping[str, Any]) -> Relation:
    label, inverse = T.of(row["label"], name), T.of(row["inverse"], name)
    return Relation(name, label, inverse, row.get("symmetric", False))


def _unit(name: str, row: Mapping[str, Any]) -> Unit:
    raw = dict.fromkeys(row.get("raw", ()), 1.0) | dict(row.get("scaled", {}))
    return Unit(name, T.of(row["label"], name), row["dimension"], raw)
