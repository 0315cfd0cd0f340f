"""Figures as each language writes them: numbers, money, shares, ranks, changes.

English counts in millions and billions, Chinese in 萬 and 億. Nothing is shown more precisely
than it was said, and an unknown figure is said to be unknown.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

import msgspec

from lionrock.model.schema import schema
from lionrock.serve.words import Words

_PREFIX = {"HKD": "HK$", "USD": "US$", "CNY": "RMB "}
_SCALES: Mapping[str, tuple[tuple[float, str], ...]] = {
    "en": ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")),
    "zh-Hant": ((1e12, " 萬億"), (1e8, " 億"), (1e4, " 萬")),
    "zh-Hans": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
}
_COUNTS_FROM = 1e5  # Chinese pages write smaller counts out: 14,523 人, not 1.4523 萬人
_SHARES = frozenset(("percent", "percent_per_year", "percent_points"))
_ABSOLUTE = frozenset(("points", "index", "ratio", "times"))
_PRECISION = 60  # digits: no figure that can be written has more
_SHOWN_DIGITS, _EXACT_DECIMALS = 4, 3


class Change(msgspec.Struct, frozen=True):
    """A trend in words: `arrow` shows where it goes, `verdict` is better, worse or neutral."""

    text: str
    arrow: str
    verdict: str
    since: str


class Figures:
    """Writes figures in one language."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._lang = words.lang
        self._gap = "" if words.lang == "zh-Hans" else " "

    def number(self, value: float, exact: bool = False) -> str:
        """A plain number with the language's digit groups; four digits count unless `exact`."""
        decimals = 6 if exact else max(0, _SHOWN_DIGITS - len(str(int(abs(value)))))
        step = Decimal(1).scaleb(-decimals)
        with localcontext(prec=_PRECISION):
            rounded = Decimal(repr(float(value))).quantize(step, ROUND_HALF_UP)
        whole, _, part = f"{rounded or abs(rounded):f}".partition(".")
        part = part.rstrip("0")
        return f"{self._grouped(whole)}.{part}" if part else self._grouped(whole)

    def scaled(self, value: float, money: bool = False, exact: bool = False) -> str:
        """A large number as the language speaks it: 34.3 million, 3,430 萬, 3430万."""
        size = abs(value)
        if not money and self._lang != "en" and size < _COUNTS_FROM:
            return self.number(value, exact)
        for scale, word in _SCALES[self._lang]:
            if size >= scale:
                share = value / scale
                if exact and abs(round(share, _EXACT_DECIMALS) - share) > 1e-9 * abs(share):
                    continue
                return self.number(share, exact) + word
        return self.number(value, exact)

    def money(self, value: float, currency: str, exact: bool = False) -> str:
        """An amount: HK$34.3 million, 3,430 萬港元, 3430万港元."""
        number = self.scaled(value, True, exact)
        if self._lang == "en":
            sign, number = ("−", number[1:]) if number.startswith("-") else ("", number)
            return f"{sign}{_PREFIX.get(currency, currency + ' ')}{number}"
        unit = schema().units.get(currency)
        label = unit.label.in_(self._lang) if unit else currency
        return self._counted(number, label)

    def quantity(self, value: float | None, unit: str, exact: bool = False) -> str:
        """A number in a canonical unit; the word for "unknown" when there is none."""
        if value is None:
            return self._words("unknown")
        if unit in _PREFIX:
            return self.money(value, unit, exact)
        if unit == "rank":
            return self.rank(value)
        if unit == "percent":
            return f"{self.number(value, exact)}%"
        label = self.unit(unit)
        currency = unit.partition("_")[0]
        if currency in _PREFIX and self._lang == "en":
            return self.money(value, currency, exact) + label.removeprefix(currency)
        number = self.scaled(value, currency in _PREFIX, exact)
        if unit == "percent_per_year" or not label:
            return f"{number}{label}"
        return f"{number} {label}" if self._lang == "en" else self._counted(number, label)

    def unit(self, unit: str) -> str:
        """What a unit is called; nothing for one the schema does not know."""
        known = schema().units.get(unit)
        return known.label.in_(self._lang) if known else ""

    def rank(self, value: float) -> str:
        """A place in a ranking: 7th, 第 7 位."""
        place = round(value)
        if place != value:
            return self.number(value)
        if self._lang != "en":
            return f"第{self._gap}{place}{self._gap}位"
        ending = {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
        return f"{place}{'th' if place % 100 in (11, 12, 13) else ending}"

    def figure(self, value: Mapping[str, Any], exact: bool = False) -> str:
        """A value of an indicator document, with "over" or "about" where its source says so."""
        if value["value"] is not None:
            converted = value["measured_unit"] != value["unit"] and value["unit"] in _PREFIX
            text = self.quantity(value["value"], value["unit"], exact and not converted)
        else:
            text = self.quantity(value["measured"], value["measured_unit"], exact)
        return self.qualified(text, value["qualifier"])

    def published(self, value: Mapping[str, Any]) -> str | None:
        """The figure in the currency it was published in, when it had to be converted."""
        if value["value"] is None or value["measured_unit"] == value["unit"]:
            return None
        return self.quantity(value["measured"], value["measured_unit"], True)

    def qualified(self, text: str, qualifier: str | None) -> str:
        """Put "over", "about" … before a figure, as the language does."""
        if qualifier is None:
            return text
        return self._words(f"qualifier_{qualifier}", figure=text)

    def spread(self, low: float, high: float, unit: str) -> str:
        """A range of two values."""
        return self._words(
            "range", low=self.quantity(low, unit, True), high=self.quantity(high, unit, True)
        )

    def share(self, ratio: float) -> str:
        """A ratio as a percentage: whole from 10 % on."""
        percent = ratio * 100
        return f"{self.number(round(percent, 0 if abs(percent) >= 10 else 1))}%"

    def change(self, trend: Mapping[str, Any] | None, unit: str, direction: str) -> Change | None:
        """A trend in words, or None when there is none to speak of."""
        if trend is None:
            return None
        moved: float = trend["change"]
        if moved == 0:
            return Change(self._words("unchanged"), "＝", "neutral", trend["from"])
        size = abs(moved)
        if unit in _SHARES:
            text = self._words("percentage_points", n=self.number(round(size, 2)))
        elif unit == "rank":
            text = self._words("places", n=self.number(size))
        elif unit in _ABSOLUTE or trend["relative"] is None:
            text = self.quantity(size, unit)
        elif abs(trend["relative"]) >= 10:
            text = self._words("times_as_much", n=self.number(round(trend["relative"] + 1, 1)))
        else:
            text = self.share(abs(trend["relative"]))
        rises = moved > 0
        verdict = "neutral"
        if direction in ("up", "down"):
            verdict = "better" if rises == (direction == "up") else "worse"
        up = rises != (unit == "rank")  # a rank that falls from 9 to 7 is a climb
        return Change(text, "▲" if up else "▼", verdict, trend["from"])

    def _grouped(self, whole: str) -> str:
        sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
        if self._lang == "zh-Hans" and len(digits) < 5:
            return whole
        return f"{sign}{int(digits):,}"

    def _counted(self, number: str, label: str) -> str:
        gap = self._gap if number[-1].isdigit() else ""
        gap = " " if label[0].isascii() and label[0].isalpha() else gap
        return f"{number}{gap}{label}"
