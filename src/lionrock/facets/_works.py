"""Tables of the research facet over bulk records: who publishes, in which fields, with whom.

They are empty, and say how to fill them, when no works are loaded. Rows rest on the one record
that stands for the works; a figure leads to the works behind it (serve/works.py).
"""

from lionrock.facets._facts import quantity
from lionrock.model.facet import Column, Table
from lionrock.model.text import T

NOT_LOADED = T(
    "No bulk records of research are loaded, so nothing is known here. To load works of "
    "OpenAlex: lionrock update openalex (or, with files of its snapshot, lionrock update "
    "openalex --from FOLDER).",
    "尚未載入大批研究著作紀錄，此處資料未知。載入OpenAlex著作的方法：執行 lionrock update "
    "openalex（如已有其快照檔案，則執行 lionrock update openalex --from 資料夾）。",
    "尚未载入大批研究著作记录，此处数据未知。载入OpenAlex著作的方法：运行 lionrock update "
    "openalex（如已有其快照文件，则运行 lionrock update openalex --from 文件夹）。",
)

_YEARS = 5
"""Whole years that "recent" means; the same number before them is what growth compares with."""


def _percent(part: str, whole: str, indicator: str | None = None) -> str:
    """SQL of a share in percent; unknown where there is nothing to share."""
    given = {"value": f"round(100.0 * {part} / {whole}, 1)", "unit": "'percent'"}
    if indicator:
        given["indicator"] = f"'{indicator}'"
    return f"CASE WHEN {whole} > 0 THEN {quantity(**given)} END"


_GROWTH = _percent("(a.recent - a.before)", "a.before")
_COUNTS = f"""
    count(*) AS works, sum(c.fraction) AS fraction,
    count(*) FILTER (WHERE u.year BETWEEN p.open_year - {_YEARS} AND p.open_year - 1) AS recent,
    count(*) FILTER (
        WHERE u.year BETWEEN p.open_year - {2 * _YEARS} AND p.open_year - {_YEARS + 1}
    ) AS before,
    count(u.percentile) AS ranked, count(*) FILTER (WHERE u.percentile >= 0.9) AS top10,
    count(*) FILTER (WHERE t.academic OR t.industry) AS sided,
    count(*) FILTER (WHERE t.academic AND t.industry) AS joint,
    count(*) FILTER (WHERE t.countries_known) AS located,
    count(*) FILTER (WHERE t.abroad) AS abroad
"""
_SHARES = f"""
    a.works, round(a.fraction, 1) AS fraction, a.recent, {_GROWTH} AS growth,
    {_percent("a.top10", "a.ranked", "works_ai_top10_share")} AS top10,
    {_percent("a.joint", "a.sided", "works_ai_industry_share")} AS industry,
    {_percent("a.abroad", "a.located", "works_ai_abroad_share")} AS abroad
"""

_ORGANISATIONS = f"""
SELECT a.organisation AS entity, e.class, h.place, {_SHARES},
    coalesce(o.works, 0) AS openalex, a.works - coalesce(o.works, 0) AS difference, [p.n] AS records
FROM (
    SELECT c.organisation, {_COUNTS}
    FROM output_organisations c
    JOIN outputs u ON u.work = c.work
    JOIN output_traits t ON t.work = c.work
    CROSS JOIN work_period p
    WHERE c.via = 'ours'
    GROUP BY c.organisation
) a
LEFT JOIN (
    SELECT organisation, count(*) AS works FROM output_organisations
    WHERE via = 'openalex' GROUP BY organisation
) o ON o.organisation = a.organisation
JOIN entities e ON e.id = a.organisation
LEFT JOIN work_homes h ON h.organisation = a.organisation
CROSS JOIN work_period p
"""

_CITIES = f"""
SELECT a.place AS entity, {_SHARES}, [p.n] AS records
FROM (
    SELECT c.place, {_COUNTS}
    FROM output_places c
    JOIN outputs u ON u.work = c.work
    JOIN output_traits t ON t.work = c.work
    CROSS JOIN work_period p
    GROUP BY c.place
) a
JOIN entities e ON e.id = a.place
CROSS JOIN work_period p
"""

