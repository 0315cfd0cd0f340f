"""Organisations of one string that belong together: a laboratory and its university, a bureau and
its government. Which of them is meant depends on what the smaller one is."""

import re
from itertools import permutations

from lionrock.model.names.chinese import pieces
from lionrock.model.names.places import localities_of
from lionrock.model.names.reading import units
from lionrock.model.names.words import WordClass, words
from lionrock.resolve.found import Found, Judge
from lionrock.resolve.index import Index
from lionrock.resolve.passage import Passage

_LABORATORY = ("laboratory", "实验室", "實驗室")
_KEY = ("key lab", "重点实验室")
_AND = re.compile(r"&|\band\b|[与與和及]", re.IGNORECASE)
_COMPANIES = frozenset(("corporate", "startup", "provider", "investor"))
_PLACES = frozenset(("park",))
_UNSURE = 0.6


def household(judge: Judge, passage: Passage, found: list[Found]) -> list[Found]:
    """What is left of the organisations found when each household says which member is meant.

    A laboratory counts for the body it belongs to when that is named beside it, and so does any
    other unit nobody else lists (it has no ROR id); otherwise the smaller body counts and the
    larger is only its home. A science park or an airport is an address unless nothing else is
    named.
    """
    index = judge.index
    solid = [one for one in found if not _is_address(index, passage, one)]
    alone = len(found) == 1 and found[0].end - found[0].start >= len(passage.tokens)
    found = solid if solid or not alone else found
    kept = [one for one in found if not _is_college_of_another(index, passage, one, found)]
    gone: set[tuple[int, int]] = set()
    first = _once(found)
    units = {one.organisation for one in first if is_unit(index, one.organisation)}
    for small, large in permutations(first, 2) if len(first) > 1 else ():
        if small.organisation == large.organisation or small.part != large.part:
            continue
        if _are_two_homes(index, small.organisation, large.organisation):
            continue
        if _are_joined(passage, small, large):
            continue
        unit = small.organisation in units
        dropped = None
        if unit and large.score <= _UNSURE < small.score:
            continue  # what is not sure hides nothing
        if _within(index, small.organisation, large.organisation):
            dropped = small if unit else large
        elif _is_business_of(index, passage, small, large):
            dropped = large
        elif unit and _is_elsewhere(index, small.organisation, large.organisation):
            dropped = small
        if dropped is not None:
            gone.add((dropped.organisation, dropped.part))
    return [one for one in kept if (one.organisation, one.part) not in gone]


def _is_elsewhere(index: Index, small: int, large: int) -> bool:
    """Whether a unit stands beside a body it is no part of, and is not what is meant: a sibling
    laboratory, or one of another university."""
    sibling = _is_laboratory(index, small) and _related(index, small, large)
    return sibling or _is_foreign_unit(index, small, large)


def _once(found: list[Found]) -> list[Found]:
    """The surest mention of each organisation in each part: a text may name one a hundred times."""
    best: dict[tuple[int, int], Found] = {}
    for one in found:
        known = best.get((one.organisation, one.part))
        if known is None or known.score < one.score:
            best[one.organisation, one.part] = one
    return list(best.values())


def _are_joined(passage: Passage, one: Found, other: Found) -> bool:
    """Whether an "and" stands right before the later of two names: these are two places of work."""
    at = max(one.start, other.start)
    if at == 0:
        return False
    between = passage.text[passage.tokens[at - 1].end : passage.tokens[at].start]
    return _AND.search(between) is not None


def _is_business_of(index: Index, passage: Passage, small: Found, large: Found) -> bool:
    """Whether a company's name is another's with a word behind it, and stands in the segment before
    it: Huawei Cloud, Huawei Technologies."""
    kinds = {index.organisation(one.organisation).kind for one in (small, large)}
    tokens = passage.tokens
    if not kinds <= _COMPANIES:
        return False
    if large.end == small.start and tokens[large.start].segment == tokens[small.start].segment:
        return not tokens[small.start].after_stop  # Ping An OneConnect
    if tokens[large.start].segment != tokens[small.end - 1].segment + 1:
        return False
    said = [token.unit for token in tokens[small.start : small.end]]
    names = (units(name.text) for name in index.organisation(large.organisation).names)
    return any(name == said[: len(name)] for name in names if name and len(name) < len(said))


def _parents(index: Index, organisation: int, depth: int = 3) -> set[str]:
    """The ids of what an organisation is part of, directly or not."""
    found: set[str] = set()
    fresh = set(index.organisation(organisation).parents)
    for _ in range(depth):
        found |= fresh
        numbers = [index.numbers[id_] for id_ in fresh if id_ in index.numbers]
        fresh = {p for n in numbers for p in index.organisation(n).parents} - found
    return found


