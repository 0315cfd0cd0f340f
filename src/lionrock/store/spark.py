"""Spark: the same named steps where one machine is not enough. Needs `lionrock[spark]`.

Any Spark session will do: Apache Spark 4 over Spark Connect (`sc://host:port`), a master where the
full pyspark is installed (`spark://host:port`, `local[2]`), or `sail`, which starts Sail, a Spark
Connect server without a JVM, inside this process.
"""

import os
import re
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lionrock.store.duck import Duck, StepFailed
from lionrock.store.engine import Row, RowsToRows
from lionrock.store.places import NoPlace, is_url, opened
from lionrock.store.spark_doors import knock, unwritable
from lionrock.store.spark_rows import OverRows
from lionrock.store.spark_sql import NotPortable, named, translate

SAIL = "sail"
Batches = Callable[[Iterator[Any]], Iterator[Any]]
"""What runs in a worker: pyarrow.RecordBatches in, RecordBatches out."""

_CHUNK = 10_000
_BROKEN = "Exception deserializing response"
_SETTINGS = {"spark.sql.session.timeZone": "UTC", "spark.sql.ansi.enabled": "true"}


class NoSpark(Exception):
    """Spark cannot be used here, and what to do about it."""


class Spark:
    """One session, and the place its tables are written to.

    A table is a folder of Parquet files and a temporary view of that name: nothing is asked of a
    catalogue. They lie in a new folder under `place`, which is gone when the session ends: a
    folder, or a URL that this machine and every worker can reach (`s3://…` for Sail, `s3a://…` for
    a Spark that has hadoop-aws, `hdfs://…`). `url` is `sail`, a Spark Connect URL or a master.
    Raises NoSpark.
    """

    def __init__(self, url: str = SAIL, place: str | Path | None = None) -> None:
        room = str(place or tempfile.gettempdir())
        if is_url(room) and not room.partition("://")[2].strip("/"):
            raise NoSpark(f"{room}: names no bucket or folder")
        self._place = f"{room.rstrip('/')}/lionrock-{uuid.uuid4().hex}"
        self._server: Any = None
        self._wrote = False
        self._schemas: dict[str, str] = {}
        try:
            with warnings.catch_warnings():  # pyspark 4.2 warns of pandas 3, which is not used
                warnings.filterwarnings("ignore", message="PySpark does not yet fully support")
                self._session: Any = None
                self._refuse()
                self._start(url)
            self._try_place()
        except Exception as error:
            self.close()
            if isinstance(error, NoPlace | NoSpark):
                raise NoSpark(str(error)) from error
            if isinstance(error, ImportError):
                message = f"{error}; install it: pip install 'lionrock[spark]'"
                raise NoSpark(message) from None
            raise NoSpark(f"no Spark session at {url}: {_told(error)}") from error

    def _start(self, url: str, again: bool = True) -> None:
        """Open the session and say how it is to work. A Sail of our own whose very first answer
        arrives broken (seen once in some hundred starts, why is not known) is started anew, once.
        """
        self._session = self._open(url)
        try:
            for name, value in _SETTINGS.items():
                self._session.conf.set(name, value)
        except Exception as error:
            if not (again and url == SAIL and _BROKEN in str(error)):
                raise
            with suppress(Exception):  # what is broken may not be able to say goodbye either
                self._session.stop()
            self._server.stop()
            self._start(url, again=False)

    def _open(self, url: str) -> Any:
        from pyspark.sql import SparkSession

        builder: Any = SparkSession.builder
        if url == SAIL:
            os.environ.setdefault("RUST_LOG", "error")  # Sail tells of every session it opens
            from pysail.spark import SparkConnectServer

            self._server = SparkConnectServer("127.0.0.1", 0)
            self._server.start(background=True)
            url = f"sc://127.0.0.1:{self._server.listening_address[1]}"
        if url.startswith("sc://"):
            knock(url)
            return builder.remote(url).create()
        if find_spec("py4j") is None:
            raise NoSpark(
                f"{url}: a master needs all of pyspark; or start its Connect server: sc://…"
            )
        return builder.master(url).appName("lionrock").getOrCreate()

    def _refuse(self) -> None:
        """NoPlace for a URL that nothing here opens: no session is needed to know it. HDFS wants
        a library here; S3 is asked over the network, later."""
        if is_url(self._place) and not self._place.startswith(("s3:", "s3a:", "file:")):
            opened(self._place)

    def _try_place(self) -> None:
        """Write a table at a URL and look for it from here: what is wrong is told before an hour
        of reading, and not after it. Raises NoPlace."""
        if not is_url(self._place) or self._place.startswith("file:"):
            return
        try:
            self._write(self._session.createDataFrame([(1,)], "n INT"), "tried")
        except Exception as error:
            self._wrote = False
            raise NoPlace(f"{self._place}: {unwritable(_told(error))}") from error
        filesystem, path = opened(f"{self._place}/tried")
        try:
            (found,) = filesystem.get_file_info([path])
        except OSError as error:
            raise NoPlace(f"{self._place}: cannot be read from here: {error}") from error
        if found.type.name != "Directory":
            raise NoPlace(f"{self._place}: what the workers wrote there is not seen from here")

    def run(self, named: Iterable[tuple[str, str]]) -> None:
        """Translate and execute steps in order; StepFailed names the one that fails."""
        for name, sql in named:
            try:
                step = translate(name, sql)
            except NotPortable as error:
                raise StepFailed(str(error)) from None
            try:
                if step.table is None:
                    self._session.sql(step.query).collect()
                elif step.columns:
                    self._schemas[step.table] = step.columns
                    self._write(self._session.createDataFrame([], step.columns), step.table)
                else:
                    self._write(self._session.sql(step.query), step.table)
            except Exception as error:
                raise StepFailed(f"{name}: {_told(error)}") from error

    def rows(self, sql: str) -> list[Row]:
        """All rows of a query; StepFailed says why it is refused."""
        return [row for chunk in self.stream(sql) for row in chunk]

    def stream(self, sql: str) -> Iterator[list[Row]]:
        """The rows of a query, in chunks, so that memory stays bounded."""
        try:
            found = self._session.sql(translate("query", sql).query).toLocalIterator()
            chunk: list[Row] = []
            for row in found:
                chunk.append(tuple(row))
                if len(chunk) == _CHUNK:
                    yield chunk
                    chunk = []
            if chunk:
                yield chunk
        except Exception as error:
            raise StepFailed(f"query: {_told(error)}") from error

    def insert(self, table: str, rows: Sequence[Row], scratch: Path) -> None:
        """Append rows to a table that was made by its columns. `scratch` is not used."""
        if rows:
            name = named(table)
            frame = self._session.createDataFrame(list(rows), self._schemas[name])
            self._write(frame, name, "append")

    def map(
        self, table: str, rows: str | tuple[list[Row], str], function: Batches, columns: str
    ) -> None:
        """Make a table of what `function` makes of rows, in the workers, a batch at a time.

        `rows` are a query, or rows with their columns (a row a task then); `columns` are those of
        the table, in Spark's SQL. StepFailed tells what a worker raised.
        """
        try:
            if isinstance(rows, str):
                frame = self._session.sql(translate(table, rows).query)
            else:
                frame = self._session.createDataFrame(*rows).repartition(len(rows[0]))
            self._schemas[table] = columns
            self._write(frame.mapInArrow(function, columns), table)
        except Exception as error:
            raise StepFailed(f"{table}: {_told(error)}") from error

    def apply(
        self, table: str, query: str, opened: Callable[[], RowsToRows], columns: str, scratch: Path
    ) -> None:
        """Make a table of what a function makes of a query's rows; see engine.Engine."""
        made = translate(table, f"CREATE TABLE {table} ({columns})")
        try:
            shape = self._session.createDataFrame([], made.columns).schema
            function = OverRows(opened, shape.jsonValue())
        except Exception as error:
            raise StepFailed(f"{table}: {_told(error)}") from error
        self.map(str(made.table), query, function, made.columns)

    def forget(self, tables: Iterable[str]) -> None:
        """Drop tables that only served to make others; their files go when the session ends."""
        for table in tables:
            self._session.catalog.dropTempView(named(table))

    def shared(self, path: Path) -> str:
        """Where the workers find a file: where it lies, or a copy beside the tables at a URL."""
        if not is_url(self._place):
            return str(path.resolve())
        url = re.sub("^s3a:", "s3:", f"{self._place}/files/{path.name}")
        filesystem, target = opened(url)
        filesystem.create_dir(target.rpartition("/")[0], recursive=True)
        stream = filesystem.open_output_stream(target, compression=None)  # the bytes as they are
        with path.open("rb") as source, stream as written:
            shutil.copyfileobj(source, written)
        return url

    def take(self, database: Duck, name: str, sql: str | None = None) -> None:
        """Copy a table of the embedded engine, or what a query of it finds, into this one."""
        from pyspark.sql.pandas.types import from_arrow_schema

        found = database.arrow(sql or f"FROM {name}")
        rows = found if found.num_rows else []  # Spark reads no shape from a table without rows
        self._write(self._session.createDataFrame(rows, from_arrow_schema(found.schema)), name)

    def give(self, database: Duck, name: str) -> None:
        """Copy a table of this engine into the embedded one, where it must not be yet."""
        from pyarrow import dataset, fs

        filesystem, path = opened(f"{self._place}/{name}")
        selected = fs.FileSelector(path, allow_not_found=True)
        files = [one.path for one in filesystem.get_file_info(selected) if _is_part(one)]
        if files:
            found = dataset.dataset(files, filesystem=filesystem, format="parquet")
            database.take(name, found.scanner().to_reader())
        else:
            database.take(name, self._session.table(name).toArrow())

    def _write(self, frame: Any, table: str, mode: str = "overwrite") -> None:
        path = f"{self._place}/{table}"
        self._wrote = True
        frame.write.mode(mode).parquet(path)
        shape = frame.schema  # a table without rows may be a folder without files
        self._session.read.schema(shape).parquet(path).createOrReplaceTempView(table)

    def close(self) -> None:
        """End the session and remove its tables."""
        if self._session is not None:
            self._session.stop()
        if self._server is not None:
            self._server.stop()
        if not self._wrote:
            return
        with suppress(NoPlace, OSError):  # what cannot be reached now was told before
            filesystem, path = opened(self._place)
            if filesystem.get_file_info(path).type.name == "Directory":
                filesystem.delete_dir(path)


def _is_part(file: Any) -> bool:
    """Whether a file of a table's folder holds rows, and is no mark such as `_SUCCESS`."""
    return bool(file.is_file and file.base_name[0] not in "._")


def _told(error: Exception) -> str:
    """The first lines of an engine's error: what follows is a trace of its own."""
    return str(error).split("\n\nJVM stacktrace", 1)[0].strip()[:1000]
