"""The rows of a facet's tables, as they are stored: cells as JSON, with labels and evidence."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from lionrock.facets._boards import board_document
from lionrock.model.facet import Column, Facet, Table
from lionrock.model.text import LANGUAGES
from lionrock.store.documents import DocumentWriter
from lionrock.store.duck import Duck

LABEL = "json_object('en', {0}.label_en, 'zh-Hant', {0}.label_hant, 'zh-Hans', {0}.label_hans)"
"""An entity's label in three languages, as JSON; fill in the alias of `entities`."""

_CHOICES = 200
_BOARD = ("id", "title", "note", "shape", "table", "n")
_PLACES = """
SELECT subject, CAST(min(value) FILTER (WHERE prop = 'lat') AS DOUBLE) AS lat,
    CAST(min(value) FILTER (WHERE prop = 'lon') AS DOUBLE) AS lon
FROM facts WHERE kind = 'place' AND prop IN ('lat', 'lon')
GROUP BY subject
HAVING lat IS NOT NULL AND lon IS NOT NULL
"""
_NAMED = LABEL.replace("json_object(", "json_object('id', {0}.id, ")

_WORDS = "json_object('en', {0}.en, 'zh-Hant', {0}.hant, 'zh-Hans', {0}.hans)"


def write_tables(
    database: Duck, facet: Facet, writer: DocumentWriter
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, int]]:
    """Write the rows of a facet's tables and its boards; return the descriptions of both, and how
    many entities of each of the facet's kinds the tables list."""
    described: list[dict[str, Any]] = []
    summed: dict[str, dict[str, Any]] = {}
    seen: set[tuple[str, str]] = set()
    places = {row[0]: (row[1], row[2]) for row in database.rows(_PLACES)}
    for table in facet.tables:
        name = f"{facet.id}/{table.id}"
        database.run([(name, f"CREATE TABLE scratch.shown AS {table.sql}")])
        rows = database.rows(_rows_sql(table))
        writer.add_rows((facet.id, table.id), ((row[0], row[1], row[3]) for row in rows))
        seen.update((row[2], row[1]) for row in rows)
        database.run([(name, "DROP TABLE scratch.shown")])
        boards = [board for board in facet.boards if board.table == table.id]
        cells = [_cells(row) for row in rows]
        described.append(_description(table, cells) | {"rows": len(rows)})
        for board in boards:
            summed[board.id] = board_document(board, table, cells, places)
    writer.add(
        "board", ((f"{facet.id}/{id_}", msgspec.json.encode(summed[id_])) for id_ in sorted(summed))
    )
    counts = {kind: len([1 for found, _ in seen if found == kind]) for kind in facet.kinds}
    boards_ = [{key: summed[b.id][key] for key in _BOARD} for b in facet.boards]
    return described, boards_, counts


def _cells(row: Sequence[Any]) -> dict[str, Any]:
    cells: dict[str, Any] = msgspec.json.decode(row[3])
    return {"key": row[0], "entity": row[1], **cells}


