"""XLSX, read as a stream: a sheet's rows are never all in memory, however it is made.

The usual readers make room for every cell between a sheet's first and last, so that a file of a
few kilobytes with one cell in its far corner ends them. Here rows are read one at a time, and a
file is refused that unpacks to more than MOST_BYTES or that is packed more than MOST_PACKED to
one (beyond the first megabytes, which may be anything).
"""

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from posixpath import join, normpath
from typing import IO
from xml.etree.ElementTree import Element, ParseError, fromstring

from lionrock.store.sheets.cells import Rows, SharedTexts, feed
from lionrock.store.sheets.sheet import Batch, Cell, Form, Oddities, Reading, SheetFault

MOST_BYTES = 8 << 30
MOST_TEXTS = 1 << 30
MOST_PACKED = 400
_FREE = 16 << 20
_SMALL = 32 << 20
# What zipfile, what unpacks for it, and the parser raise for damaged bytes: a place before the
# beginning of the file (OSError), a way of packing or a password that nobody knows, and so on.
_DAMAGE = (
    ParseError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, ValueError,
    OSError, NotImplementedError, RuntimeError,
)  # fmt: skip
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)))
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_NS = "{*}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_REL = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


class Workbook:
    """An open XLSX file, one sheet of it; see sheet.Sheet.

    The first row that is not empty names the columns. Numbers are numbers, dates are dates,
    formulas are what they last came to. Empty rows within are kept, those at the end are not.
    """

    form: Form = "xlsx"
    types: tuple[str, ...] = ()
    marked = False
    delimiter = encoding = ""

    def __init__(self, path: Path, reading: Reading) -> None:
        self.path: Path | None = path
        self._reading, self.oddities = reading, Oddities()
        self._archive = _opened(path)
        self._stream: IO[bytes] | None = None
        try:
            self._rows = self._start()
            first = next(self._rows, None)
        except BaseException:
            self.close()
            raise
        if first is None:
            raise SheetFault(f"{path}: the sheet {self._name!r} is empty; expected column names")
        self._first = None if reading.header else first
        self.columns = tuple(
            _named(cell) if reading.header else f"column_{n + 1}" for n, cell in enumerate(first)
        )

    def _start(self) -> Iterator[list[Cell]]:
        book, sheets = self._sheets()
        if not sheets:
            raise SheetFault(f"{self.path}: the workbook has no sheet")
        self._name = self._reading.sheet or next(iter(sheets))
        if self._name not in sheets:
            raise SheetFault(
                f"{self.path}: no sheet {self._name!r}; there are: {', '.join(sheets)}"
            )
        texts = self._texts()
        dates = self._dates()
        early = any(p.get("date1904") in ("1", "true") for p in _each(book, "workbookPr"))
        base = datetime(1904, 1, 1) if early else datetime(1899, 12, 30)  # noqa: DTZ001 - has none
        rows = Rows(texts, lambda value, style: _dated(value, style in dates, base))
        part = sheets[self._name]
        self._size = self._archive.getinfo(part).file_size
        with self._whole(f"the sheet {self._name!r} is"):
            self._stream = stream = self._archive.open(part)
        return self._guarded(feed(stream, rows))

    @contextmanager
    def _whole(self, what: str) -> Iterator[None]:
        """Say of damaged bytes what they were."""
        try:
            yield
        except _DAMAGE as error:
            raise SheetFault(f"{self.path}: {what} broken: {error}") from None

    def _guarded(self, rows: Iterator[list[Cell]]) -> Iterator[list[Cell]]:
        with self._whole(f"the sheet {self._name!r} is"):
            yield from rows

    def _sheets(self) -> tuple[Element, dict[str, str]]:
        book = self._tree("xl/workbook.xml")
        links = self._tree("xl/_rels/workbook.xml.rels")
        targets = {one.get("Id"): one.get("Target", "") for one in links}
        found = {}
        for one in _each(book, "sheet"):
            target = targets.get(one.get(_REL) or one.get(_STRICT_REL), "")
            part = normpath(target.lstrip("/") if target.startswith("/") else join("xl", target))
            if part in self._archive.namelist() and "worksheets" in part:
                found[one.get("name", "")] = part
        return book, found

    def _texts(self) -> list[str]:
        names = [n for n in self._archive.namelist() if n.lower() == "xl/sharedstrings.xml"]
        if not names:
            return []
        if self._archive.getinfo(names[0]).file_size > MOST_TEXTS:
            raise SheetFault(f"{self.path}: its texts take more than {MOST_TEXTS >> 20} MiB")
        with self._whole("its texts are"), self._archive.open(names[0]) as stream:
            return list(feed(stream, SharedTexts()))

    def _dates(self) -> frozenset[int]:
        """The numbers of the cell styles that show a number as a date or a time."""
        if "xl/styles.xml" not in self._archive.namelist():
            return frozenset()
        tree = self._tree("xl/styles.xml")
        own = {one.get("numFmtId"): one.get("formatCode", "") for one in _each(tree, "numFmt")}
        styles = tree.find(f"{_NS}cellXfs")
        found = set()
        for number, style in enumerate(styles if styles is not None else ()):
            id_ = style.get("numFmtId", "0")
            code = _QUOTED.sub("", own.get(id_, "")).lower()
            if id_.isdigit() and (int(id_) in _DATE_FORMATS or re.search("[ymdhs]", code)):
                found.add(number)
        return frozenset(found)

    def _tree(self, part: str) -> Element:
        try:
            if self._archive.getinfo(part).file_size > _SMALL:
                raise SheetFault(f"{self.path}: {part} is larger than {_SMALL >> 20} MiB")
            data = self._archive.read(part)
            if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
                raise SheetFault(f"{self.path}: {part} declares entities, which no workbook does")
            return fromstring(data)
        except KeyError:
            raise SheetFault(f"{self.path}: no {part}; expected an Excel workbook") from None
        except _DAMAGE as error:
            raise SheetFault(f"{self.path}: {part} is broken: {error}") from None

    def batches(self, column: int, size: int) -> Iterator[Batch]:
        """All rows, `size` at a time, with the texts of one column."""
        rows = self._widened()
        rows = islice(rows, self._reading.limit) if self._reading.limit else rows
        while taken := list(islice(rows, size)):
            yield Batch([as_text(row[column]) for row in taken], taken)

    def _widened(self) -> Iterator[list[Cell]]:
        width = len(self.columns)
        if self._first is not None:
            yield self._first
        for number, row in enumerate(self._rows, 2):
            if len(row) > width:
                self.oddities.note("long", number)
            yield row + [None] * (width - len(row))

    def share(self) -> float | None:
        """How much of the sheet has been read, 0 to 1."""
        read = self._stream.tell() if self._stream else 0
        return min(1.0, read / self._size) if self._size else None

    def close(self) -> None:
        """Let go of the file."""
        if self._stream:
            self._stream.close()
        self._archive.close()


