"""The filters of a facet's table: where.COLUMN=VALUE, any number of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from litestar.datastructures import MultiDict
from litestar.openapi.spec import Operation, Schema
from litestar.openapi.spec import Parameter as ParameterSpec
from litestar.openapi.spec.enums import OpenAPIType
from litestar.params import QueryParameter

from lionrock.model.facet import SUBJECT
from lionrock.serve.api.reply import Wrong

MAX_TEXT, MAX_NAME = 500, 100
_WHERE = "where."


class Sorting(msgspec.Struct, frozen=True):
    """How rows are sorted: by the table's own order where nothing is said."""

    order: str | None
    descending: bool | None


def sorting_of(
    order: Annotated[
        str | None,
        QueryParameter(max_length=MAX_NAME, description="The column to sort by, or label."),
    ] = None,
    descending: Annotated[
        bool | None, QueryParameter(description="Whether the largest or latest comes first.")
    ] = None,
) -> Sorting:
    """Read how the request wants rows sorted."""
    return Sorting(order, descending)


def chosen(tables: Sequence[Mapping[str, Any]], wanted: str | None) -> Mapping[str, Any]:
    """The description of the table that is wanted, by default the first; Wrong (404) if unknown."""
    for table in tables:
        if wanted in (None, table["id"]):
            return table
    known = ", ".join(table["id"] for table in tables)
    raise _unknown("table", f"no table {wanted!r}; known: {known}")


def filters(asked: MultiDict[Any], table: Mapping[str, Any], order: str | None) -> dict[str, str]:
    """The filters of a request as {column: value}; empty values filter nothing.

    `table` describes the table. Raises Wrong: 404 for a column it does not have, also in `order`
    (which there are depends on the table, so the API's description cannot say); 400 for one given
    twice and for a value that is too long.
    """
    columns = [column["id"] for column in table["columns"]]
    if order is not None and order not in (*columns, "label"):
        raise _unknown("order", f"no column {order[:80]!r}; known: label, {', '.join(columns)}")
    where: dict[str, str] = {}
    for name, value in asked.multi_items():
        column = name.removeprefix(_WHERE)
        if column == name or not value:
            continue
        if column not in (*columns, SUBJECT):
            raise _unknown(name[:80], f"no column {column[:80]!r}; known: {', '.join(columns)}")
        if column in where:
            raise _wrong(name, "given twice; give it once")
        if len(value) > MAX_TEXT:
            raise _wrong(name, f"longer than {MAX_TEXT} characters")
        where[column] = value
    return where


def _unknown(parameter: str, detail: str) -> Wrong:
    return Wrong(HTTPStatus.NOT_FOUND, detail, parameter)


def _wrong(parameter: str, detail: str) -> Wrong:
    return Wrong(HTTPStatus.BAD_REQUEST, detail, parameter)


@dataclass
class TableOperation(Operation):
    """Describes `where.COLUMN`, whose names depend on the facet, beside the other parameters."""

    def __post_init__(self) -> None:
        where = ParameterSpec(
            name="where",
            param_in="query",
            description="where.COLUMN=VALUE keeps rows whose COLUMN is (or, of a list, holds) "
            "VALUE: where.sector=finance. Columns are those of the table, and subject: the entity "
            "a row is about. The value ? keeps rows that have none in the column.",
            style="form",
            explode=True,
            schema=Schema(
                type=OpenAPIType.OBJECT,
                pattern_properties={
                    "^where\\.[a-z_]+$": Schema(type=OpenAPIType.STRING, max_length=MAX_TEXT)
                },
            ),
        )
        self.parameters = [*(self.parameters or ()), where]
