"""The ties of a build by whom they join."""

from collections import defaultdict
from typing import Any

import msgspec

from lionrock.answer.checking.asked import HOME
from lionrock.answer.checking.claim import Stand, Support
from lionrock.answer.checking.figures import Figures
from lionrock.answer.checking.planned import planned
from lionrock.answer.checking.stated import Stated, evidence, of_whom, plain, titled
from lionrock.answer.checking.terms import terms
from lionrock.answer.observatory import Observatory
from lionrock.model.schema import schema
from lionrock.model.text import T

_EDGES = (
    "SELECT id, type, via, source, target, date, n FROM edges ORDER BY type, source, target, id"
)
_CITIES = """
SELECT id FROM entities WHERE kind = 'place' AND coalesce(class, '') NOT IN ('region', 'country')
AND id NOT IN (SELECT target FROM edges WHERE type = 'member_of')
ORDER BY id
"""
_ALIKE = {
    "operator": "owner", "issuer": "owner", "by": "owner", "parent": "part_of",
    "adopter": "adoption", "provider": "supplies", "investor": "invests_in", "company": "deal",
}  # fmt: skip


class Tie(msgspec.Struct, frozen=True):
    """An edge of the build, its type as relations.toml has it."""

    id: str
    type: str
    stored: str
    source: str
    target: str
    date: str | None
    record: int


class Ties:
    """Every tie of a build, by the pair it joins; made once, safe between threads."""

    def __init__(self, observatory: Observatory, figures: Figures) -> None:
        self._figures = figures
        self.between: dict[frozenset[str], list[Tie]] = defaultdict(list)
        self.of: dict[tuple[str, str], list[Tie]] = defaultdict(list)
        self.cities = frozenset(id_ for (id_,) in observatory.query(_CITIES))
        self._planned = planned(observatory)
        rows = observatory.query(_EDGES)
        for row in rows:
            self._add(*row)
        self._to_be = frozenset(
            tie.id for held in self.between.values() for tie in held if self.to_be(tie)
        )
        self._parts: dict[str, list[str]] = defaultdict(list)
        for _, type_, _, source, target, _, _ in rows:
            if type_ in ("part_of", "parent") and target != HOME:
                self._parts[target].append(source)
        companies = {row[3]: row[4] for row in rows if row[1] == "company"}
        for id_, type_, via, source, target, date, n in rows:
            if type_ == "investor" and source in companies:
                self._add(id_, "invests_in", via, target, companies[source], date, n)
            if type_ == "provider" or type_ == "adopter":
                self._uses[source].append((type_, target, n))
        for source, ends in self._uses.items():
            self._add_supply(source, ends)

    @property
    def _uses(self) -> dict[str, list[tuple[str, str, int]]]:
        if not hasattr(self, "_found_uses"):
            self._found_uses: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
        return self._found_uses

    def _add(self, *row: Any) -> None:
        id_, type_, _, source, target, date, n = row
        tie = Tie(id_, _ALIKE.get(type_, type_), type_, source, target, date, n)
        self.between[frozenset((source, target))].append(tie)
        self.of[tie.type, source].append(tie)

    def _add_supply(self, use: str, ends: list[tuple[str, str, int]]) -> None:
        for kind, provider, n in ends:
            for other, adopter, _ in ends:
                if (kind, other) == ("provider", "adopter"):
                    self._add(use, "supplies", "property", provider, adopter, None, n)

    def group(self, id_: str) -> tuple[str, ...]:
        """An entity, what bears its name, and its parts: what a school of a university has set
        up, a text says of the university."""
        found = (id_, *self._figures.bearers.twins.get(id_, ()), *self._parts.get(id_, ()))
        return tuple(dict.fromkeys(found))

    def to_be(self, tie: Tie) -> bool:
        """Whether a tie, or one whom it joins, is on record as planned only."""
        return not self._planned.isdisjoint((tie.id, tie.source, tie.target))

    def planned(self, one: Support) -> bool:
        """Whether a tie given as evidence is planned only."""
        return one.statement in self._to_be

    def above(self, id_: str) -> frozenset[str]:
        """An entity and all that it is a part of, whatever those are a part of."""
        found, left = {id_}, [id_]
        while left:
            for tie in self.of.get(("part_of", left.pop()), ()):
                if tie.target not in found and tie.target != HOME:
                    found.add(tie.target)
                    left.append(tie.target)
        return frozenset(found)

    def under(self, id_: str) -> bool:
        """Whether anything is a part of an entity."""
        return bool(self._parts.get(id_))

    def words(self, id_: str) -> frozenset[str]:
        """The words of an entity's English name."""
        return terms(self._figures.label(id_).en)

    def support(self, tie: Tie, stand: Stand) -> Support:
        """A tie as evidence, told as "A → B"."""
        stated = Stated(tie.id, tie.record, tie.source)
        return evidence(self._figures, stated, stand, (self.told(tie), plain(tie.stored)), tie.date)

    def told(self, tie: Tie) -> T:
        """A tie in words: subject, label of the relation, object."""
        relation = schema().relations.get(tie.stored)
        prop = schema().properties.get(tie.stored)
        label = relation.label if relation else prop.label if prop else plain(tie.stored)
        source, target = self._figures.label(tie.source), self._figures.label(tie.target)
        return of_whom(titled(source, label), target)
