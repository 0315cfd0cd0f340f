"""Cross-border: what ties Hong Kong to the other cities of the Greater Bay Area."""

from lionrock.facets._crossings import CITIES, DATA, LINKS, LINKS_SQL, PROGRAMMES
from lionrock.model.facet import Board, Facet
from lionrock.model.text import T

FACET = Facet(
    id="crossborder",
    rank=5,
    title=T("Cross-border", "跨境及大灣區", "跨境与大湾区"),
    question=T(
        "What ties Hong Kong's AI to the rest of the Greater Bay Area: campuses, labs, money?",
        "香港人工智能與大灣區其他城市如何連繫：校區、實驗室還是資金？",
        "香港人工智能与大湾区其他城市如何联结：校区、实验室还是资金？",
    ),
    kinds=("organisation", "programme", "place"),
    tables=(LINKS, PROGRAMMES, CITIES, DATA),
    boards=(
        Board(
            id="map",
            title=T("Ties across the bay area", "大灣區連繫圖", "大湾区联系图"),
            table="links",
            shape="map",
            down="from_place",
            across="to_place",
            where=(("inside", "true"),),
            note=T(
                "Campuses, laboratories, partners, money, parts of one body, technology in use and "
                "programmes, between cities of the bay area. A tie is where bodies sit, not where "
                "people work.",
                "大灣區城市之間的校區、實驗室、合作、資金、同一機構的部分、所用技術及支援計劃。"
                "以機構所在地計。",
                "大湾区城市之间的校区、实验室、合作、资金、同一机构的部分、所用技术及支持计划。"
                "以机构所在地计。",
            ),
        ),
        Board(
            id="cities",
            title=T("City to city", "城市對城市", "城市对城市"),
            table="links",
            shape="matrix",
            down="from_place",
            across="to_place",
            note=T(
                "From the row to the column: who invests, supplies, partners, is a part, or runs a "
                "programme that bodies of the other take part in. Cities outside the bay area "
                "stand here where a campus, a laboratory, technology in use or a programme ties "
                "them to one within; a programme for all of Guangdong stands under the province.",
                "由行至列：投資、供應、合作、隸屬，或營辦對方機構可參與的計劃。區外城市因校區、實驗室、"
                "所用技術或計劃與區內相連者亦列；面向全廣東的計劃列於廣東之下。",
                "由行至列：投资、供应、合作、隶属，或运营对方机构可参与的计划。区外城市因校区、实验室、"
                "所用技术或计划与区内相连者也列；面向全广东的计划列于广东之下。",
            ),
        ),
        Board(
            id="ways",
            title=T(
                "What kind of ties, with which city", "與各城市的連繫類別", "与各城市的联系类别"
            ),
            table="links",
            shape="matrix",
            down="far",
            across="way",
            by_value=("way",),
            where=(("home", "true"),),
        ),
        Board(
            id="corridors",
            title=T("Corridors over time", "走廊的時間變化", "走廊的时间变化"),
            table="links",
            shape="matrix",
            down="far",
            across="year",
            by_value=("year",),
            where=(("home", "true"),),
            note=T(
                "Ties of Hong Kong by the year they began; most on record give no year.",
                "香港的連繫按起始年份；多數記錄沒有年份。",
                "香港的联系按起始年份；多数记录没有年份。",
            ),
        ),
        Board(
            id="programmes",
            title=T(
                "Programmes run from other cities", "由其他城市營辦的計劃", "由其他城市运营的计划"
            ),
            table="programmes",
            shape="lanes",
            across="place",
            shows=("amount_max", "class", "eligibility", "operator"),
            note=T(
                "Programmes on record that a body elsewhere runs. Who may take part is as the "
                "source has it: being listed here does not mean that every Hong Kong body may.",
                "記錄中由香港以外機構營辦的計劃。參加條件按來源所載：列於此處不代表所有香港機構均可參加。",
                "记录中由香港以外机构运营的计划。参加条件按来源所载：列于此处不代表所有香港机构均可参加。",
            ),
        ),
        Board(
            id="data",
            title=T("What data may cross, and under what", "數據可如何跨境", "数据可如何跨境"),
            table="data",
            shape="lanes",
            across="force",
            shows=("date", "issuer", "what"),
            by_value=("force",),
            note=T(
                "Duties of documents on cross-boundary data, binding ones first. No legal advice.",
                "跨境數據文件的責任，具約束力者在前。並非法律意見。",
                "跨境数据文件的义务，具约束力者在前。并非法律意见。",
            ),
        ),
    ),
    timeline=f"""
        SELECT ev.entity, ev.date, ev.type, ev.other, ev.what, ev.done, ev.n
        FROM events ev JOIN ({LINKS_SQL}) l ON l.link = ev.owner
        WHERE ev.via = 'out'
    """,
)
