"""Boards: a table's rows counted by two of its columns, so that every number leads to its rows.

A board is made from the very cells that the table shows. The number in a cell is therefore the
number of rows that the table has when it is narrowed to the cell's two values, and the sum in it
is that of these rows' quantities; the contract tests follow every one.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count, pairwise
from typing import Any

from lionrock.facets._keys import EACH, Document, Key, Pair, Row, described, keys
from lionrock.facets._layout import Places, chains, placed, spread
from lionrock.facets._matrices import matrix, named, order
from lionrock.model.dates import parse_period
from lionrock.model.facet import SUBJECT, Board, Column, Table
from lionrock.model.text import T

_ITEMS = 24  # rows of a lane; the table has all
_NAMES = 60  # nodes of a network
_TIES = 160  # ties of a network: of more, the weak are left out
_SUBJECT = Column(SUBJECT, T("Name", "名稱", "名称"), "entity")


def board_document(board: Board, table: Table, rows: Sequence[Row], places: Places) -> Document:
    """What a board shows of its table's rows: cells as the table has them, with `key`.

    `places` has the coordinates of places, for maps.
    """
    columns = {column.id: column for column in table.columns} | {SUBJECT: _SUBJECT}
    down, across = columns[board.down], columns[board.across] if board.across else None
    kept = [row for row in rows if all(value in keys(row, columns[c]) for c, value in board.where)]
    about = columns["indicator"] if named(board) else None
    made: Document = {
        "id": board.id,
        "title": board.title.table(),
        "note": board.note.table() if board.note else None,
        "shape": board.shape,
        "table": board.table,
        "where": dict(board.where),
        "down": described(down),
        "across": described(across) if across else None,
        "measure": described(columns[board.measure]) if board.measure else None,
        "unit": _unit(board, kept),
        "named": named(board),
        "labels": _labels(kept, [column for column in (down, across, about) if column]),
        "n": len(kept),
        "ages": _ages(kept, [columns[c] for c in (board.down, board.across, *board.shows) if c]),
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


def _dates(board: Board, columns: Mapping[str, Column]) -> list[str]:
    """The columns that date the statuses a board's items show or are sorted by."""
    asked = [columns[id_].dated for id_ in (board.across, *board.shows) if id_]
    return list(dict.fromkeys(found for found in asked if found))


def _ages(rows: Sequence[Row], columns: Sequence[Column]) -> dict[str, int] | None:
    """How many rows' statuses were last so on which day ("" where none is on record); None for a
    board without a status. Who reads it can tell how many have been silent for long."""
    dates = [column.dated for column in columns if column.dated]
    if not dates:
        return None
    return dict(sorted(Counter(str(row[dates[0]] or "") for row in rows).items()))


def _labels(rows: Iterable[Row], columns: Sequence[Column]) -> dict[str, dict[str, str]]:
    """The names of the entities that rows hold in some columns."""
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        for column in columns:
            if column.id == SUBJECT:
                found[row["entity"]] = row["label"]
            elif column.type in EACH and row[column.id]:
                cell = row[column.id]
                for one in cell if isinstance(cell, list) else [cell]:
                    found[one["id"]] = {lang: one[lang] for lang in row["label"]}
    return dict(sorted(found.items()))


def _lanes(board: Board, columns: Mapping[str, Column], rows: list[Row], _: Places) -> Document:
    across = columns[board.across or SUBJECT]
    lanes: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        for key in keys(row, across):
            lanes[key].append(row)
    first, dates = board.shows[0], _dates(board, columns)
    for found in lanes.values():  # the latest first, by what is shown first; an entity's together
        found.sort(key=lambda row: (str(row["entity"]), str(row["key"])))
        found.sort(key=lambda row: _day(row[first]), reverse=True)
    return {
        "shows": [described(columns[id_]) for id_ in board.shows],
        "lanes": [
            {
                "key": key,
                "n": len(lanes[key]),
                "items": [_item(board, dates, row) for row in lanes[key][:_ITEMS]],
            }
            for key in order(across, board, lanes)
        ],
    }  # fmt: skip


def _day(cell: Any) -> str:
    """What a lane is sorted by: a figure by the last day of its period, all else as written."""
    if not isinstance(cell, Mapping) or not cell.get("period"):
        return str(cell or "")
    period = str(cell["period"])
    try:
        return str(parse_period(period).end or "")
    except ValueError:
        return period


def _item(board: Board, dates: Sequence[str], row: Row) -> Document:
    cells = {id_: row[id_] for id_ in board.shows}
    cells |= {id_: row.get(id_) for id_ in dates}
    named = row["label"] if board.down == SUBJECT else row[board.down]
    return {
        "entity": row["entity"],
        "id": None if board.down == SUBJECT else named["id"],
        "label": {lang: named[lang] for lang in row["label"]},
        "cells": cells,
        "scope": row["scope"],
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
    dates = _dates(board, columns)
    return {
        "shows": [described(columns[id_]) for id_ in board.shows],
        "chains": [
            {
                "first": chain[0],
                "items": [_item(board, dates, follows[pair]) for pair in _pairs(chain)],
            }
            for chain in chains(follows)
        ],
    }


def _pairs(chain: Sequence[str]) -> list[tuple[str, str]]:
    return list(pairwise(chain))


_SHAPED: Mapping[str, Callable[[Board, Mapping[str, Column], list[Row], Places], Document]] = {
    "matrix": matrix,
    "figures": matrix,
    "lanes": _lanes,
    "network": _network,
    "map": _map,
    "chain": _chain,
}
