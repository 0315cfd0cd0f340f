"""A Spark session and the place of its tables. What its rows are: tests/contracts/test_engines."""

from contextlib import closing
from pathlib import Path

import pytest

from lionrock.store.duck import Duck, StepFailed
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


def test_a_step_that_is_refused_is_named(tmp_path: Path) -> None:
    with closing(Spark(place=tmp_path)) as spark:
        with pytest.raises(StepFailed, match=r"^lost: .*nowhere"):
            spark.run([("lost", "CREATE TABLE t AS SELECT a FROM nowhere")])
        with pytest.raises(StepFailed, match=r"^odd: .*Qualify"):
            spark.run([("odd", "SELECT a FROM t QUALIFY rank() OVER (ORDER BY a) = 1")])
