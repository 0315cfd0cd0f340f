"""What a name is worth when the address beside it is not where its body stands."""

from lionrock.model.fold import is_cjk
from lionrock.model.match import Organisation
from lionrock.model.names.words import words
from lionrock.resolve.index import Index
from lionrock.resolve.marks import names_own_place
from lionrock.resolve.passage import Token

_GENERATIONS = 3
_FEW = 1
_SCHOOLS = frozenset(("college", "university", "school"))


def is_any_citys(index: Index, organisation: int, found: list[Token]) -> bool:
    """Whether a bureau's or a hospital's Chinese name holds no place, and so is any city's:
    深圳市教育局 is not Hong Kong's, 中山市博爱医院 not the one in Yuen Long."""
    if index.organisation(organisation).kind not in ("government", "hospital"):
        return False
    name = "".join(token.unit for token in found)
    return is_cjk(name[0]) and not any(one in name for one in words().place_names)


def is_field(index: Index, organisation: int, found: list[Token], stands: frozenset[str]) -> bool:
    """Whether a research centre's name says its field and neither its place nor whose it is, as
    another's may: Centre for Artificial Intelligence and Robotics. One with many parts (an
    academy) has them elsewhere too."""
    parts = index.arrays["part_ptr"]
    if parts[organisation + 1] - parts[organisation] > _FEW:
        return False
    if index.organisation(organisation).kind != "research_centre":
        return False
    named = names_own_place(found, stands, chinese=True)
    return not (named or found[0].upper or is_of_company(index, organisation))


def is_beside_school(known: Organisation, tokens: list[Token], start: int, end: int) -> bool:
    """Whether one word, which is a fund's name, stands in an address with a school: Citadel, The
    Military College of South Carolina."""
    if known.kind != "investor" or end - start > 1 or not tokens[start].unit.isascii():
        return False
    part = tokens[start].part
    return any(token.unit in _SCHOOLS for token in tokens if token.part == part)


def is_of_company(index: Index, organisation: int) -> bool:
    """Whether all that a body is a part of, nearly or far, is companies and their parts."""
    kinds = set[str]()
    fresh = index.organisation(organisation).parents
    for _ in range(_GENERATIONS if fresh else 0):
        numbers = index.numbers
        homes = [index.organisation(numbers[one]) for one in fresh if one in numbers]
        kinds |= {home.kind for home in homes}
        fresh = tuple(one for home in homes for one in home.parents)
    return "corporate" in kinds and kinds <= {"corporate", "research_centre"}
