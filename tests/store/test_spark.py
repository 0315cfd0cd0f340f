"""A Spark session and the place of its tables. What its rows are: tests/contracts/test_engines."""

from contextlib import closing
from pathlib import Path

import pytest

from lionrock.store.duck import Duck, StepFailed
from lionrock.store.engine import Engine, RowsToRows
from lionrock.store.spark import NoSpark, Spark

pytest.importorskip("pysail", reason="Sail is not installed: lionrock[spark]")
pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support:FutureWarning")


@pytest.mark.parametrize("scheme", ["", "file://"])
def test_what_lies_at_a_place_is_left_alone(tmp_path: Path, scheme: str) -> None:
    mine = tmp_path / "works" / "mine.parquet"
    mine.parent.mkdir()
    mine.write_bytes(b"mine")
    with closing(Spark(place=f"{scheme}{tmp_path}/")) as spark:
        spark.run([("one", "CREATE TABLE works AS SELECT 1 AS n")])
        assert spark.rows("SELECT n FROM works") == [(1,)]
        assert len(list(tmp_path.iterdir())) == 2
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [mine]
    assert len(list(tmp_path.iterdir())) == 1


def test_a_session_that_is_not_to_be_had_says_why_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(NoSpark, match=r"^no Spark session at sc://127\.0\.0\.1:9: .*refused"):
        Spark("sc://127.0.0.1:9", tmp_path)
    with pytest.raises(NoSpark, match="spark://127"):
        Spark("spark://127.0.0.1:9", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_rows_go_in_and_tables_come_out(tmp_path: Path) -> None:
    with closing(Spark(place=tmp_path)) as spark, closing(Duck()) as database:
        made = ("two", "CREATE TABLE scratch.t (a VARCHAR, b DOUBLE, c VARCHAR[])")
        spark.run([made])
        spark.give(database, "scratch_t")
        assert database.rows("FROM scratch_t") == []
        database.run([("again", "DROP TABLE scratch_t")])
        rows = [("香港", 0.5, ["x", None]), (None, None, None), ("'\\\"\n", -1.0, [])]
        for row in rows:
            spark.insert("scratch_t", [row], tmp_path / "unused")
        spark.give(database, "scratch_t")
        assert sorted(database.rows("FROM scratch_t"), key=repr) == sorted(rows, key=repr)
        spark.take(database, "back", "SELECT a, c FROM scratch_t")
        assert sorted(spark.rows("SELECT a FROM back"), key=repr) == sorted(
            [(row[0],) for row in rows], key=repr
        )


def test_a_table_without_rows_is_taken_with_its_columns(tmp_path: Path) -> None:
    with closing(Spark(place=tmp_path)) as spark, closing(Duck()) as database:
        database.run([("void", "CREATE TABLE void (a VARCHAR, b VARCHAR[], n BIGINT)")])
        spark.take(database, "void")
        assert spark.rows("SELECT a, b, n FROM void") == []


def _doubled() -> RowsToRows:
    return lambda rows: [(text, [text, None], n * 0.5) for text, n in rows for _ in range(n)]


@pytest.mark.parametrize("engine", ["duckdb", "sail"])
def test_a_function_is_applied_to_the_rows_of_a_query(tmp_path: Path, engine: str) -> None:
    with closing(Duck() if engine == "duckdb" else Spark(place=tmp_path)) as engine_:
        there: Engine = engine_
        there.run([("t", "CREATE TABLE scratch.t (a VARCHAR, n INTEGER)")])
        there.insert("scratch.t", [("香港", 2), ('b"\\\n', 1), ("none", 0)], tmp_path / "s")
        columns = "a VARCHAR, b VARCHAR[], c DOUBLE"
        for table, query in (
            ("scratch.full", "SELECT a, n FROM scratch.t"),
            ("scratch.void", "SELECT a, n FROM scratch.t WHERE n > 9"),
        ):
            there.apply(table, query, _doubled, columns, tmp_path / "s")
        twice = ("香港", ["香港", None], 1.0)
        rows = sorted(there.rows("SELECT a, b, c FROM scratch.full"), key=str)
        assert rows == sorted([twice, twice, ('b"\\\n', ['b"\\\n', None], 0.5)], key=str)
        assert there.rows("SELECT a FROM scratch.void") == []
        there.forget(["scratch.full"])
        with pytest.raises(StepFailed):
            there.rows("SELECT a FROM scratch.full")


def test_a_step_that_is_refused_is_named(tmp_path: Path) -> None:
    with closing(Spark(place=tmp_path)) as spark:
        with pytest.raises(StepFailed, match=r"^lost: .*nowhere"):
            spark.run([("lost", "CREATE TABLE t AS SELECT a FROM nowhere")])
        with pytest.raises(StepFailed, match=r"^odd: .*Qualify"):
            spark.run([("odd", "SELECT a FROM t QUALIFY rank() OVER (ORDER BY a) = 1")])
