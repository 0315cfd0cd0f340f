"""What a facet file declares; pages, API, CLI and exports all follow from it."""

import msgspec

from lionrock.model.text import T


class Column(msgspec.Struct, frozen=True):
    """A column of a facet's table.

    `type` is one of the schema's, or `list` (several choices or texts), `entities` (several
    entity ids), `indicator`, `publisher` or `quantity` (a figure as JSON). `vocabulary` names
    what the values of a choice or a list come from; `relation` stands for the schema's relations.
    With `filter`, the table can be narrowed to one of the column's values. A column that is not
    `shown` is there to narrow and to count by. `dated` names the column with the last day on which
    a status was so: no status is shown without it.
    """

    id: str
    label: T
    type: str = "text"
    vocabulary: str | None = None
    filter: bool = False
    shown: bool = True
    dated: str | None = None


class Table(msgspec.Struct, frozen=True):
    """One of a facet's tables.

    `sql` selects from the build's tables: `entity` (whom a row is about), `records` (numbers of
    the records it rests on, the row's own first), a value a column id, and the column `key`
    names, which is unique. `order` is the column it opens sorted by, `descending` the direction.
    `empty` says why there may be no rows at all, and what to do about it. `latest` names columns
    that tell the latest thing on record (a round, a word heard), by the column that dates it or
    None: before that date it is not known what they would have told.
    """

    id: str
    title: T
    sql: str
    columns: tuple[Column, ...]
    order: str
    descending: bool = True
    key: str = "entity"
    empty: T | None = None
    latest: tuple[tuple[str | None, tuple[str, ...]], ...] = ()


SUBJECT = "subject"
"""Stands for the entity a row is about where a board or a filter names a column."""

UNKNOWN = "?"
"""What a filter asks for to get the rows that have no value in its column."""

SHAPES = ("matrix", "lanes", "figures", "network", "map", "chain")


class Board(msgspec.Struct, frozen=True):
    """A summary of one of the facet's tables, each number of which leads to the rows it counts.

    Rows are counted by the values of the columns `down` and `across` (a column's id, or SUBJECT);
    a row with several values counts under each, a row without one under "unknown".

    - matrix: rows a pair of values, and what the quantities of `measure` add up to, as far as
      they are known. Without `across`, one column.
    - lanes: a lane a value of `across`, with its rows, named by `down`, and what `shows` says of
      each; the latest first, by the first of `shows`.
    - figures: the quantities of `measure` themselves, side by side.
    - network, map: `down` and `across` are the ends of a tie; on a map both are places.
    - chain: the row's entity follows on the one in `across`.

    `by_value` puts dates and choices in their own order, not by how many rows they have. `where`
    narrows the table first. `note` says what is counted, and what is not.
    """

    id: str
    title: T
    table: str
    shape: str
    down: str = SUBJECT
    across: str | None = None
    measure: str | None = None
    shows: tuple[str, ...] = ()
    by_value: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    note: T | None = None


class Facet(msgspec.Struct, frozen=True):
    """One of the seven views of the ecosystem.

    `kinds` are the kinds of entities it counts; its first table is the one it opens with; its
    boards sum its tables up. `timeline` selects entity, date, type, other, what, done and n, as the
    table `events` has them.
    """

    id: str
    rank: int
    title: T
    question: T
    kinds: tuple[str, ...]
    tables: tuple[Table, ...]
    boards: tuple[Board, ...] = ()
    timeline: str | None = None
