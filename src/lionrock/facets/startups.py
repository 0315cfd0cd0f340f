"""Startups: the companies, who pays for them, and what carries them."""

from lionrock.model.facet import Column, Facet, Table
from lionrock.model.text import T

_COMPANIES = """
SELECT e.id AS entity, e.class,
    (SELECT min(value) FROM statements WHERE subject = e.id AND prop = 'founded') AS founded,
    (SELECT min(value) FROM statements WHERE subject = e.id AND prop = 'place') AS place,
    (SELECT list(DISTINCT value ORDER BY value) FROM statements
        WHERE subject = e.id AND prop = 'sector') AS sector,
    (SELECT list(DISTINCT value ORDER BY value) FROM statements
        WHERE subject = e.id AND prop = 'ai_focus') AS ai_focus,
    d.round, d.date, d.amount, coalesce(d.deals, 0) AS deals,
    (SELECT count(DISTINCT source) FROM edges
        WHERE target = e.id AND type = 'invests_in') AS investors
FROM entities e
LEFT JOIN (
    SELECT company, arg_max(detail, date) AS round, max(date) AS date,
        arg_max(amount, date) AS amount, count(*) AS deals
    FROM entities WHERE kind = 'deal' GROUP BY company
) d ON d.company = e.id
WHERE e.kind = 'organisation' AND (e.class = 'startup' OR d.company IS NOT NULL)
"""

FACET = Facet(
    id="startups",
    rank=3,
    title=T("Startups", "初創企業", "初创企业"),
    question=T(
        "Which AI companies does Hong Kong grow, who pays for them, and what can a founder apply for?",
        "香港孕育了哪些人工智能企業？誰投資它們？創辦人可以申請甚麼支援？",
        "香港孕育了哪些人工智能企业？谁投资它们？创办人可以申请什么支持？",
    ),
    kinds=("deal", "programme"),
    table=Table(
        title=T("Companies and their latest round", "企業及其最近一輪融資", "企业及其最近一轮融资"),
        sql=_COMPANIES,
        columns=(
            Column("class", T("Type", "類型", "类型"), "choice", "organisation_class", True),
            Column("sector", T("Sectors", "行業", "行业"), "list", "sector", True),
            Column("ai_focus", T("Focus", "技術重點", "技术重点"), "list", "ai_focus"),
            Column("place", T("Place", "地點", "地点"), "entity", None, True),
            Column("founded", T("Founded", "成立", "成立"), "date"),
            Column("round", T("Latest round", "最近一輪", "最近一轮"), "choice", "round", True),
            Column("date", T("Date", "日期", "日期"), "date"),
            Column("amount", T("Amount", "金額", "金额"), "money"),
            Column("investors", T("Investors", "投資者數目", "投资者数目"), "number"),
        ),
        order="date",
    ),
    timeline=(
        "SELECT ev.entity, ev.date, ev.type, ev.other, ev.what, ev.done, ev.n FROM events ev "
        "JOIN entities en ON en.id = ev.entity "
        "WHERE ev.via = 'own' AND en.kind = 'deal'"
    ),
)
