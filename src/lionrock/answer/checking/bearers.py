"""Who bears a name: by what else they are called, who bears the same, who tells of whom."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from functools import cache, cached_property

from lionrock.answer.checking.terms import terms
from lionrock.answer.observatory import Observatory
from lionrock.model.text import T

_NAMES = """
SELECT subject, value FROM facts WHERE prop IN ('name', 'abbreviation')
AND kind IN ('organisation', 'programme', 'initiative', 'instrument') ORDER BY subject, prop, value
"""
TELLERS = frozenset(("government", "regulator", "association", "media", "consultancy", "funder"))
"""Classes of bodies that tell of the city more than of themselves."""
TWINS = 3
"""Entities of one name that are taken for one another; more of them bear a name of no telling."""


class Bearers:
    """The bearers of names of one build; made once, safe between threads."""

    def __init__(self, observatory: Observatory, labels: Mapping[str, T]) -> None:
        self._observatory = observatory
        self._labels = labels

    def others(self, ids: AbstractSet[str]) -> bool:
        """Whether any of some entities is a body with figures of its own: a company, a park, a
        university; a bureau or a regulator tells the city's."""
        return not ids.isdisjoint(self._bodies)

    def paid(self, ids: AbstractSet[str]) -> bool:
        """Whether any of some entities is what money may be for: such a body, or an initiative or
        programme."""
        return self.others(ids) or not ids.isdisjoint(self._schemes)

    @cached_property
    def _schemes(self) -> frozenset[str]:
        rows = self._observatory.query(
            "SELECT id FROM entities WHERE kind IN ('initiative', 'programme')"
        )
        return frozenset(id_ for (id_,) in rows)

    @cached_property
    def _bodies(self) -> frozenset[str]:
        rows = self._observatory.query(
            "SELECT id, class FROM entities WHERE kind = 'organisation' AND class IS NOT NULL"
        )
        return frozenset(id_ for id_, class_ in rows if class_ not in TELLERS)

    def called(self, id_: str) -> frozenset[str]:
        """The terms of every name of a body, programme, initiative or rule: a label may have its
        abbreviation where a text has the name. None of a place."""
        return self._called(id_)

    @cached_property
    def _called(self) -> Callable[[str], frozenset[str]]:
        names: dict[str, list[str]] = defaultdict(list)
        for subject, name in self._observatory.query(_NAMES):
            names[subject].append(name)
        return cache(lambda id_: terms(" ".join(names.get(id_, ()))))

    @cached_property
    def twins(self) -> Mapping[str, frozenset[str]]:
        """Entities that bear the same name as another: an institute and the initiative it is."""
        alike: dict[str, set[str]] = defaultdict(set)
        for id_, name in self._labels.items():
            alike[name.en.casefold()].add(id_)
            alike[name.hant].add(id_)
        found: dict[str, frozenset[str]] = defaultdict(frozenset)
        for ids in alike.values():
            for id_ in ids if 1 < len(ids) <= TWINS else ():
                found[id_] |= ids
        return dict(found)
