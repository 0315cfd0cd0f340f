"""The reasons of verdicts in three languages."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

from lionrock.answer.checking.figure import CURRENCIES, Figure
from lionrock.model.text import LANGUAGES, T

_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_CHINESE = ((1e8, "億", "亿"), (1e4, "萬", "万"))
_MONEY = {
    "HKD": ("HK$", "港元", "港元"),
    "USD": ("US$", "美元", "美元"),
    "CNY": ("RMB ", "人民幣", "人民币"),
}


Filling = T | str | int
"""What fills a place of a note: a text in three languages, or one for all."""


def note(which: str, /, **filled: Filling) -> T:
    """The note `which` of notes.toml with its places filled, in each language."""
    texts = _texts()[which]
    return T(
        *(
            texts[lang].format(
                **{key: v.in_(lang) if isinstance(v, T) else v for key, v in filled.items()}
            )
            for lang in LANGUAGES
        )
    )


def shown(figure: Figure) -> T:
    """A figure's value as a reader of each language writes it."""
    return written(figure.value, figure.unit)


def written(value: float, unit: str) -> T:
    """A value with its unit: HK$3 billion, 30億港元; 70%; 4,694."""
    if unit in CURRENCIES:
        sign, hant, hans = _MONEY[unit]
        return T(
            sign + _scaled(value, ((s, f" {w}") for s, w in _SCALES)),
            _scaled(value, ((s, w) for s, w, _ in _CHINESE)) + hant,
            _scaled(value, ((s, w) for s, _, w in _CHINESE)) + hans,
        )
    number = _plain(value)
    if unit.startswith("percent"):
        number += "%"
    return T(number, number, number)


def _scaled(value: float, scales: Iterable[tuple[float, str]]) -> str:
    for size, word in scales:
        if abs(value) >= size:
            return _plain(value / size) + word
    return _plain(value)


def _plain(value: float) -> str:
    return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.2f}".rstrip("0").rstrip(".")


@cache
def _texts() -> Mapping[str, Mapping[str, str]]:
    text = resources.files(__package__).joinpath("notes.toml").read_text("utf-8")
    return tomllib.loads(text)
