"""CSV and TSV: cells parted by a character, as people and programs really write them."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from lionrock.store.sheets.sheet import (
    Batch,
    Cell,
    Form,
    Oddities,
    Reading,
    SheetFault,
    place,
)
from lionrock.store.sheets.text import TextLines

LONGEST_CELL = 1 << 24
MOST_COLUMNS = 20_000
_CANDIDATES = ",;\t|"
_SNIFFED = 200
_NOTHING = "\x1f"  # parts the cells of a file in which nothing does


class _Lines:
    """Lines, and whether one was asked for after the last."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines, self.ended = iter(lines), False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        try:
            return next(self._lines)
        except StopIteration:
            self.ended = True
            raise


class Delimited:
    """An open CSV or TSV file; see sheet.Sheet.

    Rows shorter than the header are filled up with empty cells, longer ones keep what is over;
    both are noted. Blank lines are left out where there is more than one column. A quote that is
    never closed makes one cell of the rest, which is noted, or ends in SheetFault when that is
    longer than LONGEST_CELL.
    """

    types: tuple[str, ...] = ()

    def __init__(
        self, path: Path | None, form: Form, reading: Reading, stream: BinaryIO | None = None
    ) -> None:
        self.path, self.form, self._reading = path, form, reading
        self.oddities = Oddities()
        self._text = TextLines(path, reading.encoding, self.oddities, stream)
        self.encoding, self.marked = self._text.encoding, self._text.marked
        self.delimiter = reading.delimiter or delimiter_of(self._text.sample, form)
        csv.field_size_limit(LONGEST_CELL)
        self._rows = self._read()
        try:
            first = self._head()
        except BaseException:
            self.close()
            raise
        self._first = None if reading.header else first
        self.columns = (
            tuple(first) if reading.header else tuple(f"column_{n + 1}" for n in range(len(first)))
        )

    def _head(self) -> list[str]:
        first = next((row for row in self._rows if row), None)
        if first is None:
            raise SheetFault(
                f"{self.path or 'standard input'}: empty; expected a row of column names"
            )
        if len(first) > MOST_COLUMNS:
            raise SheetFault(f"{place(self.path, 1)}: {len(first)} columns; at most {MOST_COLUMNS}")
        return first

    def _read(self) -> Iterator[list[str]]:
        lines = _Lines(self._text)
        reader = csv.reader(lines, delimiter=self.delimiter or _NOTHING)
        while True:
            begun = self._text.number + 1
            try:
                row = next(reader, None)
            except csv.Error as error:
                raise SheetFault(
                    f"{place(self.path, begun)}: {error}; the row that begins here cannot be "
                    "read: is a closing quote missing?"
                ) from None
            if row is None:
                return
            if lines.ended:  # the reader wanted more of this row than there is
                self.oddities.note("unclosed", begun)
            yield row

    def _whole_rows(self) -> Iterator[list[str]]:
        if self._first is not None:
            yield self._first
        width = len(self.columns)
        for row in self._rows:
            if len(row) != width:
                if not row:
                    if width > 1:
                        self.oddities.note("blank", self._text.number)
                        continue
                elif len(row) < width:
                    self.oddities.note("short", self._text.number)
                else:
                    self.oddities.note("long", self._text.number)
                row += [""] * (width - len(row))
            yield row

    def batches(self, column: int, size: int) -> Iterator[Batch]:
        """All rows, `size` at a time, with the texts of one column."""
        rows = self._whole_rows()
        if self._reading.limit:
            rows = islice(rows, self._reading.limit)
        while taken := list(islice(rows, size)):
            cells: list[list[Cell]] = taken  # type: ignore[assignment]
            yield Batch([row[column] for row in taken], cells)

    def share(self) -> float | None:
        """How much of the file has been read, 0 to 1; None for standard input."""
        return self._text.share()

    def close(self) -> None:
        """Let go of the file."""
        self._text.close()


def delimiter_of(sample: str, form: Form) -> str:
    """What parts the cells: the character that cuts the most rows into equally many cells.

    It must part the first row too: where nothing does, there is one column, whatever commas its
    texts hold, and "" is returned. A tab for TSV whose first row has one.
    """
    lines = sample.splitlines(keepends=True)[:_SNIFFED]
    best, most = "", (0, 0)
    for candidate in _CANDIDATES:
        widths = _widths(lines, candidate)
        if not widths or widths[0] < 2:
            continue
        if form == "tsv" and candidate == "\t":
            return candidate
        agreeing = (Counter(widths)[widths[0]], widths[0])
        if agreeing > most:
            most, best = agreeing, candidate
    return best


def _widths(lines: list[str], delimiter: str) -> list[int]:
    widths: list[int] = []
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            if row:
                widths.append(len(row))
    except csv.Error:
        pass  # what has been counted so far is told by
    return widths
