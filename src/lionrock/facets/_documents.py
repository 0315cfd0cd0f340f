"""Facet documents: lead indicators, table and timeline of each facet, and the home page."""

from collections.abc import Mapping
from typing import Any

import msgspec

from lionrock import discover
from lionrock.facets._tables import LABEL, write_tables
from lionrock.model.facet import Facet
from lionrock.model.publishers import TIERS
from lionrock.store.documents import DocumentReader, DocumentWriter
from lionrock.store.duck import Duck

Lead = dict[str, Any]

_TIMELINE = 120
_SPARK = 12
_FRESH = 2  # years
_SOUND = TIERS[: TIERS.index("data")]
_HOME_EVENTS = 12
_HOME_CONFLICTS = 8

_EVENTS = """
SELECT v.date, v.entity, e.kind, v.type, v.what, v.done, v.other, {label}, {other}, b.body
FROM (
    SELECT h.entity, h.date, h.type, h.other, h.what, h.done, h.n
    FROM ({events}) h CROSS JOIN gathering g
    WHERE h.date <= g.gathered
    ORDER BY h.date DESC, h.entity, h.type, h.other, h.n, h.what
    LIMIT {limit}
) v
JOIN entities e ON e.id = v.entity
LEFT JOIN entities o ON o.id = v.other
JOIN scratch.record_bodies b ON b.n = v.n
ORDER BY v.date DESC, v.entity, v.type, v.other, v.n, v.what
"""
_EVENT = (
    "date",
    "entity",
    "kind",
    "type",
    "what",
    "done",
    "other",
    "label",
    "other_label",
    "evidence",
)

_NEW = "SELECT entity, date, type, other, what, done, n FROM events WHERE via = 'own'"

_CONFLICTS = """
SELECT d.indicator, d.about, {label}, r.period_text, d.low, d.high, d.spread, d.publishers, i.unit,
    d.reason
FROM disagreements d
JOIN ranked r ON r.indicator = d.indicator AND r.about = d.about AND r.period = d.period
    AND r.nature = d.nature AND r.place = 1
JOIN indicators i ON i.id = d.indicator
JOIN entities e ON e.id = d.about
ORDER BY d.spread > 0.01 DESC, d.publishers DESC, r.last_day DESC, d.indicator, d.about, d.period,
    d.nature
"""
_CONFLICT = (
    "indicator", "about", "label", "period", "low", "high", "spread", "publishers", "unit", "reason"
)  # fmt: skip


def facets() -> tuple[Facet, ...]:
    """Every facet of this package, in reading order."""
    found: list[Facet] = [module.FACET for module in discover.modules("lionrock.facets")]
    return tuple(sorted(found, key=lambda facet: facet.rank))


def write_facets(database: Duck, written: DocumentReader, writer: DocumentWriter) -> int:
    """Write every facet's document and table rows, then the home page; return the number.

    `written` reads the indicator documents that are already there.
    """
    indicators = [
        msgspec.json.decode(written.get("indicator", id_) or b"{}")
        for id_ in written.ids("indicator")
    ]
    glance = []
    for facet in facets():
        tables, boards, counts = write_tables(database, facet, writer)
        document = _facet(database, facet, [i for i in indicators if i["facet"] == facet.id])
        document |= {"counts": counts, "tables": tables, "boards": boards}
        writer.add("facet", [(facet.id, msgspec.json.encode(document))])
        glance.append(
            {key: document[key] for key in ("id", "title", "question", "counts")}
            | {"leads": document["leads"][:3]}
        )
    home = _home(database, glance, indicators)
    writer.add("home", [("home", msgspec.json.encode(home))])
    return len(glance)


