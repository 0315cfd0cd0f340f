"""Tables of the research facet: ties between bodies that do research, and the InnoHK centres."""

from lionrock.facets._facts import YEAR, column, facts, together, year
from lionrock.model.facet import Column, Table
from lionrock.model.text import T

_RESEARCHES = "('university', 'research_centre', 'hospital')"
_BODY = facts("organisation", ("class", "place"), ("ai_focus",))

_TIES = f"""
SELECT r.id AS tie, r.source AS entity, r.target AS other, r.type, b.class AS other_class,
    r.date, {year("r.date")} AS year, r.note, a.place, [r.n] AS records
FROM relations r
JOIN ({_BODY}) a ON a.entity = r.source
JOIN ({_BODY}) b ON b.entity = r.target
WHERE r.type IN ('joint_lab_with', 'partners_with', 'part_of', 'campus_of', 'funds')
    AND (a.class IN {_RESEARCHES} OR b.class IN {_RESEARCHES})
"""

# The clusters of InnoHK are its parts of a kind of their own; every other part is a centre, but
# for universities: one that hosts nine centres is no centre itself.
_CLUSTERS = "('health-innohk', 'air-innohk', 'seam-innohk')"
_CENTRES = f"""
SELECT m.source AS entity, m.cluster, o.ai_focus, o.place, p.partners,
    {together("m.records", "p.records")} AS records
FROM (
    SELECT source, max(target) FILTER (WHERE target IN {_CLUSTERS}) AS cluster,
        list(DISTINCT n ORDER BY n) AS records
    FROM relations
    WHERE type IN ('part_of', 'member_of') AND target IN ('innohk', 'health-innohk', 'air-innohk',
        'seam-innohk') AND source NOT IN {_CLUSTERS}
    GROUP BY source
) m
JOIN ({_BODY}) o ON o.entity = m.source AND o.class IS DISTINCT FROM 'university'
LEFT JOIN (
    SELECT id, list(DISTINCT partner ORDER BY partner) AS partners,
        list(DISTINCT n ORDER BY n) AS records
    FROM (
        SELECT source AS id, target AS partner, n FROM relations
        WHERE type IN ('partners_with', 'joint_lab_with', 'part_of')
            AND target NOT IN ('innohk', 'health-innohk', 'air-innohk', 'seam-innohk')
        UNION ALL
        SELECT target, source, n FROM relations WHERE type IN ('partners_with', 'joint_lab_with')
    )
    GROUP BY id
) p ON p.id = m.source
"""

TIES = Table(
    id="ties",
    title=T("Who works with whom", "合作及隸屬關係", "合作与隶属关系"),
    sql=_TIES,
    columns=(
        Column("type", T("Tie", "關係", "关系"), "choice", "relation", True),
        Column("other", T("With", "對方", "对方"), "entity", None, True),
        Column(
            "other_class", T("Which is", "對方類別", "对方类别"), "choice", "organisation_class",
            True,
        ),
        column("organisation", "place", filter=True),
        Column("date", T("Since", "始於", "始于"), "date"),
        Column("note", T("Note", "備註", "备注"), "text"),
        YEAR,
    ),
    order="date",
    key="tie",
)  # fmt: skip

CENTRES = Table(
    id="innohk",
    title=T(
        "InnoHK centres and their partners", "InnoHK 研發中心及合作夥伴", "InnoHK研发中心及合作伙伴"
    ),
    sql=_CENTRES,
    columns=(
        Column("cluster", T("Cluster", "平台", "平台"), "entity", None, True),
        Column("partners", T("Partners", "合作夥伴", "合作伙伴"), "entities", None, True),
        column("organisation", "ai_focus", many=True, filter=True),
        column("organisation", "place", filter=True),
    ),
    order="cluster",
    empty=T("None is on record.", "未有記錄。", "没有记录。"),
)
