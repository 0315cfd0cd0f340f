"""An audit of what is published: a sample for a person to judge, and the rates that come of it."""

import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from lionrock.answer.checking.notes import written
from lionrock.answer.observatory import Observatory
from lionrock.answer.review import now, reviewer
from lionrock.derive.sampling import allocated, drawn, wilson
from lionrock.model.audit import FOUND, Audit, Found
from lionrock.model.publishers import TIERS
from lionrock.model.statement import Problem
from lionrock.model.text import LANGUAGES
from lionrock.settings import Settings
from lionrock.store import audits
from lionrock.store.view import TableQuery

_ALL = 100_000
_FIGURES = """
SELECT r.basis, i.facet, r.tier, r.about, r.indicator, r.period_text, r.value, r.unit, [r.n]
FROM ranked r JOIN indicators i ON i.id = r.indicator
JOIN facts f ON f.key = r.basis
WHERE r.place = 1 AND r.value IS NOT NULL
ORDER BY r.basis
"""
# Of a thing's facts those that a source can be held to: dates, sums, places, ties, how it stands.
_FACTS = """
SELECT f.key, arg_min(e.tier, t.rank), f.subject, f.prop, coalesce(f.original, f.value), f.value,
    p.type, any_value(f.kind), any_value(f.records)
FROM (SELECT *, unnest(records) AS n FROM facts WHERE kind <> 'observation') f
JOIN properties p ON p.id = f.prop
JOIN record_evidence e ON e.n = f.n JOIN tiers t ON t.tier = e.tier
WHERE p.type IN ('date', 'money', 'number', 'entity', 'place')
    OR f.prop IN ('status', 'stage', 'round')
GROUP BY f.key, f.subject, f.prop, f.original, f.value, p.type
ORDER BY f.key
"""
_NAMES = "SELECT id, label_en, label_hant, label_hans FROM entities"
_LABELS = "SELECT vocabulary, value, en, hant, hans FROM labels"
_SOURCES = """
SELECT v.n, v.url, v.tier, p.en FROM evidence v JOIN publishers p ON p.id = v.publisher
WHERE v.n IN (SELECT unnest(?)) ORDER BY v.n, v.url
"""

Label = Mapping[str, str]


class Item(msgspec.Struct, frozen=True):
    """A published value as a person judges it: what is said of what, and on which pages."""

    key: str
    facet: str
    tier: str
    about: str
    label: Label
    what: Label
    value: Label
    period: str | None
    records: tuple[int, ...]
    verdict: Found | None = None


class Rate(msgspec.Struct, frozen=True):
    """Of a group (a facet, a tier, or all) how many values there are, how many were judged, by
    verdict; and the share of right ones among those that could be verified, with its 95 % Wilson
    interval (None: none was)."""

    group: str
    published: int
    judged: int
    verdicts: Mapping[Found, int]
    right: float | None
    low: float | None
    high: float | None


class Rates(msgspec.Struct, frozen=True):
    """Rates of all, by facet and by tier. `gone` counts verdicts on values no longer published,
    `broken` lines of audit.jsonl that cannot be read."""

    all: Rate
    facets: tuple[Rate, ...]
    tiers: tuple[Rate, ...]
    gone: int
    broken: int


