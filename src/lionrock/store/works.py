"""Bulk records on their way into a database: files of OpenAlex works, read by the engine."""

import gzip
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from lionrock.model.source import Fetched
from lionrock.store.duck import Duck, StepFailed, steps
from lionrock.store.files import WriteFailed

_GZIP, _ZSTD, _PARQUET = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PAR1"
_AT_ONCE = 2
_PAGE = re.compile(rb'\s*{\s*"(meta|results|group_by)"')


class BadFile(Exception):
    """A file of bulk records that cannot be read, and why: cut off, damaged, or gone."""


@contextmanager
def raw_works(database: Duck, files: Iterable[Fetched], room: Path) -> Iterator[None]:
    """Within, the table `loading.raw_works` holds a row for every record of `files`.

    A file is JSON lines or a page of OpenAlex's API, plain or compressed with gzip (lines also
    with zstd), or Parquet: what it is, its first bytes tell. The table lies in a file of its own
    at `room`, so that memory does not grow with it; the file is removed. Raises BadFile when a
    file cannot be read.
    """
    named = {
        name.rpartition(":")[2]: sql for name, sql in steps("lionrock.store", "works_read.sql")
    }
    database.run([("loading", f"ATTACH '{_quoted(room)}' AS loading")])
    try:
        database.run([("raw_works", named["raw_works"])])
        # A single file's decompression keeps one core busy: two are read at a time.
        with ThreadPoolExecutor(_AT_ONCE) as readers:
            try:
                for _ in readers.map(lambda file: _tried(database.fork(), named, file), files):
                    pass
            except BaseException:
                readers.shutdown(cancel_futures=True)
                raise
        yield
    finally:
        database.run([("loading", "DETACH loading")])
        for path in (room, room.with_name(room.name + ".wal")):
            path.unlink(missing_ok=True)


def _tried(database: Duck, named: Mapping[str, str], file: Fetched) -> None:
    """Read one file; BadFile when it is the file's fault."""
    try:
        _read(database, named, file)
    except (StepFailed, WriteFailed, OSError) as error:
        if file.path.name not in str(error):  # it is the disk that is full
            raise
        why = str(error).replace(str(file.path), file.name)
        raise BadFile(f"{file.name}: {why}") from error
    finally:
        database.close()


def _read(database: Duck, named: Mapping[str, str], file: Fetched) -> None:
    path = _quoted(file.path)
    wanted: dict[str, str] = dict(
        database.rows(
            "SELECT column_name, column_type FROM (DESCRIBE loading.raw_works) "
            "WHERE column_name NOT IN ('snapshot', 'row_number')"
        )
    )
    step, packed = _kind(file.path)
    told = {"path": path, "digest": file.snapshot.digest, "packed": packed}
    if step == "read_parquet":
        told["cast"] = _cast(database, path, wanted)
    columns = ", ".join(f"'{name}': '{type_}'" for name, type_ in wanted.items())
    told["columns"] = f"{{{columns}}}"
    told["record"] = f"STRUCT({', '.join(f'{name} {type_}' for name, type_ in wanted.items())})"
    sql = named[step]
    for name, value in told.items():
        sql = sql.replace(f"{{{name}}}", value)
    database.run([(step, sql)])


def _kind(path: Path) -> tuple[str, str]:
    """The step that reads a file, and how the file is packed."""
    with path.open("rb") as opened:
        begins = opened.read(64)
    if begins.startswith(_PARQUET):
        return "read_parquet", "none"
    if begins.startswith(_ZSTD):
        return "read_lines", "zstd"
    packed = "none"
    if begins.startswith(_GZIP):
        packed = "gzip"
        with gzip.open(path) as unpacked:
            try:
                begins = unpacked.read(64)
            except (EOFError, OSError, zlib.error) as error:
                raise OSError(f"{path.name} is damaged: {error}") from None
    return ("read_page" if _PAGE.match(begins) else "read_lines"), packed


def _cast(database: Duck, path: str, wanted: Mapping[str, str]) -> str:
    """The columns of a Parquet file that are wanted, each in the type it is wanted in. Fields of
    a structure are taken by name: one that is missing is null."""
    there = [row[0] for row in database.rows(f"DESCRIBE SELECT * FROM read_parquet('{path}')")]
    kept = [name for name in there if name in wanted]
    return ", ".join(f'CAST("{name}" AS {wanted[name]}) AS "{name}"' for name in kept)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
