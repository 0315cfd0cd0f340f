"""What a facet file declares; pages, API, CLI and exports all follow from it."""

import msgspec

from lionrock.model.text import T


class Column(msgspec.Struct, frozen=True):
    """A column of a facet's table.

    `type` is one of the schema's, or `list` (several choices or texts), `entities` (several
    entity ids) or `quantity` (a figure as JSON). `vocabulary` names what the values of a
    choice or a list come from; `relation` stands for the schema's relations. With `filter`, the
    table can be narrowed to one of the column's values.
    """

    id: str
    label: T
    type: str = "text"
    vocabulary: str | None = None
    filter: bool = False


class Table(msgspec.Struct, frozen=True):
    """One of a facet's tables.

    `sql` selects from the build's tables: `entity` (whom a row is about), `records` (numbers of
    the records it rests on, the row's own first), a value a column id, and the column `key`
    names, which is unique. `order` is the column it opens sorted by, `descending` the direction.
    `empty` says why there may be no rows at all, and what to do about it.
    """

    id: str
    title: T
    sql: str
    columns: tuple[Column, ...]
    order: str
    descending: bool = True
    key: str = "entity"
    empty: T | None = None


class Facet(msgspec.Struct, frozen=True):
    """One of the seven views of the ecosystem.

    `kinds` are the kinds of entities it counts; its first table is the one it opens with.
    `timeline` selects entity, date, type, other, what, done and n, as the table `events` has them.
    """

    id: str
    rank: int
    title: T
    question: T
    kinds: tuple[str, ...]
    tables: tuple[Table, ...]
    timeline: str | None = None
