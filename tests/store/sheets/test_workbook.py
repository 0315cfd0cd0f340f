"""XLSX in and out, against two other programs' readers and writers, and against hostile files."""

import datetime as dt
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from lionrock.store.sheets.sheet import Cell, Reading, SheetFault
from lionrock.store.sheets.workbook import Workbook
from lionrock.store.sheets.workbook_out import LONGEST, write_workbook

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
MOMENT, MIDNIGHT = map(dt.datetime.fromisoformat, ("2024-05-01T10:30", "1999-12-31"))
_MOMENTS = [MOMENT, dt.date(1999, 12, 31), dt.time(10, 30), 0.25, 7, True]


def _read(path: Path, reading: Reading | None = None) -> tuple[Workbook, list[list[Cell]]]:
    sheet = Workbook(path, reading or Reading())
    try:
        return sheet, [list(row) for batch in sheet.batches(0, 2) for row in batch.rows]
    finally:
        sheet.close()


def _with_sheet(path: Path, body: str, **parts: str) -> Path:
    """A workbook of ours whose sheet (and other parts) are replaced."""
    write_workbook(path.with_suffix(".base"), ["a"], [])
    with zipfile.ZipFile(path.with_suffix(".base")) as base, zipfile.ZipFile(path, "w") as made:
        for name in base.namelist():
            if name.endswith("sheet1.xml"):
                made.writestr(name, body, zipfile.ZIP_DEFLATED)
            else:
                made.writestr(name, parts.pop(name, base.read(name).decode()))
        for name, text in parts.items():
            made.writestr(name, text)
    return path


def test_what_another_program_wrote(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "first"
    sheet = book.create_sheet("第二頁")
    sheet.append(["id", "name", "when"])
    sheet.append([1, "香港科技大學", MOMENT])
    sheet.append([])
    sheet.append([2.5, " spaced & <quoted> \n", dt.date(2024, 5, 1)])
    sheet.append([True, '=HYPERLINK("x")', "_x0041_"])
    sheet["F9"].number_format = "0.00"
    book.save(path)
    found, rows = _read(path, Reading(sheet="第二頁"))
    assert found.columns == ("id", "name", "when")
    assert rows[:3] == [
        [1, "香港科技大學", MOMENT],
        [None, None, None],
        [2.5, " spaced & <quoted> \n", dt.date(2024, 5, 1)],
    ]
    assert rows[3][0] is True
    assert len(rows) == 4
    with pytest.raises(SheetFault, match=r"no sheet 'x'; there are: first, 第二頁"):
        Workbook(path, Reading(sheet="x"))
    with pytest.raises(SheetFault, match="'first' is empty"):
        Workbook(path, Reading())


def test_two_other_programs_read_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    rows: list[list[Cell]] = [["=1+1", "007", None, "a\tb\n"], _MOMENTS[:4], ["_x0041_ \x01", "𠮷"]]
    assert write_workbook(path, ["a", "b & c", "c", "d"], rows) == 0
    read = [list(row) for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)]
    assert read[0] == ["a", "b & c", "c", "d"]
    assert read[1] == ["=1+1", "007", None, "a\tb\n"]
    assert read[2][:2] == [MOMENT, MIDNIGHT]
    other = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert other[1] == ["=1+1", "007", "", "a\tb\n"]
    assert other[2] == _MOMENTS[:4]
    assert _read(path)[1][2][:2] == ["_x0041_ \x01", "𠮷"]


@settings(max_examples=40)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=9)
            | st.integers(-(2**50), 2**50) | st.booleans() | st.none()
            | st.floats(allow_nan=False, allow_infinity=False, width=32)
            | st.sampled_from(_MOMENTS),
            min_size=3, max_size=3,
        ).filter(lambda row: any(cell is not None for cell in row)),
        min_size=1, max_size=6,
    )
)  # fmt: skip
def test_cells_come_back(tmp_path_factory: pytest.TempPathFactory, rows: list[list[Cell]]) -> None:
    path = tmp_path_factory.mktemp("book") / "out.xlsx"
    write_workbook(path, ["a", "b", "c"], rows)
    assert _read(path)[1] == rows


