"""Tables of the startups facet: companies, the money they raised, who gave it, whence they came."""

from collections.abc import Mapping, Sequence

from lionrock.facets._facts import YEAR, column, converted, facts, together, year
from lionrock.facets._sectors import FAMILY, families
from lionrock.model.facet import Column, Table
from lionrock.model.text import T

_STAGES = {
    "seed": ("angel", "seed", "pre_series_a"),
    "early": ("series_a", "series_a_plus", "pre_series_b", "series_b"),
    "late": ("series_c", "series_c_plus", "series_d", "series_d_plus", "series_e", "series_f"),
    "unstated": ("venture", "strategic", "convertible_bond"),
    "public": ("ipo", "spac", "placement"),
}
_FLOWS = {
    "listing": ("ipo", "spac"),
    "listed": ("placement", "convertible_bond"),
}  # every other round is private


def _cases(column: str, groups: Mapping[str, Sequence[str]], rest: str = "NULL") -> str:
    """SQL of the group that a round belongs to."""
    whens = " ".join(
        f"WHEN {column} IN ({', '.join(repr(one) for one in found)}) THEN '{group}'"
        for group, found in groups.items()
    )
    return f"CASE {whens} ELSE {rest} END"


_DEAL = ("company", "round", "date", "amount")
_STAGE = _cases("d.round", _STAGES)

# Two ways to say that somebody invested: a deal that names its investors, and a stated relation.
_INVESTED = """
SELECT source AS investor, target AS company, date, n FROM edges
WHERE type = 'invests_in' AND via = 'relation'
UNION ALL
SELECT i.target, c.target, c.date, i.n
FROM edges c JOIN edges i ON i.source = c.source
WHERE c.type = 'company' AND c.via = 'property' AND i.type = 'investor' AND i.via = 'property'
"""

# A company's latest deal: the last date, and of several on that day the last by name.
# What became of it: the strongest of listed, bought, closed; else how long ago it was last heard
# of on a dated page. Silence is no proof of an end, so it is told as silence.
_COMPANIES = f"""
SELECT e.entity, e.class, e.sector, e.ai_focus, e.place, e.founded, f.family,
    d.round, d.date, d.amount, i.investors, {_STAGE} AS stage,
    u.bodies AS university, b.bodies AS incubator, h.heard,
    CASE
        WHEN e.dissolved IS NOT NULL THEN 'closed'
        WHEN q.company IS NOT NULL THEN 'bought'
        WHEN l.company IS NOT NULL THEN 'listed'
        WHEN h.heard IS NULL THEN 'unheard'
        WHEN left(h.heard, 4) >= CAST(CAST(left(g.gathered, 4) AS INTEGER) - 1 AS VARCHAR)
            THEN 'heard'
        ELSE 'quiet'
    END AS fate,
    CASE
        WHEN e.founded < '2010' THEN 'c2009'
        WHEN e.founded < '2015' THEN 'c2010'
        WHEN e.founded < '2020' THEN 'c2015'
        WHEN e.founded IS NOT NULL THEN 'c2020'
    END AS cohort,
    {together("e.records", "d.records", "u.records", "b.records", "l.records")} AS records
FROM ({facts("organisation", ("class", "place", "founded", "dissolved"), ("sector", "ai_focus"))}) e
CROSS JOIN gathering g
LEFT JOIN ({families("organisation")}) f ON f.entity = e.entity
LEFT JOIN (
    SELECT *, row_number() OVER (PARTITION BY company ORDER BY date DESC, entity DESC) AS place
    FROM ({facts("deal", _DEAL)})
) d ON d.company = e.entity AND d.place = 1
LEFT JOIN (
    SELECT company, count(DISTINCT investor) AS investors FROM ({_INVESTED}) GROUP BY company
) i ON i.company = e.entity
LEFT JOIN (
    SELECT source AS company, list(DISTINCT target ORDER BY target) AS bodies,
        list(DISTINCT n ORDER BY n) AS records
    FROM relations WHERE type = 'spun_out_of' GROUP BY source
) u ON u.company = e.entity
LEFT JOIN (
    SELECT target AS company, list(DISTINCT source ORDER BY source) AS bodies,
        list(DISTINCT n ORDER BY n) AS records
    FROM relations WHERE type = 'incubates' GROUP BY target
) b ON b.company = e.entity
LEFT JOIN (
    SELECT company, list(DISTINCT n ORDER BY n) AS records
    FROM (
        SELECT source AS company, n FROM relations WHERE type = 'listed_on'
        UNION ALL
        SELECT company, records[1] FROM ({facts("deal", _DEAL)}) WHERE round IN ('ipo', 'spac')
    )
    GROUP BY company
) l ON l.company = e.entity
LEFT JOIN (SELECT DISTINCT target AS company FROM relations WHERE type = 'acquires') q
    ON q.company = e.entity
LEFT JOIN (
    SELECT ev.entity, max(ev.date) AS heard
    FROM events ev CROSS JOIN gathering g
    WHERE ev.type <> 'founded' AND ev.date <= g.gathered
    GROUP BY ev.entity
) h ON h.entity = e.entity
WHERE e.class = 'startup' OR d.company IS NOT NULL
"""

