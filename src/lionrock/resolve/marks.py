"""What the words of a name, and the places around it, say of the organisation that bears it."""

import re

from lionrock.model.fold import is_cjk
from lionrock.model.match import Organisation
from lionrock.model.names.chinese import pieces
from lionrock.model.names.places import by_name
from lionrock.model.names.words import WordClass, words
from lionrock.resolve.addresses import Seen, chain
from lionrock.resolve.doubts import LICENSED
from lionrock.resolve.mentions import Mention
from lionrock.resolve.passage import Passage, Token

_CHINA = frozenset(("china", ""))
_COMPANIES = frozenset(("corporate", "startup", "provider"))
_AND = re.compile(r"&|\band\b|\bet\b|\be\b", re.IGNORECASE)
_AND_CHINESE = frozenset("与與和及暨")
_AHEAD = 8
_CENTRES = frozenset(("centre", "laboratory", "institute", "lab"))
_SORTS = frozenset((
    "大学", "学院", "研究院", "研究所", "中心", "局", "协会", "学会", "博物馆", "集团", "学校",
    "中学", "职业学院", "职业技术学院", "高等专科学校", "有限公司", "专科学校",
))  # fmt: skip


def is_key(found: list[Token]) -> bool:
    """Whether a name is a key laboratory's: these say a field, and each stands in one city."""
    units = [token.unit for token in found]
    return {"key", "laboratory"} <= set(units) or "重点实验室" in "".join(units)


def beside_research_base(tokens: list[Token], hit: Mention) -> bool:
    """Whether a segment right beside a name is a research institute called by a place: the base
    that a university keeps there, and no campus: "Shenzhen Research Institute, CUHK, Shenzhen"."""
    before = tokens[max(0, hit.start - 3) : hit.start]
    after = tokens[hit.end : hit.end + 4]
    for found, segment in (
        (before, tokens[hit.start].segment - 1),
        (after, tokens[hit.end - 1].segment + 1),
    ):
        said = [one.unit for one in found if one.segment == segment]
        if said[-2:] == ["research", "institute"] and len(said) >= 3:
            return words().classes.get(said[-3]) == WordClass.PLACE
    return False


def bracketed_stranger(tokens: list[Token], hit: Mention, seen: list[Seen]) -> bool:
    """Whether brackets right after a name hold what is no place: a campus, misspelt."""
    at = hit.end
    if at >= len(tokens) or not tokens[at].opened or tokens[at].unit.isascii():
        return False
    return not any(one.start <= at < one.end for one in seen)


def tells_campus(tokens: list[Token], hit: Mention, one: Seen) -> bool:
    """Whether a place belongs to the address rather than to a unit's own name."""
    segment = tokens[hit.end - 1].segment
    if tokens[one.start].segment != segment or one.start < hit.end:
        return True
    rest = [at for at in range(hit.end, len(tokens)) if tokens[at].segment == segment]
    return len(rest) <= one.end - one.start + 1


def is_common(found: list[Token], stands: frozenset[str]) -> int:
    """2 when a name has no word of its own, 1 when only a place that is not its own, else 0."""
    if is_cjk(found[0].unit):
        return 0
    classes = words().classes
    kinds = {classes.get(token.unit, WordClass.NAME) for token in found}
    if WordClass.NAME in kinds:
        return 0
    if WordClass.PLACE not in kinds:
        return 2
    if len(found) > 2:
        return 0
    return 0 if names_own_place(found, stands) else 1


def names_own_place(found: list[Token], stands: frozenset[str], chinese: bool = False) -> bool:
    """Whether a name holds the place where its organisation stands; a Chinese one is taken to,
    unless `chinese` names are to be looked at too."""
    places = words().places
    if is_cjk(found[0].unit):
        name = "".join(token.unit for token in found)
        return not chinese or any(zh in name for id_ in stands for zh in places[id_].zh)
    units = {token.unit for token in found}
    return any(set(places[id_].en[0].split()) <= units for id_ in stands - _CHINA if places[id_].en)


def told_by(tokens: list[Token], part: int, seen: list[Seen]) -> list[Seen]:
    """The places that a part of a text without any of its own is told by: those of parts that hold
    nothing but places. Where another body stands says nothing of this one: Kyoto University, Kyoto;
    Sun Yat-sen University."""
    placed = {at for one in seen for at in range(one.start, one.end)}
    bodies = {
        token.part
        for at, token in enumerate(tokens)
        if at not in placed and not token.unit.isdecimal()
    }
    return [one for one in seen if tokens[one.start].part not in bodies - {part}]


