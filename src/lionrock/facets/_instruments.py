"""Rules, guidelines and their duties: what the facets on governance and cross-border data list."""

from lionrock.facets._facts import column, dated, facts, year
from lionrock.model.facet import Column
from lionrock.model.text import T

# How a document stands today, from its force and its status as the registry has them.
_FORCE = """
CASE
    WHEN i.status IN ('not_in_force', 'superseded') THEN 'lapsed'
    WHEN i.status = 'enacted' THEN 'enacted'
    WHEN i.status = 'proposed' THEN 'proposed'
    WHEN i.status IN ('published', 'completed') THEN 'finding'
    WHEN i.status = 'in_force' AND i.binding = 'true' THEN 'binding'
    WHEN i.status = 'in_force' AND i.binding = 'false' THEN 'guidance'
END
"""
INSTRUMENTS = f"""
SELECT i.*, y.as_of, {_FORCE} AS force, {year("i.date")} AS year, len(i.obligation) AS duties
FROM ({
    facts(
        "instrument",
        ("class", "status", "binding", "date"),
        ("issuer", "sector", "topic", "obligation"),
    )
}) i
LEFT JOIN ({dated("instrument")}) y ON y.entity = i.entity
"""
DUTIES = f"""
SELECT o.key AS duty, o.subject AS entity, o.value AS what, i.issuer, i.force, i.class, i.sector,
    i.topic, i.date, i.as_of, i.year, o.records
FROM facts o JOIN ({INSTRUMENTS}) i ON i.entity = o.subject
WHERE o.kind = 'instrument' AND o.prop = 'obligation'
"""

FORCE = Column("force", T("Force", "效力", "效力"), "choice", "force", True, dated="as_of")
SECTOR = column("instrument", "sector", many=True, filter=True)
TOPIC = column("instrument", "topic", many=True, filter=True)
ISSUER = column("instrument", "issuer", many=True, filter=True)