_DOLLARS, _RATES = converted("us", "d.amount", "d.date", "USD")
_DEALS = f"""
SELECT d.*, {_DOLLARS} AS dollars, {year("d.date")} AS year,
    {_cases("d.round", _FLOWS, "'private'")} AS flow,
    CASE
        WHEN d.amount IS NULL THEN 'undisclosed'
        WHEN {_DOLLARS} IS NULL THEN 'unconverted'
        ELSE 'disclosed'
    END AS disclosed
FROM ({facts("deal", (*_DEAL, "valuation"), ("investor",))}) d
{_RATES}
"""

_INVESTMENTS = f"""
SELECT i.investor || '/' || i.company AS pair, i.investor AS entity, i.company, e.class,
    f.family, min(i.date) AS date, {year("min(i.date)")} AS year, i.company AS held,
    list(DISTINCT i.n ORDER BY i.n) AS records
FROM ({_INVESTED}) i
LEFT JOIN entities e ON e.id = i.investor
LEFT JOIN ({families("organisation")}) f ON f.entity = i.company
GROUP BY i.investor, i.company, e.class, f.family
"""
_TOGETHER = f"""
WITH held AS (
    SELECT investor, company, list(DISTINCT n ORDER BY n) AS records
    FROM ({_INVESTED}) GROUP BY investor, company
)
SELECT a.investor || '/' || b.investor || '/' || a.company AS tie, a.investor AS entity,
    b.investor AS other, a.company, {together("a.records", "b.records")} AS records
FROM held a JOIN held b ON b.company = a.company AND b.investor > a.investor
"""
_ORIGIN = f"""
SELECT r.id AS link, {{company}} AS entity, {{body}} AS body, r.date, c.founded, c.place,
    c.family, c.stage, c.fate, {together("[r.n]", "c.records")} AS records
FROM relations r JOIN ({{companies}}) c ON c.entity = {{company}}
WHERE r.type = '{{type}}'
"""

_STAGE_COLUMN = Column("stage", T("Stage", "階段", "阶段"), "choice", "funding_stage", True)
_FATE = Column("fate", T("What became of it", "現況", "现况"), "choice", "fate", True)

