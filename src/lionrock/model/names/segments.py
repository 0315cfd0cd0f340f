"""A name as people write it in one field: parts of an address and departments set aside.

"Dept. of CSE, HKUST, Clear Water Bay" asks for HKUST: the first part is a unit inside something
else, the last a locality of Hong Kong. Only parts between commas are judged, and only while
another part is left to be the name.
"""

import re
from functools import cache

import msgspec

from lionrock.model.fold import fold
from lionrock.model.names.reading import readable, units, units_and_stops
from lionrock.model.names.shapes import alike
from lionrock.model.names.words import WordClass, words

_COMMAS = str.maketrans(
    {
        "，": ",",
        "、": ",",
        ";": ",",
        "；": ",",
        "\n": ",",
        "\t": ",",
        "【": "(",
        "】": ")",
        "〔": "(",
        "〕": ")",
    }
)
_COMMA_LIKE = re.compile(f"[{''.join(map(chr, _COMMAS))}]")
_INVERTED = re.compile(
    r"^([^,]+), *((?:The )?(?:University|College|Institute|Academy|Bank|Government) "
    r"of(?: the)?) *$",
    re.IGNORECASE,
)
_SHARES = re.compile(r"(?<=\w\w)-(?:SW|[WBPS])$")  # Xpeng-W: a class of shares
_CARDINAL = re.compile(r"\b([SN])\.? (?=China\b)|\b(So) (?=Univ\b)")
_NOTE = re.compile(r"^\d{1,2}(?=[A-Z][a-z])")
_CAPITALS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_RUN_TOGETHER = 15
_MOST = 40
_SHORT = re.compile(r"(?<=[(（-])\s*([A-Za-z]{2,3})\s*(?=[)）]|$)|(?<=\w[ -])(GZ|SZ)$")


class Asked(msgspec.Struct, frozen=True, gc=False):
    """A name that is asked for: its units, the same with stop words, and what stood beside it.

    `aside` are units of places in the address; a locality gives its city. `shape` and `sound`:
    how it looks and sounds (shapes.py). `translated`: this is a reading of a Chinese name, not
    what was written.
    """

    units: list[str]
    spelled: list[str]
    aside: list[str]
    shape: int = 0
    sound: int = 0
    translated: bool = False


def with_places(text: str) -> str:
    """`text` with a place's short form in brackets or after a dash written out: HKUST(GZ)."""
    if "-" in text or "(" in text or "（" in text or "GZ" in text or "SZ" in text:  # few have any
        return _SHORT.sub(_written_out, text)
    return text


def tidied(text: str) -> str:
    """`text` with what exports and scans do to it undone: S China is South China, a note's number
    stands apart from its name, words of one string of letters are parted at their capitals."""
    if "China" in text or "So Univ" in text:
        text = _CARDINAL.sub(_direction, text)
    if text[:1].isdigit():
        text = _NOTE.sub("", text)
    if " " not in text and len(text) > _RUN_TOGETHER and text.isascii():
        text = _CAPITALS.sub(" ", text)
    return text


def _direction(match: re.Match[str]) -> str:
    if match[2]:
        return "Southern "
    return "South " if match[1] == "S" else "North "


def asked_name(text: str) -> Asked:
    """The name in `text`, at most forty units of it, with its surroundings set aside."""
    text = readable(text)
    if _COMMA_LIKE.search(text):
        text = text.translate(_COMMAS)
    text = with_places(text)
    text = tidied(_SHARES.sub("", text) if "-" in text else text)
    if "," in text:
        text = _INVERTED.sub(r"\2 \1", text)
    if "," not in text:
        only, spelled = units_and_stops(text)
        return Asked(only[:_MOST], spelled[:_MOST], [], *alike(text, spelled))
    classes = words().classes
    parts = [(part, *units_and_stops(part)) for part in text.split(",")]
    names: list[str] = []
    spelled_names: list[str] = []
    aside: list[str] = []
    for part, only, spelled in parts:
        city = localities().get(fold(part))
        if city is not None:
            aside += city
        elif only and classes.get(only[0]) == WordClass.UNIT:
            continue
        else:
            names += only
            spelled_names += spelled
    if all(classes.get(unit) in (WordClass.PLACE, WordClass.LEGAL) for unit in names):
        names = [unit for _, only, _ in parts for unit in only]
        return Asked(names[:_MOST], names[:_MOST], [], *alike(text, names))
    return Asked(names[:_MOST], spelled_names[:_MOST], aside[:_MOST], *alike(text, spelled_names))


@cache
def localities() -> dict[str, tuple[str, ...]]:
    """Folded locality or place → the units of the city it lies in."""
    found: dict[str, tuple[str, ...]] = {}
    for place in words().places.values():
        name = tuple(units(place.en[0])) if place.en else ()
        for spelling in (*place.parts, *place.parts_zh, *place.short, *place.en, *place.zh):
            found.setdefault(spelling, name)
    return found


def _written_out(match: re.Match[str]) -> str:
    city = short_places().get(fold(match.group()))
    return f" {city}" if city else match.group()


@cache
def short_places() -> dict[str, str]:
    """Folded short form of a place (gz) → its name."""
    found: dict[str, str] = {}
    for place in words().places.values():
        if place.country in ("CN", "HK", "MO") and place.en:
            for short in place.short:
                if len(short) <= 3:
                    found.setdefault(short, place.en[0])
    return found
