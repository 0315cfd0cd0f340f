"""Reading one finished build: documents, facet tables, and analytic queries."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from lionrock.store.builds import DATABASE, DOCUMENTS, MANIFEST, SEARCH, Manifest
from lionrock.store.documents import DocumentReader
from lionrock.store.duck import Duck, Row


class TableQuery(msgspec.Struct, frozen=True):
    """Which rows of a facet's table: `where` maps a column to the value it must have."""

    where: Mapping[str, str] = {}
    order: str | None = None
    descending: bool | None = None
    limit: int = 50
    offset: int = 0


class TablePage(msgspec.Struct, frozen=True):
    """Rows of a facet's table (entity and cells) and how many there are in all."""

    total: int
    rows: list[dict[str, Any]]


class View:
    """One build, opened for reading; never written, so threads share it."""

    def __init__(self, build: Path) -> None:
        self.directory = build
        self.manifest = msgspec.json.decode((build / MANIFEST).read_bytes(), type=Manifest)
        self.documents = DocumentReader(build / DOCUMENTS)

    @property
    def search_directory(self) -> Path:
        """Where the search index of this build lies."""
        return self.directory / SEARCH

    def document(self, kind: str, id_: str) -> dict[str, Any] | None:
        """A prebuilt document, decoded; None when there is none."""
        body = self.documents.get(kind, id_)
        return None if body is None else msgspec.json.decode(body)

    def query(self, sql: str, values: tuple[Any, ...] = ()) -> list[Row]:
        """Rows of an analytic query on the build's tables."""
        database = Duck(self.directory / DATABASE, read_only=True)
        try:
            return database.rows(sql, values)
        finally:
            database.close()

    def table(self, facet: str, query: TableQuery) -> TablePage | None:
        """A page of a facet's table; None for an unknown facet.

        Unknown columns in the query are ignored: they come from addresses people edit.
        """
        document = self.document("facet", facet)
        if document is None:
            return None
        table = document["table"]
        columns = {column["id"]: column["type"] for column in table["columns"]}
        where = {c: v for c, v in query.where.items() if c in columns and v}
        order = query.order if query.order in columns or query.order == "label" else table["order"]
        descending = table["descending"] if query.descending is None else query.descending
        total, rows = self.documents.rows(
            facet,
            {c: (columns[c], v) for c, v in where.items()},
            (str(order), columns.get(str(order), "label"), descending),
            (max(0, min(query.limit, 500)), max(0, query.offset)),
        )
        return TablePage(total, [{"entity": e, **json.loads(cells)} for e, cells in rows])
