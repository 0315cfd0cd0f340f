"""Startups: the companies, who pays for them, and what a founder can apply for."""

from lionrock.facets._companies import (
    COMPANIES,
    DEALS,
    INCUBATED,
    INVESTMENTS,
    SPIN_OUTS,
    TOGETHER,
)
from lionrock.facets._facts import AS_OF, column, dated, facts
from lionrock.model.facet import SUBJECT, Board, Facet, Table
from lionrock.model.text import T

_PROGRAMME = ("class", "status", "amount_max", "hk_incorporated", "years_max", "start", "end")

_PROGRAMMES = f"""
SELECT p.*, y.as_of
FROM ({facts("programme", _PROGRAMME, ("audience", "operator", "eligible_sector"))}) p
LEFT JOIN ({dated("programme")}) y ON y.entity = p.entity
"""

FACET = Facet(
    id="startups",
    rank=3,
    title=T("Startups", "初創企業", "初创企业"),
    question=T(
        "Which AI companies does Hong Kong grow, who funds them, and what can a founder apply for?",
        "香港孕育了哪些人工智能企業？誰投資它們？創辦人可以申請甚麼支援？",
        "香港孕育了哪些人工智能企业？谁投资它们？创始人可以申请什么支持？",
    ),
    kinds=("organisation", "programme", "deal"),
    tables=(
        COMPANIES,
        Table(
            id="programmes",
            title=T(
                "Programmes a founder can apply for", "創辦人可申請的計劃", "创始人可申请的计划"
            ),
            sql=_PROGRAMMES,
            columns=(
                column("programme", "class", filter=True),
                column("programme", "audience", many=True, filter=True),
                column("programme", "operator", many=True, filter=True),
                column("programme", "amount_max"),
                column("programme", "eligible_sector", many=True, filter=True),
                column("programme", "hk_incorporated", filter=True),
                column("programme", "years_max"),
                column("programme", "status", filter=True),
                AS_OF,
                column("programme", "start"),
                column("programme", "end"),
            ),
            order="amount_max",
        ),
        DEALS,
        INVESTMENTS,
        TOGETHER,
        SPIN_OUTS,
        INCUBATED,
    ),
    boards=(
        Board(
            id="landscape",
            title=T("The landscape: sector and stage", "版圖：行業及階段", "版图：行业与阶段"),
            table="companies",
            shape="matrix",
            down="family",
            across="stage",
            by_value=("stage",),
            note=T(
                "The stage is that of the latest round on record. Unknown: no round is on record, "
                "which does not mean that none was raised.",
                "階段以最近一輪已記錄融資為準。「未知」指未有融資記錄，不等於沒有融資。",
                "阶段以最近一轮已收录融资为准。“未知”指没有融资记录，不等于没有融资。",
            ),
        ),
        Board(
            id="flows",
            title=T(
                "Money raised, by year and kind", "資金流：按年份及類別", "资金流：按年份与类别"
            ),
            table="deals",
            shape="matrix",
            down="year",
            across="flow",
            measure="dollars",
            by_value=("year", "flow"),
            note=T(
                "Disclosed sums in US dollars by the yearly average rate of the year of the deal "
                "(Federal Reserve, G.5A); beside each, of how many deals a sum is stated. A sum in "
                "a currency whose rate of that year is not published yet is not added.",
                "已披露金額按交易年份平均匯率折為美元（聯儲局G.5A），並註明多少宗有金額。該年匯率"
                "未公布的貨幣不計入總和。",
                "已披露金额按交易年份平均汇率折为美元（美联储G.5A），并注明多少宗有金额。该年汇率"
                "未公布的货币不计入总和。",
            ),
        ),
        Board(
            id="disclosure",
            title=T("Deals with and without a sum", "交易金額披露情況", "交易金额披露情况"),
            table="deals",
            shape="matrix",
            down="disclosed",
            across="year",
            by_value=("disclosed", "year"),
        ),
        Board(
            id="investors",
            title=T("Investors and what they back", "投資者及投資領域", "投资方与投资领域"),
            table="investments",
            shape="matrix",
            down=SUBJECT,
            across="family",
            note=T(
                "Companies an investor is on record as backing, by deal or by statement.",
                "按交易或陳述記錄的被投資企業數目。",
                "按交易或陈述记录的被投资企业数目。",
            ),
        ),
        Board(
            id="beside",
            title=T("Who invests beside whom", "共同投資網絡", "共同投资网络"),
            table="coinvestors",
            shape="network",
            down=SUBJECT,
            across="other",
            note=T(
                "A tie is a company that both are on record as backing, not always in one round.",
                "連線指雙方均有投資記錄的企業，不一定同輪。",
                "连线指双方均有投资记录的企业，不一定同轮。",
            ),
        ),
        Board(
            id="spinouts",
            title=T("Out of universities", "大學衍生企業", "大学衍生企业"),
            table="spinouts",
            shape="matrix",
            down="body",
            across="stage",
            by_value=("stage",),
        ),
        Board(
            id="incubation",
            title=T("Paths out of incubators", "培育後的發展", "孵化后的发展"),
            table="incubated",
            shape="matrix",
            down="body",
            across="stage",
            by_value=("stage",),
            note=T(
                "The stage a company has reached since, by its latest round on record.",
                "企業此後達到的階段，以最近一輪已記錄融資為準。",
                "企业此后达到的阶段，以最近一轮已收录融资为准。",
            ),
        ),
        Board(
            id="survival",
            title=T("What became of them", "企業存續", "企业存续"),
            table="companies",
            shape="matrix",
            down="cohort",
            across="fate",
            by_value=("cohort", "fate"),
            note=T(
                "Heard of: a dated word on record this year or last. Quiet is not closed: nobody "
                "may have written. Companies that failed unseen are not on record at all, so this "
                "is no rate of survival.",
                "「近期有消息」指今年或去年有註明日期的消息。沒有消息不等於結業。未見報道而結業者根本"
                "不在記錄內，故此表並非存活率。",
                "「近期有消息」指今年或去年有注明日期的消息。没有消息不等于倒闭。未见报道而倒闭者根本"
                "不在记录内，因此本表并非存活率。",
            ),
        ),
    ),
    timeline=(
        "SELECT ev.entity, ev.date, ev.type, ev.other, ev.what, ev.done, ev.n FROM events ev "
        "JOIN entities en ON en.id = ev.entity "
        "WHERE ev.via = 'own' AND en.kind = 'deal'"
    ),
)
