"""Parquet, read and put together by DuckDB in bounded memory."""

import json
import math
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from lionrock.store.files import WriteFailed
from lionrock.store.sheets.sheet import Batch, Cell, Form, Oddities, Reading, SheetFault

_CONFIG: dict[str, Any] = {
    "preserve_insertion_order": "true", "memory_limit": "512MB", "threads": "1",
    "autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
}  # fmt: skip
_LONGEST = 1 << 26  # bytes of one row of a journal
_FLOATS = ("DOUBLE", "FLOAT")


class Source(msgspec.Struct, frozen=True):
    """A Parquet file whose rows another is to carry on with; `limit` of them, 0 for all."""

    path: Path
    limit: int = 0


class Parquet:
    """An open Parquet file; see sheet.Sheet. Cells are texts, as DuckDB writes their values."""

    form: Form = "parquet"
    columns: tuple[str, ...]
    types: tuple[str, ...]
    marked = False
    delimiter = encoding = ""

    def __init__(self, path: Path, reading: Reading) -> None:
        self.path: Path | None = path
        self._reading, self.oddities = reading, Oddities()
        self.columns, self.types = (), ()
        self._folder = tempfile.TemporaryDirectory(prefix="lionrock-")
        self._connection = duckdb.connect(config=_CONFIG | {"temp_directory": self._folder.name})
        self._file = _linked(path, Path(self._folder.name))
        try:
            described = self._connection.execute(f"DESCRIBE {self._all()}").fetchall()
            (total,) = self._connection.execute(f"SELECT count(*) FROM ({self._all()})").fetchall()[
                0
            ]
        except duckdb.Error as error:
            self.close()
            raise SheetFault(
                f"{path}: not a Parquet file that can be read: {_said(error)}"
            ) from None
        self.columns = tuple(str(row[0]) for row in described)
        self.types = tuple(str(row[1]) for row in described)
        self._total, self._done = int(total), 0

    def _all(self, finite: bool = False) -> str:
        limit = f" LIMIT {self._reading.limit}" if self._reading.limit else ""
        names = [quoted(n) for n, t in zip(self.columns, self.types, strict=True) if t in _FLOATS]
        kept = [f"CASE WHEN isfinite({name}) THEN {name} END AS {name}" for name in names]
        replaced = f" REPLACE ({', '.join(kept)})" if finite and kept else ""
        return f"SELECT *{replaced} FROM read_parquet({literal(str(self._file))}){limit}"

    def batches(self, column: int, size: int) -> Iterator[Batch]:
        """All rows, `size` at a time, with the texts of one column."""
        shape = self._reading.shape
        asked = [f"CAST({quoted(self.columns[column])} AS VARCHAR)"]
        if shape == "cells":
            asked += [self._as_text(n) for n in range(len(self.columns))]
        elif shape == "objects":
            asked.append("CAST(to_json(i) AS VARCHAR)")
        try:
            found = self._connection.execute(
                f"SELECT {', '.join(asked)} FROM ({self._all(finite=shape == 'objects')}) i"
            )
            while taken := found.fetchmany(size):
                self._done += len(taken)
                rows: Sequence[Sequence[Cell]] = (
                    [row[1:] for row in taken] if shape == "cells" else ()
                )
                objects = [_strict(row[1]) for row in taken] if shape == "objects" else ()
                yield Batch([row[0] for row in taken], rows, objects)
        except duckdb.Error as error:
            raise SheetFault(f"{self.path}: row {self._done + 1} on: {_said(error)}") from None

    def _as_text(self, column: int) -> str:
        name, type_ = quoted(self.columns[column]), self.types[column]
        nested = type_.endswith("]") or type_.startswith(("STRUCT", "MAP", "UNION"))
        return f"CAST({f'to_json({name})' if nested else name} AS VARCHAR)"

    def share(self) -> float | None:
        """How much of the file has been read, 0 to 1."""
        return self._done / self._total if self._total else None

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
        self._folder.cleanup()


def assemble(
    journal: Path, columns: Sequence[tuple[str, str]], target: Path, source: Source | None = None
) -> None:
    """Write a Parquet file of a journal of JSON Lines: `columns` are names and DuckDB types.

    In the journal a column's key is its position: "0", "1" and so on, so that names may be
    anything. With a `source` the rows of that Parquet file come first, with their types, and
    the journal's beside them; both are read in step, so memory does not grow with the rows.
    Raises WriteFailed when the disk does not take it.
    """
    with tempfile.TemporaryDirectory(prefix="lionrock-") as folder:
        shape = ", ".join(
            f"{literal(str(n))}: {literal(type_)}" for n, (_, type_) in enumerate(columns)
        )
        rows = (
            f"read_json({literal(str(_linked(journal, Path(folder))))}, "
            f"format = 'newline_delimited', maximum_object_size = {_LONGEST}, "
            f"columns = {{{shape}}})"
        )
        shown = ", ".join(
            f"a.{quoted(str(n))} AS {quoted(name)}" for n, (name, _) in enumerate(columns)
        )
        sql = f"SELECT {shown} FROM {rows} a"
        if source:
            beside = f"read_parquet({literal(str(_linked(source.path, Path(folder))))})"
            wanted = f"(SELECT * FROM {beside} LIMIT {source.limit})" if source.limit else beside
            sql = f"SELECT i.*, {shown} FROM {wanted} i POSITIONAL JOIN {rows} a"
        with _engine(folder) as connection:
            connection.execute(
                f"COPY ({sql}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)"
            )


@contextmanager
def _engine(folder: str) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(config=_CONFIG | {"temp_directory": folder})
    try:
        yield connection
    except duckdb.Error as error:
        raise WriteFailed(f"Parquet: {_said(error)}") from None
    finally:
        connection.close()


def _linked(path: Path, folder: Path) -> Path:
    """A plain name for a file: DuckDB takes some characters of a path for a pattern."""
    link = folder / f"rows-{len(list(folder.iterdir()))}"
    link.symlink_to(path.resolve())
    return link


def _strict(text: str) -> bytes:
    """JSON that every program reads: no NaN and no infinity, which become null."""
    if "NaN" not in text and "Infinity" not in text and "inf" not in text:
        return text.encode()
    return json.dumps(_finite(json.loads(text)), ensure_ascii=False).encode()


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list):
        return [_finite(one) for one in value]
    return {k: _finite(one) for k, one in value.items()} if isinstance(value, dict) else value


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def _said(error: duckdb.Error) -> str:
    return str(error).strip().splitlines()[0]
