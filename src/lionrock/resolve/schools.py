"""Schools and faculties that bear a name or stand beside it: other bodies, or what one teaches."""

from lionrock.model.names.words import WordClass, words
from lionrock.resolve.endings import is_independent, is_school
from lionrock.resolve.passage import Token

SCHOOLS = frozenset(["high", "middle", "primary", "secondary", "junior", "elementary", "nursery"])
_RULED = frozenset(("hksar", "sar", "government", "province", "headquarters", "hk", "hq"))
_NEAR = 8


def is_of_school(tokens: list[Token], end: int) -> bool:
    """Whether a name begins that of a school, whatever other names it holds too: EdUHK Jockey Club
    Primary School."""
    rest = []
    for token in tokens[end : end + _NEAR]:
        if token.segment != tokens[end - 1].segment or token.after_stop:
            break
        rest.append(token.unit)
    return (bool(SCHOOLS & set(rest)) and "school" in rest) or is_school(rest)


def is_apart(tokens: list[Token], start: int, end: int) -> bool:
    """Whether the segment before a name is a school of continuing education, which is financed
    apart from its university, or a segment beside it is an independent college."""
    first, last = tokens[start], tokens[end - 1]
    before = [
        token.unit
        for token in tokens[max(0, start - _NEAR) : start]
        if token.part == first.part and token.segment == first.segment - 1
    ]
    after = [
        token.unit
        for token in tokens[end : end + _NEAR]
        if token.part == last.part and token.segment == last.segment + 1
    ]
    if "continuing" in before or before[:1] == ["space"]:
        return True
    return is_independent(before) or is_independent(after)


def says_field(right: list[Token]) -> bool:
    """Whether the name of a department goes on to a further field, as a faculty's does: Department
    of Health Technology and Informatics."""
    classes = words().classes
    found = right[0].unit if right else ""
    sort = classes.get(found, WordClass.NAME)
    return bool(right) and sort in (WordClass.GENERIC, WordClass.NAME) and found not in _RULED
