"""Governance: the rules and guidelines for AI, who issued them, and what has gone wrong."""

from lionrock.facets._facts import AS_OF, YEAR, column, facts, year
from lionrock.facets._instruments import DUTIES, FORCE, INSTRUMENTS, ISSUER, SECTOR, TOPIC
from lionrock.facets._lineage import chains, lineage
from lionrock.model.facet import Board, Column, Facet, Table
from lionrock.model.text import T

_INCIDENTS = f"""
SELECT i.*, {year("i.date")} AS year
FROM ({facts("incident", ("date", "what"), ("harm", "party"))}) i
"""

FACET = Facet(
    id="governance",
    rank=6,
    title=T("Governance", "治理", "治理"),
    question=T(
        "Which rules and guidelines apply to AI, who issued them, and what has gone wrong?",
        "人工智能受哪些法規及指引約束？由誰發出？出過甚麼事故？",
        "人工智能受哪些法规与指引约束？由谁发布？出过什么事件？",
    ),
    kinds=("instrument", "incident"),
    tables=(
        Table(
            id="instruments",
            title=T("Rules and guidelines", "法規及指引", "法规与指引"),
            sql=INSTRUMENTS,
            columns=(
                column("instrument", "class", filter=True),
                ISSUER,
                FORCE,
                column("instrument", "binding", filter=True),
                column("instrument", "status", filter=True),
                column("instrument", "date"),
                SECTOR,
                TOPIC,
                AS_OF,
                Column("duties", T("Duties on record", "已記錄責任", "已收录义务"), "number"),
                YEAR,
            ),
            order="date",
        ),
        Table(
            id="duties",
            title=T("Duties, and the document each follows from", "責任及其出處", "义务及其出处"),
            sql=DUTIES,
            columns=(
                Column("what", T("Duty", "責任及要求", "义务与要求"), "text"),
                FORCE,
                ISSUER,
                column("instrument", "class", filter=True),
                SECTOR,
                TOPIC,
                column("instrument", "date"),
                AS_OF,
                YEAR,
            ),
            order="date",
            key="duty",
        ),
        Table(
            id="incidents",
            title=T("Incidents", "事故", "事件"),
            sql=_INCIDENTS,
            columns=(
                column("incident", "date"),
                column("incident", "harm", many=True, filter=True),
                column(
                    "incident",
                    "party",
                    T("Parties involved", "涉及機構", "涉及机构"),
                    many=True,
                    filter=True,
                ),
                column("incident", "what"),
                YEAR,
            ),
            order="date",
        ),
        lineage(
            "instrument",
            T("Documents that follow on from others", "承接其他文件的文件", "承接其他文件的文件"),
        ),
    ),
    boards=(
        Board(
            id="force",
            title=T("Who issued what, and its force", "誰發出、有何效力", "谁发布、有何效力"),
            table="instruments",
            shape="matrix",
            down="issuer",
            across="force",
            by_value=("force",),
            note=T(
                "Documents on record, as they stood when the facts were gathered. A document of "
                "two issuers counts under each. This is no legal advice.",
                "已記錄文件，以收集資料當日狀況為準；聯合發出者各計一次。本表並非法律意見。",
                "已收录文件，以收集资料当日状态为准；联合发布者各计一次。本表并非法律意见。",
            ),
        ),
        Board(
            id="documents",
            title=T(
                "Which duty follows from which document",
                "責任出自哪份文件",
                "义务出自哪份文件",
            ),
            table="duties",
            shape="lanes",
            across="force",
            shows=("date", "issuer", "what"),
            by_value=("force",),
            note=T(
                "The latest documents of each force, with every duty the registry has of them. "
                "Enacted is not yet in force, guidance does not bind. This is no legal advice.",
                "各類效力的最新文件，連同登記冊所載的全部責任。已通過不等於生效，指引不具約束力。"
                "本表並非法律意見。",
                "各类效力的最新文件，连同登记册所载的全部义务。已通过不等于生效，指引不具约束力。"
                "本表并非法律意见。",
            ),
        ),
        Board(
            id="duties",
            title=T("Duties by topic and force", "責任：按主題及效力", "义务：按主题与效力"),
            table="duties",
            shape="matrix",
            down="topic",
            across="force",
            by_value=("force",),
            note=T(
                "Each duty counts under every topic of its document: the registry does not split "
                "a document's duties by topic.",
                "每項責任計入其文件的所有主題：登記冊未按主題拆分文件內的責任。",
                "每项义务计入其文件的所有主题：登记册未按主题拆分文件内的义务。",
            ),
        ),
        Board(
            id="sectors",
            title=T("Sectors and topics they govern", "規管的行業及主題", "规管的行业与主题"),
            table="instruments",
            shape="matrix",
            down="sector",
            across="topic",
        ),
        Board(
            id="changes",
            title=T("Documents over time", "文件的時間變化", "文件的时间变化"),
            table="instruments",
            shape="matrix",
            down="class",
            across="year",
            by_value=("year",),
            note=T(
                "By the year of the document's date; of several dates on record, the first.",
                "按文件日期年份；有多個日期者取最早。",
                "按文件日期年份；有多个日期者取最早。",
            ),
        ),
        chains(T("What follows on from what", "文件的承接關係", "文件的承接关系")),
        Board(
            id="harms",
            title=T("Incidents by harm", "事故：按損害類型", "事件：按损害类型"),
            table="incidents",
            shape="matrix",
            down="harm",
            across="year",
            by_value=("year",),
            note=T(
                "Incidents on record only: most are never reported, so few is not safe.",
                "只計已記錄事故：多數事故未見報道，數目少不等於安全。",
                "仅计已收录事件：多数事件未见报道，数目少不等于安全。",
            ),
        ),
    ),
    timeline=(
        "SELECT ev.entity, ev.date, ev.type, ev.other, ev.what, ev.done, ev.n FROM events ev "
        "JOIN entities en ON en.id = ev.entity "
        "WHERE ev.via = 'own' AND en.kind IN ('instrument', 'incident')"
    ),
)
