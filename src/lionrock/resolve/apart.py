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
from lionrock.resolve.doubts import LICENSED
from lionrock.resolve.index import Index

_CAMPUS = re.compile(r"\s*(?:campus|校區|校区|校園|校园|主校區|主校区)\s*$", re.IGNORECASE)
_BRACKETS = re.compile(r"^(.{2,200}?)\s*[(（【\[](.{1,100})[)）】\]]\s*$", re.DOTALL)
_BRACKETS_FIRST = re.compile(r"^\s*[(（【\[]([^)）】\]]{2,40})[)）】\]]\s*(.{2,200})$", re.DOTALL)
_PLACED = tuple(
    re.compile(rf"^(.{{4,200}})[\s,–-]+((?:[\w'-]+ ){{{words}}}campus)$", re.IGNORECASE)
    for words in (1, 2, 3)
)
_INSIDE = re.compile(r"^(.{2,200}?)\s*[(（]([^()（）]{2,40})[)）]\s*(\S.{0,40})$")
_AT_END = re.compile(r"^(.{3,200}?[a-z]) ((?:[A-Z][a-z]+ )?[A-Z][a-z]+)$")
_AT_END_CHINESE = re.compile("^(.{2,60}公司)([^公司]{2,4})$")
_AT_HOME = frozenset(("china", "hongkong", "macau"))
_OFFICES = frozenset(("corporate", "startup"))
_SCHOOL = re.compile("^(.{2,40}?(?:大學|大学|學院|学院))([^大學学院]{1,8}(?:校區|校区|校園|校园))$")


class Parts(msgspec.Struct, frozen=True):
    """A name in two parts; `campus` when the second says that it is one; `office` when it can only
    be the place of a company's office."""

    name: str
    other: str
    campus: bool
    office: bool = False


def parts(text: str) -> Parts | None:
    """The two parts of a name, None when it has but one."""
    first = _BRACKETS_FIRST.match(text)
    if first is not None:
        return Parts(first[2].strip(), first[1].strip(), False)
    match = _BRACKETS.match(text) or _SCHOOL.match(text) or _placed(text)
    if match is None:
        return _office(text)
    other = _CAMPUS.sub("", match[2])
    return Parts(match[1].strip(), other, other != match[2])


def _office(text: str) -> Parts | None:
    """A company's name and the place of an office, which stands before its legal form or last."""
    inside = _INSIDE.match(text)
    if inside is not None:
        legal = all(words().classes.get(unit) == WordClass.LEGAL for unit in units(inside[3]))
        name = f"{inside[1]} {inside[3]}".strip()
        return Parts(name, inside[2], False, True) if legal and _place(inside[2]) else None
    match = _AT_END.match(text) or _AT_END_CHINESE.match(text)
    if match is None:
        return None
    name, place = match[1], match[2]
    if _place(place) is None and " " in place:
        first, place = place.split(" ")
        name = f"{name} {first}"
    return Parts(name, place, False, True) if _place(place) is not None else None


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
    if part.office:
        return _may_be_office(index, organisation, part)
    place = _place(part.other)
    if place is not None or part.campus:
        named = {index.ids[unit] for unit in place or () if unit in index.ids}
        sibling = _words(index, organisation, "other")
        if named & sibling:
            return False
        near = bool(named) and named <= _words(index, organisation, "near")
        office = _may_be_office(index, organisation, part)
        return part.campus or near or office or _also_stands(index, organisation, part.other)
    best = second.candidates[0] if second.candidates else None
    if best is not None and best.id == found.id:
        return best.score >= _SAME
    strange = second.verdict == "none" and (best is None or best.score < _SAME)
    return strange and _chinese(part.name) != _chinese(part.other) and _is_name(part.other)


def _may_be_office(index: Index, organisation: int, part: Parts) -> bool:
    """Whether a company may have an office in a place: anywhere in China, unless it is licensed."""
    if index.organisation(organisation).kind not in _OFFICES or LICENSED.search(part.name):
        return False
    place = by_name().get(fold(part.other), "")
    return any(one.id in _AT_HOME for one in around(place)) and place != "china"


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
