"""Adoption: who uses AI for what, with whose technology, and how far it has got."""

from lionrock.facets._facts import column, facts
from lionrock.model.facet import Facet, Table
from lionrock.model.text import T

FACET = Facet(
    id="adoption",
    rank=4,
    title=T("Adoption", "應用", "应用"),
    question=T(
        "Who in Hong Kong uses AI for what, how far have they got, and are there people to do it?",
        "香港有哪些機構應用人工智能？用於甚麼？去到哪個階段？人才是否足夠？",
        "香港有哪些机构应用人工智能？用于什么？到了哪个阶段？人才是否充足？",
    ),
    kinds=("adoption",),
    tables=(
        Table(
            id="uses",
            title=T("Uses of AI on record", "有記錄的人工智能應用", "有记录的人工智能应用"),
            sql=facts(
                "adoption",
                ("adopter", "stage", "date"),
                ("function", "sector", "technique", "provider"),
            ),
            columns=(
                column("adoption", "adopter", filter=True),
                column("adoption", "sector", many=True, filter=True),
                column("adoption", "function", many=True, filter=True),
                column("adoption", "technique", many=True, filter=True),
                column("adoption", "provider", many=True, filter=True),
                column("adoption", "stage", filter=True),
                column("adoption", "date"),
            ),
            order="date",
        ),
    ),
    timeline=(
        "SELECT ev.entity, ev.date, ev.type, en.adopter AS other, ev.what, ev.done, ev.n "
        "FROM events ev "
        f"JOIN ({facts('adoption', ('adopter',))}) en ON en.entity = ev.entity "
        "WHERE ev.via = 'own'"
    ),
)
