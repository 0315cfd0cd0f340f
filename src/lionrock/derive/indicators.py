"""Indicator documents: every publisher's value, which one leads and why, and the trend."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

import msgspec

from lionrock.model.catalogue import Catalogue, Indicator
from lionrock.store.documents import DocumentWriter
from lionrock.store.duck import Duck

_COLUMNS = (
    "indicator", "about", "period", "period_text", "period_kind", "first_day", "last_day", "nature",
    "place", "id", "value", "unit", "measured", "measured_unit", "original", "qualifier", "base",
    "publisher", "published", "definition", "tier", "strength", "basis", "n",
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
    "published", "definition", "tier", "strength", "basis",
)  # fmt: skip
ROUNDING = 0.01
"""Values closer than this share of the larger one differ by rounding, not in substance."""

SPANNED = frozenset(("flow", "rate"))
"""Natures of indicators that a period's length changes."""
_A_YEAR = 330  # days, some slack for surveys that do not fall on the same day

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
        document = _document(catalogue.indicators[name], list(readings), evidence)
        writer.add("indicator", [(name, msgspec.json.encode(document))])
        number += 1
    return number


def _readings(database: Duck) -> Iterator[Reading]:
    for chunk in database.stream(_READINGS):
        for row in chunk:
            yield dict(zip(_NAMES, row, strict=True))


def _document(
    indicator: Indicator, readings: list[Reading], evidence: Mapping[int, str]
) -> dict[str, Any]:
    series = [
        _series(list(group), indicator.nature)
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
        "conflicts": sum(1 for one in series for point in one["points"] if point["conflict"]),
        "series": series,
        "evidence": [msgspec.Raw(evidence[n].encode()) for n in cited],
    }


def _series(readings: list[Reading], nature: str) -> dict[str, Any]:
    first = readings[0]
    points = [
        _point(list(group))
        for _, group in groupby(
            readings, key=lambda reading: (reading["period"], reading["nature"])
        )
    ]
    return {
        "about": first["about"],
        "label": {
            "en": first["about_en"], "zh-Hant": first["about_hant"], "zh-Hans": first["about_hans"]
        },
        "points": points,
        "headline": headline(points, nature),
        "line": line(points, nature),
        "trend": trend(points, nature),
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


def headline(points: list[dict[str, Any]], nature: str) -> int | None:
    """Index of the point a headline shows: the latest measured one with a comparable value that
    does not rest on an unknown publisher, or the latest at all when nothing better exists."""
    kind = usual_kind(points) if nature in SPANNED else None
    usable = [
        (i, p)
        for i, p in enumerate(points)
        if p["lead"]["value"] is not None and kind in (None, p["kind"])
    ]
    for accept in (
        lambda p: p["nature"] == "measured" and p["lead"]["tier"] != "unknown",
        lambda p: p["lead"]["tier"] != "unknown",
        lambda p: True,
    ):
        chosen = [i for i, p in usable if accept(p)]
        if chosen:
            return chosen[-1]
    return None


def usual_kind(points: list[dict[str, Any]]) -> str | None:
    """The kind of period most points have, the year on a tie: a half-year's flow does not stand
    beside a year's."""
    kinds = Counter(p["kind"] for p in points if p["lead"]["value"] is not None)
    return max(kinds, key=lambda kind: (kinds[kind], kind == "year", kind), default=None)


def line(points: list[dict[str, Any]], nature: str) -> list[int]:
    """Indices of the points that may be joined by one line, up to the headline."""
    latest = headline(points, nature)
    if latest is None:
        return []
    end = points[latest]
    return [
        i
        for i, p in enumerate(points[: latest + 1])
        if p["lead"]["value"] is not None and p["end"] and p["nature"] == end["nature"]
        and (nature not in SPANNED or p["kind"] == end["kind"])
    ]  # fmt: skip


def trend(points: list[dict[str, Any]], nature: str) -> dict[str, Any] | None:
    """Change between the headline and the point about a year or more before it on its line."""
    joined = [points[i] for i in line(points, nature)]
    if len(joined) < 2:
        return None
    after = joined[-1]
    earlier = [p for p in joined[:-1] if _days(p["end"], after["end"]) >= _A_YEAR]
    if not earlier:
        return None
    before = earlier[-1]
    base = before["lead"]["value"]
    change = after["lead"]["value"] - base
    return {
        "from": before["period"],
        "to": after["period"],
        "change": change,
        "relative": change / abs(base) if base else None,
    }


def _days(start: str, end: str) -> int:
    return (dt.date.fromisoformat(end) - dt.date.fromisoformat(start)).days
