"""OpenAlex's taxonomy as a table, and the definition of AI held against it."""

from collections.abc import Sequence
from pathlib import Path

from lionrock.model.fields import Definition
from lionrock.store.duck import Duck
from lionrock.store.engine import Row

_STEPS = [
    ("taxonomy", """
CREATE TABLE taxonomy (
    topic VARCHAR, name VARCHAR, subfield VARCHAR, subfield_name VARCHAR, field VARCHAR,
    field_name VARCHAR, domain VARCHAR, domain_name VARCHAR, keywords VARCHAR[], works BIGINT,
    updated VARCHAR, snapshot VARCHAR, row_number BIGINT
)
"""),
    ("defined_topics", """
CREATE TABLE defined_topics (topic VARCHAR, name VARCHAR, standing VARCHAR)
"""),
]  # fmt: skip
_STANDING = """
SELECT d.topic, d.name, CASE
        WHEN t.topic IS NULL THEN 'gone'
        WHEN lower(trim(t.name)) <> lower(trim(d.name)) THEN 'renamed'
        ELSE 'same'
    END, t.name
FROM (SELECT unnest(?) AS topic, unnest(?) AS name) d
LEFT JOIN taxonomy t ON t.topic = d.topic
ORDER BY d.topic
"""


def write_taxonomy(
    database: Duck, definition: Definition, rows: Sequence[Row], scratch: Path
) -> list[str]:
    """Fill `taxonomy`, and `defined_topics`: how each topic that the definition names stands there
    (same, renamed, gone). What to warn of: those that are gone.

    Both are empty where no taxonomy is kept: then nothing is known of how a topic stands.
    """
    database.run(_STEPS)
    if not rows:
        return []
    database.insert("taxonomy", rows, scratch)
    named = {topic: name for field in definition.fields.values()
             for topic, name in field.topics.items()}  # fmt: skip
    found = database.rows(_STANDING, [list(named), list(named.values())])
    database.insert("defined_topics", [row[:3] for row in found], scratch)
    return [
        f"openalex_topics: the definition of AI names {topic} {name!r}, which OpenAlex's taxonomy "
        "no longer has"
        for topic, name, standing, _ in found
        if standing == "gone"
    ]
