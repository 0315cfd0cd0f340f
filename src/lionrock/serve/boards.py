"""A facet's boards as pages show them: trimmed, shaded, and every number with its address."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from lionrock.model.facet import UNKNOWN
from lionrock.model.formula import guarded
from lionrock.serve.drawings import drawing
from lionrock.serve.moments import Moments
from lionrock.serve.render import Page, PageRequest

Document = Mapping[str, Any]
Key = str | None

_LINES, _COLUMNS, _ITEMS = 6, 7, 3  # what a facet's page shows; the board's own page has all
_SHADES = 5
_NOT_ASKED = object()


class Item:
    """Rows of a lane that are about one thing: what all of them say, what each says, and whether
    they rest on different sources."""

    def __init__(self, rows: Sequence[Document], shows: Sequence[Document]) -> None:
        self.rows = rows
        self.first = rows[0]
        self.evidence = [row["evidence"] for row in rows]
        cells = [row["cells"] for row in rows]
        self.each = [
            column
            for column in shows
            if column["type"] == "text"
            or any(one[column["id"]] != cells[0][column["id"]] for one in cells)
        ]
        self.shared = [column for column in shows if column not in self.each]
        cited = [{source["url"] for source in one["sources"]} for one in self.evidence]
        self.apart = any(one != cited[0] for one in cited)


class BoardView:
    """One board: what it shows, and where each of its numbers leads."""

    def __init__(self, facet: str, board: Document, base: str, whole: bool = False) -> None:
        self.board = board
        self.whole = whole
        self._address = f"{base}/facet/{quote(facet)}"
        columns: Sequence[Document] = board.get("columns", ())
        lines: Sequence[Document] = board.get("lines", ())
        self.columns = list(enumerate(columns)) if whole else _recent(board, columns)
        self.lines = lines if whole else _fullest(lines)
        self.more_lines = len(lines) - len(self.lines)
        self.more_columns = len(columns) - len(self.columns)
        beside = board["shape"] == "figures" and board["across"]["type"] != "date"
        self._covers = _shared_scopes(self.lines) if beside else {}
        self._most = max((c["n"] for line in lines for c in line["cells"]), default=0)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.board[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def address(self) -> str:
        """The board's own page."""
        return f"{self._address}/board/{quote(self.board['id'])}"

    def rows(self, down: Any = _NOT_ASKED, across: Any = _NOT_ASKED) -> str:
        """The address of the rows that a cell, a line, a column or the whole board counts."""
        asked = {"table": self.board["table"]}
        asked |= {f"where.{column}": value for column, value in self.board["where"].items()}
        for end, key in (("down", down), ("across", across)):
            if key is not _NOT_ASKED and self.board[end]:
                asked[f"where.{self.board[end]['id']}"] = UNKNOWN if key is None else str(key)
        return f"{self._address if self.whole else ''}?{urlencode(asked)}#table"

    def silence(self, when: Moments) -> dict[str, Any]:
        """How old the statuses on the board are: first and last day, how many are long silent or
        undated, of how many."""
        ages: Mapping[str, int] = self.board["ages"]
        days = sorted(day for day in ages if day)
        return {
            "first": days[0] if days else None,
            "last": days[-1] if days else None,
            "silent": sum(ages[day] for day in days if when.silent(day)),
            "undated": ages.get("", 0),
            "n": sum(ages.values()),
        }

    def items(self, lane: Document) -> list[Item]:
        """What a lane has room for: rows of one thing that follow each other stand as one."""
        found = [
            Item(list(rows), self.board["shows"])
            for _, rows in groupby(lane["items"], key=lambda one: (one["entity"], one["id"]))
        ]
        return found if self.whole else found[:_ITEMS]

    def left(self, lane: Document) -> int:
        """How many of a lane's rows are not shown."""
        return int(lane["n"]) - sum(len(item.rows) for item in self.items(lane))

    def cells(self, line: Document) -> list[tuple[int, Document | None]]:
        """A line's cells under the columns that are shown, each with the column's place; None
        where there is no row."""
        found = {cell["at"]: cell for cell in line["cells"]}
        return [(place, found.get(place)) for place, _ in self.columns]

    def covers(self, place: int) -> list[str]:
        """What all figures of a column cover that is not what one would think; it is told once,
        at its head. Nothing where they differ."""
        return self._covers.get(place, [])

    def shade(self, number: int) -> int:
        """How dark a cell is: 1 to 5, by its share of the fullest one."""
        return max(1, -(-number * _SHADES // self._most)) if self._most else 1

    def drawn(self, lang: str) -> Document:
        """The picture of a network or a map."""
        return drawing(self.board, lang)

    def name(self, id_: str) -> Any:
        """The names of an entity that stands on the board."""
        return self.board["labels"][id_]


def _shared_scopes(lines: Sequence[Document]) -> dict[int, list[str]]:
    """The scope of all figures of a column, by the column's place; none where they differ."""
    scopes: dict[int, list[list[str]]] = defaultdict(list)
    for line in lines:
        for cell in line["cells"]:
            scopes[cell["at"]] += [value.get("scope") or [] for value in cell["values"]]
    return {at: some[0] for at, some in scopes.items() if all(one == some[0] for one in some)}


def _fullest(lines: Sequence[Document]) -> list[Document]:
    """The lines a facet's page has room for; what is unknown is never left out."""
    unknown = [line for line in lines if line["key"] is None]
    known = [line for line in lines if line["key"] is not None]
    return known[: _LINES - len(unknown)] + unknown


def _recent(board: Document, columns: Sequence[Document]) -> list[tuple[int, Document]]:
    """The columns a facet's page has room for: of years those in a row with the most rows, later
    ones where it is even, else the first; what is unknown is never left out."""
    numbered = list(enumerate(columns))
    if len(numbered) <= _COLUMNS:
        return numbered
    unknown = [one for one in numbered if one[1]["key"] is None]
    known = [one for one in numbered if one[1]["key"] is not None]
    room = _COLUMNS - len(unknown)
    if board["across"]["type"] != "date":
        return known[:room] + unknown
    starts = range(len(known) - room + 1)
    start = max(starts, key=lambda at: (sum(c["n"] for _, c in known[at : at + room]), at))
    return known[start : start + room] + unknown


def views(page: Page, document: Document) -> list[BoardView]:
    """Every board of a facet that has any row."""
    return [
        BoardView(document["id"], _board(page, document["id"], one["id"]), f"/{page.lang}")
        for one in document["boards"]
        if one["n"]
    ]


def board_page(request: PageRequest, name: FromPath[str], board: FromPath[str]) -> Response[bytes]:
    """A board whole: BOARD as a page, BOARD.csv and BOARD.json as files."""
    try:
        page = Page.of(request)
    except ValueError:
        raise NotFoundException from None
    id_, _, form = board.partition(".")
    document = page.observatory.facet_document(name)
    known = {one["id"] for one in document["boards"]} if document else set()
    if document is None or id_ not in known or form not in ("", "csv", "json"):
        raise NotFoundException
    found = _board(page, name, id_)
    if form:
        body = msgspec.json.encode(found) if form == "json" else _csv(found, page.lang)
        media = {"csv": "text/csv", "json": "application/json"}[form]
        told = {"content-disposition": f'attachment; filename="lionrock-{name}-{board}"'}
        return Response(body, media_type=media, headers=told)
    view = BoardView(name, found, f"/{page.lang}", whole=True)
    return page.answer(request, "board.html", facet=document, view=view)


def _board(page: Page, facet: str, board: str) -> Document:
    found = page.observatory.board_document(facet, board)
    if found is None:
        raise NotFoundException
    return found


def _csv(board: Document, lang: str) -> bytes:
    """The board's numbers, one a line: ids, names, rows counted, quantities known and their sum."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["down", "down_label", "across", "across_label", "rows", "known", "sum"])
    labels = board["labels"]
    for down, across, told in _numbers(board):
        named = [part for key in (down, across) for part in (key, labels.get(key, {}).get(lang))]
        line = [*named, told["n"], told.get("known"), told.get("sum")]
        writer.writerow([guarded(cell) for cell in line])
    return text.getvalue().encode("utf-8-sig")


def _numbers(board: Document) -> Iterator[tuple[Key, Key, Document]]:
    """Every number of a board as (down, across, what is told)."""
    for line in board.get("lines", ()):
        if not board["columns"]:
            yield line["key"], None, line
        for cell in line["cells"]:
            yield line["key"], board["columns"][cell["at"]]["key"], cell
    for lane in board.get("lanes", ()):
        yield None, lane["key"], lane
    for tie in board.get("ties", ()):
        yield tie["a"], tie["b"], tie
    for chain in board.get("chains", ()):
        for before, item in zip(
            [chain["first"], *(one["entity"] for one in chain["items"])],
            chain["items"],
            strict=False,
        ):
            yield item["entity"], before, {"n": 1}


ROUTES = (("/{lang:str}/facet/{name:str}/board/{board:str}", board_page),)
"""Addresses and the functions that answer them."""