def _description(table: Table, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    choices: dict[str, list[str]] = {}
    labels: dict[str, dict[str, str]] = {}
    for column in table.columns:
        if column.filter:
            choices[column.id], named = _choices(column, rows)
            labels |= named
    return {
        "id": table.id,
        "title": table.title.table(),
        "empty": table.empty.table() if table.empty else None,
        "order": table.order,
        "descending": table.descending,
        "columns": [
            {
                "id": column.id,
                "label": column.label.table(),
                "type": column.type,
                "vocabulary": column.vocabulary,
                "filter": column.filter,
                "shown": column.shown,
                "dated": column.dated,
            }
            for column in table.columns
        ],
        "choices": choices,
        "labels": labels,
    }


def _choices(
    column: Column, rows: Sequence[dict[str, Any]]
) -> tuple[list[str], dict[str, dict[str, str]]]:
    """The values of a column, the most frequent first, and the names of those that have names."""
    several = column.type in ("list", "entities")
    counted: Counter[str] = Counter()
    labels: dict[str, dict[str, str]] = {}
    for row in rows:
        cell = row[column.id]
        for value in cell if several else (cell,):
            if isinstance(value, dict):
                labels[value["id"]] = {key: value[key] for key in LANGUAGES}
                counted[value["id"]] += 1
            elif value is not None:
                counted[str(value)] += 1
    chosen = sorted(counted, key=lambda value: (-counted[value], value))[:_CHOICES]
    return chosen, {value: labels[value] for value in chosen if value in labels}


def _rows_sql(table: Table) -> str:
    """The facet's rows as (key, entity, kind, JSON cells): labels of entities, sort keys of money,
    evidence, what amounts cover, and which of the entity's properties are contested."""
    cells = [f"'label', {LABEL.format('me')}", "'kind', me.kind"]
    joins = []
    for number, column in enumerate(table.columns):
        alias = f"c{number}"
        cell, join = _cell(column, alias, table.key)
        cells.append(f"'{column.id}', {cell}")
        joins.append(join)
        if column.type == "money":
            cells.append(
                f"""'{column.id}_sort', CAST(split_part(t."{column.id}", ' ', 2) AS DOUBLE)"""
                f" / {alias}.per_usd"
            )
    return f"""
        SELECT t."{table.key}", t.entity, me.kind, json_object({", ".join(cells)},
            'contested', coalesce(d.props, []), 'scope', coalesce(v.scope, w.scope, []),
            'evidence', r.bodies[1], 'also', r.bodies[2:])
        FROM scratch.shown t
        JOIN entities me ON me.id = t.entity
        JOIN (
            SELECT u.id, list(CAST(b.body AS JSON) ORDER BY u.place) AS bodies
            FROM (
                SELECT "{table.key}" AS id, unnest(records) AS n,
                    unnest(range(len(records))) AS place
                FROM scratch.shown
            ) u JOIN scratch.record_bodies b ON b.n = u.n
            GROUP BY u.id
        ) r ON r.id = t."{table.key}"
        LEFT JOIN (
            SELECT subject, list(prop ORDER BY prop) AS props FROM contested GROUP BY subject
        ) d ON d.subject = t.entity
        LEFT JOIN scopes v ON v.id = t."{table.key}"
        LEFT JOIN scopes w ON w.id = t.entity
        {" ".join(joins)}
        ORDER BY t."{table.key}"
    """


def _worded(alias: str, id_: str) -> str:
    """SQL of a cell that has an id and names in three languages."""
    words = _WORDS.format(alias).replace("json_object(", f"json_object('id', {id_}, ")
    return f"CASE WHEN {id_} IS NOT NULL THEN {words} END"


def _cell(column: Column, alias: str, key: str) -> tuple[str, str]:
    """SQL of a column's cell, and the join it needs."""
    value = f't."{column.id}"'
    if column.type == "entity":
        cell = f"CASE WHEN {alias}.id IS NOT NULL THEN {_NAMED.format(alias)} END"
        return cell, f"LEFT JOIN entities {alias} ON {alias}.id = {value}"
    if column.type == "indicator":
        join = f"""LEFT JOIN labels {alias}
            ON {alias}.vocabulary = 'indicator' AND {alias}.value = {value}"""
        return _worded(alias, f"{alias}.value"), join
    if column.type == "publisher":
        return _worded(
            alias, f"{alias}.id"
        ), f"LEFT JOIN publishers {alias} ON {alias}.id = {value}"
    if column.type == "entities":
        join = f"""LEFT JOIN (
            SELECT u.key, list({_NAMED.format("e")} ORDER BY e.label_en, e.id) AS named
            FROM (SELECT "{key}" AS key, unnest("{column.id}") AS id FROM scratch.shown) u
            JOIN entities e ON e.id = u.id
            GROUP BY u.key
        ) {alias} ON {alias}.key = t."{key}\""""
        return f"coalesce({alias}.named, [])", join
    if column.type == "list":
        return f"coalesce({value}, [])", ""
    if column.type == "quantity":
        return f"CAST({value} AS JSON)", ""
    if column.type == "money":
        # The last known rate: good enough to sort by, never shown.
        join = f"""LEFT JOIN (
            SELECT currency, arg_max(per_usd, year) AS per_usd FROM rates GROUP BY currency
        ) {alias} ON {alias}.currency = split_part({value}, ' ', 1)"""
        return value, join
    if column.type == "number":
        return f"CAST({value} AS DOUBLE)", ""
    return value, ""
