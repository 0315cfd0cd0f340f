"""What the page of an indicator shows, arranged from its document."""

from collections.abc import Mapping
from typing import Any

Document = Mapping[str, Any]
_ROWS, _DISPUTES = 90, 6


def lead_series(document: Document) -> Document | None:
    """The series whose latest figure the page opens with: Hong Kong's where there is one."""
    known = [series for series in document["series"] if series["headline"] is not None]
    return min(known, key=lambda s: (s["about"] != "hong-kong", -len(s["points"])), default=None)


def shown_series(document: Document, number: int) -> tuple[list[Document], int, int]:
    """The series of one page of the table of values, the page's number, how many pages there are.

    A page takes whole series until it has some ninety rows.
    """
    pages: list[list[Document]] = [[]]
    rows = 0
    for series in document["series"]:
        size = sum(1 + len(point["others"]) for point in series["points"])
        if rows and rows + size > _ROWS:
            pages.append([])
            rows = 0
        pages[-1].append(series)
        rows += size
    number = min(number, len(pages))
    return pages[number - 1], number, len(pages)


def publishers(document: Document) -> list[Document]:
    """Everyone who published a value of the indicator, the most frequent first."""
    found: dict[str, dict[str, Any]] = {}
    for series in document["series"]:
        for point in series["points"]:
            for value in (point["lead"], *point["others"]):
                entry = found.setdefault(
                    value["publisher"]["id"], {"publisher": value["publisher"], "number": 0}
                )
                entry["number"] += 1
    return sorted(found.values(), key=lambda entry: -entry["number"])


def disputes(document: Document) -> list[tuple[Document, Document]]:
    """The first few points with a conflict, each with its series: material ones first, then
    the latest."""
    found = [
        (series, point)
        for series in document["series"]
        for point in series["points"]
        if point["conflict"]
    ]
    found.sort(key=lambda pair: str(pair[1]["end"]), reverse=True)
    found.sort(key=lambda pair: pair[1]["conflict"]["severity"] != "material")
    return found[:_DISPUTES]


def coverage(document: Document) -> dict[str, Any]:
    """What an indicator covers: of how many bodies or places, how many periods, from the first to
    the last measured one (None where nothing dated is measured)."""
    points = [
        point
        for series in document["series"]
        for point in series["points"]
        if point["end"] and point["nature"] == "measured"
    ]
    points.sort(key=lambda point: (point["end"], point["start"]))
    return {
        "about": len(document["series"]),
        "periods": len({point["period"] for point in points}),
        "first": points[0]["period"] if points else None,
        "last": points[-1]["period"] if points else None,
    }


def derived(document: Document) -> bool:
    """Whether every value is computed by this observatory."""
    return all(
        point["nature"] == "derived" for series in document["series"] for point in series["points"]
    )
