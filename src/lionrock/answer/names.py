"""A linker from the names that an open build knows, or the records of one that is being made."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

import msgspec

from lionrock.read.fold import folded_letters
from lionrock.read.gazetteer import Gazetteer, Name, spoken
from lionrock.read.linking import EntityLinker, Known
from lionrock.read.tails import TAIL, tails

_PLACED = re.compile(r"(.+?)\s*(?:[(（]\s*|,\s*)([^()（）,]+?)\s*[)）]?")
_BRACKETED = re.compile(r"\s*[（(][^()（）]{1,40}[)）]")
_COLON = re.compile(r"\s*[:：]\s*")
_LOCAL = re.compile(r"\s+(?:for|of|in) Hong Kong\b\s*|^香港")
_HAN = re.compile("[\u3400-\u9fff]")
_GENERIC = frozenset(("ai", "robotics", "science", "technology", "hospital", "university", "bank"))

NAMED = frozenset(("initiative", "programme", "instrument", "artefact", "place"))
"""Kinds of entity, beside organisations, whose names are looked for."""


class Names(msgspec.Struct, frozen=True):
    """What linking needs: organisations with their names, names of other entities, the kind of
    each entity, the class of an organisation, how many links each has, (parent, campus), and the
    names of the places where organisations are."""

    bodies: Mapping[str, tuple[str, ...]]
    others: tuple[Name, ...]
    kinds: Mapping[str, str]
    classes: Mapping[str, str]
    links: Mapping[str, int]
    campuses: tuple[tuple[str, str], ...]
    places: Mapping[str, tuple[str, ...]]


def make_linker(names: Names) -> EntityLinker:
    """The linker of these names."""
    campuses: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for parent, campus in names.campuses:
        for place in names.places.get(campus, ()):
            campuses[parent].append((folded_letters(place).lower(), campus))
    for base, place, campus in _named_for_a_place(names):
        campuses[base].append((place, campus))
    every = tuple(_all(names))
    places = frozenset(one.entity for one in every if one.kind == "place")
    kinds = {one.entity: one.kind for one in every}
    owners: dict[str, set[str]] = defaultdict(set)
    short = []
    for tail, id_, owner in tails(((one.text, one.entity) for one in every), places):
        owners[id_].add(owner)
        short.append(Name(tail, id_, TAIL + kinds[id_]))
    known = Known(
        names.classes,
        {parent: tuple(found) for parent, found in campuses.items()},
        {id_: frozenset(found) for id_, found in owners.items()},
    )
    return EntityLinker(Gazetteer((*every, *short), dict(names.links)), known)


def _named_for_a_place(names: Names) -> Iterator[tuple[str, str, str]]:
    """Campuses by their names: (parent, place, campus) where a name is the parent's with the
    place where the campus is in brackets or after a comma."""
    whole = {_folded(name): id_ for id_, told in names.bodies.items() for name in told}
    for id_, told in names.bodies.items():
        places = {_folded(name) for name in names.places.get(id_, ())}
        found = set()
        for name in told:
            match = _PLACED.fullmatch(_folded(name))
            base = whole.get(match[1].strip()) if match else None
            if match and base and base != id_ and match[2] in places:
                found |= {(base, place, id_) for place in places}
        yield from sorted(found)


def _folded(text: str) -> str:
    return folded_letters(text).lower().removeprefix("the ")


def _all(names: Names) -> Iterator[Name]:
    for id_, told in names.bodies.items():
        for name in told:
            if name.lower() not in _GENERIC:
                yield Name(name, id_, "organisation")
    for id_, texts in spoken().items():
        for text in texts if id_ in names.kinds else ():
            yield Name(text, id_, names.kinds[id_])
    for one in names.others:
        if one.text.lower() not in _GENERIC:
            yield one
    yield from _shortened(names)


def _shortened(names: Names) -> Iterator[Name]:
    """Titles as people cite them: without what stands in brackets, and what follows the colon of
    "Artificial Intelligence: Model … Framework"; only where one title alone is so called."""
    whole = {_folded(one.text) for one in names.others}
    found: dict[str, dict[str, Name]] = defaultdict(dict)
    for one in names.others:
        if one.kind == "place":
            continue
        plain = _BRACKETED.sub("", one.text).strip()
        local = _LOCAL.sub(" ", plain).strip()
        for text in (
            plain,
            local,
            plain.replace("：", "").replace(":", ""),
            *_COLON.split(plain)[1:],
        ):
            telling = len(_HAN.findall(text)) >= 6 or len(text.split()) >= 4
            if telling and _folded(text) not in whole:
                found[_folded(text)].setdefault(one.entity, Name(text, one.entity, one.kind))
    for meant in found.values():
        if len(meant) == 1:
            yield from meant.values()
