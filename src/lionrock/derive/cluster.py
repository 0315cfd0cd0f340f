"""Bulk records on a Spark session, for a build; the door to it opens where Spark is installed."""

from collections.abc import Callable, Sequence
from contextlib import closing

from lionrock.derive.coverage import is_whole
from lionrock.derive.works import Loaded, Match
from lionrock.model.fields import definition
from lionrock.model.source import Fetched
from lionrock.settings import Cluster
from lionrock.store.duck import Duck, StepFailed


class SparkFailed(Exception):
    """A session that could not be had, or a step it refused, and what to do about it."""


def on_spark(
    cluster: Cluster, database: Duck, kept: Sequence[Fetched], matcher: Callable[[], Match]
) -> Loaded:
    """Load and count the works of the files `kept`; what a build keeps of it goes to `database`.

    `matcher` opens a matcher in a worker: it has to be picklable, and what it opens in reach.
    Raises SparkFailed, and store.works.BadFile.
    """
    try:
        from lionrock.derive.works_spark import give_works, load_works, make_works
        from lionrock.store.spark import NoSpark, Spark
    except ImportError as error:
        raise SparkFailed(f"{error}; install it: pip install 'lionrock[spark]'") from None
    try:
        with closing(Spark(cluster.url, cluster.place)) as spark:
            load_works(spark, [file for file in kept if "manifest" not in file.name])
            lines: dict[str, int] = dict(spark.rows("SELECT snapshot, lines FROM work_files"))
            whole = is_whole(kept, lines)
            loaded = make_works(spark, database, matcher, definition(), whole)
            give_works(spark, database)
            return loaded
    except (NoSpark, StepFailed) as error:
        raise SparkFailed(" ".join(str(error).split())) from error
