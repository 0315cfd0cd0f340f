"""Files in, files out: every form to every form, whole, in order, and resumable after any stop."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lionrock.answer.matching import files
from lionrock.answer.matching.cells import COLUMNS
from lionrock.answer.matching.files import Job, Summary, column_of, match_file
from lionrock.store.sheets.sheet import FORMS, Reading, SheetFault
from lionrock.store.sheets.workbook_out import write_workbook
from tests.answer.matching.exact import Exact

NAMES = ["HKUST", "香港大學", "nobody", "", "香港科技大学?", "=極致", 'two\n"lines"', "HKUST"]
ROWS = [[str(n), name, f"=note {n}"] for n, name in enumerate(NAMES)]
IDS = ["hkust", "hku", None, None, "hkust", "acme", None, "hkust"]
VERDICTS = ["match", "match", "none", "none", "review", "match", "none", "match"]
ENDINGS = (".csv", ".tsv", ".jsonl", ".parquet", ".xlsx")
HEADER = ["id", "name", "note"]
Run = Callable[..., Summary]


def _match(job: Job, stdin: bytes = b"", identity: str = "one") -> tuple[Summary, bytes, Exact]:
    matcher, out = Exact(), io.BytesIO()
    done = match_file(job, lambda: (matcher, identity), (io.BytesIO(stdin), out))
    return done, out.getvalue(), matcher


def _write(folder: Path, ending: str, rows: list[list[str]] = ROWS) -> Path:
    path = folder / f"in{ending}"
    if ending in (".csv", ".tsv"):
        with path.open("w", encoding="utf-8", newline="") as file:
            delimiter = "\t" if ending == ".tsv" else ","
            csv.writer(file, delimiter=delimiter).writerows([HEADER, *rows])
    elif ending == ".jsonl":
        lines = [json.dumps(dict(zip(HEADER, row, strict=True))) for row in rows]
        path.write_text("\n".join(lines), "utf-8")
    elif ending == ".parquet":
        columns = zip(HEADER, zip(*rows, strict=True), strict=True)
        pq.write_table(pa.table({name: list(cells) for name, cells in columns}), path)
    else:
        write_workbook(path, HEADER, rows)
    return path


def _table(path: Path) -> list[dict[str, Any]]:
    ending = path.suffix
    if ending in (".csv", ".tsv"):
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, delimiter="\t" if ending == ".tsv" else ","))
    if ending == ".jsonl":
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    if ending == ".parquet":
        return list(pq.read_table(path).to_pylist())
    header, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.mark.parametrize("source", ENDINGS)
@pytest.mark.parametrize("target", ENDINGS)
def test_every_form_to_every_form(tmp_path: Path, source: str, target: str) -> None:
    out = tmp_path / f"out{target}"
    done, _, _ = _match(Job(_write(tmp_path, source), "name", out))
    table = _table(out)
    flat = target in (".csv", ".tsv")
    assert list(table[0]) == [*HEADER, *COLUMNS]
    for column, cells in zip(HEADER, zip(*ROWS, strict=True), strict=True):
        assert [row[column] or "" for row in table] == list(cells)
    assert [row["match_id"] or None for row in table] == IDS
    assert [row["verdict"] for row in table] == VERDICTS
    assert table[5]["match_name"] == ("'=ACME()" if flat else "=ACME()")
    assert table[0]["score"] == ("0.988" if flat else 0.988)
    assert table[4]["reason"] == "look; same name"
    assert done.verdicts == {"match": 4, "review": 1, "none": 3}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({f"in{source}", out.name})


@pytest.mark.parametrize("target", ENDINGS)
def test_affiliations_are_joined(tmp_path: Path, target: str) -> None:
    path = _write(tmp_path, ".csv", [["1", "HKUST+HKU+x", ""], ["2", "=極致", ""], ["3", "x", ""]])
    out = tmp_path / f"out{target}"
    _match(Job(path, "name", out, affiliation=True, lang="zh-Hant"))
    both, one, none = _table(out)
    assert both["match_id"] == "hkust;hku"
    assert both["match_ror"] == "00q4vv597;02zhqgq86"
    assert both["match_name"] == "香港科技大學;香港大學"
    assert both["score"] == "0.988;0.988"
    assert both["reason"] == "名稱相同 | 名稱相同"
    assert (one["match_ror"] or None, one["score"]) == (None, "0.988")
    assert none["reason"] == "沒有相近的名稱"


def test_equal_names_are_asked_about_once(tmp_path: Path, small_batches: None) -> None:
    rows = [[str(n), f"name {n % 5}", ""] for n in range(100)]
    _, _, matcher = _match(Job(_write(tmp_path, ".csv", rows), "name", tmp_path / "out.csv"))
    assert sorted(str(text) for text in matcher.asked) == [f"name {n}" for n in range(5)]


def test_standard_input_to_standard_output() -> None:
    done, out, _ = _match(Job(None, "2"), "a;b\n1;HKU\n".encode("utf-8-sig"))
    assert out.startswith(b"\xef\xbb\xbfa;b;match_id;")
    assert b"1;HKU;hku;02zhqgq86;HKU;0.988;match;same name\n" in out
    assert done.rows == 1


def test_names_that_are_taken_get_a_number(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("name,Score,match_id,match_id_2\nHKU,a,b,c\n")
    done, out, _ = _match(Job(path, "name"))
    head = "name,Score,match_id,match_id_2,match_id_3,match_ror,match_name,score_2,verdict,reason"
    assert out.decode().splitlines()[0] == head
    assert done.renamed == {"match_id": "match_id_3", "score": "score_2"}


def test_json_lines_keep_every_byte_of_what_they_were(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"name":"HKU", "x" : 1.10}\n\n{ "y":[1e400],"x":2 }\n{"match_id":7}\n')
    _, out, _ = _match(Job(path, "name", form="jsonl"))
    lines = out.decode().splitlines()
    assert lines[0].startswith('{"name":"HKU", "x" : 1.10,"match_id_2":"hku",')
    assert lines[1].startswith('{ "y":[1e400],"x":2,"match_id_2":null,')
    assert json.loads(lines[2])["match_id"] == 7


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    path, out = tmp_path / "in.parquet", tmp_path / "out.parquet"
    table = pa.table(
        {"n": pa.array([1, 2, 3], pa.int8()), "name": ["HKU", None, "x"], "l": [[1]] * 3}
    )
    pq.write_table(table, path)
    done, _, _ = _match(Job(path, "name", out, reading=Reading(limit=2)))
    made = pq.read_table(out)
    assert made.schema.field("n").type == pa.int8()
    assert made.select(["n", "name", "l"]) == table.slice(0, 2)
    assert made["match_id"].to_pylist() == ["hku", None]
    assert done.rows == 2


def test_an_input_without_rows_gives_a_header(tmp_path: Path) -> None:
    for target in (".csv", ".parquet", ".xlsx"):
        out = tmp_path / f"out{target}"
        assert _match(Job(_write(tmp_path, ".csv", []), "name", out))[0].rows == 0
        assert _table(out) == []
    assert (tmp_path / "out.csv").read_text().startswith("id,name,note,match_id")


class StoppedError(Exception):
    """Stands for whatever ends a run."""


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(files, "BATCH", 7)
    yield


@pytest.mark.parametrize("source", ENDINGS)
@pytest.mark.parametrize("target", ENDINGS)
def test_a_run_that_was_stopped_goes_on(
    tmp_path: Path, small_batches: None, source: str, target: str
) -> None:
    rows = [[str(n), NAMES[n % len(NAMES)] + str(n // 30) * (n % 2), ""] for n in range(60)]
    path, out, whole = (
        _write(tmp_path, source, rows),
        tmp_path / f"o{target}",
        tmp_path / f"w{target}",
    )
    _match(Job(path, "name", whole))

    def stop(done: int, share: float | None) -> None:
        if done >= 28:
            raise StoppedError

    with pytest.raises(StoppedError):
        match_file(
            Job(path, "name", out), lambda: (Exact(), "one"), (io.BytesIO(), io.BytesIO()), stop
        )
    assert not out.exists()
    partial = tmp_path / f"o{target}.partial"
    with partial.open("ab") as file:
        file.write(b'{"torn": "ro')
    done, _, _ = _match(Job(path, "name", out, start="resume"))
    assert (done.resumed, done.asked, done.rows) == (28, 32, 60)
    assert out.read_bytes() == whole.read_bytes()
    assert sorted(done.verdicts.values()) == sorted(_match(Job(path, "name"))[0].verdicts.values())
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize(
    ("change", "told"),
    [({"lang": "zh-Hans"}, "lang"), ({"affiliation": True}, "as"), ({"column": "note"}, "column"),
     ({"reading": Reading(limit=50)}, "options"), ({"identity": "two"}, "matcher"),
     ({"input": True}, "input"), ({"start": "fresh"}, "fresh")],
)  # fmt: skip
def test_what_changed_starts_over_and_says_so(
    tmp_path: Path, small_batches: None, change: dict[str, Any], told: str
) -> None:
    rows = [[str(n), "HKU", "HKU"] for n in range(60)]
    path, out = _write(tmp_path, ".csv", rows), tmp_path / "out.csv"

    def stop(done: int, share: float | None) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        match_file(
            Job(path, "name", out), lambda: (Exact(), "one"), (io.BytesIO(), io.BytesIO()), stop
        )
    identity = change.pop("identity", "one")
    if change.pop("input", False):
        path.write_text(path.read_text().replace("59,HKU", "59,HKUST"))
    fields = {"source": path, "column": "name", "target": out} | change
    if told != "fresh":
        with pytest.raises(SheetFault, match=f"no run to go on with: {told} changed"):
            _match(Job(**(fields | {"start": "resume"})), identity=identity)
    done, _, _ = _match(Job(**fields), identity=identity)
    assert (done.resumed, done.restarted) == (0, told)
    assert len(_table(out)) == (50 if told == "options" else 60)


@pytest.mark.parametrize(
    ("asked", "place"), [("name", 1), ("NAME ", 1), ("3", 2), ("id", 0), (" note", 2)]
)
def test_a_column_by_name_or_number(asked: str, place: int) -> None:
    assert column_of([*HEADER, "1"][:3], asked.strip()) == place


@pytest.mark.parametrize(
    ("columns", "asked", "told"),
    [(HEADER, "nam", "did you mean 'name'"), (HEADER, "4", "There are: id, name, note"),
     (["a", "b", "a"], "a", "columns 1, 3 are named so"), (HEADER, "0", "no such column")],
)  # fmt: skip
def test_a_column_that_is_not_there(columns: list[str], asked: str, told: str) -> None:
    with pytest.raises(SheetFault, match=told):
        column_of(columns, asked)


def test_an_output_that_cannot_be_is_refused_at_once(tmp_path: Path) -> None:
    path = _write(tmp_path, ".csv")
    for target, told in (
        (path, "would replace the input"),
        (tmp_path / "no" / "out.csv", "no such folder"),
        (tmp_path / "out.doc", "'.doc' is not known"),
        (tmp_path / "out.json", "JSON Lines"),
    ):
        with pytest.raises(SheetFault, match=told):
            _match(Job(path, "name", target))
    assert set(FORMS) >= set(ENDINGS)
