"""Measured figures by their value, so that those near an amount are found without asking all."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from lionrock.answer.checking.figure import CURRENCIES, MONEY, Figure
from lionrock.answer.checking.figures import Figures
from lionrock.model.catalogue import Rates
from lionrock.model.reading import Amount

NEAR = 2.0
"""Times, beyond which no two figures agree, however they are bounded."""
CLOSE = 1.2  # … and where a figure is told exactly, or roughly (agreement.py)


class Nearby:
    """The measured figures of one build, in order of value: in each currency those of all
    currencies, by the rate of their year; made once, safe between threads."""

    def __init__(self, figures: Figures, rates: Rates) -> None:
        told = [
            one
            for one in figures.all
            if one.indicator is not None and one.nature == "measured" and MONEY not in one.label
        ]
        money = [one for one in told if one.unit in CURRENCIES]
        self._counts = _Ordered([(one.value, one) for one in told if one.unit not in CURRENCIES])
        self._money = {code: _Ordered(list(_in(code, money, rates))) for code in CURRENCIES}
        self._yuan = _Ordered(  # which a text about the mainland writes as 元
            [(one.value, one) for one in money if one.unit == "CNY" and one.abroad]
        )

    def of(self, amount: Amount) -> Iterator[Figure]:
        """The figures that may agree with an amount: none of another kind, none far from it."""
        reach = CLOSE if amount.bound in ("exact", "about") else NEAR
        low, high = amount.value / reach, amount.value * reach
        if amount.currency is None:
            yield from self._counts.between(low, high)
        elif amount.currency in self._money:
            found = {f.key: f for f in self._money[amount.currency].between(low, high)}
            if amount.currency != "CNY":
                found |= {f.key: f for f in self._yuan.between(low, high)}
            yield from found.values()


class _Ordered:
    def __init__(self, valued: list[tuple[float, Figure]]) -> None:
        valued.sort(key=lambda one: (one[0], one[1].key))
        self._values = [value for value, _ in valued]
        self._figures = [figure for _, figure in valued]

    def between(self, low: float, high: float) -> list[Figure]:
        first, last = bisect_left(self._values, low), bisect_right(self._values, high)
        return self._figures[first:last]


def _in(code: str, money: list[Figure], rates: Rates) -> Iterator[tuple[float, Figure]]:
    """Sums in one currency, those in others by the rate of their year, if it is known."""
    for one in money:
        if one.unit == code:
            yield one.value, one
        elif one.last is not None:
            value = rates.convert(one.value, (one.unit, code), one.last.year)
            if value is not None:
                yield value, one
