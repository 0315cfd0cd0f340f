"""Prebuilt documents in one SQLite file: a point read costs microseconds, whatever the engine."""

import contextlib
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from lionrock.model.facet import SUBJECT, UNKNOWN
from lionrock.store.files import WriteFailed

Document = tuple[str, bytes]

_RECENT = 1_000  # documents; 10 MB at their usual size
TableName = tuple[str, str]
"""A facet's id and the id of one of its tables."""

_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA page_size = 16384;
CREATE TABLE documents (
    kind TEXT NOT NULL, id TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (kind, id)
);
CREATE TABLE facet_rows (
    facet TEXT NOT NULL, shown TEXT NOT NULL, id TEXT NOT NULL, entity TEXT NOT NULL,
    cells TEXT NOT NULL, PRIMARY KEY (facet, shown, id)
) WITHOUT ROWID;
"""


class DocumentWriter:
    """Fills the file of a build that nobody reads yet."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with _written():
            self._connection = sqlite3.connect(path)
            self._connection.executescript(_SCHEMA)

    def add(self, kind: str, documents: Iterable[Document]) -> None:
        """Store documents of a kind; a second one of the same id is an error."""
        rows = ((kind, id_, body) for id_, body in documents)
        with _written():
            self._connection.executemany("INSERT INTO documents VALUES (?, ?, ?)", rows)

    def add_rows(self, table: TableName, rows: Iterable[tuple[str, str, str]]) -> None:
        """Store rows of a facet's table: (id, the entity it is about, cells as a JSON object)."""
        shown = ((*table, *row) for row in rows)
        with _written():
            self._connection.executemany("INSERT INTO facet_rows VALUES (?, ?, ?, ?, ?)", shown)

    def flush(self) -> None:
        """Let a reader see what was added so far."""
        with _written():
            self._connection.commit()

    def reader(self) -> "DocumentReader":
        """A reader of what was added so far."""
        self.flush()
        return DocumentReader(self._path)

    def close(self) -> None:
        """Make the file whole."""
        with _written(), contextlib.closing(self._connection):
            self._connection.commit()
            self._connection.execute("PRAGMA journal_mode = DELETE")


@contextlib.contextmanager
def _written() -> Iterator[None]:
    """Tell a full or broken disk apart from a mistake in what is written."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise WriteFailed(f"could not write the documents: {error}") from error


class DocumentReader:
    """Reads the documents of one build, from any thread; OSError when the file is not ours."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._recent = lru_cache(maxsize=_RECENT)(self._read)  # the file never changes
        try:
            self._connect().execute("SELECT 1 FROM documents, facet_rows LIMIT 1").fetchone()
        except sqlite3.DatabaseError as error:
            raise OSError(f"{path.name}: {error}") from error

    def _connect(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            uri = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
            connection = self._local.connection = sqlite3.connect(uri, uri=True)
        return connection

    def get(self, kind: str, id_: str) -> bytes | None:
        """The document's bytes, or None; the last asked for are kept in memory."""
        return self._recent(kind, id_)

    def _read(self, kind: str, id_: str) -> bytes | None:
        row = (
            self._connect()
            .execute("SELECT body FROM documents WHERE kind = ? AND id = ?", (kind, id_))
            .fetchone()
        )
        return row[0] if row else None

    def ids(self, kind: str) -> list[str]:
        """Every id of a kind, in order."""
        found = self._connect().execute(
            "SELECT id FROM documents WHERE kind = ? ORDER BY id", (kind,)
        )
        return [row[0] for row in found]

    def members(self) -> dict[str, set[str]]:
        """The facets in whose tables each entity has a row; OSError when the file is broken."""
        found: dict[str, set[str]] = {}
        try:
            rows = self._connect().execute("SELECT DISTINCT entity, facet FROM facet_rows")
            for entity, facet in rows:
                found.setdefault(entity, set()).add(facet)
        except sqlite3.DatabaseError as error:
            raise OSError(f"{self._path}: {error}") from error
        return found

    def rows(
        self,
        table: TableName,
        where: Mapping[str, tuple[str, str]],
        order: tuple[str, str, bool],
        window: tuple[int, int],
    ) -> tuple[int, list[tuple[str, str]]]:
        """Rows of a facet's table as (entity, JSON cells), and how many match.

        `where` maps a column to (type, value), where the value UNKNOWN asks for rows that have
        none and the type SUBJECT for those about one entity; `order` is (column, type,
        descending), `window` (limit, offset). Columns must be names the facet declares: they
        become JSON paths.
        """
        conditions, values = ["facet = ?", "shown = ?"], [*table]
        for column, (type_, value) in where.items():
            if type_ == SUBJECT:
                conditions.append("entity = ?")
            elif value == UNKNOWN:
                conditions.append(_UNKNOWN.replace("{}", f"'$.{column}"))
                continue
            else:
                conditions.append(_CONDITIONS.get(type_, _EQUAL).replace("{}", f"'$.{column}"))
            values.append(value)
        matching = " AND ".join(conditions)
        key = _ORDERS.get(order[1], "json_extract(cells, {}')").replace("{}", f"'$.{order[0]}")
        direction = "DESC" if order[2] else "ASC"
        connection = self._connect()
        (total,) = connection.execute(
            f"SELECT count(*) FROM facet_rows WHERE {matching}", values
        ).fetchone()
        found = connection.execute(
            f"SELECT entity, cells FROM facet_rows WHERE {matching} "
            f"ORDER BY {key} IS NULL, {key} {direction}, id LIMIT ? OFFSET ?",
            [*values, *window],
        ).fetchall()
        return total, found


_UNKNOWN = "coalesce(json_extract(cells, {}'), '[]') = '[]'"
_EQUAL = "CAST(json_extract(cells, {}') AS TEXT) = ?"
_CONDITIONS = {
    "entity": "json_extract(cells, {}.id') = ?",
    "indicator": "json_extract(cells, {}.id') = ?",
    "publisher": "json_extract(cells, {}.id') = ?",
    "entities": "EXISTS (SELECT 1 FROM json_each(cells, {}') WHERE value ->> '$.id' = ?)",
    "list": "EXISTS (SELECT 1 FROM json_each(cells, {}') WHERE value = ?)",
}
_ORDERS = {
    "label": "json_extract(cells, {}.en') COLLATE NOCASE",
    "entity": "json_extract(cells, {}.en') COLLATE NOCASE",
    "indicator": "json_extract(cells, {}.en') COLLATE NOCASE",
    "publisher": "json_extract(cells, {}.en') COLLATE NOCASE",
    "entities": "json_extract(cells, {}[0].en') COLLATE NOCASE",
    "list": "json_extract(cells, {}[0]')",
    "quantity": "json_extract(cells, {}.value')",
    "money": "json_extract(cells, {}_sort')",
}
