"""What the record holds with the very value that a claim tells: found from the value, where the
words of the claim and of what stands before it leave little to chance.

A measure is called many things ("people worked for them", "the site will deliver"), and no list of
synonyms has them all. Here the value, its unit and its time choose among the figures first, and the
claim's context decides whether the one that is left is the one meant. It only ever supports.
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from lionrock.answer.checking.agreement import agrees, bounded, converted
from lionrock.answer.checking.asked import HOME, Asked
from lionrock.answer.checking.changes import direction
from lionrock.answer.checking.claim import Claim, Finding
from lionrock.answer.checking.counting import counted, same_unit
from lionrock.answer.checking.figure import CURRENCIES, MONEY, SCALES, Figure
from lionrock.answer.checking.notes import note, shown
from lionrock.answer.checking.planned import plans
from lionrock.answer.checking.quantities import PLANS, anothers
from lionrock.answer.checking.scene import Scene, support
from lionrock.answer.checking.terms import terms
from lionrock.answer.checking.together import COMMA, stretch
from lionrock.answer.checking.topics import RARE, of_another_batch, strays, when
from lionrock.model.reading import Amount, Mention


class Bar(msgspec.Struct, frozen=True):
    """What value, bearer, time and words must add up to, and what the bearer must count of it."""

    whole: float
    bearer: float = -1.0


ENOUGH = Bar(3.0)
OPPOSED, DOUBT = Bar(4.0, 0.5), Bar(2.0, 1.5)
"""… where another figure opposes the claim; and to doubt that it does."""
CLOSE = 0.03  # of the value: nearer than a writer who rounds must be
BOUNDED = 0.12  # how far beyond "over" or short of "nearly" the value may lie
CONVERTED = 0.04
NEAR = 0.15  # more than any of these
NOUN = 0.5  # what it counts that the amount says what it counts
SMALL = 1.0  # how much less a number of one digit tells than none of its digits would
WORDS, FULL, WEIGHT = 3.5, 2.5, 4.0
"""The most that shared words count, what says by itself what is meant, and the weight (inverse
document frequency) that counts 1."""
BEFORE = 0.5  # what a word counts that stands before the claim
_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d.])|(?<![\d.,])\d+(?:\.\d+)?(?![\d,])")
_HOME = frozenset((HOME, "hksar-government"))


class Before(msgspec.Struct, frozen=True):
    """What stands before a claim in its paragraph: its text and whom it names."""

    text: str = ""
    mentions: tuple[Mention, ...] = ()


def recalled(
    scene: Scene, claim: Claim, before: Before, held: Sequence[Finding | None], bar: Bar
) -> Finding | None:
    """Supported where each amount has a figure of its value that context chooses, or is `held`
    already; None where one has not."""
    amounts = [_whole(claim, number) for number in range(len(claim.amounts))]
    findings: list[Finding] = []
    open_: list[Amount] = []
    if any(direction(claim, amount) for amount in amounts):
        return None  # a change is reckoned, not looked up
    for amount, one in zip(amounts, held, strict=True):
        if one is not None and one.verdict == "supported":
            findings.append(one)
            continue
        scored = _scored(scene, claim, before, amount, bar.bearer)
        best = max(scored, key=lambda one: one[:2], default=None)
        if best is None or best[0] < bar.whole or not best[1]:  # or it is of another time
            open_.append(amount)
            continue
        score, _, figure = best
        told = note("agrees", name=figure.name, value=shown(figure), period=figure.period or "–")
        findings.append(
            Finding(
                "supported", min(0.8, score / 6), told, (support(scene.figures, figure, "for"),)
            )
        )
    keys = {one.observation for f in findings for one in f.evidence if one.observation}
    beside = " ".join(scene.figures.remarks.get(key or "", "") for key in keys)
    if not findings or not all(_incidental(amount, beside) for amount in open_):
        return None
    evidence = tuple(dict.fromkeys(one for finding in findings for one in finding.evidence))
    surest = min(findings, key=lambda finding: finding.confidence)
    return msgspec.structs.replace(surest, evidence=evidence)


def _incidental(amount: Amount, beside: str) -> bool:
    """Whether an amount stands beside a figure that was found: how many were asked, how many of
    them are unicorns. "One" stands beside too much."""
    if amount.currency or amount.unit or amount.value <= 1:
        return False
    told = (float(one.replace(",", "")) for one in _NUMBER.findall(beside))
    return any(one == amount.value for one in told)


def _whole(claim: Claim, number: int) -> Amount:
    """An amount with the currency or unit of the one before it, where it is told with neither."""
    amount = claim.amounts[number]
    if amount.currency or amount.unit or amount.noun or not number:
        return amount
    first = claim.amounts[number - 1]
    return msgspec.structs.replace(amount, currency=first.currency, unit=first.unit)


def _scored(
    scene: Scene, claim: Claim, before: Before, amount: Amount, least: float
) -> Iterator[tuple[float, bool, Figure]]:
    own, _ = stretch(claim, amount)
    asked = scene.asked(_until(claim, amount), amount)
    near = terms(own)
    names = [terms(m.text) for m in claim.mentions if m.id and m.kind != "place"]
    behind = terms(before.text) | asked.words - near
    known = frozenset(m.id for m in before.mentions if m.id)
    value = _digits(amount)
    to_be = plans(claim.text)
    for figure in scene.figures.all:
        if not _near(amount, figure) or not same_unit(amount, figure):
            continue
        if (figure.nature in PLANS) != to_be and (figure.nature in PLANS or claim.kind in PLANS):
            continue  # what is to be bears out nothing that is, nor what is what is foretold
        if not _equal(scene, amount, figure):
            continue
        bearer = _bearer(figure, asked, known, near | behind)
        if any(name and name <= figure.own for name in names):
            bearer = 2.0  # by another id of its name
        words = _words(scene, figure, near, behind)
        if bearer is None or bearer < least or of_another_batch(figure, asked):
            continue
        noun = bool(amount.noun) and counted(amount, figure)
        if (
            anothers(scene, asked, figure)
            or strays(figure, asked)
            or (bearer < 0 and not (noun and words >= FULL))
        ):
            continue
        if not words and (bearer < 1.5 or not (noun or value >= 1.5)):
            continue
        timely = not asked.periods or figure.first is None or when(figure, asked.periods)
        time = 1.0 if asked.periods and figure.first is not None else 0.0
        few = SMALL if value == 0 and not amount.currency and words < FULL else 0.0
        score = value + bearer + time + words + (figure.unit in RARE) + NOUN * noun - few
        yield score, timely, figure


def _until(claim: Claim, amount: Amount) -> Claim:
    """A claim without the days that are told after an amount, in another part of it."""
    cut = COMMA.search(claim.text, amount.end - claim.start)
    end = claim.start + cut.start() if cut else claim.end
    kept = tuple(date for date in claim.dates if date.start < end)
    return msgspec.structs.replace(claim, dates=kept)


def _near(amount: Amount, figure: Figure) -> bool:
    """Whether a figure may be of an amount's value at all: what asks little of most figures."""
    if not amount.value or (figure.unit in CURRENCIES) != (amount.currency is not None):
        return False
    ratio = figure.value / amount.value
    if amount.currency not in (None, figure.unit):
        return 0.1 < ratio < 10  # no rate among ours is beyond
    return 1 - NEAR < ratio < 1 + NEAR or (figure.unit, amount.unit or "") in SCALES


