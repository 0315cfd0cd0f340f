"""Reading a document with the names of one build."""

import threading
from collections import defaultdict
from weakref import WeakKeyDictionary

from lionrock.answer.names import NAMED, Names, make_linker
from lionrock.answer.observatory import Observatory
from lionrock.model.reading import Document, Linker, Reading
from lionrock.read.amounts import amounts
from lionrock.read.dates import dates
from lionrock.read.document import read_bytes, read_text
from lionrock.read.events import Found, events
from lionrock.read.gazetteer import Name
from lionrock.read.proposed import proposed
from lionrock.read.sentences import sentences

_NAMES = """
SELECT subject, kind, value, prop FROM facts
WHERE prop IN ('name', 'abbreviation', 'former_name') AND kind IN (SELECT unnest(?))
ORDER BY subject, prop, rank, value
"""
_CAMPUSES = "SELECT DISTINCT target, source FROM edges WHERE type = 'campus_of' ORDER BY ALL"
_PLACES = """
SELECT f.subject, p.value FROM facts f JOIN facts p ON p.subject = f.value AND p.prop = 'name'
WHERE f.prop = 'place' AND f.kind = 'organisation' ORDER BY ALL
"""


def read(observatory: Observatory, document: Document) -> Reading:
    """Everything that stands in a document: sentences, names, amounts, dates, events."""
    return read_with(linker(observatory), document)


def read_with(linker: Linker, document: Document) -> Reading:
    """Everything that stands in a document, names by a linker of one's own."""
    cut = sentences(document.text)
    when = dates(document.text, document.published)
    counted = amounts(document.text, when)
    named = linker.mentions(document, cut)
    told = events(document.text, cut, Found(named, counted, when))
    more = proposed(document.text, cut, named)  # after the events: nobody unknown has a role
    every = tuple(sorted((*named, *more), key=lambda one: one.start)) if more else named
    return Reading(document, cut, every, counted, when, told)


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
            made = _LINKERS[observatory] = make_linker(_names(observatory))
        return made


def _names(observatory: Observatory) -> Names:
    """What a build knows of names."""
    places: dict[str, list[str]] = defaultdict(list)
    for subject, name in observatory.query(_PLACES):
        places[subject].append(name)
    bodies = {one.id: tuple(name.text for name in one.names) for one in observatory.organisations()}
    return Names(
        bodies,
        tuple(
            Name(text, id_, kind)
            for id_, kind, text, _ in observatory.query(_NAMES, (sorted(NAMED),))
        ),
        dict(observatory.query("SELECT id, kind FROM entities")),
        dict(observatory.query("SELECT id, class FROM entities WHERE class IS NOT NULL")),
        dict(observatory.query("SELECT id, links FROM degrees")),
        tuple(observatory.query(_CAMPUSES)),
        {subject: tuple(found) for subject, found in places.items()},
    )
