"""What follows on what: plans and documents that continue or replace an earlier one."""

from lionrock.facets._facts import AS_OF, dated
from lionrock.model.facet import Board, Column, Table
from lionrock.model.text import T


def lineage(kind: str, title: T) -> Table:
    """The table of relations `follows_on` between entities of `kind`: the later one's rows."""
    return Table(
        id="lineage",
        title=title,
        sql=f"""
            SELECT r.id AS link, r.source AS entity, r.target AS earlier, a.date, a.status, x.as_of,
                b.date AS earlier_date, b.status AS earlier_status,
                y.as_of AS earlier_as_of, r.note, [r.n] AS records
            FROM relations r
            JOIN entities a ON a.id = r.source AND a.kind = '{kind}'
            JOIN entities b ON b.id = r.target AND b.kind = '{kind}'
            LEFT JOIN ({dated(kind)}) x ON x.entity = a.id
            LEFT JOIN ({dated(kind)}) y ON y.entity = b.id
            WHERE r.type = 'follows_on'
        """,
        columns=(
            Column("date", T("Date", "日期", "日期"), "date"),
            Column("status", T("Status", "狀況", "状态"), "choice", f"{kind}_status",
                dated="as_of"),
            AS_OF,
            Column("earlier", T("Follows on from", "承接自", "承接自"), "entity"),
            Column("earlier_date", T("Its date", "前者日期", "前者日期"), "date"),
            Column(
                "earlier_status", T("Its status", "前者狀況", "前者状态"), "choice",
                f"{kind}_status", dated="earlier_as_of",
            ),
            Column("earlier_as_of", T("Its status as of", "前者狀況截至", "前者状态截至"), "date",
                shown=False),
            Column("note", T("Note", "備註", "备注"), "text"),
        ),
        order="date",
        key="link",
        empty=T(
            "No document of this kind is on record as following on from another.",
            "未有記錄顯示此類項目承接另一項目。",
            "没有记录显示此类项目承接另一项目。",
        ),
    )  # fmt: skip


def chains(title: T) -> Board:
    """The board over `lineage`: earlier to later, each step with its date and status."""
    return Board(
        id="chains",
        title=title,
        table="lineage",
        shape="chain",
        across="earlier",
        shows=("date", "status"),
        note=T(
            "Earlier on the left. What follows on may replace, widen or continue what came before.",
            "左為較早者。後者可以是取代、擴充或延續前者。",
            "左为较早者。后者可以是取代、扩充或延续前者。",
        ),
    )
