"""The rows of a facet's tables, as they are stored: cells as JSON, with labels and evidence."""

from collections.abc import Sequence
from typing import Any

import msgspec

from lionrock.facets._boards import board_document
from lionrock.model.facet import Column, Facet, Table
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
_CHOSEN = {
    "entity": (LABEL.format("e"), "LEFT JOIN entities e ON e.id = c.v"),
    "entities": (LABEL.format("e"), "LEFT JOIN entities e ON e.id = c.v"),
    "indicator": (
        _WORDS.format("l"),
        "LEFT JOIN labels l ON l.vocabulary = 'indicator' AND l.value = c.v",
    ),
    "publisher": (_WORDS.format("p"), "LEFT JOIN publishers p ON p.id = c.v"),
}
"""Types whose values have names: SQL of the names of a value `c.v`, and the join they need."""


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
        described.append(_description(database, table) | {"rows": len(rows)})
        database.run([(name, "DROP TABLE scratch.shown")])
        boards = [board for board in facet.boards if board.table == table.id]
        cells = [_cells(row) for row in rows] if boards else []
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


def _description(database: Duck, table: Table) -> dict[str, Any]:
    choices: dict[str, list[str]] = {}
    labels: dict[str, dict[str, str]] = {}
    asked = [column for column in table.columns if column.filter]
    each = [f"SELECT {n}, * FROM ({_choices_sql(one)})" for n, one in enumerate(asked)]
    found = database.rows(" UNION ALL ".join(each) + " ORDER BY ALL") if each else []
    for number, column in enumerate(asked):
        choices[column.id] = [row[2] for row in found if row[0] == number]
    labels |= {row[2]: msgspec.json.decode(row[3]) for row in found if row[3]}
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


def _choices_sql(column: Column) -> str:
    """The values of a column, the most frequent first, each with a label when it is an entity."""
    several = column.type in ("list", "entities")
    value = f'unnest("{column.id}")' if several else f'"{column.id}"'
    label, named = _CHOSEN.get(column.type, ("NULL", _CHOSEN["entity"][1]))
    return f"""
        SELECT -c.number, c.v, {label}
        FROM (
            SELECT v, count(*) AS number FROM (SELECT {value} AS v FROM scratch.shown)
            WHERE v IS NOT NULL GROUP BY v
        ) c {named}
        ORDER BY c.number DESC, c.v
        LIMIT {_CHOICES}
    """


def _rows_sql(table: Table) -> str:
    """The facet's rows as (key, entity, kind, JSON cells): labels of entities, sort keys of money,
    evidence, and which of the entity's properties are contested."""
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
            'contested', coalesce(d.props, []),
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
