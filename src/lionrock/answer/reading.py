"""Reading a document with the names of one build."""

import re
import threading
from collections import defaultdict
from collections.abc import Iterator
from weakref import WeakKeyDictionary

from lionrock.answer.observatory import Observatory
from lionrock.model.reading import Document, Linker, Reading
from lionrock.read.amounts import amounts
from lionrock.read.dates import dates
from lionrock.read.document import read_bytes, read_text
from lionrock.read.events import Found, events
from lionrock.read.fold import folded_letters
from lionrock.read.gazetteer import Gazetteer, Name, spoken
from lionrock.read.linking import EntityLinker, Known
from lionrock.read.sentences import sentences

_NAMES = """
SELECT subject, kind, value, prop FROM facts
WHERE prop IN ('name', 'abbreviation', 'former_name')
    AND kind IN ('initiative', 'programme', 'instrument', 'artefact', 'place')
ORDER BY subject, prop, rank, value
"""
_CAMPUSES = """
SELECT e.target, e.source, p.value FROM edges e
JOIN facts f ON f.subject = e.source AND f.prop = 'place'
JOIN facts p ON p.subject = f.value AND p.prop = 'name'
WHERE e.type = 'campus_of' ORDER BY ALL
"""
_PLACES = """
SELECT f.subject, p.value FROM facts f JOIN facts p ON p.subject = f.value AND p.prop = 'name'
WHERE f.prop = 'place' AND f.kind = 'organisation' ORDER BY ALL
"""
_PLACED = re.compile(r"(.+?)\s*(?:[(（]\s*|,\s*)([^()（）,]+?)\s*[)）]?")
_GENERIC = frozenset(("ai", "robotics", "science", "technology", "hospital", "university", "bank"))


def read(observatory: Observatory, document: Document) -> Reading:
    """Everything that stands in a document: sentences, names, amounts, dates, events."""
    cut = sentences(document.text)
    when = dates(document.text, document.published)
    counted = amounts(document.text, when)
    named = linker(observatory).mentions(document, cut)
    told = events(document.text, cut, Found(named, counted, when))
    return Reading(document, cut, named, counted, when, told)


def read_plain(observatory: Observatory, text: str, published: str | None = None) -> Reading:
    """Read a text that was pasted or piped in."""
    return read(observatory, read_text(text, published=published))


def read_raw(observatory: Observatory, data: bytes, name: str = "") -> Reading:
    """Read a document from its bytes."""
    return read(observatory, read_bytes(data, name))


_LINKERS: "WeakKeyDictionary[Observatory, Linker]" = WeakKeyDictionary()
_MAKING = threading.Lock()


def linker(observatory: Observatory) -> Linker:
    """The linker of a build; made on first use."""
    with _MAKING:
        made = _LINKERS.get(observatory)
        if made is None:
            made = _LINKERS[observatory] = _linker(observatory)
        return made


def _linker(observatory: Observatory) -> Linker:
    weight = dict(observatory.query("SELECT id, links FROM degrees"))
    classes = dict(observatory.query("SELECT id, class FROM entities WHERE class IS NOT NULL"))
    campuses: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for parent, campus, place in observatory.query(_CAMPUSES):
        campuses[parent].append((folded_letters(place).lower(), campus))
    for base, place, campus in _named_for_a_place(observatory):
        campuses[base].append((place, campus))
    known = Known(classes, {k: tuple(v) for k, v in campuses.items()})
    return EntityLinker(Gazetteer(_names(observatory), weight), known)


def _named_for_a_place(observatory: Observatory) -> Iterator[tuple[str, str, str]]:
    """Campuses by their names: (parent, place, campus) where a name is the parent's with the
    place where the campus is in brackets or after a comma."""
    bodies = list(observatory.organisations())
    whole = {_folded(name.text): one.id for one in bodies for name in one.names}
    places: dict[str, set[str]] = defaultdict(set)
    for subject, name in observatory.query(_PLACES):
        places[subject].add(_folded(name))
    for one in bodies:
        found = set()
        for name in one.names:
            match = _PLACED.fullmatch(_folded(name.text))
            base = whole.get(match[1].strip()) if match else None
            if match and base and base != one.id and match[2] in places[one.id]:
                found |= {(base, place, one.id) for place in places[one.id]}
        yield from sorted(found)


def _folded(text: str) -> str:
    return folded_letters(text).lower().removeprefix("the ")


def _names(observatory: Observatory) -> Iterator[Name]:
    for organisation in observatory.organisations():
        for name in organisation.names:
            if name.text.lower() not in _GENERIC:
                yield Name(name.text, organisation.id, "organisation")
    kinds = dict(observatory.query("SELECT id, kind FROM entities"))
    for id_, texts in spoken().items():
        for text in texts if id_ in kinds else ():
            yield Name(text, id_, kinds[id_])
    for id_, kind, text, _ in observatory.query(_NAMES):
        if text.lower() not in _GENERIC:
            yield Name(text, id_, kind)
