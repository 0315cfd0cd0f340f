"""Research: universities, laboratories and centres, how they hang together, what they publish."""

from lionrock.facets._facts import column, facts
from lionrock.facets._ties import TIE_TABLES
from lionrock.facets._works import WORK_TABLES
from lionrock.model.facet import Column, Facet, Table
from lionrock.model.text import T

_LISTED = "class IN ('university', 'research_centre') OR class = 'hospital' AND len(ai_focus) > 0"

_ORGANISATIONS = f"""
SELECT o.*, coalesce(p.partners, 0) AS partners, w.part_of
FROM ({facts("organisation", ("class", "parent", "place", "founded"), ("ai_focus",))}) o
LEFT JOIN (
    SELECT id, count(DISTINCT partner) AS partners
    FROM (
        SELECT source AS id, target AS partner FROM relations
        WHERE type IN ('partners_with', 'joint_lab_with')
        UNION ALL
        SELECT target, source FROM relations WHERE type IN ('partners_with', 'joint_lab_with')
    )
    GROUP BY id
) p ON p.id = o.entity
LEFT JOIN (
    SELECT source AS id, list(DISTINCT target ORDER BY target) AS part_of
    FROM relations WHERE type IN ('part_of', 'campus_of') GROUP BY source
) w ON w.id = o.entity
WHERE {_LISTED}
"""

_ARTEFACT = ("class", "date", "params")

FACET = Facet(
    id="research",
    rank=2,
    title=T("Research", "科研", "科研"),
    question=T(
        "Who does AI research in Hong Kong and the bay area, with whom, and what comes of it?",
        "香港及大灣區有哪些機構從事人工智能研究？與誰合作？有甚麼成果？",
        "香港及大湾区有哪些机构从事人工智能研究？与谁合作？有什么成果？",
    ),
    kinds=("organisation", "artefact"),
    tables=(
        Table(
            id="organisations",
            title=T(
                "Universities, laboratories and centres",
                "大學、實驗室及研究中心",
                "大学、实验室与研究中心",
            ),
            sql=_ORGANISATIONS,
            columns=(
                column("organisation", "class", filter=True),
                column("organisation", "place", filter=True),
                column("organisation", "ai_focus", many=True, filter=True),
                column("organisation", "parent", filter=True),
                Column("part_of", T("Part of", "隸屬於", "隶属于"), "entities", None, True),
                Column("partners", T("Known partners", "已知合作夥伴", "已知合作伙伴"), "number"),
                column("organisation", "founded"),
            ),
            order="partners",
        ),
        Table(
            id="artefacts",
            title=T("Models and data sets", "模型及數據集", "模型与数据集"),
            sql=facts("artefact", _ARTEFACT, ("owner", "modality", "language", "base", "paper")),
            columns=(
                column("artefact", "class", filter=True),
                column(
                    "artefact",
                    "owner",
                    T("Made by", "開發機構", "开发机构"),
                    many=True,
                    filter=True,
                ),
                column("artefact", "date"),
                column("artefact", "modality", many=True, filter=True),
                column("artefact", "language", many=True),
                column("artefact", "base", many=True),
                column("artefact", "params"),
                column("artefact", "paper", many=True),
            ),
            order="date",
        ),
        *WORK_TABLES,
        *TIE_TABLES,
    ),
    timeline=f"""
        SELECT ev.entity, ev.date, ev.type, ev.other, ev.what, ev.done, ev.n
        FROM events ev
        WHERE ev.via = 'out' AND ev.type IN ('joint_lab_with', 'campus_of')
        UNION ALL
        SELECT ev.entity, ev.date, ev.type, ev.other, ev.what, ev.done, ev.n
        FROM events ev
        JOIN (
            SELECT entity FROM ({facts("organisation", ("class",), ("ai_focus",))}) WHERE {_LISTED}
            UNION ALL
            SELECT id FROM entities WHERE kind = 'artefact'
        ) o ON o.entity = ev.entity
        WHERE ev.via = 'own' AND ev.type IN ('founded', 'date')
    """,
)
