"""Works on Spark: the steps of works.py where the works outgrow one machine."""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from lionrock.derive.works import Loaded, Match, begin_works, finish_works, once, resolved
from lionrock.model.fields import Definition
from lionrock.model.source import Fetched
from lionrock.store.duck import Duck, steps
from lionrock.store.engine import RowsToRows
from lionrock.store.spark import Spark
from lionrock.store.spark_read import read_works

KNOWN = {
    "entities": "SELECT id, kind, class FROM entities",
    "edges": "SELECT source, target, type, via FROM edges",
    "facts": "SELECT subject, kind, prop, value FROM facts WHERE prop = 'ror'",
}
"""What the steps read of the registry's tables."""

MADE = (
    "quarantine", "works", "authorships", "work_topics", "topics", "institutions", "work_files",
    "affiliation_strings", "field_topics", "venue_fields", "output_types", "work_scope",
    "work_homes", "known_institutions", "work_organisations", "work_fields", "outputs",
    "output_organisations", "output_places", "output_traits", "differences", "work_figures",
)  # fmt: skip
"""What a build keeps of the tables that the steps make."""

_STRINGS = "raw VARCHAR, organisation VARCHAR, rank INTEGER, score DOUBLE, verdict VARCHAR"


def load_works(spark: Spark, files: Sequence[Fetched]) -> None:
    """Fill the tables of works.sql from files of OpenAlex works. Raises BadFile."""
    read_works(spark, once(files))
    for name in ("works.sql", "works_latest.sql"):
        spark.run(steps("lionrock.derive", name))


def make_works(
    spark: Spark, database: Duck, matcher: Callable[[], Match], definition: Definition, whole: bool
) -> Loaded:
    """What derive.works.make_works does, of the works in `spark` and the registry in `database`.

    `matcher` opens a matcher in a worker: it has to be picklable, and what it opens in reach.
    """
    for name, sql in KNOWN.items():
        spark.take(database, name, sql)
    nowhere = Path()  # Spark needs no scratch file
    begin_works(spark, whole, nowhere)
    query = "SELECT DISTINCT raw FROM authorships WHERE raw IS NOT NULL"
    spark.apply("affiliation_strings", query, _Matching(matcher), _STRINGS, nowhere)
    return finish_works(spark, definition, nowhere)


def give_works(spark: Spark, database: Duck) -> None:
    """Copy what a build keeps into its database, which must not have it yet."""
    for name in MADE:
        spark.give(database, name)


class _Matching(msgspec.Struct, frozen=True):
    """Opens our matcher in a worker: strings in, what it found in them out."""

    matcher: Callable[[], Match]

    def __call__(self) -> RowsToRows:
        match = self.matcher()
        return lambda rows: resolved(match, [row[0] for row in rows])
