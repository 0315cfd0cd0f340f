"""Boards: a table's rows counted by two of its columns, so that every number leads to its rows.

A board is made from the very cells that the table shows. The number in a cell is therefore the
number of rows that the table has when it is narrowed to the cell's two values, and the sum in it
is that of these rows' quantities; the contract tests follow every one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count, pairwise
from typing import Any

from lionrock.facets._layout import Places, chains, placed, spread
from lionrock.model.facet import SUBJECT, Board, Column, Table
from lionrock.model.schema import schema
from lionrock.model.text import T

Row = Mapping[str, Any]
Key = str | None
Pair = tuple[Key, Key]
Document = dict[str, Any]

_ITEMS = 8  # rows of a lane; the table has all
_VALUES = 3  # figures of a cell; the table has all
_NAMES = 60  # nodes of a network
_TIES = 160  # ties of a network: of more, the weak are left out
_SUBJECT = Column(SUBJECT, T("Name", "名稱", "名称"), "entity")
_EACH: Mapping[str, Callable[[Any], list[Key]]] = {
    "entity": lambda cell: [cell["id"]],
    "indicator": lambda cell: [cell["id"]],
    "publisher": lambda cell: [cell["id"]],
    "entities": lambda cell: [one["id"] for one in cell],
}


def board_document(board: Board, table: Table, rows: Sequence[Row], places: Places) -> Document:
    """What a board shows of its table's rows: cells as the table has them, with `key`.

    `places` has the coordinates of places, for maps.
    """
    columns = {column.id: column for column in table.columns} | {SUBJECT: _SUBJECT}
    down, across = columns[board.down], columns[board.across] if board.across else None
    kept = [row for row in rows if all(value in keys(row, columns[c]) for c, value in board.where)]
    made: Document = {
        "id": board.id,
        "title": board.title.table(),
        "note": board.note.table() if board.note else None,
        "shape": board.shape,
        "table": board.table,
        "where": dict(board.where),
        "down": _described(down),
        "across": _described(across) if across else None,
        "measure": _described(columns[board.measure]) if board.measure else None,
        "unit": _unit(board, kept),
        "labels": _labels(kept, [column for column in (down, across) if column]),
        "n": len(kept),
    }
    return made | _SHAPED[board.shape](board, columns, kept, places)


def _unit(board: Board, rows: Sequence[Row]) -> str | None:
    """The unit that a matrix's sums are in; raises ValueError where rows have several."""
    if board.shape != "matrix" or board.measure is None:
        return None
    units = {row[board.measure]["unit"] for row in rows if row[board.measure] is not None}
    if len(units) > 1:
        raise ValueError(f"board {board.id} would add up {', '.join(sorted(units))}")
    return next(iter(units), None)


def keys(row: Row, column: Column) -> list[Key]:
    """The values of a row in a column, as the table can be narrowed to them; None is unknown."""
    if column.id == SUBJECT:
        return [row["entity"]]
    cell = row[column.id]
    if cell is None or cell == []:
        return [None]
    if column.type in _EACH:
        return list(dict.fromkeys(_EACH[column.type](cell)))
    return list(dict.fromkeys(cell)) if isinstance(cell, list) else [str(cell)]


def _described(column: Column) -> Document:
    return {
        "id": column.id,
        "label": column.label.table(),
        "type": column.type,
        "vocabulary": column.vocabulary,
    }


def _labels(rows: Iterable[Row], columns: Sequence[Column]) -> dict[str, dict[str, str]]:
    """The names of the entities that rows hold in some columns."""
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        for column in columns:
            if column.id == SUBJECT:
                found[row["entity"]] = row["label"]
            elif column.type in _EACH and row[column.id]:
                cell = row[column.id]
                for one in cell if isinstance(cell, list) else [cell]:
                    found[one["id"]] = {lang: one[lang] for lang in row["label"]}
    return dict(sorted(found.items()))


def _matrix(board: Board, columns: Mapping[str, Column], rows: list[Row], _: Places) -> Document:
    down, across = columns[board.down], columns[board.across] if board.across else None
    cells: dict[Pair, list[Row]] = defaultdict(list)
    lines: dict[Key, list[Row]] = defaultdict(list)
    heads: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        ends = keys(row, across) if across else []
        for start in keys(row, down):
            lines[start].append(row)
            for end in ends:
                cells[start, end].append(row)
        for end in ends:
            heads[end].append(row)
    told = _told(board)
    order = _order(across, board, heads) if across else []
    at = {key: place for place, key in enumerate(order)}
    return {
        "columns": [{"key": key} | told(heads[key]) for key in order],
        "lines": [
            {
                "key": line,
                "cells": [
                    {"at": at[key]} | told(cells[line, key])
                    for key in order
                    if (line, key) in cells
                ],
            }
            | told(lines[line])
            for line in sorted(_order(down, board, lines), key=_fullness(board, lines, cells))
        ],
    } | told(rows)


def _fullness(
    board: Board, lines: Mapping[Key, list[Row]], cells: Mapping[Pair, list[Row]]
) -> Callable[[Key], tuple[bool, int, int]]:
    """Sorts lines of as many rows by how many known columns they have; dates and choices stay."""
    if board.down in board.by_value:
        return lambda line: (False, 0, 0)
    filled: dict[Key, int] = defaultdict(int)
    for line, column in cells:
        filled[line] += column is not None
    return lambda line: (line is None, -len(lines[line]), -filled[line])


def _told(board: Board) -> Callable[[Sequence[Row]], Document]:
    """What is told of the rows behind a number."""
    measure = board.measure

    def told(rows: Sequence[Row]) -> Document:
        if measure is None:
            return {"n": len(rows)}
        known = [row[measure] for row in rows if row[measure] is not None]
        if board.shape == "figures":
            latest = sorted(known, key=lambda one: str(one["period"]), reverse=True)
            return {"n": len(rows), "values": latest[:_VALUES]}
        total = sum(one["value"] for one in known) if known else None
        return {"n": len(rows), "known": len(known), "sum": total}

    return told


