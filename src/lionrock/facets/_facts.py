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
        FROM statements
        WHERE kind = '{kind}'
        GROUP BY subject
    """


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
    return Column(prop, label or declared.label, type_, vocabulary, filter)
