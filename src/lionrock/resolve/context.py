"""What stands around a name in a text: is it the organisation that works there, or only a word in
somebody else's name (HKU Press, the affiliated hospital of …, Hong Kong Science Park Road)?"""

from functools import cache
from itertools import islice

from lionrock.model.fold import fold, is_cjk
from lionrock.model.names.chinese import pieces
from lionrock.model.names.words import WordClass, words
from lionrock.resolve.endings import (
    ends_otherwise,
    starts_otherwise,
)
from lionrock.resolve.passage import Token
from lionrock.resolve.schools import SCHOOLS, is_apart, is_of_school, says_field

OTHER_BODIES = frozenset((
    "hospital", "hospitals", "press", "alumni", "alumnus", "association", "society",
    "foundation", "club", "museum", "kindergarten", "union", "consulate", "space", "venture",
    "ventures", "clinic", "orchestra", "publishing", "publisher", "publishers", "bookstore",
    "cooperative", "kindergartens", "trust", "nhs", "continuing", "firm", "restaurant", "cafe",
    "hotel", "hotels", "pta", "church", "temple", "cinema", "theatre", "salon", "shop", "travel",
    "county", "parish", "borough", "township", "fans", "chapel",
))  # fmt: skip
_NOT_A_PART = frozenset(("press", "hospital", "alumni", "kindergarten"))
_APART = frozenset(("continuing", "affiliated"))
_ADDRESS = frozenset((
    "road", "street", "avenue", "lane", "drive", "town", "building", "tower", "plaza",
    "square", "station", "boulevard", "highway", "estate", "mansion", "terminal", "mtr",
    "path",
))  # fmt: skip
_BUILDINGS = frozenset(("station", "tower", "plaza", "terminal", "mansion"))
_UNITS = frozenset((
    "department", "faculty", "school", "college", "division", "institute", "centre",
    "laboratory", "laboratories", "section", "unit", "programme", "program", "academy",
    "office", "branch", "team", "research", "campus", "clinic", "lab", "studio", "hub",
    "library", "graduate", "headquarters", "thrust", "chair",
))  # fmt: skip
_ACRONYM = 4
_SHORT = 2
_LINKED = frozenset(
    "的与與和及暨在于於、法医醫商文理工农農药藥数數体體美音牙经經艺藝史哲"
) | frozenset("群系院所心室部组處处校区学科局厅司班会库队坊室厂店行办署课團团馆")
_UNIT_CHINESE = frozenset("群系院所心室部组處处校区学科局厅司班会库队坊室厂店行办署课團团馆")


def fits(tokens: list[Token], start: int, end: int, taken: list[bool]) -> bool:
    """Whether the name at tokens[start:end] stands for itself there."""
    if is_cjk(tokens[end - 1].unit):
        return _fits_chinese(tokens, start, end, taken)
    left, right = _left(tokens, start, taken), _right(tokens, end, taken)
    if tokens[start].unit == "department" and says_field(right):
        return False
    if is_of_school(tokens, end) or is_apart(tokens, start, end):
        return False
    return _left_fits(left, tokens[start]) and _right_fits(right, tokens[end - 1])


def _left(tokens: list[Token], start: int, taken: list[bool]) -> list[Token]:
    """The tokens before a name in its segment, up to another name."""
    at = start
    while at and tokens[at - 1].segment == tokens[start].segment and not taken[at - 1]:
        at -= 1
    return tokens[at:start]


def _right(tokens: list[Token], end: int, taken: list[bool]) -> list[Token]:
    at = end
    goes_on = end < len(tokens) and _closes(tokens, end)
    segment = tokens[end if goes_on else end - 1].segment
    while at < len(tokens) and tokens[at].segment == segment and not taken[at]:
        at += 1
    return tokens[end:at]


