"""What a file of rows looks like to those who read it, whatever its form."""

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, Protocol

import msgspec

Form = Literal["csv", "tsv", "jsonl", "parquet", "xlsx"]
Cell = str | int | float | bool | datetime.datetime | datetime.date | datetime.time | None
Shape = Literal["cells", "objects", "nothing"]
FORMS: dict[str, Form] = {
    ".csv": "csv", ".txt": "csv", ".tsv": "tsv", ".tab": "tsv", ".jsonl": "jsonl",
    ".ndjson": "jsonl", ".parquet": "parquet", ".pq": "parquet", ".xlsx": "xlsx", ".xlsm": "xlsx",
}  # fmt: skip
"""The form of a file by the end of its name."""


class SheetFault(Exception):
    """A file of rows that cannot be read or written as asked; the message says where and why."""


class Reading(msgspec.Struct, frozen=True):
    """How to read a file: empty values mean that the file itself is to tell.

    `shape` is what rows are wanted as: their cells, or JSON objects as they stand, or nothing
    (only the texts of one column). `limit` bounds the rows, 0 means all.
    """

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header: bool = True
    shape: Shape = "cells"
    limit: int = 0


class Batch(msgspec.Struct, frozen=True):
    """Some rows in order: `texts` of the column asked for, and the rows in the shape wanted.

    Rows of cells have at least as many cells as there are columns; more when the file had more.
    """

    texts: list[str | None]
    rows: Sequence[Sequence[Cell]] = ()
    objects: Sequence[bytes] = ()


class Oddities:
    """What was out of order in a file, counted, with the first line where it was met."""

    def __init__(self) -> None:
        self.seen: dict[str, tuple[int, int]] = {}

    def note(self, kind: str, line: int, count: int = 1) -> None:
        """Count an oddity met on a line (1 is the first of the file)."""
        number, first = self.seen.get(kind, (0, line))
        self.seen[kind] = (number + count, first)


class Sheet(Protocol):
    """An open file of rows. `types` are DuckDB's names of the columns' types, where known.

    `marked`: whether the file began with a byte order mark; `delimiter`: what parts its cells,
    empty where nothing does; `encoding`: how its characters are written.
    """

    path: Path | None
    form: Form
    columns: tuple[str, ...]
    types: tuple[str, ...]
    marked: bool
    delimiter: str
    encoding: str
    oddities: Oddities

    def batches(self, column: int, size: int) -> Iterator[Batch]:
        """All rows, `size` at a time; `column` counts from 0. Raises SheetFault."""

    def share(self) -> float | None:
        """How much of the file has been read, 0 to 1; None when its size is not known."""

    def close(self) -> None:
        """Let go of the file."""


def form_of(path: Path, what: str) -> Form:
    """The form that a file's name tells; SheetFault when it tells none."""
    suffix = path.suffix.lower()
    if suffix not in FORMS:
        known = "JSON Lines (.jsonl) is, one object a line" if suffix == ".json" else "expected "
        known += "" if suffix == ".json" else " ".join(sorted(FORMS))
        raise SheetFault(f"{path}: {what} {suffix or 'without an ending'!r} is not known; {known}")
    return FORMS[suffix]


def place(path: Path | None, line: int) -> str:
    """A line of a file as errors name it."""
    return f"{path or 'standard input'}:{line}"
