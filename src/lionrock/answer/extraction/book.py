"""Names gathered from records as a build reads them, before there are tables to ask."""

from collections import Counter, defaultdict

from lionrock.answer.names import NAMED, Names
from lionrock.model.aliases import Aliases
from lionrock.model.fold import fold
from lionrock.model.schema import schema
from lionrock.model.source import Record
from lionrock.read.gazetteer import Name

_NAME = frozenset(("name", "abbreviation", "former_name"))


class NameBook:
    """Learns from every record that is admitted; `names()` is what a linker is made of."""

    def __init__(self) -> None:
        known = schema()
        self._links = frozenset(
            one.id for one in known.properties.values() if one.type in ("entity", "place")
        )
        self._relations = frozenset(known.relations)
        self._named: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._kinds: dict[str, str] = {}
        self._classes: dict[str, str] = {}
        self._places: defaultdict[str, list[str]] = defaultdict(list)
        self._campuses: list[tuple[str, str]] = []
        self._degrees: Counter[str] = Counter()

    def learn(self, record: Record) -> None:
        """Learn what a record says of names, places, campuses and links."""
        if record.kind in self._relations:
            ends = {prop: value for prop, value, _, _ in record.claims}
            source, target = ends.get("subject"), ends.get("object")
            if source and target:
                self._degrees.update((source, target))
                if record.kind == "campus_of":
                    self._campuses.append((target, source))
            return
        if record.kind == "observation":
            return
        self._kinds.setdefault(record.subject, record.kind)
        for prop, value, _, _ in record.claims:
            if prop in _NAME:
                self._named[record.subject].setdefault(value)
            elif prop == "class":
                self._classes.setdefault(record.subject, value)
            if prop == "place":
                self._places[record.subject].append(value)
            if prop in self._links:
                self._degrees.update((record.subject, value))

    def kind(self, id_: str) -> str:
        """The kind of an entity; "" when there is none of this id."""
        return self._kinds.get(id_, "")

    def names(self, aliases: Aliases) -> Names:
        """What a linker is made of."""
        shared = {fold(name) for name in aliases.shared}
        bodies: dict[str, tuple[str, ...]] = {}
        others: list[Name] = []
        for id_, kind in self._kinds.items():
            if kind == "organisation":
                told = [name for name in self._named[id_] if fold(name) not in shared]
                more = aliases.alias.get(id_)
                told += (*more.names, *more.short, *more.former) if more is not None else ()
                bodies[id_] = tuple(told)
            elif kind in NAMED:
                others += (Name(name, id_, kind) for name in self._named[id_])
        places = {
            id_: tuple(name for place in found for name in self._named[place])
            for id_, found in self._places.items()
            if id_ in bodies
        }
        return Names(
            bodies, tuple(others), self._kinds, self._classes, self._degrees,
            tuple(self._campuses), places,
        )  # fmt: skip
