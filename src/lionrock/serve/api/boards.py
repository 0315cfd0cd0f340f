"""The route of a facet's boards: its tables counted by two of their columns, and its shape."""

from http import HTTPStatus
from typing import Annotated, Any

from litestar.params import PathParameter
from litestar.response.base import ASGIResponse
from msgspec import UNSET, Meta, UnsetType

from lionrock.serve.api.documents import Cells, Evidence, Id, Label, Scope, Shape, Unit
from lionrock.serve.api.reply import ApiRequest, Wrong, observatory_of, reply
from lionrock.serve.api.table import MAX_NAME, MAX_TEXT

Key = Annotated[
    str | None,
    Meta(description="A value of the column, as where.COLUMN takes it; null: unknown (`?`)."),
]
Rows = Annotated[int, Meta(description="Rows of the table behind it: narrow it to see them.")]
Sum = Annotated[float | None, Meta(description="In `unit`; null: no row states any.")]


class BoardGlance(Shape, frozen=True):
    """A board of a facet; the whole of it is at /api/facets/{id}/boards/{board}."""

    id: str
    title: Label
    note: Annotated[Label | None, Meta(description="What is counted, and what is not.")]
    shape: Annotated[str, Meta(description="matrix, lanes, figures, network, map or chain.")]
    table: Annotated[str, Meta(description="The facet's table that it counts.")]
    n: Rows


class AxisShape(Shape, frozen=True):
    """A column of the table that the board counts by or shows."""

    id: str
    label: Label
    type: str
    vocabulary: str | None
    dated: Annotated[str | None, Meta(description="The column that dates it, of a status.")]


class ToldShape(Shape, frozen=True):
    """What is told of some rows: how many, how many state a quantity, and what these come to."""

    n: Rows
    known: int | UnsetType = UNSET
    sum: Sum | UnsetType = UNSET
    values: tuple[Cells, ...] | UnsetType = UNSET


class HeadShape(ToldShape, frozen=True, kw_only=True):
    """A column of a matrix, or a line: all its rows."""

    key: Key
    says: Annotated[Label | None, Meta(description="Who says all its figures.")] | UnsetType = UNSET


class BoardCellShape(ToldShape, frozen=True, kw_only=True):
    """The rows that have both values; cells without rows are left out."""

    at: Annotated[int, Meta(description="Index of its column.")]


class LineShape(HeadShape, frozen=True, kw_only=True):
    """A line of a matrix."""

    cells: tuple[BoardCellShape, ...]


class ItemShape(Shape, frozen=True):
    """A row of a lane or a step of a chain, with the record it rests on."""

    entity: Id
    id: Annotated[str | None, Meta(description="The indicator that names it; null: the entity.")]
    label: Label
    cells: Cells
    scope: Scope
    evidence: Evidence


class LaneShape(Shape, frozen=True):
    """Rows that share a value: the latest of them."""

    key: Key
    n: Rows
    items: tuple[ItemShape, ...]


class ChainShape(Shape, frozen=True):
    """What follows on what, the earliest first."""

    first: Id
    items: tuple[ItemShape, ...]


class BoardNodeShape(Shape, frozen=True):
    """A name of a network or a place of a map: where it stands, and rows that tie it."""

    id: Id
    x: float
    y: float
    n: int


class BoardTie(Shape, frozen=True):
    """Rows that tie two ends."""

    a: Id
    b: Id
    n: Rows


class BoardDocument(BoardGlance, frozen=True, kw_only=True):
    """A board whole: what it has of lines, lanes, ties and chains its shape says."""

    where: Annotated[dict[str, str], Meta(description="What the table is narrowed to first.")]
    down: AxisShape
    across: AxisShape | None
    measure: AxisShape | None
    unit: Unit | None
    named: Annotated[bool, Meta(description="Whether figures stand with their indicators' names.")]
    labels: Annotated[dict[str, Label], Meta(description="Names of keys that are entities.")]
    ages: Annotated[
        dict[str, int] | None,
        Meta(
            description="Rows by the last day on record on which their status was so, empty where "
            "none is; null: no status stands on the board."
        ),
    ]
    columns: tuple[HeadShape, ...] | UnsetType = UNSET
    lines: tuple[LineShape, ...] | UnsetType = UNSET
    known: int | UnsetType = UNSET
    sum: Sum | UnsetType = UNSET
    values: tuple[Cells, ...] | UnsetType = UNSET
    shows: tuple[AxisShape, ...] | UnsetType = UNSET
    lanes: tuple[LaneShape, ...] | UnsetType = UNSET
    chains: tuple[ChainShape, ...] | UnsetType = UNSET
    names: int | UnsetType = UNSET
    ties_number: int | UnsetType = UNSET
    least: Annotated[int, Meta(description="Weaker ties are left out.")] | UnsetType = UNSET
    nodes: tuple[BoardNodeShape, ...] | UnsetType = UNSET
    ties: tuple[BoardTie, ...] | UnsetType = UNSET


async def facet_board(
    request: ApiRequest,
    id_: Annotated[str, PathParameter(name="id", max_length=MAX_TEXT, description="Its id.")],
    board: Annotated[str, PathParameter(max_length=MAX_NAME, description="Id of the board.")],
) -> ASGIResponse:
    """One of a facet's boards: rows of a table counted by two of its columns."""
    now = observatory_of(request)
    body = now.document("board", f"{id_}/{board}")
    if body is None:
        document = now.facet_document(id_)
        known = [one["id"] for one in document["boards"]] if document else []
        advice = f"known: {', '.join(known)}" if known else f"no facet has the id {id_[:80]!r}"
        raise Wrong(HTTPStatus.NOT_FOUND, f"no board has the id {board[:80]!r}; {advice}")
    return reply(request, now, body)


ROUTES: tuple[tuple[str, Any, type, str], ...] = (
    ("/facets/{id:str}/boards/{board:str}", facet_board, BoardDocument, "views"),
)
