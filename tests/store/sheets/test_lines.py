"""JSON Lines: every value stays as it was written."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lionrock.store.sheets.lines import JsonLines, members, with_members
from lionrock.store.sheets.sheet import Batch, Reading, SheetFault

LINES = [
    r'{"id": 1, "name": "HKUST", "big": 12345678901234567890, "rate": 1.10}',
    r'{"name": null, "id": 2, "tags": ["a", 1]}',
    r'{"id": 3.0, "name": 404, "new": true}',
    r'{"id": 4, "name": "half \ud800", "rate": NaN}',
    r'{}',
]  # fmt: skip


def _batches(path: Path, reading: Reading) -> tuple[JsonLines, list[Batch]]:
    sheet = JsonLines(path, reading)
    try:
        return sheet, list(sheet.batches(1, 2))
    finally:
        sheet.close()


def _written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text(text, "utf-8")
    return path


def test_rows_as_objects_and_as_cells(tmp_path: Path) -> None:
    path = _written(tmp_path, "\ufeff" + "\n".join(LINES) + "\n\n")
    sheet, batches = _batches(path, Reading(shape="objects"))
    assert sheet.columns == ("id", "name", "big", "rate", "tags", "new")
    assert sheet.types == ("DOUBLE", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "BOOLEAN")
    texts = [text for batch in batches for text in batch.texts]
    assert texts == ["HKUST", None, "404", "half \ufffd", None]
    assert [line for batch in batches for line in batch.objects] == [x.encode() for x in LINES]
    rows = [list(row) for batch in _batches(path, Reading())[1] for row in batch.rows]
    assert rows[0] == [1, "HKUST", 12345678901234567890, "1.10", None, None]
    assert rows[1] == [2, None, None, None, '["a", 1]', None]
    assert rows[2] == [3.0, 404, None, None, None, True]
    assert rows[4] == [None] * 6


def test_values_that_are_no_text_are_told(tmp_path: Path) -> None:
    path = _written(tmp_path, '{"a": 1, "b": "x"}\n{"a": 1, "b": {"c": 1}}\n')
    sheet, batches = _batches(path, Reading())
    assert [text for batch in batches for text in batch.texts] == ["x", None]
    assert sheet.oddities.seen == {"nested": (1, 2)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"a": 1}\n{"a": \n', r"rows\.jsonl:2: .*expected one JSON object"),
        ('[{"a": 1}]\n', r"rows\.jsonl:1: .*a JSON array is not read"),
        ('"text"\n', r":1: .*expected one JSON object"),
        ("[" * 100_000 + "\n", r":1: .*expected one JSON object"),
        ('{"a": ' + "[" * 100_000 + "\n", r":1: .*expected one JSON object"),
        ("", "no key in any line"),
    ],
)
def test_what_is_no_json_lines_is_told(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SheetFault, match=told):
        JsonLines(_written(tmp_path, text), Reading())


@given(st.dictionaries(st.text(max_size=4), st.floats() | st.text(max_size=9) | st.none()))
def test_added_members_change_nothing_else(found: dict[str, object]) -> None:
    line = json.dumps(found).encode()
    joined = with_members(line, b'"\\u0001new":1')
    assert json.loads(joined) == pytest.approx(json.loads(line) | {"\x01new": 1}, nan_ok=True)
    assert {k: json.loads(bytes(v)) for k, v in members(line).items()} == pytest.approx(
        json.loads(line), nan_ok=True
    )
