"""One contract for every engine: the steps on bulk records make equal rows on all of them.

DuckDB's rows are the measure; Sail, and Apache Spark where it is installed, make the same tables
from the same files. A figure of floating point may differ in its last digits, because sums are
taken in another order.
"""

import json
import math
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from lionrock.derive import works_spark
from lionrock.derive.grouping import DROPPED, MADE, Grouping, group_names
from lionrock.derive.works import Loaded, load_works, make_works
from lionrock.model.fields import definition
from lionrock.model.source import Fetched
from lionrock.resolve.matcher import open_affiliations
from lionrock.resolve.pairing import open_pairing
from lionrock.resolve.unknown import open_reading
from lionrock.settings import Settings
from lionrock.store import builds
from lionrock.store.duck import Duck, steps
from lionrock.store.spark import SAIL, NoSpark, Spark
from lionrock.store.spark_sql import named, translate
from lionrock.store.works import BadFile
from tests.spark_cluster import cluster, spark_home
from tests.works import CUHK, HKUST, MALFORMED, WORKS, work, written
from tests.works_city import without_works
from tests.works_unknown import unknown

FILES = (
    "works.sql", "works_latest.sql", "works_made.sql", "works_indicators.sql", "grouping.sql",
)  # fmt: skip
STEPS = [one for file in FILES for one in steps("lionrock.derive", file)]
TABLES = {translate(name, sql).table or "" for name, sql in STEPS} | {*works_spark.MADE, *MADE}
TABLES -= {named(name) for name in DROPPED}
KEPT = sorted(name for name in TABLES if not name.startswith("loading_"))
ENGINES = ["sail", pytest.param("spark", marks=[pytest.mark.slow, pytest.mark.alone])]

_SAID = (
    "Ｚ. Unkept iſ\u2028with\r\nthe Ｋelvin Institute — İstanbul ß, E-MAIL: a@b.hk at the “港科大”"
)
HOSTILE: tuple[dict[str, Any], ...] = (
    *(  # what a date is, engines do not agree on
        work(500 + number, 2024, "T10320", [HKUST], publication_date=date)
        for number, date in enumerate(
            ["2024", "2024-05", "2024-5-1", "2024-02-30", "2024-05-01\n", " 2024-05-01", "",
             "2024-05-01T00:00:00", "epoch", "0000-01-01", "9999-12-31", "+2024-05-01"]
        )
    ),
    *(  # nor what a number is
        work(520 + number, 2024, "T10320", [HKUST], citation_normalized_percentile={"value": value})
        for number, value in enumerate(
            ["1d", "0x1p3", "inf", "NaN", "1_0", " 1", "1e999", "1e-9", -0.0]
        )
    ),
    *(
        work(540 + number, 2024, "T10320", [(text, ("I200769079",))], [CUHK])
        for number, text in enumerate(
            [_SAID, "", " ", "\u3000", "A\x00B", "a\\b'c\"d`e", "x" * 5000, "\U0001f9ea lab " * 9,
             "X\nY is with the Lab", "X is\u00a0at the Lab", "e-mail: S@ı.example"]
        )
    ),
    work(560, 2024, "T10320", [HKUST], publication_year="2024\n"),
    work(561, 2024, "T10320", [HKUST], doi="HTTPS://DX.DOI.ORG/10.5555/ÀİẞΣς.ΑΣ"),
    work(562, 2024, "T10320", [HKUST], doi="https://doi.org/"),
    work(563, 2024, "T10320", [HKUST], locations=[{"landing_page_url": None}, {}]),
    work(564, 2024, "T10320", [HKUST], topics=[{"id": "https://openalex.org/T10320", "score": 1}]),
    work(565, 2024, "T10320", [HKUST], updated_date="2026-10-20 04:11:12"),
    work(566, 2024, "T10320", [HKUST], is_retracted="TRUE", title=["a", {"b": 1.50}]),
    work(567, 2024, "T10320", authorships=[{"affiliations": None, "raw_affiliation_strings": []}]),
    work(568, 2024, "T10320", authorships=[None]),
    work(569, 2024, "T10320", [HKUST], cited_by_count=999_999_999_999, title="\u202etxt\x00\ud7ff"),
)  # fmt: skip

JUDGED = [("name-7d1703da6b35fed6", "name-a834aac608c7d518", "different")]

pytestmark = [
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support:FutureWarning"),
    pytest.mark.timeout(900),  # a cluster makes every table anew before the first is compared
]


class Made:
    """What an engine made of the same files, read through DuckDB: types and rows by table."""

    def __init__(self, loaded: Loaded, tables: dict[str, tuple[list[str], list[Any]]]) -> None:
        self.loaded, self.tables = loaded, tables


def read(database: Duck, tables: dict[str, str]) -> dict[str, tuple[list[str], list[Any]]]:
    found = {}
    for name, there in tables.items():
        types = [f"{row[0]} {row[1]}" for row in database.rows(f"DESCRIBE {there}")]
        found[name] = (types, sorted(database.rows(f"FROM {there}"), key=key))
    return found


