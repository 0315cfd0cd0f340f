"""Every figure of a build that a claim can be held against, with the words that tell it apart."""

import datetime as dt
import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from lionrock.answer.checking.bearers import Bearers
from lionrock.answer.checking.claim import Address
from lionrock.answer.checking.figure import CURRENCIES, MONEY, Figure, bounds, label_terms
from lionrock.answer.checking.ordinals import batch
from lionrock.answer.checking.terms import terms, words
from lionrock.answer.observatory import Observatory
from lionrock.derive.trend import Mark, marks
from lionrock.model.text import LANGUAGES, T

_OBSERVATIONS = """
SELECT o.id, o.indicator, o.about, o.period_text, o.first_day, o.last_day, o.measured,
    o.measured_unit, o.value, o.unit, o.nature, o.qualifier, o.n, o.tier, o.base,
    coalesce(o.definition, ''), o.scope
FROM observations o ORDER BY o.id
"""
_AMOUNTS = """
SELECT f.key, f.subject, f.kind, f.prop, f.value, f.records[1],
    e.label_en, e.label_hant, e.label_hans, e.date, e.detail
FROM facts f JOIN entities e ON e.id = f.subject
WHERE f.prop IN ('amount', 'amount_max', 'valuation')
ORDER BY f.key
"""
_EDGES = """
SELECT f.key, r.type, r.source, r.target, r.date, f.value, f.records[1]
FROM relations r JOIN facts f ON f.subject = r.id AND f.prop = 'amount'
ORDER BY f.key
"""
_TARGETS = """
SELECT f.key, f.subject, f.records[1],
    max(g.value) FILTER (WHERE g.prop = 'value'), max(g.value) FILTER (WHERE g.prop = 'unit'),
    max(g.value) FILTER (WHERE g.prop = 'due'), max(g.value) FILTER (WHERE g.prop = 'by')
FROM facts f JOIN facts g ON g.subject = f.subject
WHERE f.kind = 'target' AND f.prop = 'target'
GROUP BY ALL ORDER BY f.key
"""


_MORE = re.compile(r"\b(?:over|more than|at least|exceed\w*)\b", re.IGNORECASE)


