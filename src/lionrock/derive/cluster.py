"""Bulk records for a build: on the embedded engine, or on Spark where that is installed."""

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from lionrock.derive.coverage import is_whole
from lionrock.derive.grouping import MADE, Grouping, group_names
from lionrock.derive.works import Loaded, Match, load_works, make_works, nothing
from lionrock.model.fields import definition
from lionrock.model.source import Fetched
from lionrock.settings import Cluster
from lionrock.store.duck import Duck, StepFailed


class SparkFailed(Exception):
    """A session that could not be had, or a step it refused, and what to do about it."""


def bulk_works(
    cluster: Cluster | None,
    database: Duck,
    kept: Sequence[Fetched],
    matcher: Callable[[], Match],
    grouping: Grouping,
    room: Path,
) -> Loaded:
    """Load and count the works of the files `kept`, and group the names nobody knows; what a build
    keeps of it is in `database` then. Without files the tables are there, and empty.

    `cluster` is the Spark session that does it, or None for the embedded engine. `matcher` opens a
    matcher, in a worker too: it has to be picklable, and what it opens in reach. `room` is a folder
    for files that are gone afterwards. Raises SparkFailed, and store.works.BadFile.
    """
    files = [file for file in kept if "manifest" not in file.name]
    if cluster is not None and files:
        return _on_spark(cluster, database, kept, matcher, grouping)
    scratch = room / "scratch.json"
    load_works(database, files, room / "works.loading")
    whole = is_whole(kept, dict(database.rows("SELECT snapshot, lines FROM work_files")))
    loaded = make_works(database, matcher() if files else nothing, definition(), whole, scratch)
    group_names(database, grouping, scratch)
    return loaded


def _on_spark(
    cluster: Cluster,
    database: Duck,
    kept: Sequence[Fetched],
    matcher: Callable[[], Match],
    grouping: Grouping,
) -> Loaded:
    try:
        from lionrock.derive import works_spark
        from lionrock.store.spark import NoSpark, Spark
    except ImportError as error:
        raise SparkFailed(f"{error}; install it: pip install 'lionrock[spark]'") from None
    try:
        with closing(Spark(cluster.url, cluster.place)) as spark:
            works_spark.load_works(spark, [file for file in kept if "manifest" not in file.name])
            lines: dict[str, int] = dict(spark.rows("SELECT snapshot, lines FROM work_files"))
            whole = is_whole(kept, lines)
            loaded = works_spark.make_works(spark, database, matcher, definition(), whole)
            group_names(spark, grouping, Path())
            works_spark.give_works(spark, database)
            for name in MADE:
                spark.give(database, name)
            return loaded
    except (NoSpark, StepFailed) as error:
        raise SparkFailed(" ".join(str(error).split())) from error
