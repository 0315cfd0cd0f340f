"""The words organisations' names are made of, read from this package's data files.

words.toml: shortenings and classes; legal.toml: legal forms; places.toml: places with their
districts; lexicon.toml: Chinese words and what they mean in English. All spellings are folded.
"""

import tomllib
from collections.abc import Iterator, Mapping
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec


class WordClass(IntEnum):
    """What a word of a name does: it decides how much agreeing or differing in it means."""

    NAME = 0
    GENERIC = 1
    KIND = 2
    PLACE = 3
    LEGAL = 4
    NUMBER = 5
    UNIT = 6


class Place(msgspec.Struct, frozen=True):
    """A place: `within` is the id of the one around it; `parts` are localities inside it."""

    id: str
    within: str = ""
    country: str = ""
    en: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    parts_zh: tuple[str, ...] = ()


class Words(msgspec.Struct, frozen=True):
    """Every table of this package. Latin words are single; Chinese ones runs of characters.

    `short`: word → the words it stands for; `classes`: word → class; `legal`: Latin or Chinese
    legal form → its canonical words; `prefixes`: Chinese prefixes of foreign companies;
    `places`: id → place; `place_names`: Chinese name of a place → id; `english`: Chinese word →
    its English readings, commonest first; `fields`: those that say what a body deals with;
    `stops`: words that say nothing.
    """

    short: Mapping[str, tuple[str, ...]]
    classes: Mapping[str, WordClass]
    legal: Mapping[str, tuple[str, ...]]
    prefixes: tuple[str, ...]
    places: Mapping[str, Place]
    place_names: Mapping[str, str]
    english: Mapping[str, tuple[str, ...]]
    fields: frozenset[str]
    stops: frozenset[str]


_LEXICON = {
    "kind": WordClass.KIND,
    "field": WordClass.NAME,
    "quality": WordClass.NAME,
    "transliteration": WordClass.NAME,
}
_COMMON_IN_PLACES = frozenset((
    "new", "san", "city", "bay", "north", "south", "east", "west", "st", "saint", "los", "las",
    "la", "le", "el", "de", "lake", "port", "island", "islands", "united", "states", "kingdom",
    "republic", "peoples", "great", "central", "hill", "garden", "park", "town", "village",
    "market", "water", "point", "new", "territories", "kowloon",
))  # fmt: skip


@cache
def words() -> Words:
    """The tables, read once; raises ValueError naming the file when one of them is wrong."""
    table, legal, lexicon = _read("words.toml"), _read("legal.toml"), _read("lexicon.toml")
    places = {p.id: p for p in msgspec.convert(_read("places.toml").get("place", []), list[Place])}
    forms = dict(_legal_forms(legal["form"]))
    place_names = {name: p.id for p in places.values() for name in p.zh}
    english = {
        chinese: tuple(str(reading).split("|"))
        for section in _LEXICON
        for chinese, reading in lexicon.get(section, {}).items()
    }
    return Words(
        short={k: tuple(str(v).split()) for k, v in table["short"].items()},
        classes=_classes(table["class"], forms, places, lexicon),
        legal=forms,
        prefixes=tuple(
            prefix
            for prefix in sorted(legal.get("prefix", {}), key=len, reverse=True)
            if prefix[:-1] not in place_names  # 香港商 may be 香港 and 商汤
        ),
        places=places,
        place_names=place_names,
        english=english,
        fields=frozenset(lexicon.get("field", ())),
        stops=frozenset(table["class"]["stop"]),
    )


def _read(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{name}: {error}") from None


def _legal_forms(forms: Mapping[str, list[str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each spelling of one word (Latin) or one run (Chinese) with the canonical words."""
    for form, spellings in forms.items():
        canonical = tuple(form.split("-"))
        for word in canonical:
            yield word, (word,)
        for spelling in spellings:
            if " " not in spelling and len(spelling) > 1:
                yield spelling, canonical


def _classes(
    classes: Mapping[str, list[str]],
    forms: Mapping[str, tuple[str, ...]],
    places: Mapping[str, Place],
    lexicon: Mapping[str, Mapping[str, str]],
) -> dict[str, WordClass]:
    found: dict[str, WordClass] = {}
    for place in places.values():
        for spelling in place.en:
            for word in spelling.split():
                if word not in _COMMON_IN_PLACES and len(word) > 2:
                    found[word] = WordClass.PLACE
    for section, word_class in _LEXICON.items():
        for chinese in lexicon.get(section, {}):
            found[chinese] = word_class
    for name in ("generic", "kind", "unit", "number"):
        for word in classes.get(name, []):
            for part in word.split():
                found[part] = WordClass[name.upper()]
    for canonical in forms.values():
        for word in canonical:
            found[word] = WordClass.LEGAL
    return found
