"""Rows of changes.sql: what one side says and the other does not, and which belong together."""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import NamedTuple, Protocol, TypeVar

from lionrock.model.change import Claim


class Said(NamedTuple):
    """A statement that one side alone makes."""

    side: int
    key: str
    source: str
    subject: str
    kind: str
    prop: str
    value: str
    lang: str | None
    original: str | None
    moved: bool
    locators: list[str]
    extracted: bool

    @property
    def claim(self) -> Claim:
        """What has to be known to say it again."""
        return Claim(self.key, self.source, self.value, self.original)


class Known(NamedTuple):
    """An entity that is not the same on both sides."""

    side: int
    id: str
    kind: str
    en: str
    hant: str
    hans: str

    @property
    def text(self) -> str:
        """Its labels, each once."""
        return " / ".join(dict.fromkeys((self.en, self.hant, self.hans)))


class Merged(NamedTuple):
    """An id that gave way to another on one side."""

    side: int
    id: str
    canonical: str


class Measured(NamedTuple):
    """An observation that is not the same on both sides."""

    side: int
    id: str
    indicator: str
    about: str
    period: str | None
    value: float | None
    unit: str
    measured: float
    measured_unit: str
    qualifier: str | None
    publisher: str
    nature: str
    tier: str
    moved: bool
    locator: str

    @property
    def text(self) -> str:
        """The figure as published, and as converted where that is not the same."""
        exact = f"{self.qualifier} " if self.qualifier else ""
        shown = f"{exact}{number_text(self.measured)} {self.measured_unit}"
        stated = (self.measured, self.measured_unit)
        if self.value is not None and (self.value, self.unit) != stated:
            shown += f" = {number_text(self.value)} {self.unit}"
        return f"{shown} ({self.publisher}, {self.nature}, {self.tier})"


class Figure(NamedTuple):
    """A figure as Measured.text tells it: as published and, where converted, so; whose it is."""

    qualifier: str | None
    measured: float
    measured_unit: str
    value: float | None
    unit: str | None
    publisher: str | None
    nature: str | None
    tier: str | None


_NUMBER = r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?"
_AMOUNT = rf"({_NUMBER}) ([A-Za-z]\S*)"
_FIGURE = re.compile(rf"(?:([a-z_]+) )?{_AMOUNT}(?: = {_AMOUNT})?(?: \(([^,()]+), (\w+), (\w+)\))?")


def read_figure(text: str) -> Figure | None:
    """The figure that a memory's text tells; None where it is no text of Measured."""
    found = _FIGURE.fullmatch(text)
    if found is None:
        return None
    qualifier, measured, measured_unit, value, unit, publisher, nature, tier = found.groups()
    converted = None if value is None else float(value)
    return Figure(
        qualifier, float(measured), measured_unit, converted, unit, publisher, nature, tier
    )


Side = TypeVar("Side", bound="Sided")


class Sided(Protocol):
    """A row of one of the two builds."""

    @property
    def side(self) -> int:
        """-1 the old one, 1 the fresh one."""


def paired(
    rows: Iterable[Side], same: Callable[[Side], Hashable]
) -> Iterator[tuple[Side | None, Side | None]]:
    """The old and the fresh of what is the same, where there is one of each; else each alone."""
    groups: dict[Hashable, list[Side]] = {}
    for row in rows:
        groups.setdefault(same(row), []).append(row)
    for group in groups.values():
        if len(group) == 2 and group[0].side != group[1].side:
            yield min(group, key=_side), max(group, key=_side)
        else:
            yield from ((row, None) if row.side < 0 else (None, row) for row in group)


def _side(row: Sided) -> int:
    return row.side


def either(old: Side | None, fresh: Side | None) -> Side:
    """Whichever there is; the fresh one where there are both."""
    found = fresh or old
    assert found is not None
    return found


def number_text(value: float) -> str:
    """A number as text: whole ones without a point, others to four places."""
    return str(int(value) if value.is_integer() else round(value, 4))
