"""Ways to read gzipped works into a table of works and one of affiliations, a process each.

`python bench/works_peers.py PEER FOLDER OUT`.
"""

import hashlib
import shutil
import sys
from pathlib import Path
from typing import Any


def limit(files: list[Path], out: Path) -> None:
    """Decompression alone."""
    from isal import igzip

    for path in files:
        with igzip.open(path, "rb") as stream:
            while stream.read(1 << 20):
                pass


def lionrock(files: list[Path], out: Path) -> None:
    """Our own loading, into a database file."""
    from lionrock.derive.works import load_works
    from lionrock.model.source import Fetched
    from lionrock.model.statement import Snapshot
    from lionrock.store.duck import Duck

    fetched = [
        Fetched(
            Snapshot(hashlib.sha256(path.name.encode()).hexdigest(), "openalex", "", None,
                     "application/gzip", "CC0-1.0"),
            path, path.name,
        )
        for path in files
    ]  # fmt: skip
    database = Duck(out / "works.duckdb")
    load_works(database, fetched, out / "works.loading")
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
    fields: list[Any] = [
        ("id", str), ("title", str | None), ("publication_year", int),
        ("publication_date", str | None), ("doi", str | None), ("type", str | None),
        ("language", str | None), ("cited_by_count", int), ("is_retracted", bool),
        ("updated_date", str), ("topics", list[dict[str, Any]]),
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
                    encode(
                        [work.id, work.title, work.publication_year, work.cited_by_count], buffer
                    )
                    works.write(buffer + b"\n")
                    for place, one in enumerate(work.authorships):
                        for text in one.affiliations:
                            encode([work.id, place, text.raw_affiliation_string], buffer)
                            written.write(buffer + b"\n")
    for name in ("works", "written"):
        duckdb.sql(
            f"COPY (SELECT * FROM read_json('{out}/{name}.jsonl', format = 'unstructured', "
            f"records = false)) TO '{out}/{name}.parquet'"
        )


def pandas(files: list[Path], out: Path) -> None:
    """pandas, a file at a time."""
    import pandas as pd

    for path in files:
        works = pd.read_json(path, lines=True, compression="gzip")
        works[["id", "title", "publication_year", "cited_by_count", "doi"]].to_pickle(
            out / f"{path.name}.works"
        )
        works[["id", "authorships"]].explode("authorships").to_pickle(out / f"{path.name}.written")


if __name__ == "__main__":
    target = Path(sys.argv[3])
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    globals()[sys.argv[1]](sorted(Path(sys.argv[2]).glob("*.gz")), target)
