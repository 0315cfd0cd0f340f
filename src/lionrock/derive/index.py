"""What is searchable: every entity and indicator, by names, texts and the choices it carries."""

from collections.abc import Iterator
from pathlib import Path

from lionrock.derive.search import Concepts, SearchDocument, write_index
from lionrock.model.reference import Reference
from lionrock.model.schema import Schema
from lionrock.store.duck import Duck
from lionrock.store.files import WriteFailed

_CONCEPTS = ("sector", "ai_focus", "technique", "function", "topic", "harm", "audience", "round")
_NAMES = ("name",)
_ALIASES = ("former_name",)
_CODES = ("abbreviation", "ror", "wikidata", "hkex", "lei", "domain")
_TEXTS = (
    "title", "what", "use_case", "note", "target", "eligibility", "obligation", "modality", "base",
    "paper", "language", "admin",
)  # fmt: skip


def concepts_of(schema: Schema) -> Concepts:
    """The concepts of the search package and those of the schema's vocabularies together."""
    groups = []
    for vocabulary, values in schema.vocabularies.items():
        if vocabulary not in _CONCEPTS and not vocabulary.endswith("_class"):
            continue
        for value, label in values.items():
            groups.append((f"{vocabulary}/{value}", tuple(dict.fromkeys(label.table().values()))))
    return Concepts.of(groups)


def build_index(database: Duck, reference: Reference, directory: Path) -> int:
    """Write the search index of a build; return the number of documents."""
    directory.mkdir()
    concepts = concepts_of(reference.schema)
    try:
        return write_index(directory, _documents(database, reference), concepts)
    except ValueError as error:  # all that tantivy raises
        if "IO error" in str(error):
            raise WriteFailed(f"could not write the search index: {error}") from error
        raise


def _listed(props: tuple[str, ...]) -> str:
    names = ", ".join(f"'{prop}'" for prop in props)
    return f"list(s.value ORDER BY s.rank, s.value) FILTER (WHERE s.prop IN ({names}))"


def _documents(database: Duck, reference: Reference) -> Iterator[SearchDocument]:
    concepts = ", ".join(f"'{prop}'" for prop in _CONCEPTS)
    sql = f"""
        SELECT e.id, e.kind, {_listed(_NAMES)}, {_listed(_ALIASES)}, {_listed(_CODES)},
            {_listed(_TEXTS)},
            list(CASE WHEN s.prop = 'milestone' THEN s.value ->> '$.what' END ORDER BY s.rank)
                FILTER (WHERE s.prop = 'milestone'),
            list(s.prop || '/' || s.value ORDER BY s.prop, s.value)
                FILTER (WHERE s.prop IN ({concepts})),
            any_value(e.class), any_value(e.links), any_value(e.statements),
            any_value(e.label_en), any_value(e.label_hant), any_value(e.label_hans),
            any_value(l.labels), any_value(m.ids)
        FROM entities e
        JOIN facts s ON s.subject = e.id
        LEFT JOIN (
            SELECT d.source AS id, list(DISTINCT o.label_en) || list(DISTINCT o.label_hant)
                || list(DISTINCT o.label_hans) AS labels
            FROM edges d JOIN entities o ON o.id = d.target
            WHERE d.via = 'property' AND d.type NOT IN ('place', 'parent', 'member')
            GROUP BY d.source
        ) l ON l.id = e.id
        LEFT JOIN (
            SELECT canonical, list(id ORDER BY id) AS ids FROM merges GROUP BY canonical
        ) m ON m.canonical = e.id
        GROUP BY e.id, e.kind
        ORDER BY e.id
    """
    for chunk in database.stream(sql):
        for row in chunk:
            id_, kind, names, aliases, codes, texts, steps, choices, class_, links, number = row[
                :11
            ]
            classed = [f"{kind}_class/{class_}"] if class_ else []
            title = (str(row[11]), str(row[12]), str(row[13]))
            yield SearchDocument(
                id=id_,
                kind=kind,
                names=tuple(names or title),
                aliases=tuple(aliases or ()),
                abbreviations=(*(codes or ()), *(row[15] or ())),
                text=tuple((texts or []) + (steps or []) + sorted(set(row[14] or []))),
                concepts=tuple((choices or []) + classed),
                weight=float(links + number / 10),
                title=title,
            )
    yield from _indicators(database, reference)


def _indicators(database: Duck, reference: Reference) -> Iterator[SearchDocument]:
    counted = database.rows(
        "SELECT indicator, count(*) FROM observations GROUP BY indicator ORDER BY indicator"
    )
    for id_, number in counted:
        indicator = reference.catalogue.indicators[id_]
        labels = indicator.label.table()
        yield SearchDocument(
            id=id_,
            kind="indicator",
            names=tuple(dict.fromkeys(labels.values())),
            aliases=(),
            abbreviations=(id_, *indicator.aliases),
            text=tuple(indicator.definition.table().values()),
            concepts=(),
            weight=float(number),
            title=(labels["en"], labels["zh-Hant"], labels["zh-Hans"]),
        )
