"""Names read a second time in parts: a name and its campus, its city, or itself in another script.

"香港大學（薄扶林校園）" is the University; "City University of Hong Kong (Kowloon Tong)" says where
it stands; "Fano Labs (有光科技)" says the name twice. As one name each has words that the known one
lacks. The first part is asked again alone, and the second must not speak against what it finds.
"""

import re

import msgspec

from lionrock.model.fold import fold, is_cjk
from lionrock.model.match import Answer, Candidate
from lionrock.model.names.places import around, by_name, standing
from lionrock.model.names.reading import units
from lionrock.model.names.segments import localities
from lionrock.model.names.words import WordClass, words
from lionrock.resolve.index import Index

_CAMPUS = re.compile(r"\s*(?:campus|校區|校区|校園|校园|主校區|主校区)\s*$", re.IGNORECASE)
_BRACKETS = re.compile(r"^(.{2,200}?)\s*[(（【\[](.{1,100})[)）】\]]\s*$", re.DOTALL)
_BRACKETS_FIRST = re.compile(r"^\s*[(（【\[]([^)）】\]]{2,40})[)）】\]]\s*(.{2,200})$", re.DOTALL)
_PLACED = tuple(
    re.compile(rf"^(.{{4,200}})[\s,–-]+((?:[\w'-]+ ){{{words}}}campus)$", re.IGNORECASE)
    for words in (1, 2, 3)
)
_SCHOOL = re.compile("^(.{2,40}?(?:大學|大学|學院|学院))([^大學学院]{1,8}(?:校區|校区|校園|校园))$")


class Parts(msgspec.Struct, frozen=True):
    """A name in two parts; `campus` when the second says that it is one."""

    name: str
    other: str
    campus: bool


def parts(text: str) -> Parts | None:
    """The two parts of a name, None when it has but one."""
    first = _BRACKETS_FIRST.match(text)
    if first is not None:
        return Parts(first[2].strip(), first[1].strip(), False)
    match = _BRACKETS.match(text) or _SCHOOL.match(text) or _placed(text)
    if match is None:
        return None
    other = _CAMPUS.sub("", match[2])
    return Parts(match[1].strip(), other, other != match[2])


def _placed(text: str) -> re.Match[str] | None:
    """A name and the campus after it, when the campus is called by a place."""
    for pattern in _PLACED if text[-6:].lower() == "campus" else ():
        match = pattern.match(text)
        if match and _place(_CAMPUS.sub("", match[2])) is not None:
            return match
    return None


def agrees(index: Index, part: Parts, found: Candidate, second: Answer) -> bool:
    """Whether the second part of a name lets what the first part means stand.

    It may be a place where the organisation stands or an unknown part of a campus (but no place
    of a sibling campus), the organisation's name again, or an unknown name in the other script.
    """
    organisation = index.numbers[found.id]
    place = _place(part.other)
    if place is not None or part.campus:
        named = {index.ids[unit] for unit in place or () if unit in index.ids}
        sibling = _words(index, organisation, "other")
        if named & sibling:
            return False
        near = bool(named) and named <= _words(index, organisation, "near")
        return part.campus or near or _also_stands(index, organisation, part.other)
    best = second.candidates[0] if second.candidates else None
    if best is not None and best.id == found.id:
        return best.score >= _SAME
    strange = second.verdict == "none" and (best is None or best.score < _SAME)
    return strange and _chinese(part.name) != _chinese(part.other) and _is_name(part.other)


def _also_stands(index: Index, organisation: int, place: str) -> bool:
    """Whether a university may have a site in a place of its own province that has no id."""
    known = index.organisation(organisation)
    other = index.arrays["other_ptr"]
    if known.kind != "university" or other[organisation + 1] > other[organisation]:
        return False
    wider = {one.id for one in around(by_name().get(fold(place), ""))} - {"china"}
    return bool(wider & standing(known.cities, known.country))


_SAME = 0.3
"""The least probability with which the second part must lead to the same organisation."""


def _place(text: str) -> tuple[str, ...] | None:
    """The units of the city that a place or a part of it lies in, None when it is no place."""
    city = localities().get(fold(text))
    if city is not None:
        return city
    found = units(text)
    if found and all(words().classes.get(unit) == WordClass.PLACE for unit in found):
        return tuple(found)
    return None


def _words(index: Index, organisation: int, which: str) -> set[int]:
    starts, kept = index.arrays[f"{which}_ptr"], index.arrays[f"{which}_words"]
    return set(kept[starts[organisation] : starts[organisation + 1]].tolist())


def _chinese(text: str) -> bool:
    return any(is_cjk(character) for character in text)


def _is_name(text: str) -> bool:
    """Whether a text can be a name: no unit of something, nothing but general words."""
    classes = words().classes
    found = [classes.get(unit, WordClass.NAME) for unit in units(text)]
    return WordClass.NAME in found and not {WordClass.UNIT, WordClass.PLACE} & set(found)


def whole(text: str, first: Answer) -> Answer:
    """The answer to a whole name, from the answer to its first part."""
    candidates = tuple(
        msgspec.structs.replace(one, start=0, end=len(text)) for one in first.candidates
    )
    return msgspec.structs.replace(first, found=candidates[:1], candidates=candidates)
