"""Tables and series as files: CSV that is safe to open in a spreadsheet, and JSON."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from lionrock.model.formula import guarded
from lionrock.serve.render import Page, PageRequest
from lionrock.store.view import TableQuery

_CHUNK = 500


def facet_file(request: PageRequest, name: FromPath[str], table: FromPath[str]) -> Response[bytes]:
    """All rows of one of a facet's tables: TABLE.csv or TABLE.json."""
    page = _page(request)
    id_, _, form = table.rpartition(".")
    document = page.observatory.facet_document(name)
    known = {one["id"]: one for one in document["tables"]} if document else {}
    if id_ not in known or form not in ("csv", "json"):
        raise NotFoundException
    rows = list(_rows(page, name, id_))
    file = f"lionrock-{name}-{id_}"
    if form == "json":
        return _file(msgspec.json.encode({"table": known[id_], "rows": rows}), file, form)
    columns = known[id_]["columns"]
    header = ["id", "label", *(column["id"] for column in columns), "sources"]
    lines = (
        [row["entity"], row["label"][page.lang],
         *(_cell(row.get(column["id"]), page.lang) for column in columns),
         _urls([row["evidence"]])]
        for row in rows
    )  # fmt: skip
    return _file(_csv(header, lines), file, form)


def indicator_file(request: PageRequest, id_: FromPath[str]) -> Response[bytes]:
    """Every publisher's values of an indicator."""
    page = _page(request)
    document = page.observatory.indicator_document(id_)
    if document is None:
        raise NotFoundException
    header = [
        "indicator", "about", "about_label", "period", "start", "end", "nature", "leads", "value",
        "unit", "measured", "measured_unit", "qualifier", "base", "publisher", "published", "tier",
        "strength", "definition", "scope", "sources",
    ]  # fmt: skip
    records = {record["n"]: record for record in document["evidence"]}
    lines = (
        [
            id_, series["about"], series["label"][page.lang], point["period"], point["start"],
            point["end"], point["nature"], "true" if value is point["lead"] else "false",
            value["value"], value["unit"], value["measured"], value["measured_unit"],
            value["qualifier"], value["base"], value["publisher"][page.lang], value["published"],
            value["tier"], value["strength"], value["definition"], ";".join(value["scope"] or ()),
            _urls([records[n] for n in value["evidence"]]),
        ]
        for series in document["series"]
        for point in series["points"]
        for value in (point["lead"], *point["others"])
    )  # fmt: skip
    return _file(_csv(header, lines), f"lionrock-{id_}", "csv")


def _page(request: PageRequest) -> Page:
    try:
        return Page.of(request)
    except ValueError:
        raise NotFoundException from None


def _rows(page: Page, facet: str, table: str) -> Iterator[dict[str, Any]]:
    offset = 0
    while True:
        found = page.observatory.table(facet, TableQuery(limit=_CHUNK, offset=offset), table)
        yield from found.rows if found else ()
        offset += _CHUNK
        if found is None or offset >= found.total:
            return


def _cell(value: Any, lang: str) -> Any:
    if isinstance(value, list):
        return "; ".join(str(_cell(one, lang)) for one in value)
    if isinstance(value, dict):
        return value[lang] if lang in value else f"{value.get('value')} {value.get('unit')}"
    return value


def _urls(records: Iterable[dict[str, Any]]) -> str:
    return " ".join(source["url"] for record in records for source in record["sources"])


def _csv(header: list[str], lines: Iterable[list[Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([guarded(cell) for cell in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")  # Excel reads Chinese only with the mark


def _file(body: bytes, name: str, form: str) -> Response[bytes]:
    media = {"csv": "text/csv", "json": "application/json"}[form]
    headers = {"content-disposition": f'attachment; filename="{name}.{form}"'}
    return Response(body, media_type=media, headers=headers)


ROUTES = (
    ("/{lang:str}/facet/{name:str}/{table:str}", facet_file),
    ("/{lang:str}/indicator/{id_:str}/values.csv", indicator_file),
)
"""Addresses and the functions that answer them."""
