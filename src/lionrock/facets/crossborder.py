"""Cross-border: what ties Hong Kong to the other cities of the Greater Bay Area."""

from lionrock.facets._facts import column, facts, quantity
from lionrock.model.facet import Column, Facet, Table
from lionrock.model.text import T

_TIES = (
    "'campus_of', 'joint_lab_with', 'partners_with', 'invests_in', 'acquires', 'funds', "
    "'incubates', 'operates', 'part_of', 'spun_out_of', 'supplies'"
)
_ANYWHERE = "'campus_of', 'joint_lab_with'"
"""Ties that count even when only one end lies in the bay area."""

_BAY = "SELECT value AS place FROM facts WHERE subject = 'greater-bay-area' AND prop = 'member'"

# Where a body is: its own place, else that of the body it belongs to, and then it says so.
_HOMES = f"""
SELECT o.entity, coalesce(o.place, p.place) AS place, o.place IS NULL AS inherited,
    CASE WHEN o.place IS NULL THEN p.records ELSE o.records END AS records
FROM ({facts("organisation", ("place", "parent"))}) o
LEFT JOIN ({facts("organisation", ("place",))}) p ON p.entity = o.parent
WHERE coalesce(o.place, p.place) IS NOT NULL
"""

_LINKS = f"""
WITH homes AS ({_HOMES})
SELECT r.id AS link, r.source AS entity, r.type, r.target AS other,
    s.place AS from_place, t.place AS to_place, r.date, r.amount,
    CAST(s.inherited OR t.inherited AS VARCHAR) AS inherited,
    list_concat([r.n], list_concat(s.records, t.records)) AS records
FROM relations r
JOIN homes s ON s.entity = r.source
JOIN homes t ON t.entity = r.target
LEFT JOIN ({_BAY}) a ON a.place = s.place
LEFT JOIN ({_BAY}) b ON b.place = t.place
WHERE r.type IN ({_TIES}) AND s.place <> t.place
    AND (
        a.place IS NOT NULL AND b.place IS NOT NULL
        OR r.type IN ({_ANYWHERE}) AND (a.place IS NOT NULL OR b.place IS NOT NULL)
    )
"""

_POPULATION = quantity(  # it is written 7470000@2020
    value="CAST(split_part(value, '@', 1) AS DOUBLE)",
    unit="'persons'",
    period="split_part(value, '@', 2)",
)
_CITIES = f"""
WITH links AS ({_LINKS})
SELECT p.entity, coalesce(c.organisations, 0) AS organisations,
    coalesce(c.universities, 0) AS universities, coalesce(c.centres, 0) AS centres,
    coalesce(c.companies, 0) AS companies, coalesce(l.links, 0) AS links,
    i.population, p.records
FROM ({facts("place", ("area",))}) p
JOIN ({_BAY}) m ON m.place = p.entity
LEFT JOIN (
    SELECT place, count(*) AS organisations,
        count(*) FILTER (WHERE class = 'university') AS universities,
        count(*) FILTER (WHERE class = 'research_centre') AS centres,
        count(*) FILTER (WHERE class IN ('corporate', 'startup', 'provider')) AS companies
    FROM ({facts("organisation", ("place", "class"))})
    WHERE place IS NOT NULL
    GROUP BY place
) c ON c.place = p.entity
LEFT JOIN (
    SELECT place, count(*) AS links
    FROM (
        SELECT from_place AS place FROM links UNION ALL SELECT to_place FROM links
    )
    GROUP BY place
) l ON l.place = p.entity
LEFT JOIN (
    SELECT subject, {_POPULATION} AS population,
        row_number() OVER (
            PARTITION BY subject ORDER BY split_part(value, '@', 2) DESC, value
        ) AS place
    FROM facts WHERE kind = 'place' AND prop = 'population'
) i ON i.subject = p.entity AND i.place = 1
"""

_PROGRAMME = ("class", "status", "amount_max", "start", "end")
_PROGRAMMES = f"""
SELECT p.entity, p.class, p.status, p.amount_max, p.start, p."end", p.operator, p.audience,
    o.place, list_concat(p.records, o.records) AS records
FROM ({facts("programme", _PROGRAMME, ("operator", "audience"))}) p
JOIN (
    SELECT e.source AS programme, min(h.place) AS place,
        list(DISTINCT h.records[1] ORDER BY h.records[1]) AS records
    FROM edges e JOIN ({_HOMES}) h ON h.entity = e.target
    WHERE e.type = 'operator' AND e.via = 'property' AND h.place <> 'hong-kong'
    GROUP BY e.source
) o ON o.programme = p.entity
"""

FACET = Facet(
    id="crossborder",
    rank=5,
    title=T("Cross-border", "跨境及大灣區", "跨境与大湾区"),
    question=T(
        "What ties Hong Kong's AI to the rest of the Greater Bay Area: campuses, labs, money?",
        "香港人工智能與大灣區其他城市如何連繫：校區、實驗室還是資金？",
        "香港人工智能与大湾区其他城市如何联结：校区、实验室还是资金？",
    ),
    kinds=("organisation", "programme", "place"),
    tables=(
        Table(
            id="links",
            title=T("Links between cities", "城市之間的連繫", "城市之间的联系"),
            sql=_LINKS,
            columns=(
                Column("type", T("Link", "關係", "关系"), "choice", "relation", True),
                Column("other", T("With", "對方", "对方"), "entity"),
                Column("from_place", T("From", "所在地", "所在地"), "entity", None, True),
                Column("to_place", T("To", "對方所在地", "对方所在地"), "entity", None, True),
                column("deal", "date"),
                column("deal", "amount"),
                Column(
                    "inherited",
                    T("Place is its parent body's", "地點取自所屬機構", "地点取自所属机构"),
                    "flag",
                ),
            ),
            order="date",
            key="link",
        ),
        Table(
            id="programmes",
            title=T("Programmes run outside Hong Kong", "香港以外營辦的計劃", "香港以外运营的计划"),
            sql=_PROGRAMMES,
            columns=(
                column("programme", "class", filter=True),
                column("programme", "audience", many=True, filter=True),
                column("programme", "operator", many=True, filter=True),
                Column(
                    "place", T("Run from", "營辦機構所在地", "运营机构所在地"), "entity", None, True
                ),
                column("programme", "amount_max"),
                column("programme", "status"),
                column("programme", "start"),
                column("programme", "end"),
            ),
            order="amount_max",
        ),
        Table(
            id="cities",
            title=T("Cities of the bay area", "大灣區城市", "大湾区城市"),
            sql=_CITIES,
            columns=(
                Column(
                    "organisations", T("Bodies on record", "已記錄機構", "已收录机构"), "number"
                ),
                Column("universities", T("Universities", "大學", "大学"), "number"),
                Column("centres", T("Research centres", "研究中心", "研究中心"), "number"),
                Column("companies", T("Companies", "企業", "企业"), "number"),
                Column(
                    "links", T("Links on record", "已記錄的跨市連繫", "已收录的跨市联系"), "number"
                ),
                Column("population", T("Population", "人口", "人口"), "quantity"),
            ),
            order="links",
        ),
    ),
    timeline=f"""
        SELECT ev.entity, ev.date, ev.type, ev.other, ev.what, ev.done, ev.n
        FROM events ev JOIN ({_LINKS}) l ON l.link = ev.owner
        WHERE ev.via = 'out'
    """,
)
