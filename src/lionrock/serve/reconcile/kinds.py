"""Types: kinds of entity and their classes, by id and by the names people give them."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from lionrock.model.fold import fold
from lionrock.model.schema import schema
from lionrock.model.text import T

ORGANISATION = "organisation"
DEFAULT = (ORGANISATION, "programme", "initiative", "instrument")
"""Kinds that the manifests propose."""

_ALIASES = {
    "organization": (ORGANISATION,),
    "company": ("organisation.corporate", "organisation.startup"),
}


@lru_cache(maxsize=1)
def types() -> dict[str, T]:
    """Every type: KIND, and KIND.CLASS for the classes of a kind."""
    found: dict[str, T] = {}
    for kind in schema().kinds.values():
        found[kind.id] = kind.label
        for class_, label in schema().labels("class", kind.id).items():
            found[f"{kind.id}.{class_}"] = label
    return found


@lru_cache(maxsize=1)
def _names() -> dict[str, frozenset[str]]:
    names: dict[str, set[str]] = {}
    for id_, label in types().items():
        written = [id_, id_.partition(".")[2], *label.table().values()]
        if "." not in id_:
            written += schema().kinds[id_].plural.table().values()
        for name in filter(None, map(fold, written)):
            names.setdefault(name, set()).add(id_)
    for name, ids in _ALIASES.items():
        names.setdefault(fold(name), set()).update(ids)
    return {name: frozenset(ids) for name, ids in names.items()}


def meant(text: str) -> frozenset[str]:
    """The types that an id, a label in any of the languages or an address of one
    (https://schema.org/Organization) may mean; empty when there is none."""
    if text in types():
        return frozenset([text])
    last = text.rstrip("/").replace("#", "/").rpartition("/")[2]
    if last.startswith("schema:"):
        last = last.removeprefix("schema:")
    return _names().get(fold(last), frozenset())


def types_of(kind: str, class_: str | None) -> tuple[str, ...]:
    """The ids of an entity's types, the most particular first."""
    narrow = f"{kind}.{class_}"
    return (narrow, kind) if class_ and narrow in types() else (kind,)


def described(ids: Iterable[str], lang: str) -> list[dict[str, Any]]:
    """Types as messages have them, each with its kind as the broader one."""
    return [_described(id_, lang) for id_ in ids]


def _described(id_: str, lang: str) -> dict[str, Any]:
    label = types().get(id_)
    shown: dict[str, Any] = {"id": id_, "name": label.in_(lang) if label else id_}
    kind = id_.partition(".")[0]
    if kind != id_ and kind in types():
        shown["broader"] = [{"id": kind, "name": types()[kind].in_(lang)}]
    return shown
