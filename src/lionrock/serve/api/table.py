"""The filters of a facet's table: where.COLUMN=VALUE, any number of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from litestar.datastructures import MultiDict
from litestar.openapi.spec import Operation, Schema
from litestar.openapi.spec import Parameter as ParameterSpec
from litestar.openapi.spec.enums import OpenAPIType

from lionrock.serve.api.reply import Wrong

MAX_TEXT = 500
_WHERE = "where."


def filters(asked: MultiDict[Any], table: Mapping[str, Any], order: str | None) -> dict[str, str]:
    """The filters of a request as {column: value}; empty values filter nothing.

    `table` describes the facet's table. Raises Wrong for a column it does not have, one given
    twice, a value that is too long, and an `order` that is not a column.
    """
    columns = [column["id"] for column in table["columns"]]
    if order is not None and order not in (*columns, "label"):
        raise _wrong("order", f"no column {order[:80]!r}; known: label, {', '.join(columns)}")
    where: dict[str, str] = {}
    for name, value in asked.multi_items():
        column = name.removeprefix(_WHERE)
        if column == name or not value:
            continue
        if column not in columns:
            raise _wrong(name[:80], f"no column {column[:80]!r}; known: {', '.join(columns)}")
        if column in where:
            raise _wrong(name, "given twice; give it once")
        if len(value) > MAX_TEXT:
            raise _wrong(name, f"longer than {MAX_TEXT} characters")
        where[column] = value
    return where


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
            "VALUE: where.sector=finance. Columns are those of the facet's `table`.",
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
