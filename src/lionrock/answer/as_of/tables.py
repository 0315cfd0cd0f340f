"""A facet's table as of a day: which rows stood for it, or what the table said on it."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from lionrock.answer.as_of.days import BEGINS, STATES, ahead, partial, state_of, today
from lionrock.answer.as_of.entities import dates_of
from lionrock.answer.as_of.memory import Past, kept, lives, past, turned
from lionrock.answer.observatory import Document, Observatory
from lionrock.facets._documents import facets
from lionrock.model.change import Change, Meaning
from lionrock.model.facet import Table
from lionrock.store.view import TableQuery

_CHUNK = 500
_MEASURED = frozenset(("indicator", "publisher"))
Row = dict[str, Any]


class Since(msgspec.Struct, frozen=True):
    """Something said of a row's entity that changed after the day."""

    how: str
    prop: str | None
    before: str | None
    after: str | None


class RowAsOf(msgspec.Struct, frozen=True):
    """A row and how it stood.

    `cells` is the row as its table has it, with None where it is not known what stood there: in
    `unknown` columns. `since` and `until` are the dates it carries (valid), or the days its entity
    was first and last known here (known; None: still). `changed` is what changed after the day,
    where the build of the day is not kept.
    """

    cells: Row
    state: str
    since: str | None = None
    until: str | None = None
    unknown: tuple[str, ...] = ()
    changed: tuple[Since, ...] = ()


class TableAsOf(msgspec.Struct, frozen=True):
    """A table as of a day.

    `table` describes it, `states` counts all rows by their state and `total` those asked for;
    `rows` are a page of these, in the order of STATES. `exact` is false where the build of the day
    is not kept: rows are then today's, without what came later, and say what changed since.
    `state` is holds, or unknown where nothing is remembered of the day; the rest as of AsOf.
    """

    facet: str
    table: Document
    day: str
    meaning: Meaning
    state: str
    begins: str | None
    whole: bool
    build: str | None
    exact: bool
    states: dict[str, int]
    total: int
    rows: tuple[RowAsOf, ...]


class Which(msgspec.Struct, frozen=True):
    """Which rows of which table: of a state, or of all; `table` None is the facet's first."""

    facet: str
    table: str | None = None
    state: str | None = None
    limit: int = 50
    offset: int = 0


def table_as_of(
    observatory: Observatory, which: Which, day: dt.date, meaning: Meaning
) -> TableAsOf | None:
    """Rows of a facet's table as of a day; None when there is no such facet or table."""
    then = past(observatory.settings, day.isoformat())
    asked, exact, rows = observatory, True, None
    if meaning == "known" and then.build is not None:
        old = kept(observatory, then.build)
        asked, exact = old or observatory, old is not None
    described = _described(asked, which) or _described(observatory, which)
    if described is None:
        return None
    table, declared = described
    if meaning == "valid":
        rows = [_valid(asked, row, declared, day) for row in _all(asked, which.facet, table)]
    elif then.build is None:
        rows = []
    else:
        rows = list(_known(asked, which.facet, table, then, exact))
    rows.sort(key=lambda row: STATES.index(row.state))
    states = Counter(row.state for row in rows)
    chosen = [row for row in rows if which.state in (None, row.state)]
    unknown = meaning == "known" and then.build is None
    return TableAsOf(
        which.facet, table, day.isoformat(), meaning, "unknown" if unknown else "holds",
        then.begins, then.whole, observatory.build_id if meaning == "valid" else then.build,
        exact, dict(states), len(chosen),
        tuple(chosen[which.offset : which.offset + which.limit]),
    )  # fmt: skip


def _described(observatory: Observatory, which: Which) -> tuple[Document, Table | None] | None:
    """A table as its facet describes it, and as it is declared now."""
    document = observatory.facet_document(which.facet)
    for table in document["tables"] if document else ():
        if which.table in (None, table["id"]):
            known = (one for facet in facets() if facet.id == which.facet for one in facet.tables)
            return table, next((one for one in known if one.id == table["id"]), None)
    return None


def _all(observatory: Observatory, facet: str, table: Document) -> Iterator[Row]:
    """Every row, in the table's own order."""
    offset = 0
    while True:
        page = observatory.table(facet, TableQuery(limit=_CHUNK, offset=offset), table["id"])
        if page is None or not page.rows:
            return
        yield from page.rows
        offset += _CHUNK


