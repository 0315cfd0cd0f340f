"""Adoption: who uses AI for what, with whose technology, and how far it has got."""

from lionrock.facets._facts import facts
from lionrock.facets._readings import SIDE
from lionrock.facets._uses import COHORTS, PROVIDERS, TALENT, USES
from lionrock.model.facet import SUBJECT, Board, Facet
from lionrock.model.text import T

FACET = Facet(
    id="adoption",
    rank=4,
    title=T("Adoption", "應用", "应用"),
    question=T(
        "Who in Hong Kong uses AI for what, how far have they got, and are there people to do it?",
        "香港有哪些機構應用人工智能？用於甚麼？進展到哪個階段？人才是否足夠？",
        "香港有哪些机构应用人工智能？用于什么？到了哪个阶段？人才是否充足？",
    ),
    kinds=("adoption",),
    tables=(USES, COHORTS, PROVIDERS, TALENT),
    boards=(
        Board(
            id="where",
            title=T("What for, in which sector", "用途及行業", "用途与行业"),
            table="uses",
            shape="matrix",
            down="sector",
            across="function",
            note=T(
                "Uses somebody wrote about: what is done quietly is not here, and many uses in a "
                "sector may be much press, not much use.",
                "只計有報道的應用：未經公開者不在此列；某行業數目多，可能只是報道多。",
                "仅计有报道的应用：未公开者不在此列；某行业数目多，可能只是报道多。",
            ),
        ),
        Board(
            id="stages",
            title=T("How far each sector has got", "各行業進度", "各行业进度"),
            table="uses",
            shape="matrix",
            down="family",
            across="stage",
            by_value=("stage",),
        ),
        Board(
            id="people",
            title=T(
                "People: demand, supply, pay, visas, shortage",
                "人才：需求、供應、薪酬、簽證、短缺",
                "人才：需求、供给、薪酬、签证、短缺",
            ),
            table="talent",
            shape="figures",
            down=SIDE,
            across="whom",
            measure="value",
            by_value=(SIDE, "whom"),
            where=(("latest", "true"),),
            note=T(
                "The last figure of each publisher, beside what it counts: AI alone, all of IT and "
                "innovation, or everybody. Unknown: nobody on record says. They count different "
                "things and are not added or averaged; a quota is not an approval, an approval not "
                "an arrival.",
                "各機構最新數字，按所計人員並列：只計人工智能、整個資訊科技及創科界，或整體人力。「未知」"
                "指沒有記錄顯示有人公布。所計各異，不作加總或平均；配額不是批准，批准亦非抵港。",
                "各机构最新数据，按所计人员并列：只计人工智能、整个信息技术与创科界，或整体人力。“未知”"
                "指没有记录显示有人公布。所计各异，不作加总或平均；配额不是批准，批准也非抵港。",
            ),
        ),
        Board(
            id="adopters",
            title=T("Who uses it, and how far", "採用機構及階段", "采用机构与阶段"),
            table="uses",
            shape="matrix",
            down="adopter",
            across="stage",
            by_value=("stage",),
        ),
        Board(
            id="techniques",
            title=T("Techniques and providers", "技術及供應商", "技术与提供商"),
            table="uses",
            shape="matrix",
            down="provider",
            across="technique",
            note=T(
                "Most reports do not name the provider: those are under unknown.",
                "多數報道沒有提及供應商，列於「未知」。",
                "多数报道没有提及提供商，列于“未知”。",
            ),
        ),
        Board(
            id="cohorts",
            title=T("Sandbox cohorts", "沙盒各期成員", "沙盒各期成员"),
            table="cohorts",
            shape="matrix",
            down=SUBJECT,
            across="cohort",
            by_value=("cohort",),
        ),
        Board(
            id="providers",
            title=T("What providers offer", "供應商專長", "提供商专长"),
            table="providers",
            shape="matrix",
            down="ai_focus",
            across="class",
        ),
        Board(
            id="talent",
            title=T("Talent, and who says so", "人才數字及出處", "人才数据及出处"),
            table="talent",
            shape="lanes",
            down="indicator",
            across=SIDE,
            shows=("value", "publisher"),
            by_value=(SIDE,),
            where=(("latest", "true"),),
            note=T(
                "The last word of each publisher on each indicator, the latest first.",
                "各機構就每項指標的最新數字，近者先列。",
                "各机构就每项指标的最新数据，近者先列。",
            ),
        ),
    ),
    timeline=(
        "SELECT ev.entity, ev.date, ev.type, en.adopter AS other, ev.what, ev.done, ev.n "
        "FROM events ev "
        f"JOIN ({facts('adoption', ('adopter',))}) en ON en.entity = ev.entity "
        "WHERE ev.via = 'own'"
    ),
)
