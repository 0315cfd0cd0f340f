"""Outlook: what has been promised by when, and how Hong Kong ranks and expects to grow."""

from lionrock.facets._facts import column, facts, quantity
from lionrock.facets._readings import readings
from lionrock.model.facet import Board, Column, Facet, Table
from lionrock.model.schema import schema
from lionrock.model.text import T

_ABOUT = "hong-kong"
_RANKINGS = {
    "innovation": (
        "gii_rank", "gii_input_rank", "gii_output_rank", "gii_knowledge_technology_outputs_rank",
    ),
    "digital": (
        "imd_digital_rank", "imd_digital_rank_knowledge", "imd_digital_rank_technology",
        "imd_digital_rank_future_readiness",
    ),
    "finance": ("gfci_rank", "gfci_rating", "gfci_fintech_rank"),
    "startups": (
        "gser_ecosystem_rank", "gser_fintech_ecosystem_rank", "startupblink_city_rank",
        "ai_company_funding_rank_global",
    ),
}  # fmt: skip


def _rows(*rows: tuple[str, ...]) -> str:
    """Rows of SQL texts for VALUES."""
    quoted = (", ".join("'" + cell.replace("'", "''") + "'" for cell in row) for row in rows)
    return ", ".join(f"({row})" for row in quoted)


def _units() -> str:
    """The spellings of units that need no conversion, and what each spells."""
    return _rows(
        *((raw, u.id) for u in schema().units.values() for raw, by in u.raw.items() if by == 1)
    )


# A unit such as "percent of GDP" is one the schema knows, and what it is a share of.
_VALUE = quantity(
    value="CAST(t.value AS DOUBLE)",
    unit="coalesce(u.unit, v.unit)",
    written="t.unit",
    base="CASE WHEN u.unit IS NULL AND v.unit IS NOT NULL "
    "THEN substr(t.unit, strpos(t.unit, ' of ') + 4) END",
)
_LATEST = quantity(
    value="o.value",
    unit="o.unit",
    qualifier="o.qualifier",
    period="o.period_text",
    indicator="o.indicator",
    conflict="o.conflict",
    scope="to_json(coalesce(o.scope, []))",
)
_TARGETS = f"""
SELECT t.entity, t."by", t.due, left(t.due, 4) AS due_year, t.set_on,
    CASE WHEN t.value IS NOT NULL THEN {_VALUE} END AS value,
    j.verdict, j.reason,
    CASE WHEN o.n IS NOT NULL THEN {_LATEST} END AS latest,
    CASE WHEN o.n IS NOT NULL THEN list_concat(t.records, [o.n]) ELSE t.records END AS records
FROM ({facts("target", ("by", "value", "unit", "due", "set_on"))}) t
JOIN trajectories j ON j.target = t.entity
LEFT JOIN (VALUES {_units()}) u(written, unit) ON u.written = t.unit
LEFT JOIN (VALUES {_units()}) v(written, unit) ON v.written = split_part(t.unit, ' of ', 1)
LEFT JOIN (
    SELECT r.*, d.indicator IS NOT NULL AS conflict
    FROM ranked r
    LEFT JOIN disagreements d ON d.indicator = r.indicator AND d.about = r.about
        AND d.period = r.period AND d.nature = r.nature
) o ON o.id = j.latest
"""

FACET = Facet(
    id="outlook",
    rank=7,
    title=T("Outlook", "展望", "展望"),
    question=T(
        "What has been promised by when, is it on course, and how does Hong Kong rank?",
        "各方承諾了甚麼、何時達成、進度如何？香港的國際排名怎樣？",
        "各方承诺了什么、何时达成、进度如何？香港的国际排名怎样？",
    ),
    kinds=("target",),
    tables=(
        Table(
            id="targets",
            title=T("Targets and the latest figures", "目標與最新數字", "目标与最新数据"),
            sql=_TARGETS,
            columns=(
                column("target", "by", filter=True),
                Column("value", T("Target value", "目標值", "目标值"), "quantity"),
                column("target", "due"),
                column("target", "set_on"),
                Column("verdict", T("Standing", "進展", "进展"), "choice", "target_verdict", True),
                Column("reason", T("Because", "依據", "依据"), "choice", "target_reason"),
                Column("latest", T("Latest figure", "最新數字", "最新数据"), "quantity"),
                Column(
                    "due_year", T("Year due", "期限年份", "期限年份"), "date", None, True, False
                ),
            ),
            order="due",
        ),
        readings(
            "rankings",
            T("Hong Kong in rankings", "香港的國際排名", "香港的国际排名"),
            _RANKINGS,
            "ranking_side",
            _ABOUT,
        ),
    ),
    boards=(
        Board(
            id="trajectory",
            title=T("Targets against the trajectory", "目標與實際走勢", "目标与实际走势"),
            table="targets",
            shape="lanes",
            across="verdict",
            shows=("due", "value", "latest", "reason"),
            by_value=("verdict",),
            note=T(
                "As the figures on record stood when they were gathered. Unmeasured: nobody on "
                "record publishes a figure that counts the same thing, or it is too old to tell.",
                "以收集資料當日的記錄為準。「無從量度」指沒有記錄顯示有人公布量度同一事物的數字，或數字太舊。",
                "以收集资料当日的记录为准。「无从衡量」指没有记录显示有人公布衡量同一事物的数据，或数据太旧。",
            ),
        ),
        Board(
            id="rankings",
            title=T("Rankings over time", "排名走勢", "排名走势"),
            table="rankings",
            shape="figures",
            down="indicator",
            across="year",
            measure="value",
            by_value=("year",),
            note=T(
                "Each publisher counts in its own way and changes its method: a place is compared "
                "with the same ranking's other years at most.",
                "各機構計法不同且會修訂：排名最多只宜與同一排名的其他年份比較。",
                "各机构算法不同且会修订：排名最多只宜与同一排名的其他年份比较。",
            ),
        ),
        Board(
            id="publishers",
            title=T("Rankings by publisher", "各家排名", "各家排名"),
            table="rankings",
            shape="matrix",
            down="publisher",
            across="side",
        ),
        Board(
            id="due",
            title=T("Targets by year due", "目標：按期限年份", "目标：按期限年份"),
            table="targets",
            shape="matrix",
            down="by",
            across="due_year",
            by_value=("due_year",),
            note=T(
                "By who set them and when they are due; a target without a date is under unknown.",
                "按訂立機構及期限；沒有期限的目標列於「未知」。",
                "按制定机构与期限；没有期限的目标列于“未知”。",
            ),
        ),
    ),
    timeline=(
        'SELECT ev.entity, ev.date, ev.type, en."by" AS other, ev.what, ev.done, ev.n '
        f"FROM events ev JOIN ({facts('target', ('by',))}) en ON en.entity = ev.entity "
        "WHERE ev.via = 'own'"
    ),
)
