"""What a facet file declares; pages, API, CLI and exports all follow from it."""

import msgspec

from lionrock.model.text import T


class Column(msgspec.Struct, frozen=True):
    """A column of a facet's table: `type` as in the schema, plus `vocabulary` for choices."""

    id: str
    label: T
    type: str = "text"
    vocabulary: str | None = None
    filter: bool = False


class Table(msgspec.Struct, frozen=True):
    """A facet's table.

    `sql` selects `entity` and one value per column id from the build's tables; `order` is the
    column it opens sorted by, `descending` its direction.
    """

    title: T
    sql: str
    columns: tuple[Column, ...]
    order: str
    descending: bool = True


class Facet(msgspec.Struct, frozen=True):
    """One of the seven views of the ecosystem.

    `timeline` selects date, entity, label_en, label_hant, label_hans (labels may be NULL).
    """

    id: str
    rank: int
    title: T
    question: T
    kinds: tuple[str, ...]
    table: Table
    timeline: str | None = None
