"""Initiatives: what the government and its partners set out to do, and how far each has come."""

from lionrock.facets._initiatives import INITIATIVES, MILESTONES
from lionrock.facets._lineage import chains, lineage
from lionrock.model.facet import Board, Facet
from lionrock.model.text import T

_MONEY = T(
    "Sums of what initiatives state, in Hong Kong dollars by the yearly average rate of the year "
    "of announcement (Federal Reserve, G.5A). Commitments overlap: a budget may hold a fund that "
    "stands here too, and a top-up is not the whole. So a sum is no total of spending.",
    "各項舉措所列金額之和，按公布年份平均匯率折為港元（聯儲局G.5A）。承擔額互有重疊：預算案可"
    "包含同列於此的基金，追加撥款亦非全數，故總和並非開支總額。",
    "各项举措所列金额之和，按公布年份平均汇率折为港元（美联储G.5A）。承担额互有重叠：预算案可"
    "包含同列于此的基金，追加拨款也非全数，因此总和并非开支总额。",
)

FACET = Facet(
    id="initiatives",
    rank=1,
    title=T("Initiatives", "政府舉措", "政府举措"),
    question=T(
        "What has the government set out to do about AI, at what cost, and how far is it?",
        "政府在人工智能方面推出了甚麼舉措？投入多少？進展如何？",
        "政府在人工智能方面推出了什么举措？投入多少？进展如何？",
    ),
    kinds=("initiative",),
    tables=(
        INITIATIVES,
        MILESTONES,
        lineage("initiative", T("Plans that follow on", "承接其他計劃者", "承接其他计划者")),
    ),
    boards=(
        Board(
            id="status",
            title=T("Where each stands", "進展一覽", "进展一览"),
            table="initiatives",
            shape="lanes",
            across="state",
            shows=("as_of", "late_since", "next"),
            by_value=("state",),
            note=T(
                "Worked out for the day the facts were gathered (see the foot of the page), with "
                "the day each status was last true. Late: a milestone or an end has passed and "
                "nobody reports it reached. Silent: no dated word for over a year.",
                "以收集資料當日（見頁尾）判斷，並註明各狀況最後屬實日期。「逾期」指里程碑或結束日期"
                "已過而未見達成報道；「逾一年未有消息」指一年多來沒有註明日期的消息。",
                "以收集资料当日（见页尾）判断，并注明各状态最后属实日期。「逾期」指里程碑或结束日期"
                "已过而未见达成报道；「逾一年无消息」指一年多来没有注明日期的消息。",
            ),
        ),
        Board(
            id="promises",
            title=T("Milestones against promise", "里程碑：承諾與達成", "里程碑：承诺与达成"),
            table="milestones",
            shape="matrix",
            down="outcome",
            across="year",
            by_value=("outcome", "year"),
            note=T(
                "Milestones told only once they were reached make most of this record: it says "
                "little of promises kept in time. A plan whose day has passed, and of which "
                "nothing was heard since, stands by itself: it may or may not have been kept.",
                "記錄大多為達成後才公布的里程碑，難以說明承諾有否如期兌現。原定日期已過而其後未有消息"
                "的計劃另列：兌現與否不詳。",
                "记录大多为达成后才公布的里程碑，难以说明承诺是否如期兑现。原定日期已过而其后无消息"
                "的计划另列：兑现与否不详。",
            ),
        ),
        Board(
            id="coming",
            title=T("Due, and past due", "將到期及已逾期", "将到期及已逾期"),
            table="milestones",
            shape="lanes",
            across="outcome",
            shows=("date", "what"),
            by_value=("outcome",),
        ),
        Board(
            id="touches",
            title=T(
                "What touches healthcare, transport, public services",
                "涉及醫療、運輸及公共服務的舉措",
                "涉及医疗、交通与公共服务的举措",
            ),
            table="initiatives",
            shape="matrix",
            down="family",
            across="state",
            by_value=("state",),
            note=T(
                "By the sectors on record, gathered into families; an initiative of several "
                "counts under each.",
                "按已記錄行業歸類；涉及多類者各計一次。",
                "按已收录行业归类；涉及多类者各计一次。",
            ),
        ),
        Board(
            id="money-years",
            title=T("Money committed by year", "承擔金額：按年份", "承担金额：按年份"),
            table="initiatives",
            shape="matrix",
            down="year",
            across="class",
            measure="committed",
            by_value=("year",),
            note=_MONEY,
        ),
        Board(
            id="money-sectors",
            title=T("Money committed by sector", "承擔金額：按行業", "承担金额：按行业"),
            table="initiatives",
            shape="matrix",
            down="family",
            across="class",
            measure="committed",
            note=_MONEY,
        ),
        Board(
            id="money-owners",
            title=T("Money committed by owner", "承擔金額：按負責機構", "承担金额：按负责机构"),
            table="initiatives",
            shape="matrix",
            down="owner",
            across="class",
            measure="committed",
            note=_MONEY,
        ),
        chains(T("What follows on from what", "計劃的承接關係", "计划的承接关系")),
    ),
    timeline=(
        "SELECT ev.entity, ev.date, ev.type, ev.other, ev.what, ev.done, ev.n FROM events ev "
        "JOIN entities en ON en.id = ev.entity "
        "WHERE ev.via = 'own' AND en.kind = 'initiative' AND (ev.type <> 'milestone' OR ev.done)"
    ),
)
