"""Rows as bytes that can be appended to a file, batch by batch."""

import csv
import io
from collections.abc import Sequence
from datetime import date, time
from typing import Any

import msgspec

from lionrock.model.formula import guarded
from lionrock.store.sheets.lines import plain, with_members
from lionrock.store.sheets.sheet import Batch, Cell, Form
from lionrock.store.sheets.workbook import as_text

Added = tuple[str | float | None, ...]
_encode = msgspec.json.Encoder().encode


def unique(names: Sequence[str]) -> list[str]:
    """Names as they are, with _2, _3 … behind those that came before (whatever their case).

    An empty name becomes column_N.
    """
    taken: set[str] = set()
    found = []
    for number, name in enumerate(names, 1):
        base = name or f"column_{number}"
        one, again = base, 1
        while one.casefold() in taken:
            again += 1
            one = f"{base}_{again}"
        taken.add(one.casefold())
        found.append(one)
    return found


class Writer:
    """Turns rows with the cells added to them into bytes of one form.

    `columns` are the input's, `added` the new ones. For the forms that cannot grow (Parquet,
    XLSX) the bytes are those of a journal of JSON Lines whose keys are the columns' positions;
    `beside` leaves the input's own cells out of it, for the file itself is there at the end.
    """

    def __init__(
        self, form: Form, columns: Sequence[str], added: Sequence[str], delimiter: str,
        beside: bool = False,
    ) -> None:  # fmt: skip
        self.form, self._columns, self._added = form, columns, added
        self._delimiter = delimiter
        self._beside, self._dated = beside, form == "xlsx"
        self._keys = [_encode(plain(name)) for name in unique([*columns, *added])]

    def header(self, marked: bool) -> bytes:
        """What stands before the first row; `marked` puts a byte order mark before it."""
        if self.form not in ("csv", "tsv"):
            return b""
        return b"\xef\xbb\xbf" * marked + self._delimited([[*self._columns, *self._added]])

    def batch(self, batch: Batch, added: Sequence[Added]) -> bytes:
        """The rows of a batch, each with what was added to it."""
        if self.form in ("csv", "tsv"):
            return self._delimited(self._guarded_rows(batch, added))
        if self.form == "jsonl":
            lines = (
                self._with_members(batch.objects, added)
                if batch.objects
                else self._objects(batch, added)
            )
        elif self._beside:
            lines = [self._positioned(cells) for cells in added]
        else:
            width = len(self._columns)
            lines = [
                self._positioned((*row[:width], *cells, *row[width:]))
                for row, cells in zip(batch.rows, added, strict=True)
            ]
        return b"".join(line + b"\n" for line in lines)

    def _guarded_rows(self, batch: Batch, added: Sequence[Added]) -> list[list[str | None]]:
        width = len(self._columns)
        return [
            [*map(as_text, row[:width]), *map(_shown, cells), *map(as_text, row[width:])]
            for row, cells in zip(batch.rows, added, strict=True)
        ]

    def _delimited(self, rows: Sequence[Sequence[str | None]]) -> bytes:
        text = io.StringIO()
        csv.writer(text, delimiter=self._delimiter, lineterminator="\n").writerows(rows)
        return text.getvalue().encode("utf-8", "replace")

    def _with_members(self, objects: Sequence[bytes], added: Sequence[Added]) -> list[bytes]:
        keys = self._keys[len(self._columns) :]
        return [
            with_members(line, _members(keys, cells))
            for line, cells in zip(objects, added, strict=True)
        ]

    def _objects(self, batch: Batch, added: Sequence[Added]) -> list[bytes]:
        width = len(self._columns)
        lines = []
        for row, cells in zip(batch.rows, added, strict=True):
            beyond = [_encode(f"column_{width + n + 1}_beyond") for n in range(len(row) - width)]
            members = _members([*self._keys, *beyond], [*row[:width], *cells, *row[width:]])
            lines.append(b"{" + members + b"}")
        return lines

    def _positioned(self, cells: Sequence[Cell]) -> bytes:
        if self._dated:
            cells = [_moment(cell) for cell in cells]
        return _encode({str(n): cell for n, cell in enumerate(cells) if cell is not None})


def _members(keys: Sequence[bytes], cells: Sequence[Cell]) -> bytes:
    return b",".join(key + b":" + _encode(cell) for key, cell in zip(keys, cells, strict=True))


def _moment(cell: Any) -> Any:
    """A date or a time as the journal of a workbook holds it: with its type beside it."""
    if isinstance(cell, (date, time)):
        return {type(cell).__name__: cell.isoformat()}
    return cell


def _shown(cell: str | float | None) -> str | None:
    return f"{cell:.3f}" if isinstance(cell, float) else guarded(cell)