def _equal(scene: Scene, amount: Amount, figure: Figure) -> bool:
    value = converted(amount, figure, scene.rates)
    if not value or not amount.value or not agrees(amount, figure, value):
        return False
    ratio = value / amount.value
    bound = bounded(amount)
    if bound in ("over", "at_least"):
        return 1 - CLOSE / 6 <= ratio <= 1 + BOUNDED
    if bound in ("under", "up_to"):
        return 1 - BOUNDED <= ratio <= 1 + CLOSE / 6
    near = CONVERTED if figure.unit in CURRENCIES and amount.currency != figure.unit else CLOSE
    few = amount.currency is None and amount.value < 100
    return abs(ratio - 1) <= (0.001 if few and amount.bound != "about" else near)


def _digits(amount: Amount) -> float:
    """What the value itself tells: the more digits, the less is chance."""
    told = re.sub(r"\D", "", f"{amount.value:.6g}").strip("0")
    return (0.0, 0.0, 0.5, 1.5)[len(told)] if len(told) < 4 else 2.0


def _bearer(
    figure: Figure, asked: Asked, known: frozenset[str], said: frozenset[str]
) -> float | None:
    """What it counts that whom a figure is about is spoken of; None where it is another's."""
    if figure.abouts & asked.entities - _HOME:
        return 2.0
    if asked.entities - _HOME and not figure.abouts <= _HOME:
        return None
    if figure.own & said and not figure.abouts <= _HOME:
        return 1.5
    if figure.abouts & known - _HOME:
        return 1.0
    if figure.abroad or MONEY in figure.label:
        return None
    if figure.abouts <= _HOME:
        return 0.0 if asked.entities - _HOME or asked.abroad else 0.5
    return -0.5


def _words(scene: Scene, figure: Figure, near: frozenset[str], behind: frozenset[str]) -> float:
    """What the words count that the claim shares with what the figure is called and defined by."""
    weights = scene.figures.weights
    label = frozenset[str]().union(*figure.label.values())
    called = (label | figure.context) - figure.own
    told = sum(weights[term] for term in called & near)
    told += BEFORE * sum(weights[term] for term in label & (behind - near))
    return min(WORDS, told / WEIGHT)
