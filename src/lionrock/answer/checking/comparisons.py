"""Comparisons in a claim: the same measure of two places, or of two of the same kind."""

import re

import msgspec

from lionrock.answer.checking.asked import HOME
from lionrock.answer.checking.changes import change_ends, check_multiple, told_change
from lionrock.answer.checking.claim import Claim, Finding, Stand, Support
from lionrock.answer.checking.figure import CURRENCIES, Figure
from lionrock.answer.checking.kinds import says
from lionrock.answer.checking.multiples import times
from lionrock.answer.checking.notes import note, shown
from lionrock.answer.checking.ranks import fold_kept
from lionrock.answer.checking.scene import Scene, support
from lionrock.answer.checking.series import best_series
from lionrock.answer.checking.topics import likeness, meant

SURE = 0.6
RANKED = 0.42  # a ranking is told by its name alone (rankings.py)
YEARS = 5  # that two values may lie apart …
FAR = 1.5  # … where one is so many times the other
RANKS = re.compile(r"rank|place|排名|名次|排行")
CITY = re.compile(r"\b(?:the|this|our) city\b|\bthe territory\b|本港|本地|本市|我们的城市|我港")
_MORE = re.compile(
    r"\b(?:more|higher|larger|bigger|greater|ahead of|above|outrank\w*|exceed\w*|"
    r"surpass\w*|outnumber\w*|outpac\w*|beats?|beating|edge[sd]? out|eclips\w*|dwarf\w*|leads?|"
    r"better|overt(?:ook|ake\w*))\b|高于|多于|优于|胜过|胜于|超过|超越|领先|远超|远胜|多过|高过|大过|跑赢|力压|"
    r"比.{1,24}(?:多|高|大|强|快|好)|[较比].{1,10}(?:多|高|大)|抛离"
)
_LESS = re.compile(
    r"\b(?:fewer|less|lower|smaller|behind|below|lag(?:s|ged|ging)?|trail(?:s|ed|ing)?|"
    r"worse|weaker|slower)\b|低于|少于|落后|不及|不如|逊于|逊色|少过|低过|比.{1,24}(?:少|低|小|弱|慢|差)|"
    r"[较比].{1,10}(?:少|低|小)"
)


def check_comparison(scene: Scene, claim: Claim) -> Finding:
    """The verdict on "A has more … than B": the newest values of a measure that both have; on
    "more than in 2020": the values of one measure at both times."""
    plain = fold_kept(claim.text)
    more, less = bool(_MORE.search(plain)), bool(_LESS.search(plain))
    unknown = Finding("no_evidence", 0.4, note("no_comparison"))
    if says("then_and_now", claim.text):
        up = more or says("up", claim.text)
        down = less or says("down", claim.text)
        return _then_and_now(scene, claim, 1 if up else -1) if up != down else unknown
    ids = _sides(scene, claim, plain)
    if len(ids) != 2 or more == less:
        return unknown
    pair = _pair(scene, claim, ids)
    if pair is None:
        return unknown
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


def _sides(scene: Scene, claim: Claim, plain: str) -> tuple[str, ...]:
    """The two that are compared, in the order they are named: those of whom there are figures,
    Hong Kong where the text says "the city"."""
    placed = [
        (m.start - claim.start, m.id)
        for m in claim.mentions
        if m.id is not None and m.id != "world" and m.id in scene.figures.measured
    ]
    if HOME not in {id_ for _, id_ in placed}:
        placed += [(match.start(), HOME) for match in CITY.finditer(plain)]
    return tuple(dict.fromkeys(id_ for _, id_ in sorted(placed)))


def _then_and_now(scene: Scene, claim: Claim, way: int) -> Finding:
    """A measure at two times: "more start-ups than in 2020", 較五年前多."""
    best = best_series(scene, claim)
    ends = change_ends(scene, claim, best) if best else None
    if ends is None:
        return Finding("no_evidence", 0.4, note("no_comparison"))
    then, now = ends
    multiple = times(claim.text)
    if multiple is not None and then.value > 0:
        return check_multiple(scene, multiple, claim.text, ends)
    moved = now.value - then.value
    if now.unit == "rank" and RANKS.search(fold_kept(claim.text)):
        moved = -moved
    told = note(
        "changed", name=now.name, first=shown(then), first_period=then.period or "–",
        last=shown(now), last_period=now.period or "–", change=told_change(then, now),
    )  # fmt: skip
    if moved * way > 0:
        return Finding("supported", 0.75, told, _both(scene, (then, now), "for"))
    return Finding("contradicted", 0.75, told, _both(scene, (then, now), "against"))


def _both(scene: Scene, pair: tuple[Figure, Figure], stand: Stand) -> tuple[Support, ...]:
    return tuple(support(scene.figures, figure, stand) for figure in pair)


def _pair(scene: Scene, claim: Claim, ids: tuple[str, ...]) -> tuple[Figure, Figure] | None:
    """The newest values of the best-named indicator that both sides have for one period."""
    asked = scene.asked(claim)
    words = asked.words | asked.called
    sides: list[dict[tuple[str, str], Figure]] = [{}, {}]
    scores: dict[str, float] = {}
    for figure in scene.figures.all:
        if (
            not meant(figure, asked)
            or figure.indicator is None
            or figure.period is None
            or figure.nature != "measured"
        ):
            continue
        for side, id_ in zip(sides, ids, strict=True):
            if id_ in figure.abouts:
                score = likeness(scene.figures, figure, words)
                if score >= (RANKED if figure.unit == "rank" else SURE):
                    side[figure.indicator, figure.period] = figure
                    scores[figure.indicator] = score
    best = _nearest(sides, scores)
    if best is None:
        return None
    left, right = best
    if left.unit == right.unit:
        return left, right
    year = right.last.year if right.last else 0
    if not {left.unit, right.unit} <= CURRENCIES:
        return None
    value = scene.rates.convert(right.value, (right.unit, left.unit), year)
    if value is None:
        return None
    return left, msgspec.structs.replace(right, value=value, unit=left.unit)


def _nearest(
    sides: list[dict[tuple[str, str], Figure]], scores: dict[str, float]
) -> tuple[Figure, Figure] | None:
    """Both sides' values of the best-named indicator for one period; else their newest, where
    those lie a few years apart at most and differ by far more than years would do."""
    shared = sides[0].keys() & sides[1].keys()
    if shared:
        best = max(shared, key=lambda key: (scores[key[0]], str(sides[0][key].last), key))
        return sides[0][best], sides[1][best]
    newest: list[dict[str, Figure]] = [{}, {}]
    for found, side in zip(newest, sides, strict=True):
        for (indicator, _), figure in sorted(side.items(), key=lambda one: str(one[1].last)):
            found[indicator] = figure
    pairs = [
        (scores[name], name, newest[0][name], newest[1][name])
        for name in newest[0].keys() & newest[1].keys()
        if _apart(newest[0][name], newest[1][name])
    ]
    if not pairs:
        return None
    *_, left, right = max(pairs, key=lambda pair: pair[:2])
    return left, right


def _apart(left: Figure, right: Figure) -> bool:
    if left.last is None or right.last is None or left.unit != right.unit or left.unit == "rank":
        return False
    low, high = sorted((abs(left.value), abs(right.value)))
    return abs((left.last - right.last).days) <= YEARS * 366 and high > FAR * low