# A location quotient: the field's weight in the place's AI works over its weight in those of the
# Greater Bay Area; 1 where they are alike.
_FIELDS = f"""
SELECT a.place AS entity, a.place || '/' || a.field AS field_key, a.field, a.works, a.recent,
    {_percent("a.works", "w.works")} AS share,
    {_GROWTH} AS growth,
    {quantity(value="round((1.0 * a.works / w.works) / (1.0 * b.works / v.works), 2)",
              unit="'ratio'")} AS specialisation,
    {_percent("a.top10", "a.ranked")} AS top10, [p.n] AS records
FROM (
    SELECT c.place, f.field, {_COUNTS}
    FROM output_places c
    JOIN outputs u ON u.work = c.work
    JOIN output_traits t ON t.work = c.work
    JOIN work_fields f ON f.work = c.work
    CROSS JOIN work_period p
    WHERE f.field <> 'ai'
    GROUP BY c.place, f.field
) a
JOIN (SELECT place, count(*) AS works FROM output_places GROUP BY place) w ON w.place = a.place
JOIN (
    SELECT f.field, count(*) AS works
    FROM output_places c JOIN work_fields f ON f.work = c.work
    WHERE c.place = 'greater-bay-area' GROUP BY f.field
) b ON b.field = a.field
CROSS JOIN (
    SELECT count(*) AS works FROM output_places WHERE place = 'greater-bay-area'
) v
JOIN entities e ON e.id = a.place
CROSS JOIN work_period p
"""  # fmt: skip

_YEARLY = """
SELECT a.place AS entity, a.place || '/' || CAST(a.year AS VARCHAR) AS year_key,
    CAST(a.year AS VARCHAR) AS year, a.works, round(a.fraction, 1) AS fraction,
    a.machine_learning, a.nlp, a.computer_vision, a.speech, a.robotics, a.medical_ai,
    CAST(a.year >= p.open_year AS VARCHAR) AS open, [p.n] AS records
FROM (
    SELECT c.place, u.year, count(*) AS works, sum(c.fraction) AS fraction,
        count(*) FILTER (WHERE f.fields LIKE '%,machine_learning,%') AS machine_learning,
        count(*) FILTER (WHERE f.fields LIKE '%,nlp,%') AS nlp,
        count(*) FILTER (WHERE f.fields LIKE '%,computer_vision,%') AS computer_vision,
        count(*) FILTER (WHERE f.fields LIKE '%,speech,%') AS speech,
        count(*) FILTER (WHERE f.fields LIKE '%,robotics,%') AS robotics,
        count(*) FILTER (WHERE f.fields LIKE '%,medical_ai,%') AS medical_ai
    FROM output_places c
    JOIN outputs u ON u.work = c.work
    JOIN (
        SELECT work, ',' || string_agg(field, ',') || ',' AS fields FROM work_fields GROUP BY work
    ) f ON f.work = c.work
    GROUP BY c.place, u.year
) a
JOIN entities e ON e.id = a.place
CROSS JOIN work_period p
"""

_MOVES = """
SELECT coalesce(d.ours[1], d.theirs[1]) AS entity,
    substr(sha256(d.raw), 1, 16) AS string_key, left(d.raw, 300) AS raw, d.works,
    d.ours, d.theirs,
    coalesce(g.given, []) AS given,
    CASE
        WHEN list_has_any(coalesce(g.above, []), d.ours) AND NOT list_has_any(d.theirs, d.ours)
            THEN 'part'
        WHEN len(d.theirs) = 0 THEN 'gained'
        WHEN len(d.ours) = 0 THEN 'lost'
        ELSE 'moved'
    END AS change,
    d.example, [p.n] AS records
FROM differences d
LEFT JOIN difference_institutions g ON g.raw = d.raw
CROSS JOIN work_period p
ORDER BY d.works DESC, d.raw
LIMIT 2000
"""

