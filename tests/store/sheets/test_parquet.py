"""Parquet through DuckDB: types stay, rows stay beside one another, nothing runs."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lionrock.store.sheets.parquet import Parquet, Source, assemble
from lionrock.store.sheets.sheet import Reading, SheetFault

TABLE = pa.table(
    {
        "id": pa.array([1, 2, 3], pa.int16()),
        'na"me': pa.array(["HKUST", None, "香港"]),
        "day": pa.array([date(2024, 5, 1), None, date(1900, 1, 1)]),
        "money": pa.array([Decimal("1.10"), None, Decimal("-3.00")], pa.decimal128(9, 2)),
        "tags": pa.array([["a"], [], None], pa.list_(pa.string())),
        "rate": pa.array([0.5, float("nan"), float("inf")]),
        "inner": pa.array([{"x": float("nan")}, {"x": 1.0}, None]),
    }
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a [odd] 'name' *.parquet"
    pq.write_table(TABLE, path)
    return path


def _read(path: Path, reading: Reading) -> tuple[Parquet, list[object], list[str | None]]:
    sheet = Parquet(path, reading)
    try:
        batches = list(sheet.batches(1, 2))
    finally:
        sheet.close()
    rows = [list(row) for batch in batches for row in batch.rows]
    objects = [msgspec.json.decode(line) for batch in batches for line in batch.objects]
    return sheet, rows or objects, [text for batch in batches for text in batch.texts]


def test_cells_are_texts_and_objects_are_json(file: Path) -> None:
    sheet, rows, texts = _read(file, Reading())
    assert sheet.columns == tuple(TABLE.column_names)
    assert texts == ["HKUST", None, "香港"]
    assert rows[0] == ["1", "HKUST", "2024-05-01", "1.10", '["a"]', "0.5", '{"x":NaN}']
    _, objects, _ = _read(file, Reading(shape="objects", limit=2))
    assert objects == [
        {"id": 1, 'na"me': "HKUST", "day": "2024-05-01", "money": 1.1, "tags": ["a"], "rate": 0.5,
         "inner": {"x": None}},
        {"id": 2, 'na"me': None, "day": None, "money": None, "tags": [], "rate": None,
         "inner": {"x": 1.0}},
    ]  # fmt: skip


def test_a_journal_stands_beside_the_rows_it_is_of(file: Path, tmp_path: Path) -> None:
    journal, target = tmp_path / "j [1].partial", tmp_path / "out '*'.parquet"
    journal.write_bytes(b'{"0":"a","1":0.5}\n{}\n{"0":"c"}\n')
    assemble(journal, [("match_id", "VARCHAR"), ("score", "DOUBLE")], target, Source(file))
    made = pq.read_table(target)
    assert made.select(TABLE.column_names).schema.equals(TABLE.schema.remove_metadata())
    assert made.select(["id", "day", "money", "tags"]) == TABLE.select(
        ["id", "day", "money", "tags"]
    )
    assert made["match_id"].to_pylist() == ["a", None, "c"]
    assert made["score"].to_pylist() == [0.5, None, None]
    again = target.with_name("again.parquet")
    assemble(journal, [("match_id", "VARCHAR"), ("score", "DOUBLE")], again, Source(file))
    assert again.read_bytes() == target.read_bytes()


def test_a_journal_alone_makes_a_file(tmp_path: Path) -> None:
    journal, target = tmp_path / "j.partial", tmp_path / "out.parquet"
    journal.write_bytes('{"0":"名","1":7}\n{"1":"8","2":true}\n'.encode())
    columns = [('we "quote"; drop', "VARCHAR"), ("n", "BIGINT"), ("b", "BOOLEAN")]
    assemble(journal, columns, target)
    assert pq.read_table(target).to_pydict() == {
        'we "quote"; drop': ["名", None], "n": [7, 8], "b": [None, True]
    }  # fmt: skip


def test_many_rows_stay_in_step(tmp_path: Path) -> None:
    rows, journal, source = 300_000, tmp_path / "j.partial", tmp_path / "in.parquet"
    pq.write_table(pa.table({"n": range(rows)}), source, row_group_size=70_000)
    journal.write_text("".join(f'{{"0":{n}}}\n' for n in range(rows)))
    target = tmp_path / "out.parquet"
    assemble(journal, [("m", "BIGINT")], target, Source(source))
    made = pq.read_table(target)
    assert made["n"] == made["m"]
    assert made.num_rows == rows


@pytest.mark.parametrize("body", [b"", b"PAR1", b"PAR1" + b"\0" * 64 + b"PAR1", b"name\nHKU\n"])
def test_what_is_no_parquet_is_told(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "x.parquet"
    path.write_bytes(body)
    with pytest.raises(SheetFault, match="not a Parquet file"):
        Parquet(path, Reading())
