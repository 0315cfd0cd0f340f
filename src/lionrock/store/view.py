"""Reading one finished build: documents, facet tables, and analytic queries."""

import json
import threading
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from lionrock.model.facet import SUBJECT
from lionrock.store.builds import (
    DATABASE,
    DOCUMENTS,
    FORM,
    MATCH,
    SEARCH,
    NoBuild,
    read_manifest,
    unreadable,
)
from lionrock.store.documents import DocumentReader
from lionrock.store.duck import Duck, Row, StepFailed, Values

_NESTED = (
    "leads", "timeline", "new", "facets", "lanes", "chains", "items", "targets", "parts", "cells",
    "value", "divided_by",
)  # fmt: skip
"""Parts of documents that cite evidence of their own."""
_HELD = 256 * 2**20  # bytes of a database that stays open


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
        """Raises NoBuild, which says what to do, for a build that cannot be read."""
        self.manifest = read_manifest(build)
        if self.manifest.form < FORM:
            raise NoBuild(
                f"{build} was written by Lionrock {self.manifest.version:.40}, in an older form; "
                "make it anew with this one: lionrock build"
            )
        try:
            self.documents = DocumentReader(build / DOCUMENTS)
        except OSError as error:
            raise unreadable(build, str(error)) from None
        self._opening = threading.Lock()
        self._database: Duck | None = None

    @property
    def match_directory(self) -> Path:
        """Where the index of names lies."""
        return self.directory / MATCH

    @property
    def search_directory(self) -> Path:
        """Where the search index of this build lies."""
        return self.directory / SEARCH

    def document(self, kind: str, id_: str) -> dict[str, Any] | None:
        """A prebuilt document, decoded; None when there is none."""
        body = self.documents.get(kind, id_)
        return None if body is None else self._named(msgspec.json.decode(body))

    @cached_property
    def publishers(self) -> Mapping[str, dict[str, Any]]:
        """Every publisher by id: name by language, tier, type."""
        body = self.documents.get("publishers", "publishers")
        found: dict[str, dict[str, Any]] = msgspec.json.decode(body or b"{}")
        return found

    def _named(self, part: dict[str, Any]) -> dict[str, Any]:
        """Put the publisher's name beside every source a document cites."""
        for cited in (part.get("evidence", ()), part.get("rests_on", ())):
            for record in (cited,) if isinstance(cited, dict) else cited:
                for source in record.get("sources", ()) if isinstance(record, dict) else ():
                    source["name"] = self.publishers[source["publisher"]]["name"]
        for name in _NESTED:
            inner = part.get(name)
            for one in inner if isinstance(inner, list) else (inner,):
                if isinstance(one, dict):
                    self._named(one)
        return part

    def query(self, sql: str, values: Values = ()) -> list[Row]:
        """Rows of an analytic query on the build's tables."""
        database = self._opened()
        try:
            return database.rows(sql, values)
        finally:
            database.close()

    def _opened(self) -> Duck:
        """A connection of one's own. Opening the file costs more than most questions, so that one
        that is small, and can be held in memory whole, stays open."""
        path = self.directory / DATABASE
        try:
            with self._opening:
                if self._database is None and path.stat().st_size > _HELD:
                    return Duck(path, read_only=True)
                if self._database is None:
                    self._database = Duck(path, read_only=True)
                return self._database.fork()
        except (StepFailed, OSError) as error:
            raise unreadable(self.directory, str(error)) from None

    def table(self, facet: str, query: TableQuery, table: str | None = None) -> TablePage | None:
        """A page of one of a facet's tables, by default its first; None when there is none such.

        Unknown columns in the query are ignored: they come from addresses people edit.
        """
        document = self.document("facet", facet)
        tables = document["tables"] if document else []
        shown = next((one for one in tables if table in (None, one["id"])), None)
        if shown is None:
            return None
        columns = {column["id"]: column["type"] for column in shown["columns"]}
        where = {c: v for c, v in query.where.items() if (c in columns or c == SUBJECT) and v}
        order = query.order if query.order in columns or query.order == "label" else shown["order"]
        descending = shown["descending"] if query.descending is None else query.descending
        total, rows = self.documents.rows(
            (facet, shown["id"]),
            {c: (columns.get(c, SUBJECT), v) for c, v in where.items()},
            (str(order), columns.get(str(order), "label"), descending),
            (max(0, min(query.limit, 500)), max(0, query.offset)),
        )
        return TablePage(
            total, [self._named({"entity": e, **json.loads(cells)}) for e, cells in rows]
        )
