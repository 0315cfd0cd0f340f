"""Where rows go: standard output as they come, or a file that appears when it is whole."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from lionrock.store.files import to_disk
from lionrock.store.sheets.cells import MOST_ROWS
from lionrock.store.sheets.journal import Journal, Note
from lionrock.store.sheets.parquet import Source, assemble
from lionrock.store.sheets.rows import Added, Writer, unique
from lionrock.store.sheets.sheet import Batch, Cell, Form, Sheet, SheetFault
from lionrock.store.sheets.workbook_out import write_workbook

_MOMENTS: dict[str, Any] = {
    "date": datetime.date, "datetime": datetime.datetime, "time": datetime.time,
}  # fmt: skip


class Output(msgspec.Struct, frozen=True):
    """What is to be written: `added` are the new columns with DuckDB's names of their types.

    `target` None is standard output. `limit` is how many rows of the input are read, 0 for all.
    """

    form: Form
    target: Path | None
    added: tuple[tuple[str, str], ...]
    limit: int = 0

    def beside(self, sheet_form: Form) -> bool:
        """Whether the input's own cells come from its file at the end, types and all."""
        return self.form == "parquet" and sheet_form == "parquet"

    def writer(self, sheet: Sheet) -> Writer:
        """A writer of this output's rows, in the input's dialect."""
        delimiter = "\t" if self.form == "tsv" else sheet.delimiter or ","
        if self.form == "csv" and sheet.form == "tsv":
            delimiter = ","
        names = [name for name, _ in self.added]
        return Writer(self.form, sheet.columns, names, delimiter, self.beside(sheet.form))


class StreamOutput:
    """Writes rows to a stream as they come."""

    def __init__(self, output: Output, sheet: Sheet, stream: BinaryIO) -> None:
        self._writer, self._stream = output.writer(sheet), stream
        self.note, self.cut = Note({}), 0
        stream.write(self._writer.header(sheet.marked))

    def add(self, batch: Batch, added: Sequence[Added], rows: int, counts: dict[str, int]) -> None:
        """Write a batch."""
        self._stream.write(self._writer.batch(batch, added))
        self._stream.flush()

    def finish(self) -> None:
        """All is written."""

    def close(self) -> None:
        """The stream is the caller's."""


class FileOutput:
    """Writes rows to a journal, and makes the file of it when all are there."""

    def __init__(self, output: Output, sheet: Sheet, journal: Journal) -> None:
        self._output, self._sheet, self._journal = output, sheet, journal
        self._writer = output.writer(sheet)
        self._started = journal.resumed
        self.note, self.cut = journal.note, 0

    def add(self, batch: Batch, added: Sequence[Added], rows: int, counts: dict[str, int]) -> None:
        """Append a batch; `rows` and `counts` are the totals once it is there."""
        if self._output.form == "xlsx" and rows >= MOST_ROWS:
            raise SheetFault(
                f"{self._output.target}: an XLSX sheet holds {MOST_ROWS:,} rows with its header, "
                "and there are more; write .csv or .parquet"
            )
        data = self._writer.batch(batch, added)
        if not self._started:
            data, self._started = self._writer.header(self._sheet.marked) + data, True
        self._journal.append(data, rows, counts)

    def finish(self) -> None:
        """Make the output of what was written, in one step."""
        if not self._started:
            self._journal.append(self._writer.header(self._sheet.marked), 0, {})
        if self._output.form not in ("parquet", "xlsx"):
            self._journal.finish()
            return
        journal = self._journal.partial
        made = journal.with_name(self._journal.target.name + ".assembled.partial")
        try:
            if self._output.form == "xlsx":
                self.cut = write_workbook(made, self._names(), self._rows(journal))
            else:
                self._assemble(journal, made)
            to_disk(made)
            self._journal.finish(made)
        finally:
            made.unlink(missing_ok=True)

    def _names(self) -> list[str]:
        return [*self._sheet.columns, *(name for name, _ in self._output.added)]

    def _assemble(self, journal: Path, made: Path) -> None:
        sheet = self._sheet
        if self._output.beside(sheet.form) and sheet.path:
            assemble(journal, self._output.added, made, Source(sheet.path, self._output.limit))
            return
        types = sheet.types if sheet.form == "jsonl" else ("VARCHAR",) * len(sheet.columns)
        named = zip(
            unique(self._names()), (*types, *(t for _, t in self._output.added)), strict=True
        )
        assemble(journal, list(named), made)

    def _rows(self, journal: Path) -> Iterator[Sequence[Cell]]:
        width = len(self._sheet.columns) + len(self._output.added)
        typed = self._sheet.form == "xlsx"
        with journal.open("rb") as file:
            for line in file:
                yield _row(msgspec.json.decode(line), width, typed)

    def close(self) -> None:
        """Let go of the file, keeping what is there for the next run."""
        self._journal.close()


def _row(found: Mapping[str, Any], width: int, typed: bool) -> list[Cell]:
    wide = max(width, max((int(key) + 1 for key in found), default=0))
    return [_restored(found.get(str(n)), typed) for n in range(wide)]


def _restored(cell: Any, typed: bool) -> Cell:
    """A cell as it was: in the journal a date is {"date": "2024-05-01"}, as rows.py writes it."""
    if typed and isinstance(cell, dict):
        ((kind, text),) = cell.items()
        restored: Cell = _MOMENTS[kind].fromisoformat(text)
        return restored
    value: Cell = cell
    return value
