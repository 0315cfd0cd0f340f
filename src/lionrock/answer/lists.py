"""Everything there is, in an order that no build changes: entities by id, statements by subject."""

from typing import Any

import msgspec

from lionrock.answer.observatory import Observatory


class Narrowed(msgspec.Struct, frozen=True):
    """Which ones: of a kind; of statements also of a subject, a property, a source."""

    kind: str | None = None
    subject: str | None = None
    prop: str | None = None
    source: str | None = None


class Listed(msgspec.Struct, frozen=True):
    """An entity in the list of all."""

    id: str
    kind: str
    class_: str | None = msgspec.field(name="class")
    label: dict[str, str]
    statements: int


class Claimed(msgspec.Struct, frozen=True):
    """A statement in the list of all, with the pages it rests on."""

    key: str
    subject: str
    kind: str
    prop: str
    value: str
    lang: str | None
    original: str | None
    source: str
    sources: tuple[str, ...]


_ENTITIES = """
SELECT id, kind, class, label_en, label_hant, label_hans, statements FROM entities
WHERE {where} ORDER BY id LIMIT $limit
"""
_STATEMENTS = """
WITH given AS (SELECT * FROM statements WHERE {where} ORDER BY subject, prop, key LIMIT $limit),
pages AS (
    SELECT g.key, list(DISTINCT e.url ORDER BY e.url) AS urls
    FROM (SELECT key, unnest(records) AS n FROM given) g JOIN evidence e ON e.n = g.n
    GROUP BY g.key
)
SELECT g.key, g.subject, g.kind, g.prop, g.value, g.lang, g.original, g.source, p.urls
FROM given g LEFT JOIN pages p ON p.key = g.key
ORDER BY g.subject, g.prop, g.key
"""


def all_entities(
    observatory: Observatory, kind: str | None, after: str | None, limit: int
) -> tuple[int, list[Listed]]:
    """How many entities there are (of a kind), and those whose ids follow `after`."""
    chosen = {"kind": kind} if kind else {}
    where = " AND ".join(["true", *(f"{name} = ${name}" for name in chosen)])
    ((total,),) = observatory.query(f"SELECT count(*) FROM entities WHERE {where}", chosen)
    values: dict[str, Any] = {**chosen, "limit": limit}
    if after is not None:
        where, values = f"{where} AND id > $after", {**values, "after": after}
    rows = observatory.query(_ENTITIES.format(where=where), values)
    return total, [
        Listed(id_, kind_, class_, {"en": en, "zh-Hant": hant, "zh-Hans": hans}, number)
        for id_, kind_, class_, en, hant, hans, number in rows
    ]


def all_statements(
    observatory: Observatory,
    narrowed: Narrowed,
    after: tuple[str, str, str] | None,
    limit: int,
) -> tuple[int, list[Claimed]]:
    """How many statements fit, and those that follow `after` by subject, property and key."""
    chosen = {name: value for name, value in msgspec.structs.asdict(narrowed).items() if value}
    where = " AND ".join(["true", *(f"{name} = ${name}" for name in chosen)])
    ((total,),) = observatory.query(f"SELECT count(*) FROM statements WHERE {where}", chosen)
    values: dict[str, Any] = {**chosen, "limit": limit}
    if after is not None:
        where = f"{where} AND (subject, prop, key) > ($a, $b, $c)"
        values |= dict(zip("abc", after, strict=True))
    rows = observatory.query(_STATEMENTS.format(where=where), values)
    names = Claimed.__struct_fields__
    told = (dict(zip(names, row, strict=True)) for row in rows)
    return total, [Claimed(**one | {"sources": tuple(one["sources"] or ())}) for one in told]
