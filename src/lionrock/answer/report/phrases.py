"""Phrases of the article in three languages: templates, times, values with their units."""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from lionrock.answer.checking.figure import CURRENCIES
from lionrock.answer.checking.notes import written
from lionrock.model.schema import schema

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_QUARTERS = ("first", "second", "third", "fourth")
_BARE = frozenset((*CURRENCIES, "rank", "index", "score", "ratio"))
_QUALIFIERS = {
    "about": ("about ", "約", "约"), "over": ("more than ", "超過", "超过"),
    "nearly": ("nearly ", "接近", "接近"), "under": ("under ", "少於", "少于"),
    "at_least": ("at least ", "至少", "至少"), "up_to": ("up to ", "最多", "最多"),
}  # fmt: skip
_LANGUAGES = ("en", "zh-Hant", "zh-Hans")


@cache
def _templates() -> Mapping[str, Mapping[str, str]]:
    text = resources.files(__package__).joinpath("phrases.toml").read_text("utf-8")
    return tomllib.loads(text)


def phrase(name: str, lang: str, /, **filled: str | int) -> str:
    """A sentence of phrases.toml with its places filled."""
    return _templates()[name][lang].format(**filled)


def has_phrase(name: str) -> bool:
    """Whether there are words for it."""
    return name in _templates()


def value_in(value: float, unit: str, qualifier: str | None, lang: str) -> str:
    """A value with its unit as a reader of a language writes it: more than 4,694 companies."""
    told = written(value, unit).in_(lang)
    known = schema().units.get(unit)
    if unit not in _BARE and not unit.startswith("percent") and known is not None:
        label = known.label.in_(lang)
        told += f" {label}" if lang == "en" or label[:1].isascii() else label
    if qualifier in _QUALIFIERS:
        return _QUALIFIERS[qualifier][_LANGUAGES.index(lang)] + told
    return told


def when(period: str, lang: str) -> str | None:
    """A time with what leads it in; None for one that cannot be said plainly."""
    chinese = lang != "en"
    if match := re.fullmatch(r"(\d{4})", period):
        return f"{period}年" if chinese else f"in {period}"
    if match := re.fullmatch(r"(\d{4})-(\d{2})", period):
        year, month = match[1], int(match[2])
        if not 1 <= month <= 12:
            return None
        return f"{year}年{month}月" if chinese else f"in {_MONTHS[month - 1]} {year}"
    if match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", period):
        try:
            day = dt.date.fromisoformat(period)
        except ValueError:
            return None
        said = f"on {day.day} {_MONTHS[day.month - 1]} {day.year}"
        return f"{day.year}年{day.month}月{day.day}日" if chinese else said
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", period):
        part = "第" + "一二三四"[int(match[2]) - 1] + "季"
        said = f"in the {_QUARTERS[int(match[2]) - 1]} quarter of {match[1]}"
        return f"{match[1]}年{part}" if chinese else said
    if match := re.fullmatch(r"(\d{4})-H([12])", period):
        part = "上半年" if match[2] == "1" else "下半年"
        said = f"in the {_QUARTERS[int(match[2]) - 1]} half of {match[1]}"
        return f"{match[1]}年{part}" if chinese else said
    return None


def bare(period: str, lang: str) -> str:
    """A time by itself: June 2023."""
    told = when(period, lang) or period
    return re.sub("^(?:in the|in|on) ", "", told)


def lowered(label: str) -> str:
    """A label inside a sentence: small first letter, unless its first word is a name."""
    word = label.split(" ", 1)[0]
    plain = word[:1].isupper() and word[1:].islower()
    return label[:1].lower() + label[1:] if plain and word not in _NAMES else label


_NAMES = frozenset(("Hong", "Chinese", "Mainland", "Guangdong", "Shenzhen", "Macau", "Global",
                    "Times", "Nature", "Cyberport", "English", "Government"))  # fmt: skip
