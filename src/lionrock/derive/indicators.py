"""Indicator documents: every publisher's value, which one leads and why, and the course."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

import msgspec

from lionrock.derive.lines import ROUNDING, breaks, change, headline, line
from lionrock.derive.trend import course, marks
from lionrock.model.catalogue import Catalogue, Indicator
from lionrock.model.schema import schema
from lionrock.store.documents import DocumentWriter
from lionrock.store.duck import Duck

_COLUMNS = (
    "indicator", "about", "period", "period_text", "period_kind", "first_day", "last_day", "nature",
    "place", "id", "value", "unit", "measured", "measured_unit", "original", "qualifier", "base",
    "publisher", "published", "definition", "scope", "tier", "strength", "basis", "n",
)  # fmt: skip
_READINGS = f"""
SELECT {", ".join("r." + column for column in _COLUMNS)},
    p.en, p.hant, p.hans, e.label_en, e.label_hant, e.label_hans,
    d.low, d.high, d.spread, d.reason, d.publishers
FROM ranked r
JOIN publishers p ON p.id = r.publisher
JOIN entities e ON e.id = r.about
LEFT JOIN disagreements d ON d.indicator = r.indicator AND d.about = r.about
    AND d.period = r.period AND d.nature = r.nature
ORDER BY r.indicator, r.about, r.last_day NULLS FIRST, r.first_day, r.period, r.nature, r.place
"""
_NAMES = (
    *_COLUMNS, "publisher_en", "publisher_hant", "publisher_hans", "about_en", "about_hant",
    "about_hans", "low", "high", "spread", "reason", "publishers",
)  # fmt: skip
_VALUE = (
    "id", "value", "unit", "measured", "measured_unit", "original", "qualifier", "base",
    "published", "definition", "scope", "tier", "strength", "basis",
)  # fmt: skip
Reading = Mapping[str, Any]


def write_indicators(database: Duck, catalogue: Catalogue, writer: DocumentWriter) -> int:
    """Write a document for every indicator that has a value; return how many."""
    evidence: dict[int, str] = dict(
        database.rows("SELECT n, body FROM scratch.record_bodies WHERE n IN (SELECT n FROM ranked)")
    )
    number = 0
    for name, readings in groupby(
        _readings(database), key=lambda reading: str(reading["indicator"])
    ):
        document = _document(catalogue, name, list(readings), evidence)
        writer.add("indicator", [(name, msgspec.json.encode(document))])
        number += 1
    return number


def _readings(database: Duck) -> Iterator[Reading]:
    for chunk in database.stream(_READINGS):
        for row in chunk:
            yield dict(zip(_NAMES, row, strict=True))


def _document(
    catalogue: Catalogue, name: str, readings: list[Reading], evidence: Mapping[int, str]
) -> dict[str, Any]:
    indicator = catalogue.indicators[name]
    series = [
        _series(list(group), indicator)
        for _, group in groupby(readings, key=lambda reading: reading["about"])
    ]
    series.sort(key=lambda one: (-len(one["points"]), one["about"]))
    cited = dict.fromkeys(reading["n"] for reading in readings)
    return {
        "id": indicator.id,
        "label": indicator.label.table(),
        "definition": indicator.definition.table(),
        "unit": indicator.unit,
        "direction": indicator.direction,
        "nature": indicator.nature,
        "facet": indicator.facet,
        "lead": indicator.lead,
        "aliases": indicator.aliases,
        "inputs": [_input(catalogue, one) for one in indicator.inputs],
        "conflicts": sum(1 for one in series for point in one["points"] if point["conflict"]),
        "series": series,
        "evidence": [msgspec.Raw(evidence[n].encode()) for n in cited],
    }


def _input(catalogue: Catalogue, id_: str) -> dict[str, Any]:
    """What an indicator is made from: another one, or something the schema names."""
    known = catalogue.indicators.get(id_)
    label = known.label if known else schema().vocabularies["input"][id_]
    return {"id": id_, "indicator": known is not None, "label": label.table()}


def _series(readings: list[Reading], indicator: Indicator) -> dict[str, Any]:
    first = readings[0]
    points = [
        _point(list(group))
        for _, group in groupby(
            readings, key=lambda reading: (reading["period"], reading["nature"])
        )
    ]
    nature = indicator.nature
    joined = line(points, nature)
    return {
        "about": first["about"],
        "label": {
            "en": first["about_en"], "zh-Hant": first["about_hant"], "zh-Hans": first["about_hans"]
        },
        "points": points,
        "headline": headline(points, nature),
        "line": joined,
        "breaks": breaks(points, nature),
        "trend": change(points, nature),
        "course": course(marks(points, joined), indicator.unit, nature),
    }  # fmt: skip


def _point(readings: list[Reading]) -> dict[str, Any]:
    """One period: the leading value, the others, and the conflict between them if there is one."""
    first = readings[0]
    conflict = None
    if first["spread"] is not None:
        conflict = {
            "low": first["low"],
            "high": first["high"],
            "spread": first["spread"],
            "severity": "rounding" if first["spread"] <= ROUNDING else "material",
            "reason": first["reason"],
            "publishers": first["publishers"],
        }
    return {
        "period": first["period_text"],
        "kind": first["period_kind"],
        "start": first["first_day"],
        "end": first["last_day"],
        "nature": first["nature"],
        "lead": _value(first),
        "others": [_value(reading) for reading in readings[1:]],
        "conflict": conflict,
    }


def _value(reading: Reading) -> dict[str, Any]:
    return {name: reading[name] for name in _VALUE} | {
        "publisher": {
            "id": reading["publisher"],
            "en": reading["publisher_en"],
            "zh-Hant": reading["publisher_hant"],
            "zh-Hans": reading["publisher_hans"],
        },
        "evidence": [reading["n"]],
    }