def _within(index: Index, small: int, large: int) -> bool:
    home = index.organisation(large)
    institute = index.organisation(small).kind == "research_centre"
    if institute and home.label.en.endswith("Academy of Sciences"):
        return True  # its institutes are named with it
    if int(index.arrays["base"][small]) == large:
        return False  # a campus named beside its university is another place of work
    return index.organisation(large).id in _parents(index, small)


def _are_two_homes(index: Index, small: int, large: int) -> bool:
    """Whether both are places of work: a hospital with a name of its own, and the university named
    beside it."""
    kinds = index.organisation(small).kind, index.organisation(large).kind
    if kinds != ("hospital", "university"):
        return False
    name, home = index.organisation(small).label.en, index.organisation(large).label.en
    return home not in name


def _is_college_of_another(index: Index, passage: Passage, one: Found, found: list[Found]) -> bool:
    """Whether a name says college, is no name of today, and stands beside a university: Lingnan
    College, and Lingnan (University) College, is Sun Yat-sen University's where that is named."""
    said = [token.unit for token in passage.tokens[one.start : one.end]]
    chinese = "".join(said).endswith("学院")
    after = [
        token.unit for token in passage.tokens[one.end : one.end + 1] if token.part == one.part
    ]
    college = ("college" in said and "university" not in said) or after == ["college"]
    if not college and not chinese:
        return False
    known = index.organisation(one.organisation)
    official = any(name.type == "official" and units(name.text) == said for name in known.names)
    if official and after != ["college"]:
        return False
    return any(
        other.part == one.part
        and other.organisation != one.organisation
        and index.organisation(other.organisation).kind == "university"
        and not _within(index, other.organisation, one.organisation)
        for other in found
    )


def _related(index: Index, small: int, large: int) -> bool:
    """Whether two bodies share a parent."""
    mine = _parents(index, small, 1)
    return bool(mine & _parents(index, large, 1))


def _is_laboratory(index: Index, organisation: int) -> bool:
    known = index.organisation(organisation)
    return any(word in name.text.lower() for name in known.names for word in _LABORATORY)


def _is_key(index: Index, organisation: int) -> bool:
    label = index.organisation(organisation).label
    return any(word in label.en.lower() + label.hans for word in _KEY)


def is_unit(index: Index, organisation: int) -> bool:
    """Whether a body counts for its university where that is named: a laboratory, or a unit of it
    that nobody else lists (it has no ROR id)."""
    known = index.organisation(organisation)
    if _is_laboratory(index, organisation):
        return True
    return not known.ror and known.kind == "research_centre" and _of_university(index, organisation)


def _is_foreign_unit(index: Index, small: int, large: int) -> bool:
    """Whether a unit of one university stands beside another: then only its name is alike. A
    laboratory that belongs to nobody is no unit, unless it is one of the state's key ones."""
    home = index.organisation(large)
    return (
        (_of_university(index, small) or _is_key(index, small))
        and (home.kind == "university" or (home.kind == "hospital" and _is_key(index, small)))
        and home.id not in _parents(index, small)
    )


def _of_university(index: Index, organisation: int) -> bool:
    """Whether a body is a university's: a company's laboratory has a name of its own."""
    numbers = [index.numbers[one] for one in _parents(index, organisation) if one in index.numbers]
    return any(index.organisation(one).kind == "university" for one in numbers)


def _is_locality(said: str) -> bool:
    """Whether a name is a locality's, with its city or without."""
    parts = [piece.text for piece in pieces(said)]
    return any("".join(parts[at:]) in localities_of() for at in range(min(2, len(parts))))


def _is_address(index: Index, passage: Passage, one: Found) -> bool:
    """Whether a park is named as a place rather than the company that runs it."""
    known = index.organisation(one.organisation)
    after = passage.tokens[one.end : one.end + 1]
    numbered = bool(after) and after[0].unit.isdecimal()  # Cyberport 3
    if known.kind == "incubator" or (numbered and known.kind in _PLACES):
        return numbered
    if after and words().classes.get(after[0].unit) == WordClass.LEGAL:
        return False
    said = "".join(token.unit for token in passage.tokens[one.start : one.end])
    company = passage.tokens[one.start].upper or (after and not said.isascii())
    if known.kind in _PLACES and not company and _is_locality(said):
        return True  # …, 广州南沙; but HKSTP, and what has departments, is the company
    last = passage.tokens[one.end - 1].unit
    return last == "airport" or (known.kind in _PLACES and last in ("park", "园", "區", "区"))