def _order(column: Column, board: Board, found: Mapping[Key, Sequence[Row]]) -> list[Key]:
    """Values in the order they are shown: their own, or by how many rows; unknown comes last.

    Dates run from left to right, and down from the latest.
    """
    if column.id not in board.by_value:
        return sorted(found, key=lambda key: (key is None, -len(found[key]), key or ""))
    own = list(schema().vocabularies.get(column.vocabulary or "", ()))
    place = {value: number for number, value in enumerate(own)}
    if column.type == "date" and column.id == board.down:
        dated = sorted((key for key in found if key is not None), reverse=True)
        return [*dated, *(key for key in found if key is None)]
    return sorted(found, key=lambda key: (key is None, place.get(key or "", len(own)), key or ""))


def _lanes(board: Board, columns: Mapping[str, Column], rows: list[Row], _: Places) -> Document:
    across = columns[board.across or SUBJECT]
    lanes: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        for key in keys(row, across):
            lanes[key].append(row)
    first = board.shows[0]
    for found in lanes.values():  # the latest first, by what is shown first
        found.sort(key=lambda row: str(row["key"]))
        found.sort(key=lambda row: str(row[first] or ""), reverse=True)
    return {
        "shows": [_described(columns[id_]) for id_ in board.shows],
        "lanes": [
            {
                "key": key,
                "n": len(lanes[key]),
                "items": [_item(board, row) for row in lanes[key][:_ITEMS]],
            }
            for key in _order(across, board, lanes)
        ],
    }  # fmt: skip


def _item(board: Board, row: Row) -> Document:
    cells = {id_: row[id_] for id_ in board.shows}
    named = row["label"] if board.down == SUBJECT else row[board.down]
    return {
        "entity": row["entity"],
        "id": None if board.down == SUBJECT else named["id"],
        "label": {lang: named[lang] for lang in row["label"]},
        "cells": cells,
        "evidence": row["evidence"],
    }


def _ties(board: Board, columns: Mapping[str, Column], rows: list[Row]) -> dict[Pair, int]:
    """How many rows tie each two ends; rows that lack an end tie nothing."""
    ties: dict[Pair, int] = defaultdict(int)
    down, across = columns[board.down], columns[board.across or SUBJECT]
    for row in rows:
        for start in keys(row, down):
            for end in keys(row, across):
                if start is not None and end is not None:
                    ties[start, end] += 1
    return dict(sorted(ties.items(), key=lambda tie: (-tie[1], str(tie[0]))))


def _network(board: Board, columns: Mapping[str, Column], rows: list[Row], _: Places) -> Document:
    ties = _ties(board, columns, rows)
    weight: dict[str, int] = defaultdict(int)
    for (start, end), number in ties.items():
        weight[str(start)] += number
        weight[str(end)] += number
    least, shown, kept = next(
        drawn for drawn in (_strongest(ties, weight, n) for n in count(1)) if len(drawn[2]) <= _TIES
    )
    at = spread(shown, [(str(a), str(b), number) for (a, b), number in kept.items()])
    return {"names": len(weight), "ties_number": len(ties), "least": least} | _drawn(
        at, weight, kept
    )


def _strongest(
    ties: Mapping[Pair, int], weight: Mapping[str, int], least: int
) -> tuple[int, list[str], dict[Pair, int]]:
    """The weightiest names that ties of at least so many rows hold, and the ties among them."""
    strong = {pair: number for pair, number in ties.items() if number >= least}
    held = {str(end) for pair in strong for end in pair}
    shown = sorted(held, key=lambda name: (-weight[name], name))[:_NAMES]
    among = {*shown}
    return least, shown, {pair: n for pair, n in strong.items() if {*pair} <= among}


def _map(board: Board, columns: Mapping[str, Column], rows: list[Row], places: Places) -> Document:
    ties = _ties(board, columns, rows)
    weight: dict[str, int] = defaultdict(int)
    for (start, end), number in ties.items():
        for end_ in {start, end}:
            weight[str(end_)] += number
    at = placed({name: places[name] for name in weight if name in places})
    return {"names": len(weight), "ties_number": len(ties)} | _drawn(at, weight, ties)


def _drawn(
    at: Mapping[str, tuple[float, float]], weight: Mapping[str, int], ties: Mapping[Pair, int]
) -> Document:
    return {
        "nodes": [
            {"id": name, "x": x, "y": y, "n": weight[name]} for name, (x, y) in at.items()
        ],
        "ties": [{"a": a, "b": b, "n": number} for (a, b), number in ties.items()],
    }  # fmt: skip


def _chain(board: Board, columns: Mapping[str, Column], rows: list[Row], _: Places) -> Document:
    follows = {
        (key, str(row["entity"])): row
        for row in rows
        for key in keys(row, columns[board.across or SUBJECT])
        if key is not None
    }
    return {
        "shows": [_described(columns[id_]) for id_ in board.shows],
        "chains": [
            {"first": chain[0], "items": [_item(board, follows[pair]) for pair in _pairs(chain)]}
            for chain in chains(follows)
        ],
    }


def _pairs(chain: Sequence[str]) -> list[tuple[str, str]]:
    return list(pairwise(chain))


_SHAPED: Mapping[str, Callable[[Board, Mapping[str, Column], list[Row], Places], Document]] = {
    "matrix": _matrix,
    "figures": _matrix,
    "lanes": _lanes,
    "network": _network,
    "map": _map,
    "chain": _chain,
}
