"""CSV and TSV as they really are: any delimiter, ragged, quoted over lines, with zeros in them."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lionrock.store.sheets.delimited import Delimited, delimiter_of
from lionrock.store.sheets.rows import Writer, unique
from lionrock.store.sheets.sheet import Batch, Reading, SheetFault

_cell = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\0"), max_size=12)


class Opened:
    """Opens what a test writes, and lets go of it at the end."""

    def __init__(self, folder: Path) -> None:
        self._path, self._sheets = folder / "rows.csv", []

    def __call__(self, data: bytes | str, reading: Reading | None = None) -> Delimited:
        self._path.write_bytes(data if isinstance(data, bytes) else data.encode())
        self._sheets.append(Delimited(self._path, "csv", reading or Reading()))
        return self._sheets[-1]

    def close(self) -> None:
        for sheet in self._sheets:
            sheet.close()


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    opening = Opened(tmp_path)
    yield opening
    opening.close()


def _rows(sheet: Delimited) -> list[list[object]]:
    return [list(row) for batch in sheet.batches(0, 3) for row in batch.rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(opened: Opened, delimiter: str) -> None:
    lines = [["id", "name", "note"], ["1", "A, B; C | D", "x"], ["2", "HKUST", ""]]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(lines)
    sheet = opened(text.getvalue())
    assert sheet.delimiter == delimiter
    assert sheet.columns == ("id", "name", "note")
    assert _rows(sheet) == lines[1:]


def test_one_column_may_hold_commas_of_prose(opened: Opened) -> None:
    sheet = opened('who\nHKU, Pokfulam\n"HKUST, ""CWB"""\nDept, CUHK, Shatin\n')
    assert sheet.columns == ("who",)
    assert _rows(sheet) == [["HKU, Pokfulam"], ['HKUST, "CWB"'], ["Dept, CUHK, Shatin"]]
    assert delimiter_of("a,b\tc\n1\t2,3\n", "tsv") == "\t"
    assert delimiter_of("", "csv") == ""


def test_the_header_decides_between_delimiters() -> None:
    assert delimiter_of("id;name\n1;a, b\n2;c, d, e\n", "csv") == ";"
    assert delimiter_of("id,name\n1,a; b\n2,c; d\n", "csv") == ","


def test_ragged_rows_are_filled_up_or_kept_and_told(opened: Opened) -> None:
    sheet = opened("a,b,c\n1,2,3\n1\n\n1,2,3,4,5\n")
    assert _rows(sheet) == [["1", "2", "3"], ["1", "", ""], ["1", "2", "3", "4", "5"]]
    assert sheet.oddities.seen == {"short": (1, 3), "blank": (1, 4), "long": (1, 5)}


def test_an_empty_line_of_one_column_is_a_row(opened: Opened) -> None:
    assert _rows(opened("a\nx\n\ny\n")) == [["x"], [""], ["y"]]


def test_zeros_and_lines_within_quotes(opened: Opened) -> None:
    sheet = opened('a,b\n"x\0y","two\r\nlines"\n1,"say ""no"""\n')
    assert _rows(sheet) == [["x\0y", "two\r\nlines"], ["1", 'say "no"']]


def test_a_mark_is_not_part_of_the_first_name(opened: Opened) -> None:
    sheet = opened("a,b\n1,2\n".encode("utf-8-sig"))
    assert (sheet.columns, sheet.marked) == (("a", "b"), True)


def test_without_a_header_columns_have_numbers(opened: Opened) -> None:
    sheet = opened("HKU,1\nHKUST,2\n", Reading(header=False))
    assert sheet.columns == ("column_1", "column_2")
    assert _rows(sheet) == [["HKU", "1"], ["HKUST", "2"]]


def test_a_limit_is_a_limit(opened: Opened) -> None:
    assert len(_rows(opened("a\n" + "x\n" * 10, Reading(limit=4)))) == 4


def test_an_empty_file_is_told(opened: Opened) -> None:
    with pytest.raises(SheetFault, match="empty; expected a row of column names"):
        opened("")


def test_a_quote_that_never_closes_is_told_with_its_line(opened: Opened) -> None:
    sheet = opened('a,b\n1,2\n3,"x' + "y\n" * 9_000_000)
    with pytest.raises(SheetFault, match=r"rows\.csv:3: .*is a closing quote missing"):
        _rows(sheet)


def test_a_stream_that_cannot_be_wound_back() -> None:
    sheet = Delimited(None, "csv", Reading(), io.BytesIO("a,b\n1,香港\n".encode("big5hkscs")))
    assert sheet.share() is None
    assert _rows(sheet) == [["1", "香港"]]


def test_names_are_made_unique_whatever_their_case() -> None:
    assert unique(["a", "A", "", "a_2", "a"]) == ["a", "A_2", "column_3", "a_2_2", "a_3"]


@given(st.lists(st.lists(_cell, min_size=3, max_size=3), min_size=1, max_size=8))
def test_cells_come_out_as_they_were(rows: list[list[str]]) -> None:
    writer = Writer("csv", ("a", "b", "c"), ("added",), ";")
    added = [("x",)] * len(rows)
    data = writer.header(False) + writer.batch(Batch([None] * len(rows), rows), added)
    read = Delimited(None, "csv", Reading(delimiter=";", encoding="utf-8"), io.BytesIO(data))
    assert _rows(read) == [[*row, "x"] for row in rows]


def test_only_what_is_added_is_guarded() -> None:
    writer = Writer("csv", ("a",), ("name", "score"), ",")
    data = writer.batch(Batch([None], [["=1+1", "over"]]), [("=2", 0.5)])
    assert data == b"=1+1,'=2,0.500,over\n"
