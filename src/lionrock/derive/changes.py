"""What differs between two builds: added, changed, withdrawn, each with its reason.

The reason is told by digests, not guessed: what rests on a snapshot that only one of the builds
read changed with its source; what rests on the same bytes changed with an input that is not a
source (judgements, decisions, rates, definitions, publishers, this program).
"""

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from lionrock.derive.causes import Causes, Why
from lionrock.derive.sides import Known, Measured, Merged, Said, either, paired
from lionrock.model.change import Change
from lionrock.model.text import LANGUAGES, T
from lionrock.store.builds import DATABASE, DOCUMENTS, Manifest
from lionrock.store.documents import DocumentReader
from lionrock.store.duck import Duck, steps

_SHOWN_PAGES = 5


def compare(old: tuple[Path, Manifest], fresh: tuple[Path, Manifest]) -> list[Change]:
    """What changed from one build (its folder and manifest) to another.

    Ordered by subject, what, property. Raises StepFailed when the tables of the two cannot be
    compared, OSError when a file of theirs cannot be read.
    """
    members: dict[str, set[str]] = {}
    for folder, _ in (old, fresh):
        for entity, facets in DocumentReader(folder / DOCUMENTS).members().items():
            members.setdefault(entity, set()).update(facets)
    database = Duck()
    try:
        database.attach(old[0] / DATABASE, "old")
        database.attach(fresh[0] / DATABASE, "fresh")
        database.run(steps("lionrock.derive", "changes.sql"))
        told = _Told(database, members, Causes(old[1], fresh[1]))
        found = [
            *told.entities(), *told.merges(), *told.statements(), *told.evidence(),
            *told.observations(),
        ]  # fmt: skip
    finally:
        database.close()
    return sorted(found, key=_order)


def _order(change: Change) -> tuple[str, ...]:
    said = (change.after or change.before or "", change.lang or "", change.period or "")
    return (change.subject, change.what, change.prop or "", change.how, *said)


