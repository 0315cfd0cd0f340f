"""Ways to read gzipped works into a table of works and one of affiliations, a process each.

`python bench/works_peers.py PEER FOLDER OUT`.
"""

import hashlib
import shutil
import sys
from pathlib import Path
from typing import Any

_FIELDS = {
    "id": "VARCHAR", "title": "VARCHAR", "publication_year": "BIGINT",
    "publication_date": "VARCHAR", "doi": "VARCHAR", "type": "VARCHAR", "language": "VARCHAR",
    "cited_by_count": "BIGINT", "is_retracted": "BOOLEAN", "updated_date": "VARCHAR",
    "primary_location":
        "STRUCT(source STRUCT(id VARCHAR, display_name VARCHAR, type VARCHAR))",
    "topics": "STRUCT(id VARCHAR, display_name VARCHAR, score DOUBLE)[]",
    "authorships": "STRUCT(countries VARCHAR[], affiliations STRUCT("
        "raw_affiliation_string VARCHAR, institution_ids VARCHAR[])[])[]",
}  # fmt: skip
_WORKS = (
    "id, title, CAST(publication_year AS BIGINT) AS publication_year, publication_date, doi, type, "
    "language, CAST(cited_by_count AS BIGINT) AS cited_by_count, CAST(is_retracted AS BOOLEAN) AS "
    "is_retracted, updated_date, primary_location, topics"
)
_WRITTEN = (
    "SELECT id, a.countries, unnest(a.affiliations, recursive := true) "
    "FROM (SELECT id, unnest(authorships) AS a FROM {})"
)


def limit(files: list[Path], out: Path) -> None:
    """Decompression alone."""
    from isal import igzip

    for path in files:
        with igzip.open(path, "rb") as stream:
            while stream.read(1 << 20):
                pass


def _fetched(files: list[Path]) -> list[Any]:
    from lionrock.model.source import Fetched
    from lionrock.model.statement import Snapshot

    digests = [hashlib.sha256(path.name.encode()).hexdigest() for path in files]
    kept = [
        Snapshot(digest, "openalex", "", None, "application/gzip", "CC0-1.0") for digest in digests
    ]
    return [Fetched(one, path, path.name) for one, path in zip(kept, files, strict=True)]


def lionrock(files: list[Path], out: Path) -> None:
    """Our own loading, the whole of it, into a database file."""
    from lionrock.derive.works import load_works
    from lionrock.store.duck import Duck

    database = Duck(out / "works.duckdb")
    load_works(database, _fetched(files), out / "works.loading")
    database.close()


def reader(files: list[Path], out: Path) -> None:
    """Our reader, to the two tables of the peers: nothing judged, nothing set aside."""
    from lionrock.store.duck import Duck
    from lionrock.store.works import in_parts

    database = Duck(out / "works.duckdb")
    steps = [
        ("raw", "CREATE TABLE loading.raw AS SELECT * FROM loading.raw_works"),
        ("works", f"CREATE TABLE works AS SELECT {_WORKS} FROM loading.raw"),
        ("written", f"CREATE TABLE written AS {_WRITTEN.format('loading.raw')}"),
    ]
    in_parts(database, _fetched(files), steps, out / "works.loading")
    database.close()


def duckdb(files: list[Path], out: Path) -> None:
    """DuckDB alone: its own gzip, columns given, the same two tables."""
    import duckdb as engine

    fields = ", ".join(f"{name}: '{type_}'" for name, type_ in _FIELDS.items())
    database = engine.connect(str(out / "works.duckdb"))
    database.execute("SET preserve_insertion_order = false")
    database.execute(
        f"CREATE TEMP TABLE raw AS FROM read_json({[str(path) for path in files]}, "
        f"format = 'newline_delimited', columns = {{{fields}}})"
    )
    database.execute(f"CREATE TABLE works AS SELECT {_WORKS} FROM raw")
    database.execute(f"CREATE TABLE written AS {_WRITTEN.format('raw')}")
    database.close()


