"""The embedded engine: named steps, streams, plain values in and out."""

from pathlib import Path

import pytest

from lionrock.model.source import Fetched, Record
from lionrock.model.statement import Snapshot
from lionrock.store.duck import Duck, StepFailed, steps
from lionrock.store.files import WriteFailed
from lionrock.store.loading import RecordFile


def test_a_step_that_fails_is_named() -> None:
    database = Duck()
    with pytest.raises(StepFailed, match=r"^second: .*nothing"):
        database.run([("first", "SELECT 1"), ("second", "SELECT * FROM nothing")])
    with pytest.raises(StepFailed, match="nothing"):
        database.rows("SELECT * FROM nothing")
    with pytest.raises(StepFailed, match="nothing"):
        list(database.stream("SELECT * FROM nothing"))
    database.close()


def test_a_folder_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(WriteFailed, match="database"):
        Duck(tmp_path / "nowhere" / "a.duckdb")


def test_memory_is_wider_within_and_as_before_after_a_failure(tmp_path: Path) -> None:
    database = Duck(tmp_path / "a.duckdb")
    asked = "SELECT current_setting('memory_limit')"
    before = database.rows(asked)
    with pytest.raises(StepFailed), database.widened():
        assert database.rows(asked) == Duck().rows(asked) != before
        database.run([("wrong", "SELECT * FROM nothing")])
    assert database.rows(asked) == before
    database.close()


@pytest.mark.parametrize(
    ("package", "name"),
    [
        ("lionrock.store", "loading.sql"),
        ("lionrock.derive", "tables.sql"),
        ("lionrock.derive", "entities.sql"),
        ("lionrock.derive", "documents.sql"),
    ],
)
def test_every_step_of_a_file_has_its_own_name(package: str, name: str) -> None:
    named = steps(package, name)
    assert named
    assert len({step for step, _ in named}) == len(named)
    assert all(sql and not sql.endswith(";") for _, sql in named)


def test_values_survive_the_way_through_a_file(tmp_path: Path) -> None:
    database = Duck(tmp_path / "a.duckdb")
    database.run([("t", "CREATE TABLE t (a VARCHAR, b INTEGER, c DOUBLE, d BOOLEAN)")])
    rows = [
        ('甲 "x", \\ \t', 1, 0.1, True), ("", -7, 1e300, False), (None, None, None, None),
        ("2024-01-01", 2**31 - 1, -0.0, None), ("NULL", 0, 5e-324, True),
    ]  # fmt: skip
    database.insert("t", rows, tmp_path / "scratch.json")
    database.insert("t", [], tmp_path / "scratch.json")
    assert sorted(database.rows("SELECT * FROM t"), key=repr) == sorted(rows, key=repr)
    assert database.columns("SELECT a, b AS x FROM t") == ["a", "x"]
    assert [path.name for path in tmp_path.glob("scratch*")] == []
    database.close()


def test_a_stream_yields_every_row_in_order() -> None:
    database = Duck()
    chunks = list(database.stream("SELECT range FROM range(25000) ORDER BY 1"))
    assert len(chunks) > 1
    assert [row[0] for chunk in chunks for row in chunk] == list(range(25000))
    database.close()


def test_readers_share_a_finished_file_and_cannot_write_it(tmp_path: Path) -> None:
    Duck(tmp_path / "a.duckdb").close()
    one, two = Duck(tmp_path / "a.duckdb", True), Duck(tmp_path / "a.duckdb", True)
    with pytest.raises(StepFailed, match="read-only"):
        one.run([("write", "CREATE TABLE t (a INTEGER)")])
    assert two.rows("SELECT 1") == [(1,)]
    one.close()
    two.close()


def test_records_become_statements_with_their_evidence(tmp_path: Path) -> None:
    snapshot = Snapshot("d" * 64, "roll", "roll/a", "2026-06-30", "application/json", "CC0-1.0")
    fetched = Fetched(snapshot, tmp_path, "a")
    claims = (("name", 'O\'Brien\\ "甲"', "en", None), ("sector", "ai", None, "A.I."))
    addresses = (("https://a.example", "a", "press"), ("https://b.example", "b", "primary"))
    records = RecordFile(tmp_path / "it's records.json")
    records.add(Record("a:1", "x", "organisation", claims, addresses, True), fetched)
    records.add(Record("b:9", "x", "organisation", claims[:1], addresses[:1]), fetched)
    database = Duck(tmp_path / "a.duckdb")
    records.load(database, [fetched], tmp_path / "scratch.json")
    said = database.rows("SELECT prop, value, lang, original, records FROM statements ORDER BY 1")
    assert said == [
        ("name", "O'Brien\\ \"甲\"", "en", None, [1, 2]), ("sector", "ai", None, "A.I.", [1])
    ]  # fmt: skip
    assert database.rows("SELECT n, rank, url, publisher, tier FROM evidence ORDER BY 1, 2") == [
        (1, 1, "https://a.example", "a", "press"), (1, 2, "https://b.example", "b", "primary"),
        (2, 1, "https://a.example", "a", "press"),
    ]  # fmt: skip
    assert database.rows("SELECT n, locator, mirrored FROM records ORDER BY 1") == [
        (1, "roll/a:1", True), (2, "roll/b:9", False)
    ]  # fmt: skip
    assert database.rows("SELECT digest, fetched_at FROM snapshots") == [("d" * 64, "2026-06-30")]
    assert not records.path.exists()
    database.close()
