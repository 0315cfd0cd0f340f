"""Runs every source and checks what one line alone cannot show: ids, references, counts."""

import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from lionrock import discover
from lionrock.model.reference import Reference
from lionrock.model.source import Desk, Fetched, Record, Source
from lionrock.model.statement import Problem
from lionrock.sources._identifiers import Identifiers

Emit = Callable[[Record, Fetched], None]
Claimed = tuple[str, str, str]
"""(locator, property, the id it names)."""


class Gathered(msgspec.Struct):
    """What a run over all sources found."""

    snapshots: list[Fetched]
    counts: Counter[str]
    problems: list[Problem]
    warnings: list[str]

    @property
    def kinds(self) -> Mapping[str, int]:
        """Number of records by kind, most first."""
        return dict(self.counts.most_common())


def sources(only: tuple[str, ...] = ()) -> tuple[Any, ...]:
    """The source modules, or those named, each after those it rests on; ValueError for a name
    that is none of them."""
    modules = sorted(discover.modules("lionrock.sources"), key=lambda one: bool(one.SOURCE.after))
    found = {module.SOURCE.id: module for module in modules}
    unknown = sorted(set(only) - set(found))
    if unknown:
        raise ValueError(f"no source {unknown[0]!r}; known: {', '.join(found)}")
    return tuple(module for name, module in found.items() if not only or name in only)


def gather(desk: Desk, reference: Reference, emit: Emit, only: tuple[str, ...] = ()) -> Gathered:
    """Read every source, passing each record to `emit`.

    All problems are collected, none stops the run: broken lines are left out and reported. A live
    source is read from the files that were last found good; what is wrong with them is no fault
    of the registry's, so it is a warning, and that source, or that record, is left out. Sources
    of names and of bulk records make no statements and are passed over.
    """
    gathered = Gathered([], Counter(), [], [])
    check = _References(reference, gathered.problems)
    bearers = Identifiers()
    made = [module for module in sources(only) if module.SOURCE.role == "statements"]
    for module in made:
        if module.SOURCE.live:
            continue
        counts: Counter[str] = Counter()
        for fetched in module.fetch(desk):
            gathered.snapshots.append(fetched)
            for record in module.parse(fetched, reference, gathered.problems.append):
                counts[record.kind] += 1
                if check.see(record) and record.whole:
                    bearers.learn(record.subject, record.claims)
                    emit(record, fetched)
        gathered.counts += counts
        gathered.problems += _outside(module.SOURCE, counts, desk.registry)
    gathered.problems += check.dangling()
    live = []
    for world in (False, True):
        some = [one for one in made if one.SOURCE.live and one.SOURCE.world is world]
        live += [_kept(module, desk, reference, gathered, bearers) for module in some]
        bearers.learn_from(record for kept in live for record, _ in kept.records)
    for kept in live:
        _admit(kept, bearers, check, gathered, emit)
    gathered.problems.sort()
    return gathered


class _Kept(NamedTuple):
    """What a live source's kept files say."""

    source: str
    files: tuple[Fetched, ...]
    records: list[tuple[Record, Fetched]]


def _kept(
    module: Any, desk: Desk, reference: Reference, gathered: Gathered, bearers: Identifiers
) -> _Kept:
    """Read a live source's kept files; all of them can be read, or none is used."""
    source: Source = module.SOURCE
    problems: list[Problem] = []
    records: list[tuple[Record, Fetched]] = []
    counts: Counter[str] = Counter()
    seen: set[str] = set()
    files = desk.latest(source.id)
    try:
        for fetched in files:
            for record in module.parse(fetched, reference, problems.append):
                counts[record.kind] += 1
                if source.world:
                    if record.subject in seen or not bearers.borne(record.subject):
                        continue
                    seen.add(record.subject)
                records.append((record, fetched))
    except (ValueError, LookupError, TypeError, AttributeError, OSError) as error:
        problems.append(Problem(source.id, 0, f"{type(error).__name__}: {error}"))
    problems += outside(source.id, source.expects, counts) if files else []
    if problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        gathered.warnings.append(
            f"{source.id}: left out, since its files cannot be used: {problems[0]}{more}; "
            f"try: lionrock update {source.id}"
        )
        return _Kept(source.id, (), [])
    return _Kept(source.id, files, records)


