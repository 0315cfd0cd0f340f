"""Comparisons in a claim: the same measure of two places, or of two of the same kind."""

import re

import msgspec

from lionrock.answer.checking.claim import Claim, Finding, Stand, Support
from lionrock.answer.checking.figure import CURRENCIES, Figure
from lionrock.answer.checking.notes import note, shown
from lionrock.answer.checking.quantities import Scene, support
from lionrock.answer.checking.ranks import fold_kept
from lionrock.answer.checking.terms import terms
from lionrock.answer.checking.topics import likeness

SURE = 0.6
RANKED = 0.42  # a ranking is told by its name alone (rankings.py)
_MORE = re.compile(
    r"\b(?:more|higher|larger|bigger|greater|ahead of|above|outrank\w*|exceed\w*|"
    r"surpass\w*|outnumber\w*|outpac\w*|"
    r"overt(?:ook|ake\w*))\b|高于|多于|优于|胜过|超过|超越|领先|比.{1,24}(?:多|高|大)|抛离"
)
_LESS = re.compile(
    r"\b(?:fewer|less|lower|smaller|behind|below|lags?|trails?)\b|低于|少于|落后|不及|逊于|比.{1,24}(?:少|低|小)"
)


def check_comparison(scene: Scene, claim: Claim) -> Finding:
    """The verdict on "A has more … than B": the newest values of a measure that both have."""
    plain = fold_kept(claim.text)
    more, less = bool(_MORE.search(plain)), bool(_LESS.search(plain))
    ids = tuple(dict.fromkeys(m.id for m in claim.mentions if m.id not in (None, "world")))
    if len(ids) != 2 or more == less:
        return Finding("no_evidence", 0.4, note("no_comparison"))
    pair = _pair(scene, claim, ids)
    if pair is None:
        return Finding("no_evidence", 0.4, note("no_comparison"))
    left, right = pair
    told = note(
        "compared", name=left.name, left=scene.figures.label(ids[0]), left_value=shown(left),
        right=scene.figures.label(ids[1]), right_value=shown(right),
    )  # fmt: skip
    # A rank is better the smaller it is: "higher" then says the opposite of "more".
    above = left.value > right.value if left.unit != "rank" else left.value < right.value
    if left.value == right.value:
        return Finding("contradicted", 0.7, told, _both(scene, pair, "against"))
    held = above == more
    if held:
        return Finding("supported", 0.75, told, _both(scene, pair, "for"))
    return Finding("contradicted", 0.75, told, _both(scene, pair, "against"))


def _both(scene: Scene, pair: tuple[Figure, Figure], stand: Stand) -> tuple[Support, ...]:
    return tuple(support(scene.figures, figure, stand) for figure in pair)


def _pair(scene: Scene, claim: Claim, ids: tuple[str, ...]) -> tuple[Figure, Figure] | None:
    """The newest values of the best-named indicator that both sides have for one period."""
    words = terms(claim.text)
    sides: list[dict[tuple[str, str], Figure]] = [{}, {}]
    scores: dict[str, float] = {}
    for figure in scene.figures.all:
        if figure.indicator is None or figure.period is None or figure.nature != "measured":
            continue
        for side, id_ in zip(sides, ids, strict=True):
            if id_ in figure.abouts:
                score = likeness(figure, words, scene.figures.weights)
                if score >= (RANKED if figure.unit == "rank" else SURE):
                    side[figure.indicator, figure.period] = figure
                    scores[figure.indicator] = score
    shared = sides[0].keys() & sides[1].keys()
    if not shared:
        return None
    best = max(shared, key=lambda key: (scores[key[0]], str(sides[0][key].last), key))
    left, right = sides[0][best], sides[1][best]
    if left.unit == right.unit:
        return left, right
    year = right.last.year if right.last else 0
    if not {left.unit, right.unit} <= CURRENCIES:
        return None
    value = scene.rates.convert(right.value, (right.unit, left.unit), year)
    if value is None:
        return None
    return left, msgspec.structs.replace(right, value=value, unit=left.unit)
