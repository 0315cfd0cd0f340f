"""What counts as AI, and as each of its fields: one readable, versioned definition."""

import hashlib
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import msgspec

from lionrock.model.text import T

WHOLE = "ai"
"""The field that holds all the others."""


class Field(msgspec.Struct, frozen=True):
    """A field of research.

    `topics` are OpenAlex topics by bare id with their names, `venues` parts of names of venues
    (a leading "=" stands for the whole name), `arxiv` the categories it is compared with.
    """

    id: str
    label: T
    reason: str
    topics: Mapping[str, str]
    venues: tuple[str, ...]
    arxiv: tuple[str, ...]


class Change(msgspec.Struct, frozen=True):
    """Something after which figures are not comparable with those before: `date` is ISO 8601."""

    id: str
    date: str
    what: T
    source: str = ""


class Definition(msgspec.Struct, frozen=True):
    """Which works count (`types`), in which fields, since when, and what broke the series.

    `changes` are those of this definition, a version each; `breaks` those of the source.
    """

    version: int
    types: tuple[str, ...]
    fields: Mapping[str, Field]
    changes: tuple[Change, ...]
    breaks: tuple[Change, ...]
    digest: str


def read_definition(text: str) -> Definition:
    """Parse fields.toml; ValueError names the entry that is wrong."""
    told = tomllib.loads(text)
    try:
        fields = {name: _field(name, row) for name, row in told["field"].items()}
        changes = tuple(
            Change(str(row["version"]), row["date"], T.of(row["what"], "fields.toml [[changes]]"))
            for row in told["changes"]
        )
        breaks = tuple(
            Change(row["id"], row["date"], T.of(row["what"], "fields.toml"), row["source"])
            for row in told["breaks"]
        )
        types = tuple(told["outputs"]["types"])
        version = int(told["version"])
    except KeyError as error:
        raise ValueError(f"fields.toml: {error.args[0]!r} is missing") from None
    if WHOLE not in fields:
        raise ValueError(f"fields.toml: no [field.{WHOLE}], which holds all the others")
    if not changes or changes[-1].id != str(version):
        raise ValueError(f"fields.toml: version {version} is not the last of [[changes]]")
    return Definition(version, types, fields, changes, breaks, _digest(types, fields))


def _field(name: str, row: Mapping[str, Any]) -> Field:
    where = f"fields.toml [field.{name}]"
    for topic in row["topics"]:
        if not (topic[:1] == "T" and topic[1:].isascii() and topic[1:].isdigit()):
            raise ValueError(f"{where}: {topic!r} is no OpenAlex topic; expected T and a number")
    for venue in row["venues"]:
        if venue != venue_key(venue):
            raise ValueError(f"{where}: venue {venue!r} is not folded: {venue_key(venue)!r}")
    return Field(
        name, T.of(row["label"], where), row["reason"], dict(row["topics"]),
        tuple(row["venues"]), tuple(row["arxiv"]),
    )  # fmt: skip


def venue_key(name: str) -> str:
    """A venue's name as the definition writes it: lower case, words and single spaces."""
    whole = "=" if name.startswith("=") else ""
    kept = "".join(c if c.isalnum() else " " for c in name.casefold())
    return whole + " ".join(kept.split())


def in_venue(venues: tuple[str, ...], name: str) -> bool:
    """Whether a venue of this name is one of `venues`."""
    key = venue_key(name)
    return any(
        key == venue[1:] if venue.startswith("=") else f" {venue} " in f" {key} "
        for venue in venues
    )


def _digest(types: tuple[str, ...], fields: Mapping[str, Field]) -> str:
    """What decides, as one digest: labels and reasons may be reworded without a new version."""
    rules = {
        "types": sorted(types),
        "fields": {
            name: [sorted(field.topics), sorted(field.venues)] for name, field in fields.items()
        },
    }
    return hashlib.sha256(msgspec.json.encode(rules, order="sorted")).hexdigest()


@lru_cache(maxsize=1)
def definition() -> Definition:
    """The definition this version of the program counts by."""
    return read_definition(files("lionrock.model").joinpath("fields.toml").read_text("utf-8"))