def _closes(tokens: list[Token], end: int) -> bool:
    """Whether a Chinese name ends with a bracket and goes on behind it: …（深圳）附属医院."""
    last, following = tokens[end - 1], tokens[end]
    if not is_cjk(last.unit) or following.part != last.part or following.opened:
        return False
    inside = [token for token in tokens[:end] if token.segment == last.segment]
    return inside[0].opened and following.start == last.end + 1


def _left_fits(left: list[Token], first: Token) -> bool:
    if not left:
        return True
    found = [token.unit for token in left]
    if OTHER_BODIES & set(found) or (SCHOOLS & set(found) and "school" in found):
        return False
    if "affiliated" in found or "subsidiary" in found:
        return False
    if first.after_stop and found[-1] in ("university", "subsidiary", "friend"):
        return False
    if found[-1] == "national" and not first.after_stop:
        return False  # National Sun Yat-sen University
    if found == ["university"]:
        return False  # Univ Chinese Acad Sci is the academy's university
    classes = words().classes
    last = classes.get(found[-1], WordClass.NAME)
    opens_with = classes.get(first.unit, WordClass.NAME)
    if is_cjk(found[-1]) and not is_cjk(first.unit):
        return True
    if first.unit == "university" and not first.after_stop and not _UNITS & set(found):
        return last == WordClass.PLACE or found[-1] in _place_parts()  # Medical University of …
    if first.after_stop or last != WordClass.NAME or found[-1] in _place_parts():
        return True
    if _UNITS & set(found):
        return True
    return opens_with not in (WordClass.KIND, WordClass.GENERIC) and not found[-1].isalpha()


def _right_fits(right: list[Token], last: Token) -> bool:
    if not right:
        return True
    found = [token.unit for token in right]
    classes = words().classes
    if found[0] in OTHER_BODIES or found[0] in _ADDRESS or SCHOOLS & set(found):
        return False
    if found[-1] in OTHER_BODIES and not right[0].after_stop:
        return False
    if _APART & set(found) and not right[0].after_stop:
        return False
    if _NOT_A_PART & set(found[:5]) and not right[0].after_stop:
        return False
    if found[0] == "medical" and found[1:2] == ["centre"]:
        return False  # a hospital, whatever it is called
    if found[-1] in _BUILDINGS and len(found) <= _ACRONYM:
        return False  # MTR Kowloon Tong Station
    if right[0].after_of and _is_longer(last.unit, found[0]):
        return False
    if last.unit == "university" and last.end - last.start < len(last.unit) and _is_field(right):
        return False
    if right[0].after_stop:  # HKU-Pasteur, HKUST and …
        if classes.get(last.unit) == WordClass.KIND and classes.get(found[0], 0) == WordClass.NAME:
            return bool(_UNITS & set(found)) and found[0] not in ("science", "technology")
        return not OTHER_BODIES & set(found[:3])
    first = classes.get(found[0], WordClass.NAME)
    if found[0] in _place_parts() or first in (WordClass.PLACE, WordClass.LEGAL, WordClass.NUMBER):
        return len(found) < 2 or found[1] not in _ADDRESS
    if _UNITS & set(found) or first in (WordClass.UNIT, WordClass.GENERIC, WordClass.KIND):
        return True
    inner = right[0].upper and len(found[0]) <= _ACRONYM  # Huawei Cloud BU
    return inner or not found[0].isalpha() or is_cjk(found[0])


def _is_field(right: list[Token]) -> bool:
    """Whether what follows an abbreviated "Univ" can only be what it teaches, without the "of" that
    exports drop: Guangzhou Univ Chinese Med. A department says so, or stands behind a comma."""
    units = [token.unit for token in right]
    known = words().classes
    told = [known.get(one) for one in units if one != "chinese"]
    return not _UNITS & set(units) and bool(told) and set(told) <= {WordClass.GENERIC}


def _is_longer(last: str, following: str) -> bool:
    """Whether a name ends in its sort and goes on with "of": Shenzhen University of Finance."""
    classes = words().classes
    place = classes.get(following) == WordClass.PLACE
    place = place or (following in _place_parts() and following not in classes)
    place = place and following != "chinese"  # Beijing University of Chinese Medicine
    return classes.get(last) == WordClass.KIND and not place


