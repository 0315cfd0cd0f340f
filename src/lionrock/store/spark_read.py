"""Files of works on their way into Spark: read in its workers, each by the embedded engine.

A worker reads a file with the very steps of works_read.sql, so that lines, their numbers and what
is wrong with them are the same on every engine; Spark distributes the files. The workers need
`lionrock[spark]` too.
"""

import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from lionrock.model.source import Fetched
from lionrock.model.statement import Snapshot
from lionrock.store.duck import Duck, StepFailed, steps
from lionrock.store.places import is_url, opened
from lionrock.store.spark import Spark
from lionrock.store.spark_sql import translate
from lionrock.store.works import BadFile, raw_works

TABLE = "loading_raw_works"
_BAD = re.compile(r"BadFile: ([^\n]+)")
_COLUMNS = "path STRING, name STRING, digest STRING"


def read_works(spark: Spark, files: Iterable[Fetched]) -> None:
    """Fill the table `loading.raw_works` of a session: a row for every record of `files`.

    What a file is, its first bytes tell, as with store.works.raw_works. Where the session's
    tables lie at a URL the files are copied there first, for the workers to fetch. Raises BadFile.
    """
    (made,) = (sql for name, sql in steps("lionrock.store", "works_read.sql") if "raw_w" in name)
    columns = translate("raw_works", made).columns
    there = [(spark.shared(one.path), one.name, one.snapshot.digest) for one in files]
    if not there:
        spark.run([("raw_works", made)])
        return
    try:
        spark.map(TABLE, (there, _COLUMNS), _read, columns)
    except StepFailed as error:
        bad = _BAD.search(str(error.__cause__))
        if bad is None:
            raise
        raise BadFile(bad[1]) from None


def _read(batches: Iterable[Any]) -> Iterator[Any]:
    """Runs in a worker: batches of (path, name, digest) in, batches of records out."""
    for batch in batches:
        for file in batch.to_pylist():
            with tempfile.TemporaryDirectory(prefix="lionrock-") as room:
                path = Path(file["path"])
                if is_url(file["path"]):
                    path = Path(room) / "file"
                    _fetch(file["path"], path)
                kept = Snapshot(file["digest"], "", "", "", "", "")
                one = Fetched(kept, path, file["name"])
                with closing(Duck()) as database, raw_works(database, [one], Path(room) / "rows"):
                    yield from database.batches("FROM loading.raw_works")


def _fetch(url: str, path: Path) -> None:
    filesystem, found = opened(url)
    with filesystem.open_input_stream(found, compression=None) as source, path.open("wb") as target:
        while piece := source.read(1 << 20):
            target.write(piece)