def _admit(
    kept: _Kept, bearers: Identifiers, check: "_References", gathered: Gathered, emit: Emit
) -> None:
    """Emit the records of a live source that fit what else is known, in our ids."""
    left: list[str] = []
    settled: list[tuple[Record, Fetched]] = []
    for record, fetched in kept.records:
        if bearers.bearer(record.subject):
            settled.append((bearers.settled(record, check.referring), fetched))
        else:
            left.append(f"{record.locator}: {bearers.why_not(record.subject)}")
    beside = {record.subject: record.kind for record, _ in reversed(settled)}
    seen: set[str] = set()
    for record, fetched in settled:
        reason = check.admit(record, beside)
        if record.subject in seen:
            reason = f"a second record about {record.subject!r}"
        seen.add(record.subject)
        if reason:
            left.append(f"{record.locator}: {reason}")
        else:
            gathered.counts[record.kind] += 1
            emit(record, fetched)
    if left:
        number = f"{len(left)} record{'s' * (len(left) != 1)}"
        gathered.warnings.append(f"{kept.source}: left out {number}; the first: {left[0]}")
    gathered.snapshots += kept.files


class _References:
    """Remembers ids and the references to them, so that both can be checked at the end."""

    def __init__(self, reference: Reference, problems: list[Problem]) -> None:
        schema = reference.schema
        self._problems = problems
        self.referring = frozenset(p.id for p in schema.properties.values() if p.type == "entity")
        self._place = frozenset(p.id for p in schema.properties.values() if p.type == "place")
        self._relations = frozenset(schema.relations)
        self._seen: dict[str, str] = {}
        self._kinds: dict[str, str] = {}
        self._places: set[str] = set()
        self._waiting: list[Claimed] = []

    def admit(self, record: Record, beside: Mapping[str, str]) -> str:
        """Why a record of a live source cannot be used, "" when it can.

        It may speak of what other sources spoke of, and refer to them or to one `beside` it
        (subject → kind).
        """
        if not record.whole or not record.claims:
            return "it is not whole"
        known = self._kinds.get(record.subject, beside[record.subject])
        if known != record.kind:
            return f"{record.subject!r} is of kind {known!r}, not {record.kind!r}"
        for prop, value, _, _ in record.claims:
            lost = prop in self._place and value not in self._places
            if lost or (
                prop in self.referring and value not in self._kinds and value not in beside
            ):
                return f"{prop}: nothing has the id {value!r}"
        return ""

    def see(self, record: Record) -> bool:
        """Note a record; False (and a problem) when its id was taken by an earlier one."""
        first = self._seen.setdefault(record.subject, record.locator)
        self._kinds.setdefault(record.subject, record.kind)
        if record.kind == "place":
            self._places.add(record.subject)
        if first != record.locator:
            message = f"duplicate id {record.subject!r}: the first is at {first}"
            if record.kind in self._relations or record.subject.startswith(("deal-", "obs-")):
                message = f"duplicate {record.kind}: the same stands at {first}"
            self._problems.append(_problem(record.locator, message))
            return False
        if not record.whole:
            return True
        for prop, value, _, _ in record.claims:
            if prop in self._place:
                if value not in self._places:
                    self._waiting.append((record.locator, prop, value))
            elif prop in self.referring and value not in self._seen:
                self._waiting.append((record.locator, prop, value))
        return True

    def dangling(self) -> list[Problem]:
        """A problem for every reference that nothing in the registry answers."""
        return [
            _problem(
                locator, f"{prop}: unknown {'place' if prop in self._place else 'id'} {value!r}"
            )
            for locator, prop, value in self._waiting
            if value not in (self._places if prop in self._place else self._seen)
        ]


def _problem(locator: str, message: str) -> Problem:
    file, _, line = locator.rpartition(":")
    return Problem(file, int(line), message)


def _outside(source: Source, counts: Mapping[str, int], registry: Path) -> list[Problem]:
    """Counts outside what the source, or the registry about itself, promises."""
    expects = dict(source.expects)
    about = registry / "registry.toml"
    if source.id == "registry" and about.exists():
        own = tomllib.loads(about.read_text("utf-8")).get("expects")
        if own is not None:
            try:
                expects = {kind: (int(low), int(high)) for kind, (low, high) in own.items()}
            except (AttributeError, TypeError, ValueError):
                return [Problem(about.name, 0, "expects: not a table of KIND = [LEAST, MOST]")]
    return outside(source.id, expects, counts)


def outside(
    source: str, expects: Mapping[str, tuple[int, int]], counts: Mapping[str, int]
) -> list[Problem]:
    """A problem for every kind that there is more or less of than a source promises."""
    return [
        Problem(source, 0, f"{counts.get(kind, 0)} of kind {kind!r}; expected {low} to {high}")
        for kind, (low, high) in sorted(expects.items())
        if not low <= counts.get(kind, 0) <= high
    ]
