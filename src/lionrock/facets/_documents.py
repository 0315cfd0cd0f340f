"""Facet documents: lead indicators, table and timeline of each facet, and the home page."""

from collections.abc import Mapping
from typing import Any

import msgspec

from lionrock import discover
from lionrock.model.facet import Column, Facet, Table
from lionrock.store.documents import DocumentReader, DocumentWriter
from lionrock.store.duck import Duck

_TIMELINE = 120
_SPARK = 12
_CHOICES = 60
_HOME_EVENTS = 12
_HOME_CONFLICTS = 8

_LABEL = "json_object('en', {0}.label_en, 'zh-Hant', {0}.label_hant, 'zh-Hans', {0}.label_hans)"

_EVENTS = """
SELECT v.date, v.entity, e.kind, v.type, v.what, v.done, v.other, {label}, {other}, b.body
FROM ({events}) v
JOIN entities e ON e.id = v.entity
LEFT JOIN entities o ON o.id = v.other
JOIN record_bodies b ON b.n = v.n
CROSS JOIN gathering g
WHERE v.date <= g.gathered
ORDER BY v.date DESC, v.entity, v.type, v.other
LIMIT {limit}
"""
_EVENT = ("date", "entity", "kind", "type", "what", "done", "other", "label", "other_label", "evidence")

_NEW = "SELECT entity, date, type, other, what, done, n FROM events WHERE via = 'own'"

_CONFLICTS = """
SELECT d.indicator, d.about, {label}, r.period_text, d.low, d.high, d.spread, d.publishers, i.unit,
    d.reason
FROM disagreements d
JOIN ranked r ON r.indicator = d.indicator AND r.about = d.about AND r.period = d.period
    AND r.nature = d.nature AND r.place = 1
JOIN indicators i ON i.id = d.indicator
JOIN entities e ON e.id = d.about
ORDER BY d.spread > 0.01 DESC, d.publishers DESC, r.last_day DESC, d.indicator
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
    indicators = [msgspec.json.decode(written.get("indicator", id_) or b"{}") for id_ in written.ids("indicator")]
    glance = []
    for facet in facets():
        document = _facet(database, facet, [i for i in indicators if i["facet"] == facet.id])
        rows = database.rows(_rows_sql(facet.table))
        writer.add_rows(facet.id, [(row[0], row[1]) for row in rows])
        document["table"]["rows"] = len(rows)
        writer.add("facet", [(facet.id, msgspec.json.encode(document))])
        glance.append(
            {key: document[key] for key in ("id", "title", "question", "counts")}
            | {"leads": document["leads"][:3]}
        )
    home = _home(database, glance, indicators)
    writer.add("home", [("home", msgspec.json.encode(home))])
    return len(glance)


def _facet(database: Duck, facet: Facet, indicators: list[dict[str, Any]]) -> dict[str, Any]:
    kinds = ", ".join(f"'{kind}'" for kind in facet.kinds)
    counts = database.rows(
        f"SELECT kind, count(*) FROM entities WHERE kind IN ({kinds}) GROUP BY kind ORDER BY kind"
    )
    leads = [_lead(i) for i in indicators if i["lead"] and i["series"]]
    leads.sort(key=lambda lead: (-lead["points_number"], lead["indicator"]))
    return {
        "id": facet.id,
        "rank": facet.rank,
        "title": facet.title.table(),
        "question": facet.question.table(),
        "kinds": facet.kinds,
        "counts": dict(counts),
        "leads": leads,
        "indicators": [_lead(i, spark=False) for i in indicators if i["series"]],
        "table": _table(database, facet.table),
        "timeline": _events(database, facet.timeline, _TIMELINE) if facet.timeline else [],
    }


def _lead(indicator: dict[str, Any], spark: bool = True) -> dict[str, Any]:
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
        "points_number": len(series["points"]),
        "series_number": len(indicator["series"]),
    }
    if spark and point:
        wanted = set(point["lead"]["evidence"])
        shown["evidence"] = [e for e in indicator["evidence"] if e["n"] in wanted]
        joined = [series["points"][i] for i in series["line"]]
        shown["spark"] = [[p["period"], p["end"], p["lead"]["value"]] for p in joined][-_SPARK:]
    return shown


def _table(database: Duck, table: Table) -> dict[str, Any]:
    choices = {}
    for column in table.columns:
        if column.filter:
            inner = f"SELECT DISTINCT {column.id} AS v FROM ({table.sql})"
            if column.type == "list":
                inner = f"SELECT DISTINCT unnest({column.id}) AS v FROM ({table.sql})"
            rows = database.rows(f"{inner} WHERE v IS NOT NULL ORDER BY v" if column.type != "list" else f"SELECT v FROM ({inner}) WHERE v IS NOT NULL ORDER BY v")
            choices[column.id] = [row[0] for row in rows][:_CHOICES]
    return {
        "title": table.title.table(),
        "order": table.order,
        "descending": table.descending,
        "columns": [
            {
                "id": c.id, "label": c.label.table(), "type": c.type,
                "vocabulary": c.vocabulary, "filter": c.filter,
            }
            for c in table.columns
        ],
        "choices": choices,
    }  # fmt: skip


def _rows_sql(table: Table) -> str:
    """The facet's rows as (entity, JSON cells): labels of entities, sort keys of money, evidence."""
    cells = [f"'label', {_LABEL.format('me')}", "'kind', me.kind"]
    joins = []
    for column in table.columns:
        cells.append(f"'{column.id}', {_cell(column)}")
        if column.type == "entity":
            joins.append(f"LEFT JOIN entities e_{column.id} ON e_{column.id}.id = t.{column.id}")
        if column.type == "money":
            cells.append(f"'{column.id}_sort', {_in_dollars(column.id)}")
    return f"""
        SELECT t.entity, json_object({", ".join(cells)}, 'evidence', CAST(b.body AS JSON))
        FROM ({table.sql}) t
        JOIN entities me ON me.id = t.entity
        {" ".join(joins)}
        LEFT JOIN (
            SELECT subject, min(records[1]) AS n FROM statements GROUP BY subject
        ) s ON s.subject = t.entity
        LEFT JOIN record_bodies b ON b.n = s.n
        ORDER BY t.entity
    """


def _cell(column: Column) -> str:
    if column.type != "entity":
        return f"t.{column.id}"
    id_ = f"t.{column.id}"
    label = _LABEL.format(f"e_{column.id}").removeprefix("json_object(")
    return f"CASE WHEN {id_} IS NULL THEN NULL ELSE json_object('id', {id_}, {label} END"


def _in_dollars(column: str) -> str:
    """Money as US dollars at the last known rate: good enough to sort by, never shown."""
    value = f"CAST(split_part(t.{column}, ' ', 2) AS DOUBLE)"
    rate = (
        "(SELECT arg_max(per_usd, year) FROM rates "
        f"WHERE currency = split_part(t.{column}, ' ', 1))"
    )
    return f"{value} / {rate}"


def _events(database: Duck, events: str, limit: int) -> list[dict[str, Any]]:
    sql = _EVENTS.format(
        label=_LABEL.format("e"), other=_LABEL.format("o"), events=events, limit=limit
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
    for row in database.rows(_CONFLICTS.format(label=_LABEL.format("e"))):
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