def key(row: Any) -> list[str]:
    return [f"{cell:.9g}" if isinstance(cell, float) else repr(cell) for cell in row]


@pytest.fixture(scope="module", params=[False, True], ids=["part", "whole"])
def whole(request: pytest.FixtureRequest) -> bool:
    """Whether the works are said to be the world's: then percentiles are our own."""
    return bool(request.param)


def grouping(build: Path) -> Grouping:
    return Grouping(open_reading, partial(open_pairing, build / builds.MATCH), JUDGED)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Fetched]:
    folder = tmp_path_factory.mktemp("files")
    page = json.dumps({"meta": {"count": 3}, "results": WORKS[:3]}).encode()
    return [
        written(folder, [*WORKS[:15], *MALFORMED], "part_000.gz"),
        written(folder, [*WORKS[10:], b"", b"  ", *HOSTILE], "part_001.jsonl"),
        written(folder, unknown(), "part_002.jsonl"),
        written(folder, [page], "page"),
    ]


@pytest.fixture(scope="module")
def duckdb(
    home: Path, files: list[Fetched], tmp_path_factory: pytest.TempPathFactory, whole: bool
) -> Made:
    folder = tmp_path_factory.mktemp("duckdb")
    build = builds.current(Settings(home=home))
    database = without_works(build, folder)
    load_works(database, files, folder / "loading")
    match = open_affiliations(build / builds.MATCH)
    loaded = make_works(database, match, definition(), whole, folder / "scratch")
    group_names(database, grouping(build), folder / "scratch")
    made = read(database, {name: name.replace("scratch_", "scratch.") for name in KEPT})
    database.close()
    return Made(loaded, made)


@pytest.fixture(scope="module", params=ENGINES)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Return where a session of each kind is to be had."""
    pytest.importorskip("pyspark", reason="not installed: lionrock[spark]")
    if request.param == "sail":
        pytest.importorskip("pysail", reason="Sail is not installed: lionrock[spark]")
        yield SAIL
        return
    home = spark_home()
    if home is None:
        pytest.skip("Apache Spark or a JDK is not installed: tests/spark_cluster.py says how")
    with cluster(home, tmp_path_factory.mktemp("cluster")) as url:
        yield url


@pytest.fixture(scope="module")
def session(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spark]:
    """Return a session of each kind; on the cluster, tables lie at a URL."""
    tables = tmp_path_factory.mktemp("tables")
    spark = Spark(server, None if server == SAIL else f"file://{tables}")
    yield spark
    spark.close()


@pytest.fixture(scope="module")
def spark(
    session: Spark, home: Path, files: list[Fetched], tmp_path_factory: pytest.TempPathFactory,
    whole: bool,
) -> Made:  # fmt: skip
    build = builds.current(Settings(home=home))
    database = without_works(build, tmp_path_factory.mktemp("spark"))
    works_spark.load_works(session, files)
    opened = partial(open_affiliations, build / builds.MATCH)
    loaded = works_spark.make_works(session, database, opened, definition(), whole)
    group_names(session, grouping(build), Path())
    for name in KEPT:
        session.give(database, name)
    made = read(database, {name: name for name in KEPT})
    database.close()
    return Made(loaded, made)


@pytest.mark.parametrize("table", KEPT)
def test_every_table_has_equal_rows(duckdb: Made, spark: Made, table: str) -> None:
    types, rows = duckdb.tables[table]
    assert spark.tables[table][0] == types
    for ours, theirs in zip(rows, spark.tables[table][1], strict=True):
        assert len(ours) == len(theirs)
        for one, other in zip(ours, theirs, strict=True):
            if isinstance(one, float) and isinstance(other, float):
                assert math.isclose(one, other, rel_tol=1e-12), (ours, theirs)
            else:
                assert one == other, (ours, theirs)


def test_what_came_of_a_load_is_told_alike(duckdb: Made, spark: Made) -> None:
    assert spark.loaded == duckdb.loaded
    assert duckdb.loaded.works > len(WORKS)


def test_a_damaged_file_is_refused_by_name(session: Spark, tmp_path: Path) -> None:
    file = written(tmp_path, WORKS)
    file.path.write_bytes(file.path.read_bytes()[:-200])
    with pytest.raises(BadFile, match=r"^part_000\.gz: .*GZIP"):
        works_spark.load_works(session, [file])


def test_without_files_the_tables_are_there_and_empty(session: Spark) -> None:
    works_spark.load_works(session, [])
    assert session.rows("SELECT count(*) FROM works") == [(0,)]


def test_a_place_that_the_engine_does_not_know_is_told_at_once(server: str) -> None:
    """Spark's wheel has no hadoop-aws; tests/store/test_places.py has what Sail can do with S3."""
    places = {"hdfs://127.0.0.1:9/x": "hdfs dfs -get", "webhdfs://h:9/x": "expected a folder"}
    if server != SAIL:
        places |= {"s3a://bucket/x": "hadoop-aws", "s3://bucket/x": "s3a://bucket/"}
    for place, said in places.items():
        with pytest.raises(NoSpark, match=said):
            Spark(server, place)
