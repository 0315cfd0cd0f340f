"""Bulk records on their way into a database: files of OpenAlex works, read by the engine."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from lionrock.model.source import Fetched
from lionrock.store._pieces import PIECE, Piece, pieces
from lionrock.store.duck import Duck, StepFailed, steps
from lionrock.store.files import WriteFailed

PART = PIECE
"""Bytes of JSON, about, whose records are in memory at once, for each of the readers."""

READERS = 2
"""Files read at a time: unpacking and parsing one of them keeps one core busy."""

_ROWS = 20_000  # rows of a Parquet file read at once
_MADE = re.compile(r"((?:\s*--[^\n]*\n)*)\s*CREATE TABLE ([a-z_.]+) AS\b")


Steps = Sequence[tuple[str, str]]
"""Named statements of SQL."""


class BadFile(Exception):
    """A file of bulk records that cannot be read, and why: cut off, damaged, or gone."""


def in_parts(
    database: Duck, files: Sequence[Fetched], named: Iterable[tuple[str, str]], room: Path
) -> None:
    """Run `named` steps over the records of `files`, a part at a time; their tables grow.

    Each step is CREATE TABLE … AS a query. In every part the first step, and it alone, reads
    `loading.raw_works`, which has a row for every record of it, and makes a table with a row for
    every record; tables of `loading` are made anew, and those beside it take in the rows of every
    part. A file is JSON lines or a page of OpenAlex's API, plain or compressed with gzip
    (lines also with zstd), or Parquet: what it is, its first bytes tell. Memory does not grow
    with the files. `room` is a path beside which files lie that are gone afterwards. Raises
    BadFile when a file cannot be read.
    """
    chosen = list(named)
    first = _Reader(database, "loading", None, room)
    first.run(chosen)  # without records: the tables are there, and empty
    first.close()
    growing = [(name, _appended(sql)) for name, sql in chosen]
    waiting, lock = iter(files), Lock()

    def work(number: int) -> None:
        own = f"loading_{number}"
        reader = _Reader(database, own, None, room.with_name(f"{room.name}.{own}"))
        try:
            while True:
                with lock:
                    file = next(waiting, None)
                if file is None:
                    break
                reader.read(file, growing)
            reader.work_off(growing)
        except BaseException:
            with lock:
                list(waiting)  # nothing more to read for the others
            raise
        finally:
            reader.close()

    number = min(READERS, len(files))
    with _threads(database, number), ThreadPoolExecutor(READERS) as readers:
        for _ in readers.map(work, range(1, number + 1)):
            pass


@contextmanager
def _threads(database: Duck, readers: int) -> Iterator[None]:
    """Within, each of several readers works on its own thread alone: threads of the engine that
    help all of them out cost a fifth more computing than they are worth."""
    if readers < READERS:  # a single file: the engine's threads have nobody else to help
        yield
        return
    database.run([("threads", "SET threads = 1")])
    try:
        yield
    finally:
        database.run([("threads", "RESET threads")])


@contextmanager
def raw_works(database: Duck, files: Iterable[Fetched], room: Path) -> Iterator[None]:
    """Within, the table `loading.raw_works` holds a row for every record of `files`.

    The table lies in a file of its own at `room`, so that memory does not grow with it; the file
    is removed. Raises BadFile when a file cannot be read.
    """
    reader = _Reader(database, "loading", room, room)
    try:
        for file in files:
            reader.read(file)
        yield
    finally:
        reader.close()
        for path in (room, room.with_name(room.name + ".wal")):
            path.unlink(missing_ok=True)


class _Reader:
    """Reads files, piece by piece, into a table `raw_works` in a catalogue of its own."""

    def __init__(self, database: Duck, catalogue: str, place: Path | None, room: Path) -> None:
        self._database, self._catalogue, self._room = database.fork(), catalogue, room
        self._named = {
            name.rpartition(":")[2]: sql for name, sql in steps("lionrock.store", "works_read.sql")
        }
        self._run([("loading", f"ATTACH '{_quoted(place or Path(':memory:'))}' AS {catalogue}")])
        self._begin()
        self._wanted: dict[str, str] = dict(
            self._database.rows(
                "SELECT column_name, column_type FROM (DESCRIBE "
                f"{catalogue}.raw_works) WHERE column_name NOT IN ('snapshot', 'row_number')"
            )
        )

    def read(self, file: Fetched, named: Steps = ()) -> None:
        """Take in a file. With steps, they are run whenever there are records for a part."""
        place, before = file.path, 0
        try:
            for piece in pieces(file.path, self._room):
                place = piece.path
                if named and piece.step == "read_lines" and piece.packed == "none":
                    self.work_off(named)
                    before += self._straight(piece, file.snapshot.digest, before, named)
                    continue
                for sql, size in self._readings(piece, file.snapshot.digest):
                    told = sql.replace("{before}", str(before))
                    ((number,),) = self._database.rows(told)
                    before += number
                    self.held += size
                    if named and self.held >= PART:
                        self.run(named)
        except (StepFailed, WriteFailed, OSError) as error:
            why = str(error)
            if file.path.name not in why and place.name not in why:
                raise  # it is the disk that is full
            why = why.replace(str(place), file.name).replace(str(file.path), file.name)
            raise BadFile(f"{file.name}: {why}") from error

    def _straight(self, piece: Piece, digest: str, before: int, named: Steps) -> int:
        """Run steps over lines as they are read, which spares the writing of them; how many."""
        ((sql, _),) = self._readings(piece, digest)
        query = sql.replace("{before}", str(before)).partition("BY NAME\n")[2]
        first, *others = named
        made = self._ours(first[1]).replace(f"{self._catalogue}.raw_works", f"({query})")
        self._database.run([(first[0], made)])
        self._run(others)
        ((number,),) = self._database.rows(self._ours(f"SELECT count(*) FROM {_table(first[1])}"))
        return int(number)

    def work_off(self, named: Steps) -> None:
        """Run steps over what is held, if anything."""
        if self.held:
            self.run(named)

    def run(self, named: Steps) -> None:
        """Run steps over what is held, and let go of it."""
        self._run(named)
        self._begin()

    def close(self) -> None:
        """Let go of everything, the records that are still held too."""
        self._run([("loading", f"DETACH {self._catalogue}")])
        self._database.close()

    def _begin(self) -> None:
        self.held = 0
        made = self._named["raw_works"].replace("CREATE", "CREATE OR REPLACE", 1)
        self._run([("raw_works", made)])

    def _run(self, named: Iterable[tuple[str, str]]) -> None:
        self._database.run((name, self._ours(sql)) for name, sql in named)

    def _ours(self, sql: str) -> str:
        return re.sub(r"\bloading\.", f"{self._catalogue}.", sql)

    def _readings(self, piece: Piece, digest: str) -> Iterator[tuple[str, int]]:
        """The statements that read a piece, and the size of what each reads."""
        path = _quoted(piece.path)
        columns = ", ".join(f"'{name}': '{type_}'" for name, type_ in self._wanted.items())
        record = ", ".join(f"{name} {type_}" for name, type_ in self._wanted.items())
        told = {
            "path": path, "digest": digest, "packed": piece.packed, "columns": f"{{{columns}}}",
            "record": f"STRUCT({record})", "longest": str(piece.longest),
        }  # fmt: skip
        if piece.step != "read_parquet":
            yield _filled(self._ours(self._named[piece.step]), told), piece.size
            return
        told["cast"] = self._cast(path)
        ((rows,),) = self._database.rows(f"SELECT count(*) FROM read_parquet('{path}')")
        for first in range(0, rows, _ROWS):
            told |= {"first": str(first), "last": str(first + _ROWS - 1)}
            yield _filled(self._ours(self._named[piece.step]), told), PART

    def _cast(self, path: str) -> str:
        """The columns of a Parquet file that are wanted, each in the type it is wanted in. Fields
        of a structure are taken by name: one that is missing is null."""
        query = f"DESCRIBE SELECT * FROM read_parquet('{path}')"
        kept = [row[0] for row in self._database.rows(query) if row[0] in self._wanted]
        return ", ".join(f'CAST("{name}" AS {self._wanted[name]}) AS "{name}"' for name in kept)


def _filled(sql: str, told: Mapping[str, str]) -> str:
    for name, value in told.items():
        sql = sql.replace(f"{{{name}}}", value)
    return sql


def _appended(sql: str) -> str:
    """A step of a part: tables of `loading` are made anew, others take in what it finds."""
    found = _MADE.match(sql)
    if found is None:
        raise StepFailed(f"a step of a part makes a table of a query: {sql[:80]}")
    table, query = found[2], sql[found.end() :]
    if table.startswith("loading."):
        return f"CREATE OR REPLACE TABLE {table} AS {query}"
    return f"INSERT INTO {table} {query}"


def _table(sql: str) -> str:
    """The table that a step makes."""
    found = _MADE.match(sql.replace(" OR REPLACE", "", 1))
    if found is None:
        raise StepFailed(f"a step of a part makes a table of a query: {sql[:80]}")
    return found[2]


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