def joints(passage: Passage) -> list[int]:
    """The tokens that an "and" stands right before, or that are one."""
    return [at for at in range(len(passage.tokens)) if joined(passage, at)]


def joined(passage: Passage, at: int) -> bool:
    """Whether an "and" stands right before token `at`, or is it."""
    token = passage.tokens[at]
    if token.unit in _AND_CHINESE:
        return True
    before = passage.tokens[at - 1].end if at else token.start
    return before + 1 < token.start and bool(_AND.search(passage.text, before, token.start))


def apart(
    tokens: list[Token], hit: Mention, place: Seen, ands: list[int], hits: list[Mention]
) -> bool:
    """Whether an "and" parts a place from a name, and joins another body that it belongs to: "HKUST
    and Ji Hua Laboratory, Foshan", "Pazhou Lab, Guangzhou, and HKUST"."""
    if place.start < hit.start:
        return any(
            place.end <= at <= hit.start
            and any(
                one.end <= place.start and tokens[one.start].part == tokens[place.start].part
                for one in hits
            )
            for at in ands
        )
    classes = words().classes
    return any(
        hit.end <= at <= place.start
        and (
            any(one.start in (at, at + 1) for one in hits)
            or any(
                classes.get(token.unit) == WordClass.KIND
                for token in tokens[at : place.start]
                if token.segment == tokens[at].segment
            )
        )
        for at in ands
    )


def works_abroad(known: Organisation, found: list[Token], of_company: bool) -> bool:
    """Whether an address abroad is an office of the body a name means: a company's, or its
    laboratory's, whose name has a word of its own beside another. Banks and insurers are licensed
    apart in each place, and one word is too often somebody else's."""
    if not (known.kind in _COMPANIES or of_company) or any(
        LICENSED.search(name.text) for name in known.names
    ):
        return False
    classes = words().classes
    return len(found) > 1 and any(
        classes.get(token.unit, WordClass.NAME) == WordClass.NAME for token in found
    )


def researches_abroad(known: Organisation, tokens: list[Token], end: int) -> bool:
    """Whether a company's name goes on to a research centre, which may be anywhere: Huawei Munich
    Research Center."""
    if known.kind != "corporate" or any(LICENSED.search(name.text) for name in known.names):
        return False
    segment = tokens[end - 1].segment
    rest = {token.unit for token in tokens[end : end + _AHEAD] if token.segment == segment}
    return "research" in rest and bool(rest & _CENTRES)


def another_place_before(tokens: list[Token], hit: Mention, stands: frozenset[str]) -> bool:
    """Whether a Chinese name of general words alone is written on to a place where its body does
    not stand: 廣州教育大學 is not the 教育大學 in Hong Kong."""
    name = "".join(token.unit for token in tokens[hit.start : hit.end])
    if not stands or not is_cjk(name[0]) or any(one.sort != "word" for one in pieces(name)):
        return False
    at = hit.start
    while at and is_cjk(tokens[at - 1].unit) and tokens[at - 1].end == tokens[at].start:
        at -= 1
    before = "".join(token.unit for token in tokens[max(at, hit.start - _AHEAD) : hit.start])
    known = by_name()
    for size in range(len(before), 1, -1):
        place = known.get(before[-size:])
        if place is not None:
            return not chain(place) & (stands - _CHINA) and place not in _CHINA
    return False


def is_of_other_sort(known: Organisation, tokens: list[Token], hit: Mention) -> bool:
    """Whether a university's short Chinese name, which lacks its sort, goes on to another sort and
    ends there: 華南理工研究所, 香港理工學院."""
    last = tokens[hit.end - 1].unit
    if known.kind != "university" or not is_cjk(last) or last in "大学院校":
        return False
    end = hit.end
    while (
        end < len(tokens) and is_cjk(tokens[end].unit) and tokens[end].start == tokens[end - 1].end
    ):
        end += 1
    return "".join(token.unit for token in tokens[hit.end : end]) in _SORTS


def is_research_base(tokens: list[Token], hit: Mention, campus: bool) -> bool:
    """Whether a campus's name goes on to "Research Institute": the base that the university keeps
    in that city, another body: CUHK Shenzhen Research Institute."""
    following = [token.unit for token in tokens[hit.end : hit.end + 2]]
    return campus and following == ["research", "institute"] and not tokens[hit.end].after_stop
