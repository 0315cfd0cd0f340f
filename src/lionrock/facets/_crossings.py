"""Tables of the cross-border facet: ties between cities, programmes, data that may cross."""

from lionrock.facets._facts import AS_OF, YEAR, column, dated, facts, quantity, together, year
from lionrock.facets._instruments import DUTIES, FORCE, ISSUER, SECTOR
from lionrock.model.facet import Column, Table
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

_RELATED = f"""
SELECT r.id AS link, r.source AS entity, r.type, r.target AS other,
    s.place AS from_place, t.place AS to_place, r.date, r.amount,
    CAST(s.inherited OR t.inherited AS VARCHAR) AS inherited,
    a.place IS NOT NULL AND b.place IS NOT NULL AS inside,
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

# A use of AI ties the provider's place to the adopter's: technology that crosses a border.
_ADOPTED = f"""
SELECT p.id AS link, p.source AS entity, 'adoption' AS type, u.target AS other,
    s.place AS from_place, t.place AS to_place, p.date, NULL AS amount,
    CAST(s.inherited OR t.inherited AS VARCHAR) AS inherited,
    a.place IS NOT NULL AND b.place IS NOT NULL AS inside,
    {together("[p.n, u.n]", "s.records", "t.records")} AS records
FROM edges p
JOIN edges u ON u.source = p.source AND u.type = 'adopter' AND u.via = 'property'
JOIN homes s ON s.entity = p.target
JOIN homes t ON t.entity = u.target
LEFT JOIN ({_BAY}) a ON a.place = s.place
LEFT JOIN ({_BAY}) b ON b.place = t.place
WHERE p.type = 'provider' AND p.via = 'property' AND s.place <> t.place
    AND (a.place IS NOT NULL OR b.place IS NOT NULL)
"""

# A programme ties the places whose bodies take part in it: from where it is run to each other one
# that its source names. A place around that city is no other: Guangzhou runs those of Guangdong.
_SHARED = f"""
SELECT p.id || ':' || b.target AS link, p.source AS entity, 'programme' AS type,
    p.target AS other, s.place AS from_place, b.target AS to_place, p.date, NULL AS amount,
    CAST(s.inherited AS VARCHAR) AS inherited,
    x.place IS NOT NULL AND y.place IS NOT NULL AS inside,
    {together("[p.n, b.n]", "s.records")} AS records
FROM edges p
JOIN edges b ON b.source = p.source AND b.type = 'between' AND b.via = 'property'
JOIN entities e ON e.id = p.source AND e.kind = 'programme'
JOIN homes s ON s.entity = p.target
LEFT JOIN ({_BAY}) x ON x.place = s.place
LEFT JOIN ({_BAY}) y ON y.place = b.target
WHERE p.type = 'operator' AND p.via = 'property' AND b.target <> s.place
    AND (b.target <> 'guangdong' OR s.place IN ('hong-kong', 'macau'))
"""
LINKS_SQL = f"""
WITH homes AS ({_HOMES})
SELECT l.* REPLACE (CAST(l.inside AS VARCHAR) AS inside),
    CASE l.type
        WHEN 'campus_of' THEN 'campus' WHEN 'joint_lab_with' THEN 'lab'
        WHEN 'partners_with' THEN 'partner' WHEN 'adoption' THEN 'adoption'
        WHEN 'supplies' THEN 'adoption' WHEN 'programme' THEN 'programme'
        WHEN 'invests_in' THEN 'money'
        WHEN 'acquires' THEN 'money' WHEN 'funds' THEN 'money' ELSE 'part'
    END AS way,
    CASE WHEN l.from_place = 'hong-kong' THEN l.to_place
        WHEN l.to_place = 'hong-kong' THEN l.from_place END AS far,
    CAST(l.from_place = 'hong-kong' OR l.to_place = 'hong-kong' AS VARCHAR) AS home,
    {year("l.date")} AS year
