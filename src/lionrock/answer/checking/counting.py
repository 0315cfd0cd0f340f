"""What an amount is counted in, and whether a figure is counted in the same."""

import re
from functools import lru_cache

from lionrock.answer.checking.figure import CURRENCIES, SCALES, Figure
from lionrock.answer.checking.terms import stems, terms, words
from lionrock.model.fold import fold
from lionrock.model.reading import Amount

MEASURES = frozenset(
    ("percent", "points", "index", "ratio", "petaflops", "exaflops", "megawatts", "km2", "years")
)
"""Units of what is measured and not counted: a bare number says none of them."""

CALLED = 2
"""Words of what is counted that a figure must be called by, where its unit has none of them."""


def counted(amount: Amount, figure: Figure) -> bool:
    """Whether an amount says in so many words what the figure is counted in."""
    if amount.currency is not None or amount.unit is not None:
        return same_unit(amount, figure)
    noun = terms_all(amount.noun or "")
    measure = fold(amount.text)[-1:]  # 間 of 11,070間
    told = not noun.isdisjoint(_unit(figure.unit))
    told = told or figure.unit in words("measures").get(measure, "").split()
    return told and same_unit(amount, figure)


def same_unit(amount: Amount, figure: Figure) -> bool:
    """Whether the amount is counted in what the figure is counted in."""
    if amount.currency is not None or figure.unit in CURRENCIES:
        return amount.currency is not None and figure.unit in CURRENCIES
    percent = amount.unit in ("%", "percent", "percentage_points")
    if percent or figure.unit.startswith("percent"):
        return percent and figure.unit.startswith("percent")
    if figure.unit in ("index", "points"):  # "scored 52.8": what has a decimal point is no count
        bare = amount.unit is None and amount.noun is None
        return bare and re.search(r"\d\.\d", amount.text) is not None
    if figure.unit in ("rank", "ratio"):
        return False
    if amount.unit is not None and (
        amount.unit == figure.unit or (figure.unit, amount.unit) in SCALES
    ):
        return True
    noun_said = fold(amount.noun or "")
    if amount.unit is None and (not noun_said or noun_said in words("measures")):
        # Its noun stands before it ("the number of start-ups reached 4,694"; 初創企業達4,694間).
        held = words("measures").get(noun_said, "")
        return figure.unit in held.split() if held else figure.unit not in MEASURES
    measure = fold(amount.text)[-1:]  # 宗 of 43,212宗 (騙案)
    if amount.unit is None and figure.unit in words("measures").get(measure, "").split():
        return True
    noun = terms_all(f"{amount.noun or ''} {amount.unit or ''}")
    return not noun.isdisjoint(_unit(figure.unit)) or _called(amount, figure)


def _called(amount: Amount, figure: Figure) -> bool:
    """Whether what an amount counts is what the figure is called: chest X-rays."""
    if amount.unit is not None or figure.unit in MEASURES:
        return False
    noun = terms(amount.noun or "")
    return any(len(noun & label) >= CALLED for label in figure.label.values())


@lru_cache(maxsize=4_000)
def terms_all(text: str) -> frozenset[str]:
    """Every token of a short text, the general ones ("company") included."""
    return frozenset(stems(text))


@lru_cache(maxsize=500)
def _unit(unit: str) -> frozenset[str]:
    """Every token of what is counted in a unit."""
    return terms_all(f"{unit.replace('_', ' ')} {words('nouns').get(unit, '')}")
