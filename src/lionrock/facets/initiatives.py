"""Initiatives: what the government and its partners set out to do, and how far each has come."""

from lionrock.facets._facts import column, facts
from lionrock.model.facet import Column, Facet, Table
from lionrock.model.text import T

# A period told by its first digits ("2026-05") is compared with as many digits of the day the
# facts were gathered, so that a month in progress is neither past nor future.
_MILESTONES = """
SELECT m.entity, count(*) AS milestones, count(*) FILTER (WHERE m.done) AS done,
    max(m.date) FILTER (WHERE m.done AND m.date <= g.gathered) AS reached,
    min(m.date) FILTER (WHERE NOT m.done AND m.date >= left(g.gathered, length(m.date))) AS next,
    count(*) FILTER (WHERE NOT m.done AND m.date < left(g.gathered, length(m.date))) AS overdue
FROM (
    SELECT subject AS entity, value ->> '$.date' AS date,
        coalesce(CAST(value ->> '$.done' AS BOOLEAN), FALSE) AS done
    FROM facts WHERE kind = 'initiative' AND prop = 'milestone'
) m CROSS JOIN gathering g
GROUP BY m.entity
"""

_PROPERTIES = ("class", "status", "announced", "start", "end", "amount")

_INITIATIVES = f"""
SELECT i.*, coalesce(m.milestones, 0) AS milestones, coalesce(m.done, 0) AS done,
    m.reached, m.next, coalesce(m.overdue, 0) AS overdue,
    greatest(
        m.reached,
        CASE WHEN i.announced <= g.gathered THEN i.announced END,
        CASE WHEN i.start <= g.gathered THEN i.start END,
        CASE WHEN i."end" <= g.gathered THEN i."end" END
    ) AS as_of
FROM ({facts("initiative", _PROPERTIES, ("owner", "sector"))}) i
LEFT JOIN ({_MILESTONES}) m ON m.entity = i.entity
CROSS JOIN gathering g
"""

FACET = Facet(
    id="initiatives",
    rank=1,
    title=T("Initiatives", "政府舉措", "政府举措"),
    question=T(
        "What has the government set out to do about AI, at what cost, and how far is it?",
        "政府在人工智能方面推出了甚麼舉措？投入多少？進展如何？",
        "政府在人工智能方面推出了什么举措？投入多少？进展如何？",
    ),
    kinds=("initiative",),
    tables=(
        Table(
            id="initiatives",
            title=T("Initiatives and how far they are", "各項舉措及進展", "各项举措及进展"),
            sql=_INITIATIVES,
            columns=(
                column("initiative", "class", filter=True),
                column("initiative", "owner", many=True, filter=True),
                column("initiative", "status", filter=True),
                Column("as_of", T("Status as of", "狀況截至", "状态截至"), "date"),
                column("initiative", "announced"),
                column("initiative", "start"),
                column("initiative", "end"),
                column("initiative", "amount"),
                column("initiative", "sector", many=True, filter=True),
                Column("milestones", T("Milestones", "里程碑", "里程碑"), "number"),
                Column("done", T("Milestones reached", "已達成", "已达成"), "number"),
                Column("reached", T("Last reached", "最近達成", "最近达成"), "date"),
                Column("next", T("Next milestone", "下一里程碑", "下一里程碑"), "date"),
                Column(
                    "overdue",
                    T("Past due, not reported done", "逾期未見完成", "逾期未见完成"),
                    "number",
                ),
            ),
            order="as_of",
        ),
    ),
    timeline=(
        "SELECT ev.entity, ev.date, ev.type, ev.other, ev.what, ev.done, ev.n FROM events ev "
        "JOIN entities en ON en.id = ev.entity "
        "WHERE ev.via = 'own' AND en.kind = 'initiative' AND ev.done IS DISTINCT FROM FALSE"
    ),
)
