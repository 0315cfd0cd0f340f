"""DuckDB: the embedded engine that builds the tables and answers analytic questions."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from lionrock.store.engine import Row, RowsToRows, StepFailed
from lionrock.store.files import WriteFailed, write_whole

__all__ = ["Duck", "Row", "StepFailed", "Values", "steps"]

Values = Sequence[Any] | Mapping[str, Any]
"""What stands for the ? or the $names of a query."""

_STEP = re.compile(r"^-- step: (\S+)$", re.MULTILINE)
_UNWRITTEN = re.compile("Could not write|No space left|database has been invalidated")
_CHUNK = 10_000
_ASKING = "4GB"
_WRITING = "1GB"  # what is beyond it goes to a folder beside the database, gone when it is closed
_PENDING = "512MB"  # written at once: seldom, for what is half full is written anew each time


def steps(package: str, name: str) -> list[tuple[str, str]]:
    """The named steps of a .sql file: `-- step: NAME` starts each."""
    parts = _STEP.split(files(package).joinpath(name).read_text("utf-8"))
    return [
        (f"{name}:{step}", body.strip())
        for step, body in zip(parts[1::2], parts[2::2], strict=True)
    ]


class Duck:
    """One connection to one database file (or to memory)."""

    def __init__(self, path: Path | None = None, read_only: bool = False) -> None:
        config: dict[str, Any] = {"preserve_insertion_order": "false", "memory_limit": _ASKING}
        config["enable_external_file_cache"] = "false"  # files are read once
        if path and not read_only:
            config |= {"memory_limit": _WRITING, "checkpoint_threshold": _PENDING}
        name = str(path) if path else ":memory:"
        try:
            self._connection = duckdb.connect(name, read_only=read_only, config=config)
        except duckdb.Error as error:
            raise _failure("open", error) from error
        if not read_only:  # tables that only serve to make others go there and are not kept
            self._connection.execute("ATTACH ':memory:' AS scratch")

    def fork(self) -> "Duck":
        """A second connection to the same open database, for another thread to read with."""
        other = object.__new__(Duck)
        other._connection = self._connection.cursor()
        return other

    def attach(self, path: Path, name: str) -> None:
        """Let queries read another database file under a name of ours."""
        quoted = str(path).replace("'", "''")
        self.run([(f"attach {name}", f"ATTACH '{quoted}' AS {name} (READ_ONLY)")])

    @contextmanager
    def widened(self) -> Iterator[None]:
        """Within, as much memory as for asking: for what is gathered into single values, which the
        engine cannot put aside."""
        self.run([("memory", f"SET memory_limit = '{_ASKING}'")])
        try:
            yield
        finally:
            self.run([("memory", f"SET memory_limit = '{_WRITING}'")])

    def run(self, named: Iterable[tuple[str, str]]) -> None:
        """Execute steps in order; StepFailed names the one that fails."""
        for name, sql in named:
            try:
                self._connection.execute(sql)
            except duckdb.Error as error:
                raise _failure(name, error) from error

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """All rows of a query; StepFailed says why the engine refuses it."""
        try:
            return self._connection.execute(sql, values).fetchall()
        except duckdb.Error as error:
            raise _failure("query", error) from error

    def stream(self, sql: str) -> Iterator[list[Row]]:
        """The rows of a query, in chunks, so that memory stays bounded."""
        try:
            cursor = self._connection.cursor().execute(sql)
            while chunk := cursor.fetchmany(_CHUNK):
                yield chunk
        except duckdb.Error as error:
            raise _failure("query", error) from error

    def columns(self, sql: str) -> list[str]:
        """The column names a query yields."""
        described = self._connection.execute(f"DESCRIBE {sql}").fetchall()
        return [str(row[0]) for row in described]

    def insert(self, table: str, rows: Sequence[Row], scratch: Path) -> None:
        """Append rows of plain values: through a JSON file, which DuckDB reads far faster than
        parameters one by one."""
        if not rows:
            return
        columns = self._connection.execute(f"DESCRIBE {table}").fetchall()
        names = [str(column[0]) for column in columns]
        encoder = msgspec.json.Encoder()
        lines = [encoder.encode(dict(zip(names, row, strict=True))) for row in rows]
        write_whole(scratch, b"\n".join(lines))
        shape = ", ".join(f"'{column[0]}': '{column[1]}'" for column in columns)
        self.rows(
            f"INSERT INTO {table} BY NAME SELECT * FROM read_json(?, format='newline_delimited', "
            f"columns={{{shape}}})",
            [str(scratch)],
        )
        scratch.unlink()

    def apply(
        self, table: str, query: str, opened: Callable[[], RowsToRows], columns: str, scratch: Path
    ) -> None:
        """Make a table of what a function makes of a query's rows; see engine.Engine."""
        self.run([(table, f"CREATE TABLE {table} ({columns})")])
        function = None
        for chunk in self.stream(query):
            function = function or opened()
            self.insert(table, function(chunk), scratch)

    def forget(self, tables: Iterable[str]) -> None:
        """Drop tables that only served to make others."""
        self.run((table, f"DROP TABLE {table}") for table in tables)

    def arrow(self, sql: str) -> Any:
        """What a query finds as a pyarrow.Table, for an engine that takes one."""
        try:
            return self._connection.sql(sql).to_arrow_table()
        except duckdb.Error as error:
            raise _failure("query", error) from error

    def batches(self, sql: str) -> Iterator[Any]:
        """What a query finds as pyarrow.RecordBatches, so that memory stays bounded."""
        try:
            yield from self._connection.sql(sql).to_arrow_reader(_CHUNK)
        except duckdb.Error as error:
            raise _failure("query", error) from error

    def take(self, table: str, rows: Any) -> None:
        """Make a table of a pyarrow.Table, or of a reader of its batches."""
        try:
            self._connection.register("taken", rows)
            self._connection.execute(f'CREATE TABLE "{table}" AS FROM taken')
            self._connection.unregister("taken")
        except duckdb.Error as error:
            raise _failure(table, error) from error

    def close(self) -> None:
        """Write what is pending and let go of the file."""
        try:
            self._connection.close()
        except duckdb.Error as error:
            raise _failure("close", error) from error


def _failure(name: str, error: duckdb.Error) -> Exception:
    """What to raise for an engine's error: a disk that is full is not a wrong step."""
    if isinstance(error, duckdb.IOException) or _UNWRITTEN.search(str(error)):
        return WriteFailed(f"database: {error}")
    return StepFailed(f"{name}: {error}")