def _valid(observatory: Observatory, row: Row, table: Table | None, day: dt.date) -> RowAsOf:
    since, until, state = _held(observatory, row, table, day)
    later = {
        column.id
        for column in (table.columns if table else ())
        if column.dated and row.get(column.id) is not None and _after(row.get(column.dated), day)
    }
    for when, told in table.latest if table else ():
        if day < today() if when is None else _after(row.get(when), day):
            later |= {name for name in told if row.get(name) is not None}
    cells = {name: None if name in later else value for name, value in row.items()}
    return RowAsOf(cells, state, since, until, tuple(sorted(later)))


def _held(
    observatory: Observatory, row: Row, table: Table | None, day: dt.date
) -> tuple[str | None, str | None, str]:
    """The dates of a row, and whether it held: a figure for its period, a row that is an entity as
    that does, and any other by the dates it shows."""
    columns = {column.id for column in table.columns} if table else set()
    if table is not None and any(column.type in _MEASURED for column in table.columns):
        return row.get("date"), row.get("date"), _of_period(row.get("date"), day)
    document = observatory.entity_document(row["entity"])
    if table is not None and table.key == "entity" and document is not None:
        since, until = dates_of(document)
    else:
        began = next((name for name in BEGINS if name in columns), "date")
        since, until = row.get(began), row.get("end")
    return since, until, ahead(state_of(since, until, day), day, until)


def _of_period(text: str | None, day: dt.date) -> str:
    period = partial(text)
    if period is None:
        return "undated"
    return "not_yet" if period.start > day else "holds" if period.end >= day else "earlier"


def _after(text: str | None, day: dt.date) -> bool:
    date = partial(text)
    return date is not None and date.start > day


def _known(
    observatory: Observatory, facet: str, table: Document, then: Past, exact: bool
) -> Iterator[RowAsOf]:
    """What the table said on the day; of a build that is not kept, what is known of that."""
    lived = lives(then.entries)
    if exact:
        for row in _all(observatory, facet, table):
            yield RowAsOf(row, "holds", *lived.get(row["entity"], (then.begins, None)))
        return
    changed = _changed(then)
    first, here = turned(then), set[str]()
    for row in _all(observatory, facet, table):
        here.add(row["entity"])
        if row["entity"] not in first or first[row["entity"]].how == "withdrawn":
            yield _undone(row, changed.get(row["entity"], ()), lived, then)
    for id_, change in first.items():
        if change.how == "withdrawn" and facet in change.facets and id_ not in here:
            yield _gone(change, table, lived, then)


def _undone(
    row: Row,
    changes: tuple[Change, ...],
    lived: Mapping[str, tuple[str | None, str | None]],
    then: Past,
) -> RowAsOf:
    props = {change.prop for change in changes}
    unknown = tuple(sorted(name for name in row if name in props))
    cells = {name: None if name in unknown else value for name, value in row.items()}
    told = tuple(Since(c.how, c.prop or c.what, c.before, c.after) for c in changes)
    dates = lived.get(row["entity"], (then.begins, None))
    return RowAsOf(cells, "changed" if told else "holds", *dates, unknown, told)


def _gone(
    change: Change,
    table: Document,
    lived: Mapping[str, tuple[str | None, str | None]],
    then: Past,
) -> RowAsOf:
    """Somebody of this facet who is no longer there: in which of its tables is not known."""
    cells: Row = {"entity": change.subject, "kind": change.kind, "label": change.label.table()}
    columns = tuple(column["id"] for column in table["columns"])
    told = (Since(change.how, change.what, change.before, change.after),)
    dates = lived.get(change.subject, (then.begins, None))
    return RowAsOf(dict.fromkeys(columns) | cells, "changed", *dates, columns, told)


def _later(then: Past) -> Iterator[Change]:
    return (change for entry in then.later for change in entry.changes)


def _changed(then: Past) -> Mapping[str, tuple[Change, ...]]:
    """What changed after the day in each entity's account."""
    found: dict[str, list[Change]] = {}
    wanted: Callable[[Change], bool] = lambda change: change.what != "evidence"  # noqa: E731
    for change in filter(wanted, _later(then)):
        for one in change.about:
            found.setdefault(one, []).append(change)
    return {one: tuple(changes) for one, changes in found.items()}
