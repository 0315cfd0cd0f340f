"""Research: universities, laboratories and centres, how they hang together, what they publish."""

from lionrock.facets._facts import column, facts
from lionrock.facets._institutions import INSTITUTIONS
from lionrock.facets._labs import CENTRES, TIES
from lionrock.facets._readings import readings
from lionrock.facets._ties import TIE_TABLES
from lionrock.facets._works import WORK_TABLES
from lionrock.model.facet import SUBJECT, Board, Column, Facet, Table
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

_RANKINGS = {
    "world": ("qs_world_rank", "the_world_rank", "usnews_world_rank", "qs_asia_rank"),
    "subject": ("qs_computer_science_rank", "qs_data_science_ai_rank", "csrankings_faculty_listed"),
}
_SPENDING = {
    "spent": ("gerd", "gerd_gdp_ratio"),
    "sector": ("rd_business", "rd_government", "rd_higher_education"),
    "people": ("rd_personnel",),
}
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
        TIES,
        CENTRES,
        readings(
            "rankings",
            T("Rankings of universities", "大學排名", "大学排名"),
            _RANKINGS,
            "ranking_side",
        ),
        readings(
            "spending",
            T("Research and development", "研究及發展", "研究与发展"),
            _SPENDING,
            "spending_side",
        ),
        *WORK_TABLES,
        INSTITUTIONS,
        *TIE_TABLES,
    ),
    boards=(
        Board(
            id="focus",
            title=T("Who works on what", "誰研究甚麼", "谁研究什么"),
            table="organisations",
            shape="matrix",
            down=SUBJECT,
            across="ai_focus",
            where=(("class", "university"),),
            note=T(
                "Universities by what the registry has them work on; laboratories and centres are "
                "in the next table. An empty cell means nothing on record, not no work.",
                "大學及其已記錄的研究範疇；實驗室及中心見下表。空格指沒有記錄，不等於沒有研究。",
                "大学及其已收录的研究范畴；实验室与中心见下表。空格指没有记录，不等于没有研究。",
            ),
        ),
        Board(
            id="fields",
            title=T("Fields by kind of body", "範疇：按機構類別", "范畴：按机构类别"),
            table="organisations",
            shape="matrix",
            down="ai_focus",
            across="class",
        ),
        Board(
            id="innohk",
            title=T("InnoHK centres", "InnoHK 研發中心", "InnoHK研发中心"),
            table="innohk",
            shape="lanes",
            across="cluster",
            shows=("partners",),
            note=T(
                "Centres whose cluster is on record; unknown: the cluster is not stated.",
                "已有平台記錄的中心；「未知」指未註明所屬平台。",
                "已有平台记录的中心；“未知”指未注明所属平台。",
            ),
        ),
        Board(
            id="labs",
            title=T(
                "Laboratories and partners by kind", "實驗室及合作：按關係", "实验室与合作：按关系"
            ),
            table="ties",
            shape="matrix",
            down="other",
            across="type",
        ),
        Board(
            id="together",
            title=T(
                "Joint laboratories and partnerships",
                "聯合實驗室及合作網絡",
                "联合实验室与合作网络",
            ),
            table="ties",
            shape="network",
            down=SUBJECT,
            across="other",
        ),
        Board(
            id="rankings",
            title=T("Rankings, by several publishers", "各家排名並列", "各家排名并列"),
            table="rankings",
            shape="figures",
            down=SUBJECT,
            across="indicator",
            measure="value",
            note=T(
                "The latest three of each; rankings of different publishers measure different "
                "things and are not averaged.",
                "各列最近三項；各家排名所量度者不同，不作平均。",
                "各列最近三项；各家排名所衡量者不同，不作平均。",
            ),
        ),
        Board(
            id="spending",
            title=T(
                "R&D of Hong Kong, by who says so",
                "香港研發數字：各家說法",
                "香港研发数据：各家说法",
            ),
            table="spending",
            shape="figures",
            down="indicator",
            across="publisher",
            measure="value",
            where=((SUBJECT, "hong-kong"),),
        ),
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