def test_a_text_that_is_too_long_is_cut_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    assert write_workbook(path, ["a"], [["x" * 40_000], ["y"]]) == 1
    assert _read(path)[1] == [["x" * LONGEST], ["y"]]


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_workbook(tmp_path / name, ["a"], [["x"], [1]])
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_cell_in_the_far_corner_costs_no_more_than_its_row(tmp_path: Path) -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row>'
    far += '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    sheet = Workbook(
        _with_sheet(tmp_path / "far.xlsx", f"{SHEET}{far}</sheetData></worksheet>"), Reading()
    )
    rows = sum(len(batch.rows) for batch in sheet.batches(0, 8_192))
    sheet.close()
    assert rows == 1_048_575
    assert sheet.oddities.seen == {"long": (1, 1_048_576)}


def test_shared_texts_are_read_without_their_readings(tmp_path: Path) -> None:
    shared = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><r><t>香港</t></r><r><t>大學</t></r><rPh><t>ほんこん</t></rPh></si><si><t/></si></sst>"
    )
    cells = '<row><c t="s"><v>0</v></c></row><row><c t="s"><v>0</v></c><c t="s"><v>9</v></c></row>'
    body = f"{SHEET}{cells}</sheetData></worksheet>"
    path = _with_sheet(tmp_path / "s.xlsx", body, **{"xl/sharedStrings.xml": shared})
    found, rows = _read(path)
    assert (found.columns, rows) == (("香港大學",), [["香港大學"]])


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ('<row><c><v>1</v></c></row><row><c><v>x</v></c></row>', "'x' in a cell of numbers"),
        ('<row><c><v>1</v></c></row><row r="9999999"><c><v>1</v></c></row>', "more than 1,048,576"),
        ('<row><c><v>1</v></c></row><row><c r="ZZZ1"><v>1</v></c></row>', "more than 16,384"),
        ('<row><c><v>1</v></c></row><row><c>', "is broken"),
    ],
)  # fmt: skip
def test_broken_rows_are_told(tmp_path: Path, rows: str, told: str) -> None:
    with pytest.raises(SheetFault, match=told):
        _read(_with_sheet(tmp_path / "b.xlsx", SHEET + rows + "</sheetData></worksheet>"))


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_entities_are_refused(tmp_path: Path, part: str) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    body = f"{SHEET}</sheetData></worksheet>"
    path = (
        _with_sheet(tmp_path / "e.xlsx", bomb)
        if "sheet1" in part
        else _with_sheet(tmp_path / "e.xlsx", body, **{part: bomb})
    )
    with pytest.raises(SheetFault, match=r"document type|declares entities"):
        _read(path)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 64_000_000)
    with pytest.raises(SheetFault, match=r"unpacks from .* to 64,000,000 bytes"):
        Workbook(path, Reading())


@pytest.mark.parametrize(
    ("body", "told"),
    [(b"", "not an XLSX"), (b"PK\x03\x04junk", "not an XLSX"), (b"a,b\n", "not an XLSX"),
     (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password")],
)  # fmt: skip
def test_what_is_no_workbook_is_told(tmp_path: Path, body: bytes, told: str) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(body)
    with pytest.raises(SheetFault, match=told):
        Workbook(path, Reading())


def test_a_workbook_cut_short_anywhere_is_told(tmp_path: Path) -> None:
    whole, part = tmp_path / "whole.xlsx", tmp_path / "part.xlsx"
    write_workbook(whole, ["a"], [[f"row {n}"] for n in range(50)])
    data = whole.read_bytes()
    for end in range(0, len(data), 97):
        part.write_bytes(data[:end])
        with pytest.raises(SheetFault):
            _read(part)


@pytest.mark.parametrize(
    ("at", "to"),
    [
        (b"PK\x05\x06", lambda end: end[:16] + b"\xff\xff\xff\x7f" + end[20:]),  # before the start
        (b"PK\x01\x02", lambda head: head[:10] + b"\x63" + head[11:]),  # a way of packing: 99
        (b"PK\x03\x04", lambda head: b"PK\x03\x05" + head[4:]),  # no part where one should be
    ],
)
def test_an_archive_that_is_damaged_anywhere_is_told(
    tmp_path: Path, at: bytes, to: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook(path, ["a"], [["b"]])
    whole = path.read_bytes()
    for place in [found.start() for found in re.finditer(re.escape(at), whole)]:
        path.write_bytes(whole[:place] + to(whole[place:]))
        try:
            sheet = Workbook(path, Reading())
            assert [batch.rows for batch in sheet.batches(0, 9)] == [[["b"]]]  # a part nobody needs
            sheet.close()
        except SheetFault as fault:
            assert str(path) in str(fault)
