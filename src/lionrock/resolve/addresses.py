"""Places in an affiliation string: what an address says about where an organisation stands."""

from functools import cache, lru_cache
from typing import Any

import msgspec
from rapidfuzz.distance import OSA

from lionrock.model.fold import is_cjk
from lionrock.model.names.places import around
from lionrock.model.names.reading import spans
from lionrock.model.names.words import WordClass, words
from lionrock.resolve.passage import Token

_END = ""
_CITIES = (
    "guangzhou",
    "shenzhen",
    "dongguan",
    "zhuhai",
    "foshan",
    "huizhou",
    "kowloon",
    "guangdong",
)
_UNITED_STATES = "usa"
_STATES = frozenset((
    "al", "ak", "az", "ar", "ca", "co", "ct", "de", "fl", "ga", "ia", "id", "il", "in", "ks", "ky",
    "la", "me", "mi", "mn", "mt", "nc", "nd", "ne", "nh", "nj", "nm", "nv", "ny", "oh", "ok", "or",
    "pa", "ri", "sc", "sd", "tn", "tx", "ut", "va", "vt", "wa", "wi", "wv",
))  # fmt: skip
"""Codes of states, without those that are degrees behind a person's name (MA, MD, MS) or Macau."""
_LEAST_MENDED = 6
_Tree = dict[str, Any]
_VAGUE = frozenset(("asia", "europe", "africa", "americas", "international", "gba", "oceania"))


class Seen(msgspec.Struct, frozen=True):
    """A place in the text: from token `start` up to `end`, its id; `certain` unless it may be
    part of a name."""

    start: int
    end: int
    place: str
    certain: bool


def places_in(tokens: list[Token], taken: list[bool]) -> list[Seen]:
    """The places outside the tokens that a mention has `taken`, in order."""
    found: list[Seen] = []
    tree, at = _tree(), 0
    while at < len(tokens):
        end, place = _longest(tree, tokens, at, taken)
        if end == at and _is_state(tokens, at, taken):
            end, place = at + 1, _UNITED_STATES
        if end > at:
            found.append(Seen(at, end, place, True))
            at = end
        else:
            at += 1
    return _sure(found, tokens, taken)


def _longest(tree: _Tree, tokens: list[Token], at: int, taken: list[bool]) -> tuple[int, str]:
    node, best, segment = tree, (at, ""), tokens[at].segment
    for end in range(at, min(at + 12, len(tokens))):
        token = tokens[end]
        below = node.get(token.unit) or (node.get(_city(token.unit)) if node is tree else None)
        if below is None or taken[end] or token.segment != segment:
            break
        node = below
        if _END in node:
            best = (end + 1, node[_END])
    return best


def _is_state(tokens: list[Token], at: int, taken: list[bool]) -> bool:
    """Whether a token is the code of a state of America, as the last of an address but for a post
    code and the country: Loretto, PA 15940."""
    one = tokens[at]
    if not one.upper or one.unit not in _STATES or taken[at] or at == 0:
        return False
    if tokens[at - 1].segment == one.segment or tokens[at - 1].part != one.part:
        return False
    after = [t for t in tokens[at + 1 : at + 3] if t.segment == one.segment]
    return all(t.unit.isdecimal() for t in after)


@lru_cache(maxsize=50_000)
def _city(unit: str) -> str:
    """The city of the bay area that a word misspells by one letter; itself when it is none."""
    if len(unit) >= _LEAST_MENDED and unit.isascii():
        for city in _CITIES:
            if OSA.distance(unit, city, score_cutoff=1) <= 1:
                return city
    return unit


def _sure(found: list[Seen], tokens: list[Token], taken: list[bool]) -> list[Seen]:
    """A Latin place is certain when its segment holds little besides places and numbers."""
    free: dict[int, int] = {}
    covered: dict[int, int] = {}
    for at, token in enumerate(tokens):
        if not taken[at] and not token.unit.isdecimal():
            free[token.segment] = free.get(token.segment, 0) + 1
    for seen in found:
        segment = tokens[seen.start].segment
        covered[segment] = covered.get(segment, 0) + seen.end - seen.start
    return [
        Seen(
            seen.start, seen.end, seen.place,
            is_cjk(tokens[seen.start].unit)
            or (not _of_a_name(tokens, seen.start, taken)
            and 2 * covered[tokens[seen.start].segment] >= free[tokens[seen.start].segment]),
        )
        for seen in found
        if seen.place not in _VAGUE
    ]  # fmt: skip


def _of_a_name(tokens: list[Token], at: int, taken: list[bool]) -> bool:
    """Whether a place is what an unknown body is of: University of Birmingham. A government is
    where its place is."""
    known = words().classes
    return (
        at > 0
        and not taken[at - 1]
        and tokens[at].after_of
        and tokens[at - 1].unit != "government"
        and known.get(tokens[at - 1].unit) == WordClass.KIND
    )


@cache
def _tree() -> _Tree:
    root: _Tree = {}
    for place in words().places.values():
        for spelling in (*place.en, *place.zh, *place.parts, *place.parts_zh):
            phrase = [unit for span in spans(spelling) for unit in span.word.phrase]
            node = root
            for unit in phrase:
                node = node.setdefault(unit, {})
            if phrase and (len(phrase) > 1 or len(phrase[0]) > 2):
                node.setdefault(_END, place.id)
    return root


@cache
def chain(place: str) -> frozenset[str]:
    """A place and all it lies in."""
    return frozenset(one.id for one in around(place))


@cache
def narrowest(places: frozenset[str]) -> frozenset[str]:
    """The places that no other of them lies in."""
    return frozenset(p for p in places if not any(p in chain(q) for q in places if q != p))


@cache
def country_of(place: str) -> str:
    """The ISO code of the country a place lies in; empty when it is wider than one."""
    return next((one.country for one in around(place) if one.country), "")