COMPANIES = Table(
    id="companies",
    title=T("Companies and their latest round", "企業及其最近一輪融資", "企业及其最近一轮融资"),
    sql=_COMPANIES,
    columns=(
        column("organisation", "class", filter=True),
        column("organisation", "sector", many=True, filter=True),
        column("organisation", "ai_focus", many=True, filter=True),
        column("organisation", "place", filter=True),
        column("organisation", "founded"),
        _STAGE_COLUMN,
        column("deal", "round", T("Latest round", "最近一輪", "最近一轮"), filter=True),
        column("deal", "date", T("Date of round", "融資日期", "融资日期")),
        column("deal", "amount"),
        Column("investors", T("Known investors", "已知投資者", "已知投资方"), "number"),
        Column("university", T("Spun out of", "衍生自", "衍生自"), "entities", None, True),
        Column("incubator", T("Incubated by", "培育機構", "孵化机构"), "entities", None, True),
        _FATE,
        Column("heard", T("Last heard of", "最近消息", "最近消息"), "date"),
        Column("cohort", T("Founded in", "成立時期", "成立时期"), "choice", "cohort", True, False),
        FAMILY,
    ),
    order="date",
    latest=(
        ("date", ("stage", "round", "date", "amount", "investors")),
        ("heard", ("fate", "heard")),
    ),
)

DEALS = Table(
    id="deals",
    title=T("Funding rounds and listings", "融資及上市", "融资与上市"),
    sql=_DEALS,
    columns=(
        column("deal", "company", filter=True),
        column("deal", "round", filter=True),
        column("deal", "date"),
        column("deal", "amount"),
        Column("dollars", T("In US dollars", "折合美元", "折合美元"), "quantity"),
        column("deal", "valuation"),
        column("deal", "investor", T("Investors", "投資者", "投资方"), many=True, filter=True),
        Column("flow", T("Kind of money", "資金類別", "资金类别"), "choice", "flow", True),
        Column("disclosed", T("Sum", "金額披露", "金额披露"), "choice", "disclosure", True, False),
        YEAR,
    ),
    order="date",
)

INVESTMENTS = Table(
    id="investments",
    title=T("Who invests in whom", "誰投資誰", "谁投资谁"),
    sql=_INVESTMENTS,
    columns=(
        Column("company", T("Company", "公司", "公司"), "entity", None, True),
        column("organisation", "class", T("Investor is", "投資者類別", "投资方类别"), filter=True),
        Column("date", T("First on record", "最早記錄", "最早记录"), "date"),
        Column("family", FAMILY.label, "list", "sector_family", True),
        YEAR,
    ),
    order="date",
    key="pair",
)

TOGETHER = Table(
    id="coinvestors",
    title=T("Who has invested beside whom", "共同投資者", "共同投资方"),
    sql=_TOGETHER,
    columns=(
        Column("other", T("Beside", "共同投資者", "共同投资方"), "entity"),
        Column("company", T("In", "投資於", "投资于"), "entity", None, True),
    ),
    order="company",
    descending=False,
    key="tie",
)


def _origins(id_: str, title: T, body: T, ends: tuple[str, str, str]) -> Table:
    """Companies by a relation to where they come from: `ends` are its type, and which end is the
    company and which the body."""
    type_, company, other = ends
    return Table(
        id=id_,
        title=title,
        sql=_ORIGIN.format(type=type_, company=company, body=other, companies=_COMPANIES),
        columns=(
            Column("body", body, "entity", None, True),
            column("organisation", "place", filter=True),
            column("organisation", "founded"),
            Column("date", T("Since", "始於", "始于"), "date"),
            _STAGE_COLUMN,
            _FATE,
            Column("family", FAMILY.label, "list", "sector_family", True),
        ),
        order="founded",
        key="link",
        empty=T("None is on record.", "未有記錄。", "没有记录。"),
        latest=((None, ("stage", "fate")),),
    )


SPIN_OUTS = _origins(
    "spinouts",
    T("Companies out of universities", "大學衍生企業", "大学衍生企业"),
    T("Spun out of", "衍生自", "衍生自"),
    ("spun_out_of", "r.source", "r.target"),
)
INCUBATED = _origins(
    "incubated",
    T("Companies in incubators", "獲培育企業", "获孵化企业"),
    T("Incubated by", "培育機構", "孵化机构"),
    ("incubates", "r.target", "r.source"),
)