class _Told:
    """Rows of changes.sql told as changes."""

    def __init__(self, database: Duck, members: dict[str, set[str]], causes: Causes) -> None:
        self._database, self._members, self._causes = database, members, causes
        self._labels = {
            id_: (kind, T(en, hant, hans))
            for id_, kind, en, hant, hans in database.rows("SELECT * FROM labels")
        }
        self._ends: dict[str, list[str]] = {}
        for owner, entity in database.rows("SELECT owner, entity FROM ends ORDER BY ALL"):
            self._ends.setdefault(owner, []).append(entity)
        self._stays: dict[str, str] = {}
        self._facet_of: dict[str, str] = {}
        for side in ("old", "fresh"):
            self._stays |= dict(database.rows(f"SELECT id, canonical FROM {side}.merges"))
            self._facet_of |= dict(database.rows(f"SELECT id, facet FROM {side}.indicators"))

    def entities(self) -> Iterator[Change]:
        """Who is new, who is gone, whose label is another."""
        rows = self._database.rows(
            "SELECT side, id, kind, label_en, label_hant, label_hans FROM entities "
            "ORDER BY id, side"
        )
        for old, fresh in paired(map(Known._make, rows), lambda row: row.id):
            row = either(old, fresh)
            merged = self._stays.get(row.id) is not None
            made = self._change(
                ("entity", _how(old, fresh)), (row.id, row.kind),
                self._causes.of_entity(merged, old is None),
            )  # fmt: skip
            before, after = (side.text if side else None for side in (old, fresh))
            yield replace(made, before=before, after=after)

    def merges(self) -> Iterator[Change]:
        """Which ids became one, or no longer are."""
        rows = self._database.rows("SELECT side, id, canonical FROM merges ORDER BY id, side")
        for old, fresh in paired(map(Merged._make, rows), lambda row: row.id):
            id_ = either(old, fresh).id
            before, after = (side.canonical if side else None for side in (old, fresh))
            named = self._labels.get(after or before or "")
            made = self._change(
                ("merge", _how(old, fresh)), (id_, named[0] if named else "organisation"),
                self._causes.judged(),
            )  # fmt: skip
            about = dict.fromkeys((id_, *(side for side in (before, after) if side)))
            yield replace(made, before=before, after=after, about=tuple(about))

    def statements(self) -> Iterator[Change]:
        """What is said that was not, and the reverse; one value for one is a change."""
        rows = self._database.rows(
            "SELECT s.side, s.key, s.source, s.subject, s.kind, s.prop, s.value, s.lang, "
            "s.original, p.moved, p.locators, p.extracted "
            "FROM statements s JOIN places p ON p.side = s.side AND p.key = s.key "
            "ORDER BY s.subject, s.prop, s.rank, s.key"
        )
        same = lambda row: (row.source, row.subject, row.kind, row.prop, row.lang)  # noqa: E731
        for old, fresh in paired(map(Said._make, rows), same):
            row = either(old, fresh)
            sides = [side for side in (old, fresh) if side]
            why = self._causes.of_statement(
                any(side.moved for side in sides), row.locators, row.extracted
            )
            made = self._change(("statement", _how(old, fresh)), (row.subject, row.kind), why)
            yield replace(
                made, prop=row.prop, lang=row.lang,
                before=old.value if old else None, after=fresh.value if fresh else None,
                was=old.claim if old else None, now=fresh.claim if fresh else None,
            )  # fmt: skip

    def evidence(self) -> Iterator[Change]:
        """Statements that stand as they were, but are seen on other pages."""
        rows = self._database.rows(
            "SELECT subject, kind, prop, value, lang, gone, come, moved, locators, extracted "
            "FROM seen_elsewhere ORDER BY subject, prop, key"
        )
        for subject, kind, prop, value, lang, gone, come, *place in rows:
            why = self._causes.of_statement(*place)
            made = self._change(("evidence", "changed"), (subject, kind), why)
            before, after = (f"{value}: {_pages(u)}" if u else None for u in (gone, come))
            yield replace(made, prop=prop, lang=lang, before=before, after=after)

    def observations(self) -> Iterator[Change]:
        """What is measured: by id, else by whom, of what, about whom, in which period."""
        rows = self._database.rows(
            "SELECT side, id, indicator, about, period, value, unit, measured, measured_unit, "
            "qualifier, publisher, nature, tier, moved, locator FROM observations "
            "ORDER BY indicator, about, period, id, side"
        )
        found = list(paired(map(Measured._make, rows), lambda row: row.id))
        pairs = [pair for pair in found if None not in pair]
        alone = [either(*pair) for pair in found if None in pair]
        pairs += paired(
            alone, lambda row: (row.indicator, row.about, row.period, row.publisher, row.nature)
        )
        for old, fresh in pairs:
            row = either(old, fresh)
            why = self._causes.of_reading(old, fresh)
            made = self._change(("observation", _how(old, fresh)), (row.about, "observation"), why)
            yield replace(
                made, prop=row.indicator, period=row.period, facets=self._measured(row.indicator),
                before=old.text if old else None, after=fresh.text if fresh else None,
            )  # fmt: skip

    def _measured(self, indicator: str) -> tuple[str, ...]:
        facet = self._facet_of.get(indicator)
        return (facet,) if facet else ()

    def _change(self, what: tuple[str, str], subject: tuple[str, str], why: Why) -> Change:
        id_, kind = subject
        stays = self._stays.get(id_, id_)
        named = self._labels.get(stays) or self._labels.get(id_)
        about = dict.fromkeys((id_, stays, *self._ends.get(id_, ())))
        facets = {facet for one in about for facet in self._members.get(one, ())}
        label = named[1] if named else self._between(id_)
        return Change(
            *what, id_, kind, label, *why, about=tuple(about), facets=tuple(sorted(facets))
        )

    def _between(self, id_: str) -> T:
        """A label for a relation, which has none of its own: whom it binds."""
        ends = [self._labels[one][1] for one in self._ends.get(id_, ()) if one in self._labels]
        if not ends:
            return T(id_, id_, id_)
        return T(*(" – ".join(end.in_(lang) for end in ends) for lang in LANGUAGES))


def _how(old: object, fresh: object) -> str:
    return "added" if old is None else "withdrawn" if fresh is None else "changed"


def _pages(urls: list[str]) -> str:
    more = f" +{len(urls) - _SHOWN_PAGES}" if len(urls) > _SHOWN_PAGES else ""
    return " ".join(urls[:_SHOWN_PAGES]) + more