FROM (({_RELATED}) UNION ALL ({_ADOPTED}) UNION ALL ({_SHARED})) l
"""

_DATA = f"""
SELECT d.* FROM ({DUTIES}) d WHERE list_contains(d.topic, 'cross_border_data')
"""

_POPULATION = quantity(  # it is written 7470000@2020
    value="CAST(split_part(value, '@', 1) AS DOUBLE)",
    unit="'persons'",
    period="split_part(value, '@', 2)",
)
_CITIES = f"""
WITH links AS ({LINKS_SQL})
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
SELECT p.entity, p.class, p.status, y.as_of, p.amount_max, p.start, p."end", p.operator, p.audience,
    p.eligibility,
    o.place, list_concat(p.records, o.records) AS records
FROM ({facts("programme", _PROGRAMME, ("operator", "audience", "eligibility"))}) p
JOIN (
    SELECT e.source AS programme, min(h.place) AS place,
        list(DISTINCT h.records[1] ORDER BY h.records[1]) AS records
    FROM edges e JOIN ({_HOMES}) h ON h.entity = e.target
    WHERE e.type = 'operator' AND e.via = 'property' AND h.place <> 'hong-kong'
    GROUP BY e.source
) o ON o.programme = p.entity
LEFT JOIN ({dated("programme")}) y ON y.entity = p.entity
"""

LINKS = Table(
    id="links",
    title=T("Links between cities", "城市之間的連繫", "城市之间的联系"),
    sql=LINKS_SQL,
    columns=(
        Column("way", T("Kind of tie", "連繫類別", "联系类别"), "choice", "crossing", True),
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
        Column(
            "far", T("From or to Hong Kong", "與香港相連", "与香港相连"), "entity", None, True,
            False,
        ),
        Column(
            "home", T("Hong Kong at one end", "一端在香港", "一端在香港"), "flag", None, True,
            False,
        ),
        Column(
            "inside", T("Within the bay area", "大灣區之內", "大湾区之内"), "flag", None, True,
            False,
        ),
        YEAR,
    ),
    order="date",
    key="link",
)  # fmt: skip

PROGRAMMES = Table(
    id="programmes",
    title=T("Programmes run outside Hong Kong", "香港以外營辦的計劃", "香港以外运营的计划"),
    sql=_PROGRAMMES,
    columns=(
        column("programme", "class", filter=True),
        column("programme", "audience", many=True, filter=True),
        column("programme", "operator", many=True, filter=True),
        Column("place", T("Run from", "營辦機構所在地", "运营机构所在地"), "entity", None, True),
        Column("eligibility", T("Who may take part", "參加條件", "参加条件"), "list"),
        column("programme", "amount_max"),
        column("programme", "status"),
        AS_OF,
        column("programme", "start"),
        column("programme", "end"),
    ),
    order="amount_max",
)

CITIES = Table(
    id="cities",
    title=T("Cities of the bay area", "大灣區城市", "大湾区城市"),
    sql=_CITIES,
    columns=(
        Column("organisations", T("Bodies on record", "已記錄機構", "已收录机构"), "number"),
        Column("universities", T("Universities", "大學", "大学"), "number"),
        Column("centres", T("Research centres", "研究中心", "研究中心"), "number"),
        Column("companies", T("Companies", "企業", "企业"), "number"),
        Column("links", T("Links on record", "已記錄的跨市連繫", "已收录的跨市联系"), "number"),
        Column("population", T("Population", "人口", "人口"), "quantity"),
    ),
    order="links",
)

DATA = Table(
    id="data",
    title=T(
        "What data may cross, under which document", "數據跨境：依據與要求", "数据跨境：依据与要求"
    ),
    sql=_DATA,
    columns=(
        Column("what", T("What it asks or allows", "要求或容許事項", "要求或允许事项"), "text"),
        FORCE,
        ISSUER,
        column("instrument", "class", filter=True),
        SECTOR,
        column("instrument", "date"),
        AS_OF,
        YEAR,
    ),
    order="date",
    key="duty",
    empty=T("None is on record.", "未有記錄。", "没有记录。"),
)
