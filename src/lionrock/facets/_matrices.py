"""Boards of lines and columns: rows counted, or their figures side by side."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from lionrock.facets._keys import Document, Key, Pair, Row, keys
from lionrock.facets._layout import Places
from lionrock.model.facet import Board, Column
from lionrock.model.schema import schema

_VALUES = 3  # figures of a cell; the table has all
_NAMED_VALUES = 5  # of figures that are of different indicators, which then stand with their names


def matrix(board: Board, columns: Mapping[str, Column], rows: list[Row], _: Places) -> Document:
    """Lines and columns of a board, and what is told of the rows of each cell, line and column."""
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
    voice = _voice(board)
    shown = order(across, board, heads) if across else []
    at = {key: place for place, key in enumerate(shown)}
    return {
        "columns": [{"key": key} | told(heads[key]) | voice(heads[key]) for key in shown],
        "lines": [
            {
                "key": line,
                "cells": [
                    {"at": at[key]} | told(cells[line, key])
                    for key in shown
                    if (line, key) in cells
                ],
            }
            | told(lines[line])
            | voice(lines[line])
            for line in sorted(order(down, board, lines), key=_fullness(board, lines, cells))
        ],
    } | told(rows)


def named(board: Board) -> bool:
    """Whether a board's figures stand with their indicators' names: neither end tells them."""
    return board.shape == "figures" and "indicator" not in (board.down, board.across)


def _voice(board: Board) -> Callable[[Sequence[Row]], Document]:
    """Who says all figures of a line or a column, where it is one publisher."""

    def voice(rows: Sequence[Row]) -> Document:
        if board.shape != "figures":
            return {}
        said = [row[board.measure or ""]["says"] for row in rows if row[board.measure or ""]]
        return {"says": said[0] if said and all(one == said[0] for one in said) else None}

    return voice


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
            return {"n": len(rows), "values": latest[: _NAMED_VALUES if named(board) else _VALUES]}
        total = sum(one["value"] for one in known) if known else None
        return {"n": len(rows), "known": len(known), "sum": total}

    return told


def order(column: Column, board: Board, found: Mapping[Key, Sequence[Row]]) -> list[Key]:
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
