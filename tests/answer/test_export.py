"""Exports: exact in JSON Lines and Parquet, safe in CSV, whole or not at all."""

import csv
import re
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lionrock.answer.export import ATTRIBUTION, csv_sql, export, tables
from lionrock.answer.observatory import Observatory
from lionrock.model.publishers import CONFIRMING, TIERS
from lionrock.model.source import Fetched, Record
from lionrock.model.statement import Evidence, Snapshot, Statement
from lionrock.store.duck import Duck, steps
from lionrock.store.loading import RecordFile

FORMATS = ("csv", "jsonl", "parquet")
TABLES = (
    "edges", "entities", "indicators", "observations", "publishers", "statements", "translations",
)  # fmt: skip
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_FORMULA = re.compile("[\t\r\n]|[ \t\r\n\f\v\u00a0\u3000]*[=+\\-@＝＋－＠]")
_text = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30)


@pytest.fixture(scope="module")
def exported(observatory: Observatory, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("export") / "in" / "a 'new' folder"
    paths = export(observatory, directory, FORMATS)
    assert sorted(paths) == sorted(directory.iterdir())
    return directory


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        for line in file:
            yield msgspec.json.decode(line)


def _statement(line: Mapping[str, Any]) -> Statement:
    evidence = tuple(
        Evidence(e["snapshot"], e["url"], e["locator"], "curated", e["tier"])
        for e in line["evidence"]
    )
    return Statement(
        line["subject"], line["kind"], line["prop"], line["value"], line["lang"],
        line["original"], line["source"], line["rank"], None, None, evidence,
    )  # fmt: skip


def test_every_table_in_every_format(exported: Path, observatory: Observatory) -> None:
    names = {path.name for path in exported.iterdir()}
    assert names == {f"{t}.{f}" for t in TABLES for f in FORMATS} | {ATTRIBUTION}
    for table in TABLES:
        lines = list(_lines(exported / f"{table}.jsonl"))
        quoted = str(exported / f"{table}.parquet").replace("'", "''")
        parquet = observatory.query(f"SELECT count(*) FROM '{quoted}'")[0][0]
        with (exported / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(lines) == parquet == len(rows) > 0, table
    for table in ("entities", "statements", "edges", "observations"):
        kept = observatory.query(f"SELECT count(*) FROM {table}")[0][0]
        assert sum(1 for _ in _lines(exported / f"{table}.jsonl")) == kept


def test_statements_read_back_have_their_keys(exported: Path, observatory: Observatory) -> None:
    seen = set()
    for line in _lines(exported / "statements.jsonl"):
        statement = _statement(line)
        assert statement.key == line["key"]
        assert statement.evidence, "a statement without evidence"
        assert all(one.url.startswith("http") for one in statement.evidence)
        seen.add(line["key"])
    assert seen == {row[0] for row in observatory.query("SELECT key FROM statements")}


def test_parquet_and_json_lines_say_the_same(exported: Path, observatory: Observatory) -> None:
    for table in TABLES:
        quoted = str(exported / f"{table}.parquet").replace("'", "''")
        sql = f"SELECT CAST(to_json(t) AS VARCHAR) FROM '{quoted}' t"
        parquet = [msgspec.json.decode(row[0]) for row in observatory.query(sql)]
        lines = list(_lines(exported / f"{table}.jsonl"))
        assert sorted(map(str, parquet)) == sorted(map(str, lines))


def test_rows_are_in_order_and_the_same_every_time(
    exported: Path, observatory: Observatory, tmp_path: Path
) -> None:
    export(observatory, tmp_path, ("jsonl", "csv"))
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (exported / path.name).read_bytes()
    ids = [line["id"] for line in _lines(tmp_path / "entities.jsonl")]
    assert ids == sorted(ids)


def test_csv_opens_in_a_spreadsheet(exported: Path) -> None:
    for table in TABLES:
        path = exported / f"{table}.csv"
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert len({len(row) for row in rows}) == 1
        for row in rows:
            for cell in row:
                assert not _FORMULA.match(cell) or _NUMBER.fullmatch(cell), cell


def test_it_says_whose_data_it_is(exported: Path, observatory: Observatory) -> None:
    text = (exported / ATTRIBUTION).read_text("utf-8")
    assert observatory.build_id in text
    assert "CC-BY-4.0" in text
    assert "`registry`" in text


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(_text, st.from_regex(r"\s?[=+@＝-].{0,5}")), min_size=1, max_size=8))
def test_a_guard_changes_only_formulas(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    texts = [text.replace("\0", "") for text in texts]
    path = tmp_path_factory.mktemp("csv") / "guarded.csv"
    database = Duck()
    database.run([("texts", "CREATE TABLE texts (n INTEGER, v VARCHAR)")])
    for number, text in enumerate(texts):
        database.rows("INSERT INTO texts VALUES (?, ?)", [number, text])
    flat = csv_sql("SELECT n, v FROM texts ORDER BY n", {"n": "INTEGER", "v": "VARCHAR"})
    database.rows(f"COPY ({flat}) TO '{path}' (FORMAT csv, HEADER)")
    database.close()
    with path.open(encoding="utf-8", newline="") as file:
        cells = [row["v"] for row in csv.DictReader(file)]
    assert len(cells) == len(texts)
    for cell, text in zip(cells, texts, strict=True):
        formula = _FORMULA.match(text) and not _NUMBER.fullmatch(text)
        assert cell == (f"'{text}" if formula else text)


_claims = st.lists(
    st.tuples(
        st.sampled_from(("name", "note", "sector")),
        _text.filter(bool),
        st.sampled_from((None, "en", "zh-Hant")),
        st.one_of(st.none(), _text),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda claim: (claim[0], claim[1], claim[2]),
)
_addresses = st.lists(
    st.tuples(
        st.text("abc/%?=-'", min_size=1, max_size=12).map("https://a.example/".__add__),
        st.sampled_from(("one", "two")),
        st.sampled_from(TIERS),
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(_claims, _addresses), min_size=1, max_size=4))
def test_a_round_trip_keeps_every_statement(
    tmp_path_factory: pytest.TempPathFactory, given_: list[tuple[Any, Any]]
) -> None:
    folder = tmp_path_factory.mktemp("trip")
    snapshot = Snapshot("d" * 64, "registry", "registry/x.jsonl", None, "", "CC0-1.0")
    fetched = Fetched(snapshot, folder / "x", "x.jsonl")
    records = [
        Record(f"x:{n}", f"subject-{n}", "organisation", tuple(claims), tuple(addresses))
        for n, (claims, addresses) in enumerate(given_)
    ]
    exported = folder / "statements.jsonl"
    _export_statements(records, fetched, exported)
    expected = {s.key: s for record in records for s in record.statements(fetched, "curated")}
    found = {line["key"]: _statement(line) for line in _lines(exported)}
    assert found.keys() == expected.keys()
    for key, statement in found.items():
        assert statement.key == key
        for name in ("subject", "kind", "prop", "value", "lang", "original"):
            assert getattr(statement, name) == getattr(expected[key], name)
        bare = [msgspec.structs.replace(e, locator="") for e in statement.evidence]
        assert bare == [msgspec.structs.replace(e, locator="") for e in expected[key].evidence]


def _export_statements(records: list[Record], fetched: Fetched, path: Path) -> None:
    database = Duck(path.parent / "trip.duckdb")
    file = RecordFile(path.parent / "records.json")
    for record in records:
        file.add(record, fetched)
    file.load(database, [fetched], path.parent / "scratch.json")
    tiers = ", ".join(f"('{t}', {n}, {t in CONFIRMING})" for n, t in enumerate(TIERS))
    database.run(
        [("tiers", f"CREATE TABLE tiers AS FROM (VALUES {tiers}) t(tier, rank, confirming)")]
    )
    database.run([("merges", "CREATE TABLE merges (id VARCHAR, canonical VARCHAR)")])
    database.run([("properties", "CREATE TABLE properties (id VARCHAR, type VARCHAR)")])
    wanted = ("record_evidence", "clusters", "facts", "confirmed")
    database.run(
        (name, sql)
        for name, sql in steps("lionrock.derive", "tables.sql")
        if name.endswith(tuple(f":{one}" for one in wanted))
    )
    sql = tables(path.parent / "none")["statements"]
    database.rows(f"COPY ({sql}) TO '{path}' (FORMAT json)")
    database.close()


def test_an_unknown_format_is_refused(observatory: Observatory, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"'exe'; known: csv, jsonl, parquet"):
        export(observatory, tmp_path / "new", ("csv", "exe"))
    with pytest.raises(ValueError, match="known"):
        export(observatory, tmp_path / "new", ())
    assert not (tmp_path / "new").exists()


def test_what_cannot_be_written_leaves_nothing_behind(
    observatory: Observatory, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    with pytest.raises(OSError, match="file"):
        export(observatory, tmp_path / "file", ("csv",))
    (tmp_path / "entities.jsonl").mkdir()
    with pytest.raises(OSError, match="entities"):
        export(observatory, tmp_path, ("jsonl",))
    assert not list(tmp_path.glob("*.partial"))


def test_a_full_disk_leaves_the_last_export(home: Path, tmp_path: Path) -> None:
    (tmp_path / "statements.jsonl").write_text("the last export", "utf-8")
    code = (
        "import lionrock, sys; from pathlib import Path; "
        "from lionrock.answer.export import export; "
        "export(lionrock.open(sys.argv[1]), Path(sys.argv[2]), ('jsonl',))"
    )
    limit = 200_000  # bytes a file: less than the statements need
    run = subprocess.run(
        [sys.executable, "-c", code, str(home), str(tmp_path)],
        capture_output=True, text=True, check=False, timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip
    assert run.returncode == 1
    assert "OSError" in run.stderr.splitlines()[-1]
    assert [path.name for path in tmp_path.iterdir()] == ["statements.jsonl"]
    assert (tmp_path / "statements.jsonl").read_text("utf-8") == "the last export"


def test_the_query_file_holds_what_is_exported() -> None:
    text = files("lionrock.answer").joinpath("export.sql").read_text("utf-8")
    assert set(tables(Path("x"))) == set(TABLES)
    assert text.count("ORDER BY e.id") == 1