class AuditDesk:
    """What an auditor sits at: the values of one build, and the verdicts of its home."""

    def __init__(self, observatory: Observatory, settings: Settings) -> None:
        self._observatory, self._settings = observatory, settings
        rows = observatory.query(_NAMES)
        self._names = {row[0]: dict(zip(LANGUAGES, row[1:], strict=True)) for row in rows}
        self._words = {
            (row[0], row[1]): dict(zip(LANGUAGES, row[2:], strict=True))
            for row in observatory.query(_LABELS)
        }
        self.items = {one.key: one for one in (*self._figures(), *self._facts())}

    def sample(self, number: int, seed: int) -> list[Item]:
        """A sample by facet and tier, the verdict in force beside each value; ValueError for a
        number that is not 1 to 10,000."""
        if not 1 <= number <= 10_000:
            raise ValueError(f"--n {number}: expected 1 to 10000")
        strata: dict[tuple[str, str], list[str]] = defaultdict(list)
        for one in self.items.values():
            strata[one.facet, one.tier].append(one.key)
        counts = allocated({name: len(keys) for name, keys in strata.items()}, number)
        standing = self._standing()
        chosen = [key for name in sorted(strata) for key in drawn(strata[name], counts[name], seed)]
        return [
            msgspec.structs.replace(self.items[key], verdict=standing.get(key)) for key in chosen
        ]

    def sources(self, item: Item) -> list[tuple[str, str, str]]:
        """(address, publisher, tier) of every page a value rests on."""
        rows = self._observatory.query(_SOURCES, (list(item.records),))
        return list(dict.fromkeys((row[1], row[3], row[2]) for row in rows))

    def judge(self, key: str, verdict: str) -> None:
        """Keep a verdict; ValueError when there is no such value or verdict."""
        if key not in self.items:
            raise ValueError(f"no published value has the key {key[:80]!r}")
        if verdict not in (*FOUND, "undone"):
            raise ValueError(f"verdict {verdict!r}: expected one of {', '.join(FOUND)}")
        kept: Any = verdict
        audits.add(self._settings, Audit(key, kept, reviewer(), now()))

    def rates(self) -> Rates:
        """What was judged so far, and what that says of what is published."""
        standing = self._standing()
        order = [one["id"] for one in self._observatory.facets()]
        return Rates(
            _rate("all", self.items.values(), standing),
            tuple(
                _rate(id_, (i for i in self.items.values() if i.facet == id_), standing)
                for id_ in order
            ),
            tuple(
                _rate(tier, (i for i in self.items.values() if i.tier == tier), standing)
                for tier in TIERS
            ),
            sum(key not in self.items for key in standing),
            len(self.problems()),
        )

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in the files of verdicts."""
        return audits.read(self._settings).problems

    def _standing(self) -> dict[str, Found]:
        held = audits.read(self._settings).standing
        found: dict[str, Any] = {key: one.verdict for key, one in held.items()}
        return found

    def _figures(self) -> Iterable[Item]:
        labels = {one["id"]: one["label"] for one in self._observatory.indicators()}
        for key, facet, tier, about, indicator, period, value, unit, n in self._observatory.query(
            _FIGURES
        ):
            said = {lang: written(value, unit).in_(lang) for lang in LANGUAGES}
            yield Item(
                key, facet, tier, about, self._names[about], labels[indicator], said, period,
                tuple(n),
            )  # fmt: skip

    def _facts(self) -> Iterable[Item]:
        homes = self._homes()
        for key, tier, subject, prop, original, value, type_, kind, n in self._observatory.query(
            _FACTS
        ):
            if subject in homes:
                said = self._said(type_, kind, prop, value) or dict.fromkeys(LANGUAGES, original)
                what = self._words.get(("property", prop), dict.fromkeys(LANGUAGES, prop))
                name = self._names[subject]
                yield Item(key, homes[subject], tier, subject, name, what, said, None, tuple(n))

    def _said(self, type_: str, kind: str, prop: str, value: str) -> Label | None:
        if type_ in ("entity", "place"):
            return self._names.get(value)
        return self._words.get((f"{kind}_{prop}", value)) or self._words.get((prop, value))

    def _homes(self) -> dict[str, str]:
        """The facet that each entity is listed in; the first in reading order."""
        found: dict[str, str] = {}
        for facet in self._observatory.facets():
            document = self._observatory.facet_document(facet["id"]) or {"tables": ()}
            for table in document["tables"]:
                page = self._observatory.table(facet["id"], TableQuery(limit=_ALL), table["id"])
                for row in page.rows if page else ():
                    found.setdefault(row["entity"], facet["id"])
        return found


def _rate(group: str, items: Iterable[Item], standing: Mapping[str, Found]) -> Rate:
    keys = [one.key for one in items]
    counts = Counter(standing[key] for key in keys if key in standing)
    verified = sum(counts[one] for one in ("right", "imprecise", "wrong"))
    interval = wilson(counts["right"], verified)
    low, high = interval or (None, None)
    share = counts["right"] / verified if verified else None
    verdicts = {one: counts[one] for one in FOUND}
    return Rate(group, len(keys), sum(counts.values()), verdicts, share, low, high)


_MAKING = threading.Lock()


def audit_desk(observatory: Observatory) -> AuditDesk:
    """The desk over a build and the home it lies in; made on first use, about a second."""
    with _MAKING:
        if "desk" not in observatory.made:
            observatory.made["desk"] = AuditDesk(observatory, observatory.settings)
        made: AuditDesk = observatory.made["desk"]
        return made