_WORKS = Column("works", T("AI works", "人工智能著作", "人工智能著作"), "number")
_FRACTION = Column("fraction", T("Shared out", "按分數計", "按分数计"), "number")
_RECENT = Column("recent", T("In five whole years", "近五個完整年度", "近五个完整年度"), "number")
_GROWN = Column(
    "growth", T("Against the five before", "與之前五年比較", "与之前五年比较"), "quantity"
)
_TOP = Column(
    "top10",
    T("Among the world's most cited 10%", "屬全球被引次數居前10%", "属全球被引次数居前10%"),
    "quantity",
)
_INDUSTRY = Column(
    "industry", T("Industry and academia together", "產學合著", "产学合著"), "quantity"
)
_ABROAD = Column("abroad", T("With partners abroad", "與海外合著", "与海外合著"), "quantity")
_MEASURES = (_WORKS, _FRACTION, _RECENT, _GROWN, _TOP, _INDUSTRY, _ABROAD)


def _field(name: str, label: T) -> Column:
    return Column(name, label, "number")


WORK_TABLES = (
    Table(
        id="output",
        title=T("AI works by body", "各機構的人工智能著作", "各机构的人工智能著作"),
        sql=_ORGANISATIONS,
        columns=(
            Column("class", T("Class", "類別", "类别"), "choice", "organisation_class", True),
            Column("place", T("Place", "地點", "地点"), "entity", None, True),
            *_MEASURES,
            Column("openalex", T("By OpenAlex", "按OpenAlex", "按OpenAlex"), "number"),
            Column("difference", T("Difference", "差別", "差别"), "number"),
        ),
        order="works",
        empty=NOT_LOADED,
    ),
    Table(
        id="output-places",
        title=T("AI works by place", "各地的人工智能著作", "各地的人工智能著作"),
        sql=_CITIES,
        columns=_MEASURES,
        order="works",
        empty=NOT_LOADED,
    ),
    Table(
        id="output-fields",
        title=T("Fields and specialisation", "領域及專門程度", "领域与专业化程度"),
        sql=_FIELDS,
        columns=(
            Column("field", T("Field", "領域", "领域"), "choice", "ai_focus", True),
            Column("works", T("Works", "著作", "著作"), "number"),
            _RECENT,
            Column("share", T("Of the AI works", "佔人工智能著作", "占人工智能著作"), "quantity"),
            _GROWN,
            Column(
                "specialisation",
                T(
                    "Weight against the bay area's",
                    "與大灣區比重之比（區位商）",
                    "与大湾区比重之比（区位商）",
                ),
                "quantity",
            ),
            _TOP,
        ),
        order="works",
        key="field_key",
        empty=NOT_LOADED,
    ),
    Table(
        id="output-years",
        title=T("AI works by year", "每年的人工智能著作", "每年的人工智能著作"),
        sql=_YEARLY,
        columns=(
            Column("year", T("Year", "年份", "年份"), "date"),
            _WORKS,
            _FRACTION,
            _field("machine_learning", T("Machine learning", "機器學習", "机器学习")),
            _field("nlp", T("Language", "自然語言處理", "自然语言处理")),
            _field("computer_vision", T("Vision", "電腦視覺", "计算机视觉")),
            _field("speech", T("Speech and audio", "語音及音訊", "语音与音频")),
            _field("robotics", T("Robotics", "機械人技術", "机器人技术")),
            _field("medical_ai", T("Medical AI", "醫療人工智能", "医疗人工智能")),
            Column("open", T("Year not over", "年度未完結", "年度未结束"), "flag"),
        ),
        order="year",
        key="year_key",
        empty=NOT_LOADED,
    ),
    Table(
        id="assignments",
        title=T("Where we and OpenAlex differ", "與OpenAlex歸屬不同之處", "与OpenAlex归属不同之处"),
        sql=_MOVES,
        columns=(
            Column("raw", T("As written", "原文", "原文")),
            Column("ours", T("By our matching", "本站配對", "本站匹配"), "entities"),
            Column("theirs", T("By OpenAlex", "OpenAlex配對", "OpenAlex匹配"), "entities"),
            Column("given", T("As named there", "OpenAlex所載名稱", "OpenAlex所载名称"), "list"),
            Column("change", T("What would move", "變動", "变动"), "choice", "move", True),
            Column("works", T("AI works", "人工智能著作", "人工智能著作"), "number"),
            Column("example", T("Example", "例子", "例子")),
        ),
        order="works",
        key="string_key",
        empty=NOT_LOADED,
    ),
)