def as_text(cell: Cell) -> str | None:
    """A cell as CSV shows it: whole numbers without a point, dates as ISO 8601."""
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return cell.isoformat() if isinstance(cell, (date, time)) else str(cell)


def _each(tree: Element, name: str) -> Iterator[Element]:
    return (one for one in tree.iter() if one.tag.rpartition("}")[2] == name)


def _named(cell: Cell) -> str:
    return as_text(cell) or ""


def _opened(path: Path) -> zipfile.ZipFile:
    with path.open("rb") as file:
        if file.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise SheetFault(
                f"{path}: protected by a password, or of Excel 97-2003; save it as a plain .xlsx"
            )
    try:
        archive = zipfile.ZipFile(path)
    except _DAMAGE as error:
        raise SheetFault(f"{path}: not an XLSX file: {error}") from None
    total = 0
    for member in archive.infolist():
        total += member.file_size
        packed = member.file_size > max(_FREE, MOST_PACKED * member.compress_size)
        if packed or total > MOST_BYTES or member.flag_bits & 1:
            archive.close()
            raise SheetFault(
                f"{path}: {member.filename} unpacks from {member.compress_size:,} to "
                f"{member.file_size:,} bytes or is encrypted; expected an ordinary workbook"
            )
    return archive


def _dated(value: float | int, is_date: bool, base: datetime) -> Cell:
    if not is_date or not 0 <= value < 2_958_466:
        return value
    whole, part = divmod(value, 1)
    clock = timedelta(milliseconds=round(part * 86_400_000))
    if whole == 0:
        return (base + clock).time() if clock < timedelta(days=1) else value
    try:
        moment = base + timedelta(days=int(whole)) + clock
    except OverflowError:  # counted from 1904, the last days are beyond the year 9999
        return value
    return moment.date() if not clock else moment