def _facet(database: Duck, facet: Facet, indicators: list[dict[str, Any]]) -> dict[str, Any]:
    leads = [_lead(i) for i in indicators if i["lead"] and i["series"]]
    ((gathered,),) = database.rows("SELECT gathered FROM gathering")
    leads.sort(key=lambda lead: _telling(lead, int(gathered[:4])))
    return {
        "id": facet.id,
        "rank": facet.rank,
        "title": facet.title.table(),
        "question": facet.question.table(),
        "kinds": facet.kinds,
        "leads": leads,
        "indicators": [_lead(i, spark=False) for i in indicators if i["series"]],
        "timeline": _events(database, facet.timeline, _TIMELINE) if facet.timeline else [],
    }


def _lead(indicator: Lead, spark: bool = True) -> Lead:
    """What a facet shows of an indicator: one series (Hong Kong's where there is one)."""
    series = min(
        indicator["series"], key=lambda one: (one["about"] != "hong-kong", -len(one["points"]))
    )
    point = series["points"][series["headline"]] if series["headline"] is not None else None
    shown = {
        "indicator": indicator["id"],
        "label": indicator["label"],
        "unit": indicator["unit"],
        "direction": indicator["direction"],
        "about": series["about"],
        "about_label": series["label"],
        "period": point["period"] if point else None,
        "value": point["lead"] if point else None,
        "nature": point["nature"] if point else None,
        "end": point["end"] if point else None,
        "conflict": point["conflict"] if point else None,
        "trend": series["trend"],
        "course": series["course"],
        "points_number": len(series["points"]),
        "series_number": len(indicator["series"]),
    }
    if spark:
        wanted = set(point["lead"]["evidence"]) if point else set()
        shown["evidence"] = [e for e in indicator["evidence"] if e["n"] in wanted]
        joined = [series["points"][i] for i in series["line"]]
        shown["spark"] = [[p["period"], p["end"], p["lead"]["value"]] for p in joined][-_SPARK:]
    return shown


def _telling(lead: Lead, this_year: int) -> tuple[bool, bool, bool, int, str]:
    """Sorts leads: with several years before single ones, then fresh, well sourced, long ones."""
    stale = lead["end"] is None or int(lead["end"][:4]) < this_year - _FRESH
    weak = lead["value"] is None or lead["value"]["tier"] not in _SOUND
    return len(lead["spark"]) < 2, stale, weak, -lead["points_number"], str(lead["indicator"])


def _events(database: Duck, events: str, limit: int) -> list[dict[str, Any]]:
    sql = _EVENTS.format(
        label=LABEL.format("e"), other=LABEL.format("o"), events=events, limit=limit
    )
    made = []
    for row in database.rows(sql):
        event: dict[str, Any] = dict(zip(_EVENT, row, strict=True))
        for key in ("label", "other_label", "evidence"):
            event[key] = msgspec.json.decode(event[key])
        event["other_label"] = event["other_label"] if event["other"] else None
        made.append(event)
    return made


def _home(
    database: Duck, glance: list[dict[str, Any]], indicators: list[dict[str, Any]]
) -> dict[str, Any]:
    labels: Mapping[str, Any] = {i["id"]: i["label"] for i in indicators}
    conflicts = []
    for row in database.rows(_CONFLICTS.format(label=LABEL.format("e"))):
        conflict: dict[str, Any] = dict(zip(_CONFLICT, row, strict=True))
        conflict["about_label"] = msgspec.json.decode(conflict.pop("label"))
        conflict["label"] = labels[conflict["indicator"]]
        conflicts.append(conflict)
    counted = (
        "SELECT (SELECT count(*) FROM entities), (SELECT count(*) FROM statements), "
        "(SELECT count(*) FROM observations), (SELECT count(DISTINCT url) FROM evidence), "
        "(SELECT count(DISTINCT publisher) FROM evidence), (SELECT gathered FROM gathering)"
    )
    names = ("entities", "statements", "observations", "sources", "publishers", "gathered")
    return {
        "facets": glance,
        "new": _events(database, _NEW, _HOME_EVENTS),
        "conflicts": conflicts[:_HOME_CONFLICTS],
        "conflicts_number": len(conflicts),
        "totals": dict(zip(names, database.rows(counted)[0], strict=True)),
    }
