"""Whether two figures say the same: the number as it was written, and how exactly.

A writer's figure agrees with a source's when it can be that figure rounded to the digits
written, or lies where its own words ("over", "nearly", "up to") allow.
"""

import re

from lionrock.answer.checking.counting import MEASURES
from lionrock.answer.checking.figure import CURRENCIES, SCALES, Figure
from lionrock.model.catalogue import Rates
from lionrock.model.reading import Amount

EXACT = 0.005  # of the value: what rounding in a table may do
ABOUT = 0.1  # "about", "nearly"
ROUNDED = 0.06  # the most that digits left out may stand for
OPEN = 1.5  # "over 2,000" said of 3,000 still informs; of 4,000 it speaks of something else
CONVERTED = 0.04  # yearly rates against the rate of a day
CLEAR = 0.015  # nearer than this no two figures contradict each other

_COUNTED = 1_000

_EMPHATIC = re.compile(r"^(?:as (?:much|many|high) as|高达|高達|多达|多達)", re.IGNORECASE)
"""Said of the figure itself, with wonder at it: no upper bound."""

_BARE = re.compile(r"[\d.,百千万萬亿億多余餘]+元$")

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


def tolerance(amount: Amount) -> float:
    """How far a source's figure may lie from the writer's, as a share of the writer's."""
    found = _DIGITS.search(amount.text)
    share = EXACT
    if found is None and amount.unit == "%":
        share = ROUNDED  # "a third", "nine in ten", 七成
    if found and amount.value:
        digits = found.group().replace(",", "")
        shown = digits.replace(".", "").lstrip("0")
        telling = shown if "." in digits else shown.rstrip("0")
        if telling:
            share = min(ROUNDED, max(EXACT, 0.5 / float(telling)))
    if "." not in amount.text and amount.value < 100 and amount.currency is None:
        share = EXACT  # small counts are not rounded
    return max(share, ABOUT) if amount.bound == "about" else share


def bounded(amount: Amount) -> str:
    """How the figure is bounded: "as much as 3 billion" claims 3 billion."""
    return "exact" if _EMPHATIC.match(amount.text) else amount.bound


def agrees(amount: Amount, figure: Figure, value: float) -> bool:
    """Whether the writer's amount says what the figure does; `value` is it in the same unit."""
    slack = tolerance(amount)
    low = amount.low if amount.low is not None else amount.value
    high = amount.high if amount.high is not None else amount.value
    if figure.unit in CURRENCIES and amount.currency != figure.unit:
        slack = max(slack, CONVERTED)
    if figure.qualifier == "about":
        slack = max(slack, ABOUT / 2)
    stated = amount.value
    if amount.bound in ("over", "at_least"):
        if amount.bound == "over" and value == stated and _few(figure):
            return False  # twenty are not over twenty
        return stated * (1 - EXACT) <= value <= stated * OPEN
    if bounded(amount) in ("under", "up_to"):
        return stated / OPEN <= value <= stated * (1 + slack)
    if amount.bound == "range":
        return low * (1 - slack) <= value <= high * (1 + slack)
    if abs(value - stated) <= slack * max(abs(stated), abs(value)):
        return True
    if abs(value - stated) <= _left_out(figure, value):
        return True
    if figure.qualifier in ("over", "at_least"):
        return value <= stated <= value * (1 + ABOUT / 2)
    return False


def _few(figure: Figure) -> bool:
    """Whether a figure is a count that was told exactly."""
    money = figure.unit[:3] in CURRENCIES or figure.unit.startswith("percent")
    return not money and figure.qualifier is None and not figure.more and figure.value < _COUNTED


def _left_out(figure: Figure, value: float) -> float:
    """How far what a source counted may lie from the round number it gives: 18,000 for 17,651.

    Of counts in thousands alone: money that is promised is meant to the dollar.
    """
    money = figure.unit[:3] in CURRENCIES
    if money or figure.unit in MEASURES or figure.nature != "measured" or value < _COUNTED:
        return 0.0
    digits = f"{value:.0f}"
    zeros = min(len(digits) - len(digits.rstrip("0")), len(digits) - 2)  # two digits are meant
    return min(0.5 * 10**zeros, ROUNDED * value) if zeros > 1 else 0.0


def disagrees(amount: Amount, figure: Figure, value: float) -> bool:
    """Whether the two cannot both be right; figures in between neither agree nor disagree."""
    if agrees(amount, figure, value):
        return False
    margin = max(CLEAR, 1.5 * tolerance(amount))
    if amount.bound in ("over", "at_least"):
        return value < amount.value * (1 - margin)  # far above it, "over" is still true
    if bounded(amount) in ("under", "up_to"):
        return value > amount.value * (1 + margin)
    if figure.qualifier in ("over", "at_least") and amount.value > value:
        return amount.value > value * OPEN
    if abs(value - amount.value) < _last_place(amount):
        return False  # 35.8 cut off to 35
    return abs(value - amount.value) > margin * max(abs(value), abs(amount.value))


def significant(amount: Amount) -> str:
    """The telling digits of a number, as written in figures or as its words come to."""
    found = _DIGITS.search(amount.text)
    written = found.group() if found else f"{amount.value:.15g}"
    digits = re.sub(r"\D", "", written).lstrip("0")
    return digits if "." in written else digits.rstrip("0")


def _last_place(amount: Amount) -> float:
    """What one in the last digit written stands for, of money and shares of two digits and more;
    0 of counts, which nobody cuts off, and of rounder numbers."""
    digits = significant(amount)
    if len(digits) < 2 or (amount.currency is None and amount.unit is None):
        return 0.0
    return abs(amount.value) / float(digits)


def converted(amount: Amount, figure: Figure, rates: Rates) -> float | None:
    """The figure's value in the amount's currency, by the rate of its year; None without one."""
    if amount.currency is None and amount.unit is not None:
        return figure.value * SCALES.get((figure.unit, amount.unit), 1.0)
    if amount.currency is None or amount.currency == figure.unit:
        return figure.value
    if figure.unit == "CNY" and _BARE.search(amount.text) and figure.abroad:
        return figure.value  # 元 said of a mainland city is the mainland's
    if figure.unit not in CURRENCIES or amount.currency not in CURRENCIES or figure.last is None:
        return None
    return rates.convert(figure.value, (figure.unit, amount.currency), figure.last.year)
