"""Tables of the research facet over the graph of bodies that publish together."""

from lionrock.facets._facts import quantity
from lionrock.facets._works import NOT_LOADED
from lionrock.model.facet import Column, Table
from lionrock.model.text import T

_PAIRS = """
SELECT c.a AS entity, c.a || '/' || c.b AS pair_key, c.b AS other, h.place AS from_place,
    g.place AS to_place, c.works, round(c.weight, 1) AS weight,
    CAST(c.first_year AS VARCHAR) AS first_year, CAST(c.last_year AS VARCHAR) AS last_year,
    [p.n] AS records
FROM collaborations c
JOIN work_homes h ON h.organisation = c.a
JOIN work_homes g ON g.organisation = c.b
CROSS JOIN work_period p
ORDER BY c.works DESC, c.a, c.b
LIMIT 2000
"""


def _percent(column: str) -> str:
    """SQL of a share in percent, unknown where the graph has no such pairs."""
    told = quantity(value=f"round(100 * s.{column}, 2)", unit="'percent'")
    return f"CASE WHEN s.{column} IS NOT NULL THEN {told} END"


_BROKERS = f"""
SELECT s.organisation AS entity, h.place, s.centre, s.size, s.partners,
    {_percent("between_cities")} AS between_cities, {_percent("between_sides")} AS between_sides,
    CASE WHEN s."constraint" IS NOT NULL
        THEN {quantity(value='round(s."constraint", 2)', unit="'ratio'")} END AS bound,
    [p.n] AS records
FROM standings s
JOIN work_homes h ON h.organisation = s.organisation
CROSS JOIN work_period p
"""

TIE_TABLES = (
    Table(
        id="together",
        title=T("Who publishes AI with whom", "人工智能著作合作網絡", "人工智能著作合作网络"),
        sql=_PAIRS,
        columns=(
            Column("other", T("With", "合作機構", "合作机构"), "entity"),
            Column("from_place", T("From", "所在地", "所在地"), "entity", None, True),
            Column("to_place", T("To", "對方所在地", "对方所在地"), "entity", None, True),
            Column("works", T("Works together", "合著數目", "合著数目"), "number"),
            Column("weight", T("Weight of the tie", "連繫強度", "联系强度"), "number"),
            Column("first_year", T("First", "首年", "首年"), "date"),
            Column("last_year", T("Latest", "最近一年", "最近一年"), "date"),
        ),
        order="works",
        key="pair_key",
        empty=NOT_LOADED,
    ),
    Table(
        id="brokers",
        title=T("Communities and brokers", "合作社群及橋樑機構", "合作社群与桥梁机构"),
        sql=_BROKERS,
        columns=(
            Column("place", T("Place", "地點", "地点"), "entity", None, True),
            Column(
                "centre", T("Centre of its community", "所屬社群的中心", "所属社群的中心"),
                "entity", None, True,
            ),
            Column("size", T("Bodies in it", "社群機構數目", "社群机构数目"), "number"),
            Column("partners", T("Partners", "合作機構數目", "合作机构数目"), "number"),
            Column(
                "between_cities",
                T("Paths between cities through it", "城市間路徑經此比例", "城市间路径经此比例"),
                "quantity",
            ),
            Column(
                "between_sides",
                T("Between academia and industry", "產學間路徑經此比例", "产学间路径经此比例"),
                "quantity",
            ),
            Column("bound", T("Constraint", "約束度", "约束度"), "quantity"),
        ),
        order="between_cities",
        empty=NOT_LOADED,
    ),
)  # fmt: skip
