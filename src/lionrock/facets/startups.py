"""Startups: the companies, who pays for them, and what a founder can apply for."""

from lionrock.facets._facts import column, facts
from lionrock.model.facet import Column, Facet, Table
from lionrock.model.text import T

# A company's latest deal: the last date, and of several on that day the last by name.
_COMPANIES = f"""
SELECT e.entity, e.class, e.sector, e.ai_focus, e.place, e.founded,
    d.round, d.date, d.amount, i.investors,
    CASE WHEN d.records IS NULL THEN e.records ELSE list_concat(e.records, d.records) END
        AS records
FROM ({facts("organisation", ("class", "place", "founded"), ("sector", "ai_focus"))}) e
LEFT JOIN (
    SELECT *, row_number() OVER (PARTITION BY company ORDER BY date DESC, entity DESC) AS place
    FROM ({facts("deal", ("company", "round", "date", "amount"))})
) d ON d.company = e.entity AND d.place = 1
LEFT JOIN (
    SELECT company, count(DISTINCT investor) AS investors
    FROM (
        SELECT target AS company, source AS investor FROM edges
        WHERE type = 'invests_in' AND via = 'relation'
        UNION ALL
        SELECT c.target, i.target
        FROM edges c JOIN edges i ON i.source = c.source
        WHERE c.type = 'company' AND c.via = 'property'
            AND i.type = 'investor' AND i.via = 'property'
    )
    GROUP BY company
) i ON i.company = e.entity
WHERE e.class = 'startup' OR d.company IS NOT NULL
"""

_PROGRAMME = ("class", "status", "amount_max", "hk_incorporated", "years_max", "start", "end")

FACET = Facet(
    id="startups",
    rank=3,
    title=T("Startups", "初創企業", "初创企业"),
    question=T(
        "Which AI companies does Hong Kong grow, who funds them, and what can a founder apply for?",
        "香港孕育了哪些人工智能企業？誰投資它們？創辦人可以申請甚麼支援？",
        "香港孕育了哪些人工智能企业？谁投资它们？创办人可以申请什么支持？",
    ),
    kinds=("organisation", "programme", "deal"),
    tables=(
        Table(
            id="companies",
            title=T(
                "Companies and their latest round", "企業及其最近一輪融資", "企业及其最近一轮融资"
            ),
            sql=_COMPANIES,
            columns=(
                column("organisation", "class", filter=True),
                column("organisation", "sector", many=True, filter=True),
                column("organisation", "ai_focus", many=True, filter=True),
                column("organisation", "place", filter=True),
                column("organisation", "founded"),
                column("deal", "round", T("Latest round", "最近一輪", "最近一轮"), filter=True),
                column("deal", "date", T("Date of round", "融資日期", "融资日期")),
                column("deal", "amount"),
                Column("investors", T("Known investors", "已知投資者", "已知投资方"), "number"),
            ),
            order="date",
        ),
        Table(
            id="programmes",
            title=T(
                "Programmes a founder can apply for", "創辦人可申請的計劃", "创办人可申请的计划"
            ),
            sql=facts("programme", _PROGRAMME, ("audience", "operator", "eligible_sector")),
            columns=(
                column("programme", "class", filter=True),
                column("programme", "audience", many=True, filter=True),
                column("programme", "operator", many=True, filter=True),
                column("programme", "amount_max"),
                column("programme", "eligible_sector", many=True, filter=True),
                column("programme", "hk_incorporated", filter=True),
                column("programme", "years_max"),
                column("programme", "status", filter=True),
                column("programme", "start"),
                column("programme", "end"),
            ),
            order="amount_max",
        ),
        Table(
            id="deals",
            title=T("Funding rounds and listings", "融資及上市", "融资与上市"),
            sql=facts("deal", ("company", "round", "date", "amount", "valuation"), ("investor",)),
            columns=(
                column("deal", "company"),
                column("deal", "round", filter=True),
                column("deal", "date"),
                column("deal", "amount"),
                column("deal", "valuation"),
                column(
                    "deal", "investor", T("Investors", "投資者", "投资方"), many=True, filter=True
                ),
            ),
            order="date",
        ),
    ),
    timeline=(
        "SELECT ev.entity, ev.date, ev.type, ev.other, ev.what, ev.done, ev.n FROM events ev "
        "JOIN entities en ON en.id = ev.entity "
        "WHERE ev.via = 'own' AND en.kind = 'deal'"
    ),
)