def polars(files: list[Path], out: Path) -> None:
    """polars, lazy, with the types of the fields given."""
    import polars as pl

    text, number = pl.String, pl.Int64
    schema = {
        "id": text, "title": text, "publication_year": number, "publication_date": text,
        "doi": text, "type": text, "language": text, "cited_by_count": number,
        "is_retracted": pl.Boolean, "updated_date": text,
        "primary_location": pl.Struct(
            {"source": pl.Struct({"id": text, "display_name": text, "type": text})}
        ),
        "topics": pl.List(pl.Struct({"id": text, "display_name": text, "score": pl.Float64})),
        "authorships": pl.List(pl.Struct({
            "countries": pl.List(text),
            "affiliations": pl.List(pl.Struct({
                "raw_affiliation_string": text, "institution_ids": pl.List(text),
            })),
        })),
    }  # fmt: skip
    works = pl.scan_ndjson(files, schema=schema)
    works.drop("authorships").sink_parquet(out / "works.parquet")
    written = works.select("id", "authorships").explode("authorships").unnest("authorships")
    written.explode("affiliations").unnest("affiliations").sink_parquet(out / "written.parquet")


def msgspec(files: list[Path], out: Path) -> None:
    """msgspec, line by line into typed objects, written as columns by DuckDB."""
    import duckdb
    import msgspec as m
    from isal import igzip

    affiliation = m.defstruct(
        "Affiliation", [("raw_affiliation_string", str | None), ("institution_ids", list[str])]
    )
    authorship = m.defstruct(
        "Authorship", [("countries", list[str]), ("affiliations", list[affiliation])]
    )
    topic = m.defstruct("Topic", [("id", str), ("display_name", str), ("score", float)])
    source = m.defstruct("Source", [("id", str), ("display_name", str), ("type", str)])
    location = m.defstruct("Location", [("source", source | None)])
    fields: list[Any] = [
        ("id", str), ("title", str | None), ("publication_year", int),
        ("publication_date", str | None), ("doi", str | None), ("type", str | None),
        ("language", str | None), ("cited_by_count", int), ("is_retracted", bool),
        ("updated_date", str), ("primary_location", location), ("topics", list[topic]),
        ("authorships", list[authorship]),
    ]  # fmt: skip
    decode = m.json.Decoder(m.defstruct("Work", fields)).decode
    encode = m.json.Encoder().encode_into
    for name in ("works", "written"):
        (out / f"{name}.jsonl").unlink(missing_ok=True)
    with (out / "works.jsonl").open("ab") as works, (out / "written.jsonl").open("ab") as written:
        buffer = bytearray()
        for path in files:
            with igzip.open(path, "rb") as stream:
                for line in stream:
                    work = decode(line)
                    authorships, work.authorships = work.authorships, []
                    encode(work, buffer)
                    works.write(buffer + b"\n")
                    for one in authorships:
                        for text in one.affiliations:
                            encode([work.id, one.countries, text], buffer)
                            written.write(buffer + b"\n")
    for name in ("works", "written"):
        duckdb.sql(
            f"COPY (SELECT * FROM read_json('{out}/{name}.jsonl', format = 'newline_delimited', "
            f"records = '{'true' if name == 'works' else 'false'}')) TO '{out}/{name}.parquet'"
        )


def pandas(files: list[Path], out: Path) -> None:
    """pandas, a file at a time."""
    import pandas as pd

    for path in files:
        works = pd.read_json(path, lines=True, compression="gzip")
        works[[name for name in _FIELDS if name != "authorships"]].to_pickle(
            out / f"{path.name}.works"
        )
        works[["id", "authorships"]].explode("authorships").to_pickle(out / f"{path.name}.written")


if __name__ == "__main__":
    target = Path(sys.argv[3])
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    globals()[sys.argv[1]](sorted(Path(sys.argv[2]).glob("*.gz")), target)
