"""Suggestions while someone types: entities, types and properties."""

from typing import Any

from lionrock.answer.observatory import Observatory
from lionrock.model.schema import schema
from lionrock.serve.reconcile import kinds, properties
from lionrock.serve.reconcile.properties import Offered
from lionrock.serve.reconcile.things import Thing, things

MAX_PREFIX, MAX_SKIP, MAX_LIMIT, DEFAULT_LIMIT = 200, 500, 100, 10
_ROUNDS = (1, 4, 16)  # of the number wanted: others may be indicators, or of other types

Shown = dict[str, Any]


def entities(
    observatory: Observatory, prefix: str, types: tuple[str, ...], most: int
) -> list[Thing]:
    """At most `most` entities whose id is `prefix` or whose names begin with or hold it."""
    prefix = prefix[:MAX_PREFIX].strip()
    if not prefix:
        return []
    own = Thing.of(observatory, prefix)
    wanted = frozenset[str]().union(*map(kinds.meant, types))
    found: dict[str, Thing] = {}
    for factor in _ROUNDS:
        hits = observatory.suggest(prefix, most * factor)
        ids = [hit.id for hit in hits if hit.kind in schema().kinds]
        found = things(observatory, [*([own.id] if own else ()), *ids])
        if types:
            found = {id_: one for id_, one in found.items() if wanted & set(one.types)}
        if len(found) >= most or len(hits) < most * factor:
            break
    return list(found.values())[:most]


def shown_entity(thing: Thing, lang: str) -> Shown:
    """An entity as a suggestion."""
    return {
        "id": thing.id,
        "name": thing.name(lang),
        "description": thing.description(lang),
        "notable": [
            {"id": one["id"], "name": one["name"]} for one in kinds.described(thing.types, lang)
        ],
    }


def shown_types(prefix: str, lang: str) -> list[Shown]:
    """The types whose name or id begins with or holds what is typed; all for nothing."""
    described = {one["id"]: one for one in kinds.described(kinds.types(), lang)}
    listed = [Offered(one["id"], one["name"]) for one in described.values()]
    found = properties.beginning(listed, prefix[:MAX_PREFIX])
    meant = [id_ for id_ in described if id_ in kinds.meant(prefix[:MAX_PREFIX])]
    return [described[id_] for id_ in dict.fromkeys([*meant, *(one.id for one in found)])]


def shown_properties(observatory: Observatory, prefix: str, type_: str, lang: str) -> list[Shown]:
    """The properties, of a type if one is given, that fit what is typed; indicators come last
    and only when something is typed."""
    kind = kind_of(type_)
    listed = properties.offered(kind, lang, observatory)
    if prefix.strip():
        listed += properties.figures(lang, observatory)
    found = properties.beginning(listed, prefix[:MAX_PREFIX])
    return [{"id": one.id, "name": one.name, "description": one.id} for one in found]


def kind_of(type_: str) -> str:
    """The one kind that a type means; empty when it means none, or several."""
    found = {one.partition(".")[0] for one in kinds.meant(type_)} if type_ else set()
    return found.pop() if len(found) == 1 else ""
