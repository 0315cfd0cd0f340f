"""What a table's rows are counted by: the values that the table can be narrowed to."""

from collections.abc import Callable, Mapping
from typing import Any

from lionrock.model.facet import SUBJECT, Column

Row = Mapping[str, Any]
Key = str | None
Pair = tuple[Key, Key]
Document = dict[str, Any]

EACH: Mapping[str, Callable[[Any], list[Key]]] = {
    "entity": lambda cell: [cell["id"]],
    "indicator": lambda cell: [cell["id"]],
    "publisher": lambda cell: [cell["id"]],
    "entities": lambda cell: [one["id"] for one in cell],
}


def keys(row: Row, column: Column) -> list[Key]:
    """The values of a row in a column, as the table can be narrowed to them; None is unknown."""
    if column.id == SUBJECT:
        return [row["entity"]]
    cell = row[column.id]
    if cell is None or cell == []:
        return [None]
    if column.type in EACH:
        return list(dict.fromkeys(EACH[column.type](cell)))
    return list(dict.fromkeys(cell)) if isinstance(cell, list) else [str(cell)]


def described(column: Column) -> Document:
    return {
        "id": column.id,
        "label": column.label.table(),
        "type": column.type,
        "vocabulary": column.vocabulary,
        "dated": column.dated,
    }
