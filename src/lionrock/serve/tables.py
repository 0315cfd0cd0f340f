"""A facet's table as its page asks for it: filters, order and page from the address."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec

from lionrock.answer.observatory import Observatory
from lionrock.model.facet import SUBJECT
from lionrock.store.view import TablePage, TableQuery

PAGE_ROWS = 25
WHOLE_ROWS = 5_000
"""Rows that a page of a published site holds at most; it says how many there are in all."""
_WHERE = "where."
_MAX_TEXT, _MAX_PAGE, _CHUNK = 200, 10_000, 500


class TableView(msgspec.Struct, frozen=True):
    """One table of a facet with the rows of one page."""

    facet: str
    table: Mapping[str, Any]
    query: TableQuery
    page: TablePage

    @property
    def number(self) -> int:
        """Which page this is, from 1."""
        return self.query.offset // PAGE_ROWS + 1

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-self.page.total // PAGE_ROWS))

    @property
    def order(self) -> str:
        """The column the rows are sorted by."""
        return self.query.order or str(self.table["order"])

    @property
    def descending(self) -> bool:
        """Whether the largest or latest comes first."""
        chosen = self.query.descending
        return bool(self.table["descending"]) if chosen is None else chosen

    @property
    def filters(self) -> list[Mapping[str, Any]]:
        """Columns that can be narrowed to one of several values."""
        return [
            column for column in self.table["columns"]
            if column["filter"] and len(self.table["choices"].get(column["id"], ())) > 1
        ]  # fmt: skip

    @property
    def columns(self) -> list[Mapping[str, Any]]:
        """The columns that are shown."""
        return [column for column in self.table["columns"] if column["shown"]]

    @property
    def chosen(self) -> list[tuple[Mapping[str, Any] | None, str]]:
        """What the table is narrowed to that no list of choices shows: (column, value).

        The column is None where the table is narrowed to one entity.
        """
        listed = {
            column["id"] for column in self.filters
            if self.query.where.get(column["id"]) in self.table["choices"][column["id"]]
        }  # fmt: skip
        columns = {column["id"]: column for column in self.table["columns"]}
        return [
            (columns.get(id_), value)
            for id_, value in self.query.where.items()
            if id_ not in listed
        ]

    def without(self, column: str) -> str:
        """The query string of this view not narrowed by a column."""
        return self.address(**{f"{_WHERE}{column}": None})

    def address(self, **changes: Any) -> str:
        """The query string of this view with other `order`, `descending` or `page`."""
        asked: dict[str, Any] = {"table": self.table["id"]}
        asked |= {f"{_WHERE}{column}": value for column, value in self.query.where.items()}
        asked["order"], asked["desc"] = self.order, "1" if self.descending else "0"
        asked |= changes
        return "?" + urlencode({k: v for k, v in asked.items() if v is not None})

    def sorting(self, column: str) -> str:
        """The query string that sorts by a column, the other way round when it does already."""
        turned = "0" if self.order == column and self.descending else "1"
        return self.address(order=column, desc=turned)


def table_view(
    observatory: Observatory, document: Mapping[str, Any], asked: Mapping[str, str]
) -> TableView:
    """The table that an address asks for; what it does not understand it leaves out."""
    tables = document["tables"]
    table = next((one for one in tables if one["id"] == asked.get("table")), tables[0])
    columns = {column["id"] for column in table["columns"]}
    where = {
        name.removeprefix(_WHERE): value[:_MAX_TEXT]
        for name, value in asked.items()
        if name.startswith(_WHERE) and value and name.removeprefix(_WHERE) in columns | {SUBJECT}
    }
    order = asked.get("order")
    query = TableQuery(
        where=where,
        order=order if order in columns or order == "label" else None,
        descending={"1": True, "0": False}.get(asked.get("desc", "")),
        limit=PAGE_ROWS,
        offset=(page_number(asked) - 1) * PAGE_ROWS,
    )
    page = observatory.table(document["id"], query, table["id"]) or TablePage(0, [])
    return TableView(document["id"], table, query, page)


def whole_table(observatory: Observatory, view: TableView) -> TableView:
    """A view with every row of its table, up to WHOLE_ROWS, whatever it was narrowed to."""
    rows: list[dict[str, Any]] = []
    while len(rows) < WHOLE_ROWS:
        query = TableQuery(limit=_CHUNK, offset=len(rows))
        found = observatory.table(view.facet, query, view.table["id"])
        if found is None or not found.rows:
            break
        rows.extend(found.rows)
    page = TablePage(view.table["rows"], rows[:WHOLE_ROWS])
    return msgspec.structs.replace(view, query=TableQuery(), page=page)


def keys(row: Mapping[str, Any], columns: Sequence[Mapping[str, Any]]) -> str:
    """What a row can be narrowed by, as JSON: {column: [values]}, an empty list for unknown."""
    told = {column["id"]: _keys(row.get(column["id"])) for column in columns}
    return msgspec.json.encode(told | {SUBJECT: [row["entity"]]}).decode()


def _keys(value: Any) -> list[str]:
    if value is None or value == []:
        return []
    if isinstance(value, list):
        return [key for one in value for key in _keys(one)]
    if isinstance(value, dict):
        return [str(value.get("id", ""))]
    return [str(int(value)) if isinstance(value, bool) else str(value)]


def page_number(asked: Mapping[str, str]) -> int:
    """The page an address asks for, from 1; 1 for whatever is not a number."""
    text = asked.get("page", "1")
    known = text.isascii() and text.isdigit() and len(text) < 8
    return min(max(1, int(text)), _MAX_PAGE) if known else 1
