"""The prebuilt documents that pages and the API answer with, one an entity."""

import msgspec

from lionrock.store.documents import DocumentWriter
from lionrock.store.duck import Duck, steps

_PARTS = ("facts", "links", "figures", "events", "works", "evidence")

_SAID = """
SELECT w.text, w.hant, w.hans FROM translations w
ORDER BY w.text
"""

_ASSEMBLE = """
SELECT e.id, encode(concat(
    '{"id":', to_json(e.id), ',"kind":', to_json(e.kind),
    ',"class":', coalesce(to_json(e.class), 'null'),
    ',"label":', json_object('en', e.label_en, 'zh-Hant', e.label_hant, 'zh-Hans', e.label_hans),
    ',"converted":', json_object('zh-Hant', e.hant_converted, 'zh-Hans', e.hans_converted),
    ',"statements":', e.statements, ',"links_number":', e.links,
    {parts},
    '}'
)) AS body
FROM entities e
{joins}
ORDER BY e.id
"""


def write_entities(database: Duck, writer: DocumentWriter) -> int:
    """Assemble and write a document for every entity; return how many."""
    database.run(steps("lionrock.derive", "documents.sql"))
    parts = ", ".join(f"""',"{part}":', coalesce({part}.body, '[]')""" for part in _PARTS)
    joins = "\n".join(
        f"LEFT JOIN scratch.part_{part} {part} ON {part}.id = e.id" for part in _PARTS
    )
    number = 0
    for chunk in database.stream(_ASSEMBLE.replace("{parts}", parts).replace("{joins}", joins)):
        writer.add("entity", ((row[0], row[1]) for row in chunk))
        number += len(chunk)
    return number


def write_redirects(database: Duck, writer: DocumentWriter) -> None:
    """Write where each id that gave way leads: a document `redirect` of {id} for every old id."""
    rows = database.rows("SELECT id, canonical FROM clusters WHERE id <> canonical ORDER BY id")
    writer.add("redirect", ((old, msgspec.json.encode({"id": id_})) for old, id_ in rows))


def write_publishers(database: Duck, writer: DocumentWriter) -> None:
    """Write the one document that names every publisher: {id: {name by language, tier, type}}."""
    rows = database.rows("SELECT id, en, hant, hans, tier, type FROM publishers ORDER BY id")
    named = {
        id_: {"name": {"en": en, "zh-Hant": hant, "zh-Hans": hans}, "tier": tier, "type": type_}
        for id_, en, hant, hans, tier, type_ in rows
    }
    writer.add("publishers", [("publishers", msgspec.json.encode(named))])


def write_translations(database: Duck, writer: DocumentWriter) -> None:
    """Write the one document of all translations: {English text: {zh-Hant, zh-Hans}}."""
    said = {text: {"zh-Hant": hant, "zh-Hans": hans} for text, hant, hans in database.rows(_SAID)}
    writer.add("translations", [("translations", msgspec.json.encode(said))])
