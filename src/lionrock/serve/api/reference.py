"""What the observatory speaks and where its facts come from: the same for every request."""

from functools import lru_cache

import msgspec

from lionrock.answer.observatory import Observatory
from lionrock.model.schema import schema
from lionrock.model.statement import Snapshot
from lionrock.model.text import T
from lionrock.serve.api.answers import (
    KindEntry,
    PropertyEntry,
    PublisherEntry,
    RelationEntry,
    SchemaAnswer,
    SourceEntry,
    Sources,
    UnitEntry,
)
from lionrock.serve.api.documents import Label
from lionrock.sources._gather import sources

_SNAPSHOTS = """
SELECT digest, source, url, fetched_at, media_type, licence FROM snapshots ORDER BY source, url
"""
_PUBLISHERS = """
SELECT p.id, p.en, p.hant, p.hans, p.tier, p.type, count(DISTINCT e.url), count(DISTINCT e.n)
FROM publishers p JOIN evidence e ON e.publisher = p.id
GROUP BY ALL
ORDER BY p.id
"""


def known_kinds() -> tuple[str, ...]:
    """Kinds that a search can be limited to."""
    return (*schema().kinds, "indicator")


@lru_cache(maxsize=1)
def schema_answer() -> bytes:
    """The schema as JSON."""
    known = schema()
    answer = SchemaAnswer(
        kinds={
            k.id: KindEntry(_label(k.label), _label(k.plural), k.properties)
            for k in known.kinds.values()
        },
        properties={
            p.id: PropertyEntry(_label(p.label), p.type, p.single, p.vocabulary)
            for p in known.properties.values()
        },
        relations={
            r.id: RelationEntry(_label(r.label), _label(r.inverse), r.symmetric)
            for r in known.relations.values()
        },
        vocabularies={
            name: {value: _label(label) for value, label in values.items()}
            for name, values in known.vocabularies.items()
        },
        units={u.id: UnitEntry(_label(u.label), u.dimension) for u in known.units.values()},
    )
    return msgspec.json.encode(answer)


@lru_cache(maxsize=2)
def sources_answer(observatory: Observatory) -> bytes:
    """The sources of a build, with their snapshots, and the publishers its evidence leads to."""
    snapshots = [Snapshot(*row) for row in observatory.query(_SNAPSHOTS)]
    answer = Sources(
        sources=tuple(
            SourceEntry(
                s.id, _label(s.title), s.publisher, s.url, s.licence, s.cadence, s.languages,
                tuple(one for one in snapshots if one.source == s.id),
            )
            for s in (module.SOURCE for module in sources())
        ),
        publishers=tuple(
            PublisherEntry(row[0], Label(*row[1:4]), *row[4:])
            for row in observatory.query(_PUBLISHERS)
        ),
    )  # fmt: skip
    return msgspec.json.encode(answer)


def _label(text: T) -> Label:
    return Label(text.en, text.hant, text.hans)
