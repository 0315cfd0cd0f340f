"""OpenAlex's institutions and topics in their wire format, invented, for tests to load."""

import gzip
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lionrock.model.fields import definition
from lionrock.store.duck import Duck
from tests.works import INSTITUTIONS, Work

ADDRESS = "https://openalex.org/"
_CITIES = {"I4401200001": "Guangzhou", "I4210116924": "Shenzhen", "I4210128910": "Shenzhen",
           "I97018004": "Northfield"}  # fmt: skip
_CHINESE = {
    "I200769079": {"zh-hk": "香港科技大學", "zh-cn": "香港科技大学", "ja": "香港科技大学"},
    "I4401200001": {"zh": "香港科技大学（广州）"},
}


def institution(id_: str, above: Sequence[str] = (), **more: Any) -> Work:
    """An institution as the API and the snapshots give it, a part of those `above`."""
    name, ror, country, type_ = INSTITUTIONS[id_]
    made: Work = {
        "id": ADDRESS + id_, "ror": f"https://ror.org/{ror}", "display_name": name,
        "country_code": country, "type": type_,
        "lineage": [ADDRESS + one for one in (id_, *above)],
        "homepage_url": None, "display_name_acronyms": [], "display_name_alternatives": [],
        "ids": {"openalex": ADDRESS + id_, "ror": f"https://ror.org/{ror}", "mag": id_[1:]},
        "geo": {"city": _CITIES.get(id_, "Hong Kong"), "geonames_city_id": "1819729",
                "region": None, "country_code": country, "country": "…",
                "latitude": 22.3, "longitude": 114.2},
        "international": {"display_name": {"en": name} | _CHINESE.get(id_, {})},
        "associated_institutions": [_parent(one) for one in above], "works_count": 1000,
        "updated_date": "2026-10-20T04:11:12.530021",
    }  # fmt: skip
    return made | more


def _parent(id_: str) -> Work:
    name, ror, country, type_ = INSTITUTIONS[id_]
    return {"id": ADDRESS + id_, "ror": f"https://ror.org/{ror}", "display_name": name,
            "country_code": country, "type": type_, "relationship": "parent"}  # fmt: skip


BODIES: tuple[Work, ...] = (
    institution("I200769079"),
    institution("I4401200001", ("I200769079",)),  # OpenAlex files the campus under its sister
    institution("I177725633", geo={"city": "Shenzhen", "country_code": "CN"}, country_code="CN"),
    institution("I168719708"),
    institution("I97018004"),
)


def topic(id_: str, name: str, **more: Any) -> Work:
    """A topic as the API gives it."""
    made: Work = {
        "id": ADDRESS + id_, "display_name": name, "keywords": ["an invented keyword"],
        "subfield": {"id": f"{ADDRESS}subfields/1702", "display_name": "Artificial Intelligence"},
        "field": {"id": f"{ADDRESS}fields/17", "display_name": "Computer Science"},
        "domain": {"id": f"{ADDRESS}domains/3", "display_name": "Physical Sciences"},
        "works_count": 1000, "updated_date": "2026-10-20T04:11:12.530021",
    }  # fmt: skip
    return made | more


def taxonomy(without: Sequence[str] = (), **names: str) -> list[Work]:
    """Every topic that the definition names but `without` these; `names` are called otherwise."""
    named = {one: name for f in definition().fields.values() for one, name in f.topics.items()}
    return [
        topic(id_, names.get(id_, name))
        for id_, name in sorted(named.items())
        if id_ not in without
    ]


def page(records: Sequence[Work], after: str | None, number: int) -> dict[str, Any]:
    """A page of an answer of the API."""
    return {
        "meta": {"count": number, "db_response_time_ms": 14, "page": None, "per_page": 100,
                 "groups_count": None, "next_cursor": after, "cost_usd": 0.0001},
        "results": list(records), "group_by": [],
    }  # fmt: skip


def lines(records: Sequence[Work], *broken: str) -> bytes:
    """JSON lines, gzipped, with others between."""
    text = [json.dumps(one, ensure_ascii=False) for one in records]
    return gzip.compress("\n".join([*text[:1], *broken, *text[1:]]).encode() + b"\n", mtime=0)


def snapshot(folder: Path, entity: str, *parts: bytes) -> Path:
    """A folder of the snapshot with one entity: a day a part."""
    for number, part in enumerate(parts, 1):
        place = folder / "data/jsonl" / entity / f"updated_date=2026-10-{number:02}"
        place.mkdir(parents=True)
        (place / "part_0000.gz").write_bytes(part)
    return folder


def as_parquet(folder: Path, entity: str, records: list[Work]) -> Path:
    """A folder of the snapshot in Parquet, its names by language as a map or as a text."""
    place = folder / "data/parquet" / entity / "updated_date=2026-10-01"
    place.mkdir(parents=True)
    plain = folder / "records.jsonl"
    plain.write_text("".join(json.dumps(one) + "\n" for one in records), "utf-8")
    database = Duck()
    read = f"read_json('{plain}', format = 'newline_delimited', map_inference_threshold = 1)"
    database.rows(f"COPY (FROM {read}) TO '{place / 'part_0000.parquet'}' (FORMAT parquet)")
    database.close()
    plain.unlink()
    return folder


Change = Callable[[dict[str, Any]], object]
