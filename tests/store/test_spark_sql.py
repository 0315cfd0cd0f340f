"""Steps in Spark's SQL: the differences that are made up for, and what is refused."""

import pytest

from lionrock.store.duck import steps
from lionrock.store.spark_sql import NotPortable, translate

FILES = ("works.sql", "works_made.sql", "works_indicators.sql")


@pytest.mark.parametrize("file", FILES)
def test_every_step_on_bulk_records_is_of_the_portable_core(file: str) -> None:
    made = [translate(name, sql).table for name, sql in steps("lionrock.derive", file)]
    assert len(made) > 5
    assert None not in made


def query(sql: str) -> str:
    return translate("step", sql).query


def test_an_index_counts_from_one_where_lambdas_nest() -> None:
    told = query(
        "SELECT list_transform(a, lambda x, i: struct_pack(i := i, n := list_transform(x.l, "
        "lambda y, j: struct_pack(i := i, j := j, k := x.i)))) AS r FROM t"
    )
    inner = "TRANSFORM(x.l, (y, j) -> STRUCT((i + 1) AS i, (j + 1) AS j, x.i AS k))"
    assert told == f"SELECT TRANSFORM(a, (x, i) -> STRUCT((i + 1) AS i, {inner} AS n)) AS r FROM t"


def test_flags_of_a_pattern_are_not_lost_and_the_end_is_the_end() -> None:
    assert "'(?iu)a+'" in query("SELECT regexp_replace(x, 'a+', '', 'gi') AS x FROM t")
    assert "'(?s)^.a'" in query("SELECT regexp_replace(x, '^.a', '', 's') AS x FROM t")
    assert r"'^[$.](b|\\z)'" in query("SELECT x FROM t WHERE regexp_matches(x, '^[$.](b|$)')")


def test_a_decimal_is_a_double_and_a_catalogue_a_prefix() -> None:
    told = query("SELECT 1.0 / s.n AS share FROM scratch.parts s JOIN loading.latest ON true")
    assert told == (
        "SELECT CAST(1.0 AS DOUBLE) / s.n AS share FROM scratch_parts AS s "
        "JOIN loading_latest ON TRUE"
    )


def test_a_table_with_columns_has_them_in_sparks_words() -> None:
    made = translate("step", 'CREATE TABLE loading.t (a VARCHAR, s STRUCT("value" BIGINT)[])')
    assert (made.table, made.query) == ("loading_t", "")
    assert made.columns == "a STRING, s ARRAY<STRUCT<`value`: BIGINT>>"


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("SELECT quantile_cont(x, 0.5) FROM t", "PercentileCont"),
        ("SELECT x FROM t QUALIFY row_number() OVER (PARTITION BY y ORDER BY z) = 1", "Qualify"),
        ("SELECT arg_max(x, y) FROM t", "ArgMax"),
        ("SELECT some_function(x) FROM t", "Anonymous"),
        ("INSERT INTO t BY NAME SELECT 1 AS a", "Insert"),
        ("SELECT x[1] FROM t", "Bracket"),
        ("SELECT regexp_replace(x, 'a', 'b') FROM t", "the first match alone"),
        ("SELECT regexp_replace(x, 'a.', 'b', 'g') FROM t", "a dot"),
        ("SELECT x FROM t WHERE regexp_matches(x, y)", "no literal"),
        ("SELECT 1; SELECT 2", "not one statement"),
        ("SELECT FROM WHERE", "not one statement"),
        ("", "says nothing"),
    ],
)
def test_what_may_mean_another_thing_is_refused_by_name(sql: str, why: str) -> None:
    with pytest.raises(NotPortable, match=f"^step: .*{why}"):
        translate("step", sql)
