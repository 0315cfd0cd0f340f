"""Tables of the initiatives facet: how far each is, and every milestone against its promise."""

from lionrock.facets._facts import YEAR, column, converted, dated, facts, year
from lionrock.facets._sectors import FAMILY, families
from lionrock.model.facet import Column, Table
from lionrock.model.text import T

# A period told by its first digits ("2026-05") is compared with as many digits of the day the
# facts were gathered, so that a month in progress is neither past nor future.
_PAST = "{0} < left(g.gathered, length({0}))"
_STEPS = """
SELECT key, subject AS entity, value ->> '$.date' AS date, value ->> '$.what' AS what,
    CAST(value ->> '$.done' AS BOOLEAN) AS done, records
FROM facts WHERE kind = 'initiative' AND prop = 'milestone'
"""
_MILESTONES = f"""
SELECT m.entity, count(*) AS milestones, count(*) FILTER (WHERE m.done) AS done,
    max(m.date) FILTER (WHERE m.done AND m.date <= g.gathered) AS reached,
    min(m.date) FILTER (
        WHERE m.done IS NOT TRUE AND m.date >= left(g.gathered, length(m.date))
    ) AS next,
    count(*) FILTER (WHERE NOT m.done AND {_PAST.format("m.date")}) AS overdue,
    min(m.date) FILTER (WHERE NOT m.done AND {_PAST.format("m.date")}) AS missed
FROM ({_STEPS}) m CROSS JOIN gathering g
GROUP BY m.entity
"""

_PROPERTIES = ("class", "status", "announced", "start", "end", "amount")
_HELD, _RATES = converted("hk", "i.amount", "i.day", "HKD")

# Late is worked out, never taken from the registry: a milestone past due that nobody reports
# reached, or an end that has passed. A status older than a year is told as silence, not as today's.
_INITIATIVES = f"""
SELECT s.*,
    CASE
        WHEN s.status = 'completed' THEN 'done'
        WHEN s.late_since IS NOT NULL THEN 'late'
        WHEN s.as_of IS NULL THEN 'undated'
        WHEN left(s.as_of || '-12-31', 10) < s.year_ago THEN 'silent'
        ELSE s.status
    END AS state
FROM (
    SELECT i.*, f.family, {year("i.day")} AS year, {_HELD} AS committed,
        coalesce(m.milestones, 0) AS milestones, coalesce(m.done, 0) AS done,
        m.reached, m.next, coalesce(m.overdue, 0) AS overdue,
        CASE
            WHEN i.status IS DISTINCT FROM 'completed' THEN
                least(m.missed, CASE WHEN {_PAST.format('i."end"')} THEN i."end" END)
        END AS late_since,
        y.as_of,
        CAST(CAST(left(g.gathered, 4) AS INTEGER) - 1 AS VARCHAR) || substr(g.gathered, 5)
            AS year_ago
    FROM (
        SELECT *, coalesce(announced, start) AS day
        FROM ({facts("initiative", _PROPERTIES, ("owner", "sector"))})
    ) i
    LEFT JOIN ({_MILESTONES}) m ON m.entity = i.entity
    LEFT JOIN ({families("initiative")}) f ON f.entity = i.entity
    LEFT JOIN ({dated("initiative")}) y ON y.entity = i.entity
    CROSS JOIN gathering g
    {_RATES}
) s
"""

_PROMISES = f"""
SELECT m.key AS step, m.entity, m.what, m.date, {year("m.date")} AS year,
    CASE
        WHEN m.done THEN 'reached'
        WHEN {_PAST.format("m.date")} AND m.done IS NULL THEN 'unheard'
        WHEN {_PAST.format("m.date")} THEN 'overdue'
        WHEN m.date IS NOT NULL THEN 'due'
    END AS outcome,
    o.class, o.owner, m.records
FROM ({_STEPS}) m
JOIN ({facts("initiative", ("class",), ("owner",))}) o ON o.entity = m.entity
CROSS JOIN gathering g
"""

_OWNER = column("initiative", "owner", many=True, filter=True)

INITIATIVES = Table(
    id="initiatives",
    title=T("Initiatives and how far they are", "各項舉措及進展", "各项举措及进展"),
    sql=_INITIATIVES,
    columns=(
        column("initiative", "class", filter=True),
        _OWNER,
        Column(
            "state",
            T("Where it stands", "進展判斷", "进展判断"),
            "choice",
            "initiative_state",
            True,
            dated="as_of",
        ),
        column(
            "initiative",
            "status",
            T("Status on record", "已記錄狀況", "已收录状态"),
            filter=True,
        ),
        Column("as_of", T("Status as of", "狀況截至", "状态截至"), "date"),
        column("initiative", "announced"),
        column("initiative", "start"),
        column("initiative", "end"),
        column("initiative", "amount"),
        Column("committed", T("In Hong Kong dollars", "折合港元", "折合港元"), "quantity"),
        column("initiative", "sector", many=True, filter=True),
        Column("milestones", T("Milestones", "里程碑", "里程碑"), "number"),
        Column("done", T("Milestones reached", "已達成", "已达成"), "number"),
        Column("reached", T("Last reached", "最近達成", "最近达成"), "date"),
        Column("next", T("Next milestone", "下一里程碑", "下一里程碑"), "date"),
        Column(
            "overdue", T("Past due, not reported done", "逾期未見完成", "逾期未见完成"), "number"
        ),
        Column("late_since", T("Late since", "逾期自", "逾期自"), "date"),
        FAMILY,
        YEAR,
    ),
    order="as_of",
)

MILESTONES = Table(
    id="milestones",
    title=T("Milestones against promise", "里程碑：承諾與達成", "里程碑：承诺与达成"),
    sql=_PROMISES,
    columns=(
        Column("what", T("Milestone", "里程碑", "里程碑"), "text"),
        Column("date", T("Date", "日期", "日期"), "date"),
        Column("outcome", T("Outcome", "結果", "结果"), "choice", "milestone_outcome", True),
        _OWNER,
        column("initiative", "class", filter=True),
        YEAR,
    ),
    order="date",
    key="step",
)