class Figures:
    """The figures of one build; made once, safe between threads."""

    def __init__(self, observatory: Observatory) -> None:
        self._observatory = observatory
        self._labels = {
            row[0]: T(*row[1:])
            for row in observatory.query(
                "SELECT id, label_en, label_hant, label_hans FROM entities"
            )
        }
        self.bearers = Bearers(observatory, self._labels)
        self._abroad = {
            row[0]
            for row in observatory.query("SELECT id FROM entities WHERE kind = 'place'")
            if row[0] != "hong-kong"
        }
        self._indicators = {
            found["id"]: (T(*found["label"].values()), found["definition"])
            for found in observatory.indicators()
        }
        self.all: tuple[Figure, ...] = (
            *self._observations(), *self._amounts(), *self._edges(), *self._targets(),
        )  # fmt: skip

    def label(self, id_: str) -> T:
        """The name of an entity in three languages; its id where it has none."""
        return self._labels.get(id_, T(id_, id_, id_))

    @cached_property
    def newest(self) -> dt.date:
        """The last day of which anything measured is on record."""
        found = (f.last for f in self.all if f.nature == "measured" and f.unit != "rank")
        return max((day for day in found if day is not None), default=dt.date.min)

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """Inverse document frequency of a term over the series (Spärck Jones 1972)."""
        seen: Counter[str] = Counter()
        series: dict[Any, frozenset[str]] = {}
        for figure in self.all:
            series.setdefault(figure.series, frozenset().union(*figure.label.values()))
        for label in series.values():
            seen.update(label)
        whole = len(series) + 1
        return defaultdict(
            lambda: math.log(whole), {t: math.log(whole / n) for t, n in seen.items()}
        )

    def weighed(self, label: frozenset[str]) -> tuple[float, tuple[str, ...]]:
        """The weight of a label's terms together, and those of them that are concepts."""
        found = self._weighed.get(label)
        if found is None:
            weight = sum(self.weights[term] for term in label)
            found = weight, tuple(term for term in label if term.startswith("@"))
            self._weighed[label] = found
        return found

    @cached_property
    def _weighed(self) -> dict[frozenset[str], tuple[float, tuple[str, ...]]]:
        return {}

    @cached_property
    def recent(self) -> dict[Hashable, Any]:
        """What topics.py found last, by topic."""
        return {}

    @cached_property
    def by_term(self) -> Mapping[str, tuple[int, ...]]:
        """Numbers of the figures that have a term in their label."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, figure in enumerate(self.all):
            if MONEY in figure.label:
                continue
            for term in frozenset().union(*figure.label.values()):
                found[term].append(number)
        return {term: tuple(numbers) for term, numbers in found.items()}

    @cached_property
    def by_unit(self) -> Mapping[str, tuple[int, ...]]:
        """Numbers of the figures counted in a unit."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, figure in enumerate(self.all):
            found[figure.unit].append(number)
        return {unit: tuple(numbers) for unit, numbers in found.items()}

    @cached_property
    def of_entity(self) -> Mapping[str, tuple[int, ...]]:
        """Numbers of the figures that an entity's name alone finds: its money, and what is
        called by nothing but its unit."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, figure in enumerate(self.all):
            if not all(figure.label.values()) or MONEY in figure.label:
                for about in figure.abouts:
                    found[about].append(number)
        return {about: tuple(numbers) for about, numbers in found.items()}

    @cached_property
    def about(self) -> Mapping[str, tuple[int, ...]]:
        """Numbers of the observations about each entity."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, figure in enumerate(self.all):
            for about in figure.abouts if figure.indicator else ():
                found[about].append(number)
        return {about: tuple(numbers) for about, numbers in found.items()}

    def joined(self, figures: Sequence[Figure]) -> list[tuple[Mark, Figure]]:
        """The values that one line joins in the series which most of some figures stand in: those
        of one publisher, or of several whose definitions agree; comparable, oldest first."""
        keys = {figure.key for figure in figures}
        document = self._observatory.indicator_document(figures[0].indicator or "") or {}
        best: list[tuple[Mark, Figure]] = []
        for series in document.get("series", ()):
            ids = {
                p["end"]: p["lead"]["id"] for p in map(series["points"].__getitem__, series["line"])
            }
            if keys & set(ids.values()) and len(ids) > len(best):
                best = [
                    (mark, self._by_key[ids[mark.end]])
                    for mark in marks(series["points"], series["line"])
                ]
        return best

    def nature(self, indicator: str | None) -> str:
        """The nature of an indicator; "stock" of what is none."""
        document = self._observatory.indicator_document(indicator or "") or {}
        return str(document.get("nature", "stock"))

    def figure(self, key: str | None) -> Figure | None:
        """The figure of an observation or statement; None for another key."""
        return self._by_key.get(key or "")

    @cached_property
    def measured(self) -> frozenset[str]:
        """Whoever a measured figure is about."""
        found = (f.abouts for f in self.all if f.indicator and f.nature == "measured")
        return frozenset[str]().union(*found)

    @cached_property
    def _by_key(self) -> Mapping[str, Figure]:
        return {figure.key: figure for figure in self.all}

    def addresses(self, record: int) -> tuple[Address, ...]:
        """The pages a record stands on, in its order."""
        return self._pages.get(record, ())

    @cached_property
    def _pages(self) -> Mapping[int, tuple[Address, ...]]:
        found: dict[int, list[Address]] = defaultdict(list)
        for n, url, publisher, tier in self._observatory.query(
            "SELECT e.n, e.url, p.en, e.tier FROM evidence e LEFT JOIN publishers p "
            "ON p.id = e.publisher ORDER BY e.n, e.rank"
        ):
            found[n].append(Address(url, publisher or "", tier))
        return {n: tuple(pages) for n, pages in found.items()}

    def _observations(self) -> Iterable[Figure]:
        for row in self._observatory.query(_OBSERVATIONS):
            (id_, indicator, about, period, first, last, measured, measured_unit, value, unit,
             nature, qualifier, n, tier, base, definition, scope) = row  # fmt: skip
            if indicator not in self._indicators:
                continue
            name, defined = self._indicators[indicator]
            own = terms(" ".join(self.label(about).table().values()) + " " + about)
            money = measured_unit in CURRENCIES
            yield Figure(
                id_, indicator, None, name, measured if money else value,
                measured_unit if money else unit, period, _day(first), _day(last), nature,
                qualifier, frozenset((about,)),
                {**label_terms(name, own), "id": terms(indicator.replace("_", " ")) - own},
                terms(" ".join((*defined.values(), definition, base or "")))
                | terms(indicator.replace("_", " ")) | own, n, tier,
                terms(self.label(about).en) | terms(self.label(about).hant), about in self._abroad,
                scope=frozenset(scope), batch=batch(definition),
                more=_MORE.search(definition) is not None,
            )  # fmt: skip

    def _amounts(self) -> Iterable[Figure]:
        parties: dict[str, set[str]] = defaultdict(set)
        for type_, source, target in self._observatory.query(
            "SELECT type, source, target FROM edges WHERE via = 'property' AND type IN "
            "('owner', 'operator', 'company', 'investor')"
        ):
            if type_ != "investor":
                parties[source].add(target)
        for key, subject, kind, prop, value, n, *names, date, detail in self._observatory.query(
            _AMOUNTS
        ):
            currency, _, digits = value.partition(" ")
            name = T(*names)
            spoken = words("money")["deal" if kind == "deal" and prop == "amount" else prop]
            first, last = bounds(date)
            own = parties[subject] | ({subject} if kind != "deal" else set())
            yield Figure(
                key, None, subject, name, float(digits), currency, date, first, last, "measured",
                "up_to" if prop == "amount_max" else None, frozenset(own),
                {MONEY: terms(spoken)},
                terms(" ".join(name.table().values()) + " " + (detail or "").replace("_", " ")),
                n, self._tier(n),
            )  # fmt: skip

    def _edges(self) -> Iterable[Figure]:
        for key, type_, source, target, date, value, n in self._observatory.query(_EDGES):
            currency, _, digits = value.partition(" ")
            first, last = bounds(date)
            names = [self.label(source), self.label(target)]
            name = T(*(f"{a} → {b}" for a, b in zip(*(_three(n) for n in names), strict=True)))
            yield Figure(
                key, None, source, name, float(digits), currency, date, first, last, "measured",
                None, frozenset((source, target)), {MONEY: terms(words("money")["amount"])},
                terms(type_.replace("_", " ")), n, self._tier(n),
                parties=frozenset((source, target)),
            )  # fmt: skip

    def _targets(self) -> Iterable[Figure]:
        for key, subject, n, value, unit, due, by in self._observatory.query(_TARGETS):
            if value is None or unit is None:
                continue
            first, last = bounds(due)
            called = self.label(subject).en
            name = T(
                called,
                *(
                    self._observatory.translations(lang).get(called, called)
                    for lang in LANGUAGES[1:]
                ),
            )
            yield Figure(
                key, None, subject, name, float(value), unit, due, first, last, "target", None,
                frozenset((by, "hong-kong") if by else ("hong-kong",)),
                label_terms(name, terms("Hong Kong")), frozenset(), n, self._tier(n),
            )  # fmt: skip

    def _tier(self, record: int) -> str:
        return self._tiers.get(record, "unknown")

    @cached_property
    def _tiers(self) -> Mapping[int, str]:
        return dict(self._observatory.query("SELECT n, tier FROM record_evidence"))


def _three(name: T) -> tuple[str, str, str]:
    return name.en, name.hant, name.hans


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
