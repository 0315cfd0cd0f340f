"""What a bare number counts when the number beside it says so: "from 1,300 petaFLOPS to 3,000"."""

import re
from collections.abc import Sequence

import msgspec

from lionrock.model.reading import Amount

_SHARES = frozenset(("%", "percent", "percentage_points"))
_SCALED = re.compile(r"[a-z]{2,}|[萬万億亿]", re.IGNORECASE)
"""A sum without its currency is written with a scale: "from HK$3 billion in 2020 to 5 billion"."""
_AFTER = re.compile(
    r"(?:\b(?:to|from|against|versus|vs\.?|compared (?:with|to))|[至到達达]|[增升跌降減减][為为])"
    r"\s*(?:about|around|some|over|nearly|almost|約|约|逾|近)?\s*$",
    re.IGNORECASE,
)
"""Between a number with its unit and one without: the same is counted again."""
_BEFORE = re.compile(r"^[^,，;；]{0,12}?(?:\bto|[至到]|[增升跌降]至)\s*$", re.IGNORECASE)
"""Between a number without and one with its unit: "from 1,300 to 3,000 petaFLOPS"."""


def filled(text: str, amounts: Sequence[Amount]) -> tuple[Amount, ...]:
    """The amounts of a clause, bare ones with the unit of the neighbour that they are told beside.

    A share is no such neighbour: what rose 20 % to 3,000 is 3,000 of something. `text` is what the
    amounts' positions are of.
    """
    made = list(amounts)
    for place, amount in enumerate(made):
        if not _bare(amount):
            continue
        before = made[place - 1] if place else None
        after = made[place + 1] if place + 1 < len(made) else None
        if before and _tells(before, amount) and _AFTER.search(text[before.end : amount.start]):
            made[place] = _like(amount, before)
        elif after and _tells(after, amount) and _BEFORE.search(text[amount.end : after.start]):
            made[place] = _like(amount, after)
    return tuple(made)


def _bare(amount: Amount) -> bool:
    return amount.unit is None and amount.noun is None and amount.currency is None


def _tells(other: Amount, amount: Amount) -> bool:
    """Whether a bare amount may be of what the other one is of."""
    if other.currency is not None:
        return _SCALED.search(amount.text) is not None
    return other.unit not in _SHARES


def _like(amount: Amount, other: Amount) -> Amount:
    return msgspec.structs.replace(
        amount, unit=other.unit, noun=other.noun, currency=other.currency
    )
