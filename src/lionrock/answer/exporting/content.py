"""What every format of things and ties is written from: read once, written many times."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import msgspec

from lionrock.answer.observatory import Observatory

LICENCE = "https://creativecommons.org/licenses/by/4.0/"

_THINGS = (
    "SELECT id, kind, class, label_en, label_hant, label_hans, hant_converted, hans_converted "
    "FROM entities ORDER BY id"
)
_FACTS = "SELECT subject, prop, value, lang FROM facts ORDER BY subject, prop, rank, key"
_PAGES = """
SELECT f.subject, e.url FROM (SELECT subject, unnest(records) AS n FROM facts) f
JOIN evidence e ON e.n = f.n GROUP BY f.subject, e.url ORDER BY f.subject, min(e.rank), e.url
"""
_TIES = """
SELECT g.id, g.type, g.via, g.source, g.target, g.date, g.until, g.amount, g.note, x.strength,
    p.urls
FROM edges g
JOIN record_evidence x ON x.n = g.n
JOIN (SELECT n, list(url ORDER BY rank) AS urls FROM evidence GROUP BY n) p ON p.n = g.n
ORDER BY g.type, g.source, g.target, g.id
"""
_FIGURES = """
SELECT o.id, o.indicator, o.about, o.period_text, o.first_day, o.last_day, o.nature, o.value,
    o.unit, o.publisher, o.place = 1, p.urls
FROM ranked o
JOIN (SELECT n, list(url ORDER BY rank) AS urls FROM evidence GROUP BY n) p ON p.n = o.n
WHERE o.value IS NOT NULL
ORDER BY o.indicator, o.about, o.first_day, o.period, o.nature, o.place
"""


class Thing(msgspec.Struct, frozen=True):
    """An entity: labels by language (without those converted from the other script), facts as
    (value, language) by property, and the pages its facts were seen on, the strongest first."""

    id: str
    kind: str
    class_: str | None
    labels: Mapping[str, str]
    facts: Mapping[str, tuple[tuple[str, str | None], ...]]
    pages: tuple[str, ...]

    def first(self, prop: str) -> str | None:
        """The leading value of a property; None when it is unknown."""
        values = self.facts.get(prop)
        return values[0][0] if values else None

    def all(self, prop: str) -> list[str]:
        """Every value of a property, each once."""
        return list(dict.fromkeys(value for value, _ in self.facts.get(prop, ())))


class Tie(msgspec.Struct, frozen=True):
    """A tie on record, with the pages it was seen on."""

    id: str
    type: str
    via: str
    source: str
    target: str
    date: str | None
    until: str | None
    amount: str | None
    note: str | None
    strength: str
    pages: tuple[str, ...]


class Figure(msgspec.Struct, frozen=True):
    """One publisher's value of an indicator, in the indicator's unit."""

    id: str
    indicator: str
    about: str
    period: str
    first_day: str | None
    last_day: str | None
    nature: str
    value: float
    unit: str
    publisher: str
    leads: bool
    pages: tuple[str, ...]


class Content(msgspec.Struct, frozen=True):
    """All things, ties and figures of a build, in an order that never depends on the run."""

    build: str
    version: str
    gathered: str
    things: tuple[Thing, ...]
    ties: tuple[Tie, ...]
    figures: tuple[Figure, ...]

    @property
    def attribution(self) -> str:
        """The line of credit that travels along."""
        return f"Lionrock registry of Hong Kong's AI ecosystem (build {self.build}), CC BY 4.0"


def content(observatory: Observatory) -> Content:
    """Read what the formats of things and ties are written from."""
    facts: defaultdict[str, defaultdict[str, list[tuple[str, str | None]]]]
    facts = defaultdict(lambda: defaultdict(list))
    for subject, prop, value, lang in observatory.query(_FACTS):
        facts[subject][prop].append((value, lang))
    pages: defaultdict[str, list[str]] = defaultdict(list)
    for subject, url in observatory.query(_PAGES):
        pages[subject].append(url)
    things = tuple(
        Thing(row[0], row[1], row[2], _labels(row),
              {prop: tuple(values) for prop, values in facts[row[0]].items()},
              tuple(pages[row[0]]))
        for row in observatory.query(_THINGS)
    )  # fmt: skip
    manifest = observatory.manifest
    return Content(
        manifest.id, manifest.version, str(manifest.gathered), things,
        tuple(Tie(*_listed(row)) for row in observatory.query(_TIES)),
        tuple(Figure(*_listed(_dated(row))) for row in observatory.query(_FIGURES)),
    )  # fmt: skip


def _labels(row: tuple[Any, ...]) -> dict[str, str]:
    en, hant, hans, hant_converted, hans_converted = row[3:]
    told = {"en": en}
    if hant and hant != en and not hant_converted:
        told["zh-Hant"] = hant
    if hans and hans != en and not hans_converted:
        told["zh-Hans"] = hans
    return told


def _dated(row: tuple[Any, ...]) -> tuple[Any, ...]:
    days = (None if day is None else str(day) for day in row[4:6])
    return (*row[:4], *days, *row[6:])


def _listed(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*row[:-1], tuple(row[-1]))
