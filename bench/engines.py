"""The same steps on DuckDB, on Sail and on Apache Spark: where one machine is outgrown.

Every engine reads the same gzipped works, matches their affiliations and counts them, each in a
process of its own. Spark is a standalone cluster of two workers on this machine (an engine that is
not installed is left out, and said to be). The works are made up (works_made.py).
`python bench/engines.py [NUMBER…]` prints Markdown.
"""

import hashlib
import json
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from functools import partial
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench.works_made import SEED, write_works
from lionrock.build import build
from lionrock.derive import works
from lionrock.derive.grouping import Grouping, group_names
from lionrock.model.fields import definition
from lionrock.model.source import Fetched
from lionrock.model.statement import Snapshot
from lionrock.resolve.matcher import open_affiliations
from lionrock.resolve.pairing import open_pairing
from lionrock.resolve.unknown import open_reading
from lionrock.settings import Settings
from lionrock.store import builds
from lionrock.store.duck import Duck
from tests.spark_cluster import cluster, spark_home
from tests.works_city import without_works

NUMBERS = (10_000, 40_000, 160_000)
PARTS = ("session", "load", "match and make", "count", "group names")


def run(numbers: tuple[int, ...] = NUMBERS) -> str:
    """Measure every engine that is there and return a section of Markdown."""
    names, missing = ["duckdb"], []
    with TemporaryDirectory() as name, ExitStack() as running:
        folder = Path(name)
        urls = {"duckdb": ""}
        if find_spec("pysail") and find_spec("pyspark"):
            names.append("sail")
            urls["sail"] = "sail"
        else:
            missing.append("Sail")
        home = spark_home() if find_spec("pyspark") else None
        if home is not None:
            names.append("spark")
            (folder / "logs").mkdir()
            urls["spark"] = running.enter_context(cluster(home, folder / "logs"))
        else:
            missing.append("Apache Spark")
        build(Settings(folder / "home"))
        told = (
            f"## One machine or a cluster\n\nSeconds for made-up works (seed {SEED}), gzipped, to "
            f"the figures of research. Not installed, so not measured: {_listed(missing)}.\n"
        )
        lines = [
            told,
            f"| works | engine | {' | '.join(PARTS)} | in all |",
            "|---" * (len(PARTS) + 3) + "|",
        ]
        for number in numbers:
            write_works(folder / str(number), number)
            for engine in names:
                given = [str(folder / "home"), str(folder / str(number)), engine, urls[engine]]
                done = subprocess.run(
                    [sys.executable, __file__, "--one", *given],
                    stdout=subprocess.PIPE, text=True, check=True,
                )  # fmt: skip
                seconds = json.loads(done.stdout.splitlines()[-1])
                cells = " | ".join(f"{one:.1f}" for one in (*seconds, sum(seconds)))
                lines.append(f"| {number:,} | {engine} | {cells} |")
                sys.stderr.write(lines[-1] + "\n")
        return "\n".join(lines) + "\n"


def _listed(names: list[str]) -> str:
    return ", ".join(names) or "none"


def one(home: str, folder: str, engine: str, url: str) -> list[float]:
    """Seconds of each of PARTS on one engine; runs in a process of its own."""
    there = builds.current(Settings(Path(home)))
    files = [
        Fetched(Snapshot(hashlib.sha256(path.read_bytes()).hexdigest(), *[""] * 5), path, path.name)
        for path in sorted(Path(folder).glob("*.gz"))
    ]
    opened = partial(open_affiliations, there / builds.MATCH)
    grouping = Grouping(open_reading, partial(open_pairing, there / builds.MATCH))
    marks, count = [time.perf_counter()], works.count_works

    def counting(database: works.Engine) -> None:
        marks.append(time.perf_counter())
        count(database)
        marks.append(time.perf_counter())

    works.count_works = counting
    with TemporaryDirectory() as name:
        room = Path(name)
        database = without_works(there, room)
        marks[0] = time.perf_counter()
        if engine == "duckdb":
            marks.append(time.perf_counter())
            works.load_works(database, files, room / "loading")
            marks.append(time.perf_counter())
            works.make_works(database, opened(), definition(), False, room / "scratch")
            group_names(database, grouping, room / "scratch")
            marks.append(time.perf_counter())
        else:
            _spark(url, database, files, (opened, grouping), marks)
        database.close()
    return [round(end - begun, 2) for begun, end in pairwise(marks)]


def _spark(
    url: str, database: Duck, files: list[Fetched],
    given: tuple[partial[works.Match], Grouping], marks: list[float],
) -> None:  # fmt: skip
    from lionrock.derive import works_spark
    from lionrock.store.spark import Spark

    with closing(Spark(url)) as spark:
        marks.append(time.perf_counter())
        works_spark.load_works(spark, files)
        marks.append(time.perf_counter())
        works_spark.make_works(spark, database, given[0], definition(), False)
        group_names(spark, given[1], Path())
        marks.append(time.perf_counter())


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(one(*sys.argv[2:])))
    else:
        print(run(tuple(map(int, sys.argv[1:])) or NUMBERS))
