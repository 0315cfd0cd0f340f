"""Cross-border: what ties Hong Kong to the other cities of the Greater Bay Area."""

from lionrock.facets._facts import column, facts
from lionrock.model.facet import Column, Facet, Table
from lionrock.model.text import T

_TIES = (
    "'campus_of', 'joint_lab_with', 'partners_with', 'invests_in', 'acquires', 'funds', "
    "'incubates', 'operates', 'part_of', 'spun_out_of', 'supplies'"
)
_ANYWHERE = "'campus_of', 'joint_lab_with'"
"""Ties that count even when only one end lies in the bay area."""

_BAY = "SELECT value AS place FROM statements WHERE subject = 'greater-bay-area' AND prop = 'member'"

# Where a body is: its own place, else that of the body it belongs to, and then it says so.
_HOMES = f"""
SELECT o.entity, coalesce(o.place, p.place) AS place, o.place IS NULL AS inherited,
    CASE WHEN o.place IS NULL THEN p.records ELSE o.records END AS records
FROM ({facts("organisation", ("place", "parent"))}) o
LEFT JOIN ({facts("organisation", ("place",))}) p ON p.entity = o.parent
WHERE coalesce(o.place, p.place) IS NOT NULL
"""

_LINKS = f"""
SELECT r.id AS link, r.source AS entity, r.type, r.target AS other,
    s.place AS from_place, t.place AS to_place, r.date, r.amount,
    CAST(s.inherited OR t.inherited AS VARCHAR) AS inherited,
    list_concat([r.n], list_concat(s.records, t.records)) AS records
FROM relations r
JOIN ({_HOMES}) s ON s.entity = r.source
JOIN ({_HOMES}) t ON t.entity = r.target
LEFT JOIN ({_BAY}) a ON a.place = s.place
LEFT JOIN ({_BAY}) b ON b.place = t.place
WHERE r.type IN ({_TIES}) AND s.place <> t.place
    AND (
        a.place IS NOT NULL AND b.place IS NOT NULL
        OR r.type IN ({_ANYWHERE}) AND (a.place IS NOT NULL OR b.place IS NOT NULL)
    )
"""

_COUNT = "count(*) FILTER (WHERE class = '{0}') AS {1}"
_CITIES = f"""
SELECT p.entity, p.area, c.organisations, c.universities, c.centres, c.companies, l.links,
    p.records
FROM ({facts("place", ("area",))}) p
JOIN ({_BAY}) m ON m.place = p.entity
LEFT JOIN (
    SELECT place, count(*) AS organisations,
        {_COUNT.format("university", "universities")},
        {_COUNT.format("research_centre", "centres")},
        count(*) FILTER (WHERE class IN ('corporate', 'startup', 'provider')) AS companies
    FROM ({facts("organisation", ("place", "class"))})
    WHERE place IS NOT NULL
    GROUP BY place
) c ON c.place = p.entity
LEFT JOIN (
    SELECT place, count(*) AS links
    FROM (
        SELECT from_place AS place FROM ({_LINKS})
        UNION ALL SELECT to_place FROM ({_LINKS})
    )
    GROUP BY place
) l ON l.place = p.entity
"""

_PROGRAMMES = f"""
SELECT p.*, o.place, list_concat(p.records, o.records) AS all_records
FROM ({facts("programme", ("class", "status", "amount_max", "start", "end"), ("operator", "audience"))}) p
JOIN (
    SELECT e.source AS programme, min(h.place) AS place, list(DISTINCT h.records[1]) AS records
    FROM edges e JOIN ({_HOMES}) h ON h.entity = e.target
    WHERE e.type = 'operator' AND e.via = 'property' AND h.place <> 'hong-kong'
    GROUP BY e.source
) o ON o.programme = p.entity
"""
