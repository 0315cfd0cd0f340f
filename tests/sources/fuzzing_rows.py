"""Rows to match, of every form that is read, for `tests.sources.fuzzing` to break."""

import csv
import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from lionrock.store.sheets.opening import open_sheet
from lionrock.store.sheets.sheet import Reading

ROWS = [("name", "n"), ("Lumen Robotics", "1"), ('科大,"x"', "2"), ("=a", "3")]
Parse = Callable[[Path], int]


def sheets(folder: Path) -> Iterator[tuple[str, Parse, list[Path]]]:
    """(form, how rows are read, a small file of it). Of a workbook the parts are broken too: a
    damaged archive is refused before any of them is read."""
    for form, data in _made().items():
        path = folder / f"whole.{form}"
        path.write_bytes(data)
        yield f"rows of {form}", _rows, [path]
    yield "parts of xlsx", _workbook(folder / "whole.xlsx"), _parts(folder)


def _made() -> dict[str, bytes]:
    text = io.StringIO()
    csv.writer(text).writerows(ROWS)
    lines = "".join(json.dumps(dict(zip(ROWS[0], row, strict=True))) + "\n" for row in ROWS[1:])
    made = {"csv": text.getvalue().encode(), "jsonl": lines.encode()}
    made["tsv"] = made["csv"].replace(b",", b"\t")
    columns = {name: [row[at] for row in ROWS[1:]] for at, name in enumerate(ROWS[0])}
    kept = io.BytesIO()
    pq.write_table(pa.table(columns), kept)
    made["parquet"] = kept.getvalue()
    book = openpyxl.Workbook()
    for row in (*ROWS, ("day", dt.date(2026, 11, 30)), ("=1+1", 0.5), (True, None)):
        book.active.append(row)
    stored = io.BytesIO()
    book.save(stored)
    return made | {"xlsx": stored.getvalue()}


def _parts(folder: Path) -> list[Path]:
    """The parts of the workbook that say something, each a file of its own."""
    found = []
    with zipfile.ZipFile(folder / "whole.xlsx") as whole:
        for name in whole.namelist():
            if not name.startswith(("docProps/", "xl/theme")):
                found.append(folder / name.replace("/", "!"))
                found[-1].write_bytes(whole.read(name))
    return found


def _workbook(whole: Path) -> Parse:
    """Reads a part in its place in a workbook that is whole but for it."""

    def parse(path: Path) -> int:
        made = path.with_name("mended.xlsx")
        with zipfile.ZipFile(whole) as parts, zipfile.ZipFile(made, "w") as out:
            for name in parts.namelist():
                broken = name == path.name.replace("!", "/")
                out.writestr(name, path.read_bytes() if broken else parts.read(name))
        return _rows(made)

    return parse


def _rows(path: Path) -> int:
    with closing(open_sheet(path, Reading())) as sheet:
        for _ in sheet.batches(0, 100):
            pass
    return 0
