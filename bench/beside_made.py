"""Institutions and topics in OpenAlex's format beside made-up works: the former made up from a
seed but for the ROR ids of the registry's bodies, the latter those that the definition names.

`python bench/beside_made.py FOLDER` writes FOLDER/institutions and FOLDER/topics, gzipped lines.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from isal import igzip

from lionrock.model.fields import definition
from lionrock.settings import BUNDLED_REGISTRY

SEED, INSTITUTIONS = 2026, 2_000
_FIRST = 9_800_000_000
_UPDATED = "2026-10-20T04:11:12.530021"
_encode = msgspec.json.Encoder().encode


def write_beside(folder: Path, seed: int = SEED, number: int = INSTITUTIONS) -> list[Path]:
    """Write both; the same seed gives the same bytes."""
    chance = random.Random(seed)
    return [
        _written(folder / "institutions", _institutions(chance, number)),
        _written(folder / "topics", _topics()),
    ]


def _written(folder: Path, records: Iterator[dict[str, Any]]) -> Path:
    path = folder / "updated_date=2026-10-20" / "part_0000.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    with igzip.open(path, "wb", compresslevel=2) as stream:
        stream.writelines(_encode(one) + b"\n" for one in records)
    return path


def _institutions(chance: random.Random, number: int) -> Iterator[dict[str, Any]]:
    """The registry's bodies that have a ROR id, and invented ones."""
    lines = (BUNDLED_REGISTRY / "organisations.jsonl").read_bytes().splitlines()
    rows = [row for row in map(msgspec.json.decode, lines) if row.get("ids", {}).get("ror")]
    for place in range(max(number, len(rows))):
        id_ = f"https://openalex.org/I{_FIRST + place}"
        row = rows[place] if place < len(rows) else None
        name = row["names"].get("en", row["names"].get("zh-Hant", ["?"]))[0] if row else ""
        ours = row is not None
        ror = row["ids"]["ror"].rpartition("/")[2] if row else None
        yield {
            "id": id_, "ror": f"https://ror.org/{ror}" if ror else None,
            "display_name": name or f"Synthetic University {place}",
            "country_code": "HK" if ours else "US", "type": "education", "lineage": [id_],
            "homepage_url": None, "display_name_acronyms": [], "display_name_alternatives": [],
            "ids": {"openalex": id_}, "international": {"display_name": {}},
            "geo": {"city": "Hong Kong" if ours else "Northfield", "country_code": None},
            "associated_institutions": [], "works_count": chance.randrange(100_000),
            "counts_by_year": [{"year": y, "works_count": 7} for y in range(2015, 2027)],
            "updated_date": _UPDATED,
        }  # fmt: skip


def _topics() -> Iterator[dict[str, Any]]:
    """Those of the definition, filed as if all were of one subfield."""
    named = {id_: name for f in definition().fields.values() for id_, name in f.topics.items()}
    for id_, name in sorted(named.items()):
        yield {
            "id": f"https://openalex.org/{id_}", "display_name": name, "keywords": ["synthetic"],
            "subfield": {"id": "https://openalex.org/subfields/1702", "display_name": "AI"},
            "field": {"id": "https://openalex.org/fields/17", "display_name": "Computing"},
            "domain": {"id": "https://openalex.org/domains/3", "display_name": "Physical"},
            "works_count": 1_000, "updated_date": _UPDATED,
        }  # fmt: skip


if __name__ == "__main__":
    write_beside(Path(sys.argv[1]))
