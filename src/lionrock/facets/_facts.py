"""What facet files are written with: the schema's columns, and the SQL of their values."""

from lionrock.model.facet import Column
from lionrock.model.schema import schema
from lionrock.model.text import T


def facts(kind: str, one: tuple[str, ...] = (), many: tuple[str, ...] = ()) -> str:
    """SQL: a row for each entity of `kind`, with a column a property and the entity's records.

    `one` yields a value (of several claimed, the first in order: the row marks it contested),
    `many` the list of all values. One pass over the statements, whatever the number of columns.
    """
    columns = [f"""min(value) FILTER (WHERE prop = '{prop}') AS "{prop}\"""" for prop in one]
    columns += [
        f"""list(DISTINCT value ORDER BY value) FILTER (WHERE prop = '{prop}') AS "{prop}\""""
        for prop in many
    ]
    return f"""
        SELECT subject AS entity, {", ".join(columns)},
            list(DISTINCT records[1] ORDER BY records[1]) AS records
        FROM facts
        WHERE kind = '{kind}'
        GROUP BY subject
    """


_QUANTITY = (
    "value", "unit", "written", "base", "qualifier", "period", "indicator", "conflict", "says",
    "scope",
)  # fmt: skip


def quantity(**given: str) -> str:
    """SQL of a cell that holds a figure, from the SQL of its parts; what is not given is null.

    `unit` is the schema's, null where only the `written` one is known; `base` is what a share is
    of; a figure of an indicator names it, its `period`, whether publishers `conflict`, who `says`
    so, and its `scope`.
    """
    if not {"value", "unit"} <= set(given) <= set(_QUANTITY):
        raise ValueError(f"a quantity has value, unit and of {_QUANTITY} what is known")
    parts = (f"'{part}', {given.get(part, 'NULL')}" for part in _QUANTITY)
    return f"json_object({', '.join(parts)})"


def column(
    kind: str, prop: str, label: T | None = None, *, many: bool = False, filter: bool = False
) -> Column:
    """The column of a property of `kind`: label, type and vocabulary as the schema has them."""
    declared = schema().properties[prop]
    type_ = "entity" if declared.type == "place" else declared.type
    vocabulary = declared.vocabulary
    if type_ == "choice" and vocabulary is None:
        vocabulary = f"{kind}_{prop}"
    if many:
        type_ = "entities" if type_ == "entity" else "list"
    dated = "as_of" if prop in DATED else None
    return Column(prop, label or declared.label, type_, vocabulary, filter, dated=dated)


def together(*lists: str) -> str:
    """SQL of several lists of records as one: each once, in the order given; null is empty."""
    joined = "[]"
    for one in reversed(lists):
        joined = f"list_concat(coalesce({one}, []), {joined})"
    return f"list_filter({joined}, lambda n, i: list_position({joined}, n) = i)"


def converted(name: str, amount: str, day: str, currency: str) -> tuple[str, str]:
    """SQL of an amount in one currency by its own year's rate, and the joins it needs.

    `amount` and `day` are SQL of a money and a date, `name` sets the joins apart from others. The
    cell is a quantity; null where the amount is, or where no rate of that year is published
    (registry/rates.toml, which names the source).
    """
    given, number = f"split_part({amount}, ' ', 1)", f"CAST(split_part({amount}, ' ', 2) AS DOUBLE)"
    value = (
        f"CASE WHEN {given} = '{currency}' THEN {number} "
        f"ELSE {number} / {name}_from.per_usd * {name}_to.per_usd END"
    )
    told = quantity(value=value, unit=f"'{currency}'")
    joins = f"""
        LEFT JOIN rates {name}_from
            ON {name}_from.currency = {given} AND {name}_from.year = {year(day)}
        LEFT JOIN rates {name}_to
            ON {name}_to.currency = '{currency}' AND {name}_to.year = {year(day)}
    """
    return f"CASE WHEN ({value}) IS NOT NULL THEN {told} END", joins


def year(value: str) -> str:
    """SQL of the year of a date; for the column YEAR."""
    return f"left({value}, 4)"


DATED = ("status", "stage")
"""Properties that tell how far a thing is."""

AS_OF = Column("as_of", T("Status as of", "狀況截至", "状态截至"), "date", shown=False)
"""The last day on record on which a row's status was so: shown beside the status itself."""


def dated(kind: str, prop: str = "status") -> str:
    """SQL: a row for each entity of `kind` with a status, and `as_of`, the day it was last so."""
    return f"""
        SELECT y.entity, y.as_of FROM statuses y
        JOIN entities e ON e.id = y.entity AND e.kind = '{kind}' WHERE y.prop = '{prop}'
    """


YEAR = Column("year", T("Year", "年份", "年份"), "date", None, True, False)
"""The year of a row's date: narrows and counts, and is not shown beside the date itself."""
