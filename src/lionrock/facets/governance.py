"""Governance: the rules and guidelines for AI, who issued them, and what has gone wrong."""

from lionrock.facets._facts import column, facts
from lionrock.model.facet import Facet, Table
from lionrock.model.text import T

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
            sql=facts(
                "instrument",
                ("class", "status", "binding", "date"),
                ("issuer", "sector", "topic"),
            ),
            columns=(
                column("instrument", "class", filter=True),
                column("instrument", "issuer", many=True, filter=True),
                column("instrument", "binding", filter=True),
                column("instrument", "status", filter=True),
                column("instrument", "date"),
                column("instrument", "sector", many=True, filter=True),
                column("instrument", "topic", many=True, filter=True),
            ),
            order="date",
        ),
        Table(
            id="incidents",
            title=T("Incidents", "事故", "事件"),
            sql=facts("incident", ("date", "what"), ("harm", "party")),
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
            ),
            order="date",
        ),
    ),
    timeline=(
        "SELECT ev.entity, ev.date, ev.type, ev.other, ev.what, ev.done, ev.n FROM events ev "
        "JOIN entities en ON en.id = ev.entity "
        "WHERE ev.via = 'own' AND en.kind IN ('instrument', 'incident')"
    ),
)