def _fits_chinese(tokens: list[Token], start: int, end: int, taken: list[bool]) -> bool:
    left = [t.unit for t in _adjoining(_left(tokens, start, taken), tokens[start].start)]
    before, after = "".join(_run(left[::-1])[::-1]), "".join(_written_on(tokens, end, taken))
    touches = _touches(tokens, end)
    if starts_otherwise(after, touches) or _is_college(after) or ends_otherwise(after):
        return False
    if _ends_as_school(tokens, end):
        return False
    if before and not _ends_well(before):
        return False
    if after == "校":
        return False  # a Korean university
    if not after or len(after) == 1 or not touches:
        return True
    if end - start <= _SHORT and _goes_on(after):
        return False
    known = words().place_names
    if any(after[:size] in known for size in range(2, _longest_place() + 1)):
        return True
    return any(character in _UNIT_CHINESE for character in after) or after[0] in "的与和及暨在于"


def _written_on(tokens: list[Token], end: int, taken: list[bool]) -> list[str]:
    """The Chinese characters after a name up to the next space: behind it stands another body, as
    in 香港大學醫學院 瑪麗醫院."""
    right = _right(tokens, end, taken)
    at = 1
    while at < len(right) and right[at].start == right[at - 1].end:
        at += 1
    return _run([token.unit for token in right[:at]])


def _ends_as_school(tokens: list[Token], end: int) -> bool:
    """Whether what is written on from a Chinese name ends as a school, whatever other names it
    holds too: 香港教育大學賽馬會小學."""
    at = end
    while at < len(tokens) and is_cjk(tokens[at].unit) and tokens[at].start == tokens[at - 1].end:
        at += 1
    return at >= end + 2 and "".join(t.unit for t in tokens[at - 2 : at]) in ("小学", "中学")


def _is_college(after: str) -> bool:
    """Whether a run is a college called by a place, which is another body: 广州学院, 城市学院."""
    found = list(islice(pieces(fold(after)), 2))
    if len(found) < 2:
        return False
    placed = found[0].sort == "place" or found[0].text in ("城市", "珠江")
    return placed and found[1].text == "学院"


def _goes_on(after: str) -> bool:
    """Whether a Chinese run begins with one character that no word claims: a short name before it
    is only the beginning of another (京东 in 京东方科技)."""
    first = next(iter(pieces(fold(after))))
    return first.sort == "rest" and len(first.text) == 1 and first.text not in _LINKED


def _touches(tokens: list[Token], end: int) -> bool:
    """Whether what follows a name is written to it: a space ends a Chinese name."""
    if end >= len(tokens):
        return False
    return tokens[end].start == tokens[end - 1].end or _closes(tokens, end)


def _adjoining(left: list[Token], start: int) -> list[Token]:
    """The tokens that stand right before a Chinese name: a space ends what it is a part of."""
    at = len(left)
    while at and left[at - 1].end == start:
        at -= 1
        start = left[at].start
    return left[at:]


def _run(units: list[str]) -> list[str]:
    """The Chinese characters that follow each other from the first."""
    found = []
    for unit in units:
        if not is_cjk(unit):
            break
        found.append(unit)
    return found


def _ends_well(before: str) -> bool:
    """Whether what stands right before a Chinese name may stand there: a place, a unit, a link."""
    known = words().place_names
    if before[-1] in "的与和及暨在于、系院所心室部省市区县":
        return True
    return any(before.endswith(before[-n:]) and before[-n:] in known for n in range(2, 8))


@cache
def _longest_place() -> int:
    return max(map(len, words().place_names))


@cache
def _place_parts() -> frozenset[str]:
    """First and last words of places and localities."""
    found = set()
    for place in words().places.values():
        for spelling in (*place.en, *place.parts):
            parts = spelling.split()
            found |= {parts[0], parts[-1]}
    return frozenset(word for word in found if len(word) > 3)
