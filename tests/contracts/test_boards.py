"""What every board owes its readers: each of its numbers is that of the rows it leads to."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lionrock import discover
from lionrock.answer.observatory import Observatory
from lionrock.build import build
from lionrock.facets._keys import keys
from lionrock.model.facet import SHAPES, SUBJECT, UNKNOWN, Board, Column, Facet
from lionrock.model.text import T
from lionrock.settings import Settings
from lionrock.store.view import TableQuery

FACETS: tuple[Facet, ...] = tuple(m.FACET for m in discover.modules("lionrock.facets"))
BOARDS = [(facet, board) for facet in FACETS for board in facet.boards]
COUNTED = ("choice", "list", "entity", "entities", "flag", "date", "indicator", "publisher")
NOT_ASKED = object()
Row = dict[str, Any]

every_board = pytest.mark.parametrize(
    ("facet", "board"), BOARDS, ids=[f"{facet.id}/{board.id}" for facet, board in BOARDS]
)


@pytest.fixture(scope="module")
def tiny(world: Settings) -> Observatory:
    """Return the observatory of the invented city."""
    return Observatory.open(world)


@pytest.fixture(params=["observatory", "tiny"])
def built(request: pytest.FixtureRequest) -> Observatory:
    """Return the bundled registry's observatory, and the invented city's."""
    chosen: Observatory = request.getfixturevalue(request.param)
    return chosen


def rows(
    built: Observatory, facet: Facet, board: Row, down: Any = NOT_ASKED, across: Any = NOT_ASKED
) -> list[Row]:
    """The rows that a number of a board leads to, as its address narrows the table."""
    where = dict(board["where"])
    for end, key in (("down", down), ("across", across)):
        if key is not NOT_ASKED:
            where[board[end]["id"]] = UNKNOWN if key is None else key
    found: list[Row] = []
    while True:
        page = built.table(
            facet.id, TableQuery(where, limit=500, offset=len(found)), board["table"]
        )
        assert page is not None
        found += page.rows
        if len(found) >= page.total:
            return found


def numbers(board: Row) -> Iterator[tuple[Any, Any, Row]]:
    """Every number of a board: what it is narrowed by, and what is told there."""
    yield NOT_ASKED, NOT_ASKED, board
    for line in board.get("lines", ()):
        yield line["key"], NOT_ASKED, line
        for cell in line["cells"]:
            yield line["key"], board["columns"][cell["at"]]["key"], cell
    for head in (*board.get("columns", ()), *board.get("lanes", ())):
        yield NOT_ASKED, head["key"], head
    for tie in board.get("ties", ()):
        yield tie["a"], tie["b"], tie


def leads_somewhere(row: Row) -> bool:
    return all(s["url"].startswith("http") for s in row["evidence"]["sources"]) and bool(
        row["evidence"]["sources"]
    )


@every_board
def test_a_board_declares_what_its_table_has(facet: Facet, board: Board) -> None:
    assert board.shape in SHAPES
    ids = [one.id for one in facet.boards]
    assert len(set(ids)) == len(ids) and "." not in board.id
    table = next(one for one in facet.tables if one.id == board.table)
    columns = {column.id: column for column in table.columns}
    ends = [end for end in (board.down, board.across) if end and end != SUBJECT]
    assert all(columns[end].type in COUNTED for end in ends)
    assert {*board.shows, *board.by_value} <= {*columns}
    assert all(id_ == SUBJECT or columns[id_].type in COUNTED for id_, _ in board.where)
    assert board.measure is None or columns[board.measure].type == "quantity"
    if board.shape in ("network", "map", "chain", "lanes", "figures"):
        assert board.across is not None
    assert (board.shape == "figures") <= (board.measure is not None)
    assert (board.shape in ("lanes", "chain")) == bool(board.shows)


@every_board
def test_every_number_is_that_of_the_rows_it_leads_to(
    built: Observatory, facet: Facet, board: Board
) -> None:
    document = built.board_document(facet.id, board.id)
    assert document is not None
    for down, across, told in numbers(document):
        found = rows(built, facet, document, down, across)
        assert told["n"] == len(found), (down, across)
        assert all(leads_somewhere(row) for row in found)
        if board.measure is None:
            continue
        stated = [row[board.measure] for row in found if row[board.measure] is not None]
        if board.shape == "figures":
            assert all(value in stated for value in told["values"])
            assert len(told["values"]) == min(len(stated), 5 if document["named"] else 3)
        else:
            assert told["known"] == len(stated)
            total = sum(one["value"] for one in stated) if stated else None
            assert told["sum"] == pytest.approx(total)
            assert {one["unit"] for one in stated} <= {document["unit"]}


@every_board
def test_every_row_counts_somewhere(built: Observatory, facet: Facet, board: Board) -> None:
    document = built.board_document(facet.id, board.id)
    assert document is not None
    if "lines" in document:
        assert sum(line["n"] for line in document["lines"]) >= document["n"]
        assert bool(document["lines"]) == bool(document["n"])
    if "lanes" in document:
        assert sum(lane["n"] for lane in document["lanes"]) >= document["n"]
        for lane in document["lanes"]:
            assert 0 < len(lane["items"]) <= lane["n"]


@every_board
def test_a_board_of_the_registry_says_something(
    observatory: Observatory, facet: Facet, board: Board
) -> None:
    document = observatory.board_document(facet.id, board.id)
    assert document is not None and document["n"] > 1
    told = [document.get(part) for part in ("lines", "lanes", "ties", "chains")]
    assert any(told)


@every_board
def test_every_name_on_a_board_has_a_page(
    observatory: Observatory, facet: Facet, board: Board
) -> None:
    document = observatory.board_document(facet.id, board.id)
    assert document is not None
    kinds = {end["type"] for end in (document["down"], document["across"]) if end}
    kinds |= {"indicator"} if document["named"] else set()
    pages = [kind for kind in ("entity", "indicator") if kinds & {kind, "entities"}]
    if "publisher" in kinds:  # publishers have names, and no pages
        assert all(name["en"] for name in document["labels"].values())
        return
    named = {*document["labels"]}
    named |= {node["id"] for node in document.get("nodes", ())}
    named |= {chain["first"] for chain in document.get("chains", ())}
    assert {node["id"] for node in document.get("nodes", ())} <= {*document["labels"]}
    documents = [[observatory.document(kind, id_) for kind in pages] for id_ in named]
    assert all(any(found) for found in documents)


def test_unknown_and_lists_have_keys() -> None:
    words = T("a", "甲", "甲")
    row = {
        "entity": "x",
        "some": ["b", "a", "b"],
        "none": [],
        "flag": "true",
        "no": None,
        "at": {"id": "hk", "en": "Hong Kong"},
    }
    assert keys(row, Column("some", words, "list")) == ["b", "a"]
    assert keys(row, Column("none", words, "list")) == [None]
    assert keys(row, Column("flag", words, "flag")) == ["true"]
    assert keys(row, Column("no", words, "choice")) == [None]
    assert keys(row, Column("at", words, "entity")) == ["hk"]
    assert keys(row, Column(SUBJECT, words, "entity")) == ["x"]


def test_two_builds_draw_the_same_boards(observatory: Observatory, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    build(settings)
    again = Observatory.open(settings)
    for facet, board in BOARDS:
        id_ = f"{facet.id}/{board.id}"
        assert again.document("board", id_) == observatory.document("board", id_)
