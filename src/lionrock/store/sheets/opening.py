"""Opening a file of rows by the form that its name, or its first bytes, tell."""

import hashlib
from pathlib import Path
from typing import BinaryIO

from lionrock.store.sheets.delimited import Delimited
from lionrock.store.sheets.lines import JsonLines
from lionrock.store.sheets.parquet import Parquet
from lionrock.store.sheets.sheet import FORMS, Form, Reading, Sheet, SheetFault, form_of
from lionrock.store.sheets.workbook import Workbook

_PROBE = 1 << 20


def input_form(path: Path | None) -> Form:
    """The form of an input: by its name, else by its first bytes, else CSV."""
    if path is None:
        return "csv"
    if path.suffix.lower() in FORMS or path.suffix.lower() == ".json":
        return form_of(path, "an input")
    with path.open("rb") as file:
        head = file.read(4)
    return "parquet" if head == b"PAR1" else "xlsx" if head == b"PK\x03\x04" else "csv"


def open_sheet(path: Path | None, reading: Reading, stream: BinaryIO | None = None) -> Sheet:
    """Open a file of rows; None is standard input, given as `stream`, which is CSV.

    Raises SheetFault when the file is not what its form says, OSError when it cannot be opened.
    """
    form = input_form(path)
    if form != "xlsx" and reading.sheet:
        raise SheetFault(f"--sheet is for XLSX; {path or 'standard input'} is {form}")
    if form in ("parquet", "xlsx") and (reading.encoding or reading.delimiter):
        raise SheetFault(f"--encoding and --delimiter are for text; {path} is {form}")
    if path is None or form in ("csv", "tsv"):
        return Delimited(path, form, reading, stream)
    if form == "jsonl":
        return JsonLines(path, reading)
    return Parquet(path, reading) if form == "parquet" else Workbook(path, reading)


def fingerprint(path: Path) -> str:
    """What tells a file from a changed one: size, time of change, digest of both its ends."""
    facts = path.stat()
    digest = hashlib.sha256()
    with path.open("rb") as file:
        digest.update(file.read(_PROBE))
        file.seek(max(0, facts.st_size - _PROBE))
        digest.update(file.read(_PROBE))
    return f"{facts.st_size}-{facts.st_mtime_ns}-{digest.hexdigest()}"
