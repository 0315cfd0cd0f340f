"""Figures in a claim held against the figures of the build."""

import re
from collections.abc import Sequence

import msgspec

from lionrock.answer.checking.agreement import agrees, converted, disagrees
from lionrock.answer.checking.asked import HOME, Asked
from lionrock.answer.checking.changes import with_changes
from lionrock.answer.checking.claim import Claim, Finding, Support
from lionrock.answer.checking.counting import counted
from lionrock.answer.checking.figure import MONEY, Figure
from lionrock.answer.checking.happenings import EXCHANGE
from lionrock.answer.checking.newest import is_within, newest_of, series_of
from lionrock.answer.checking.notes import Filling, note, shown
from lionrock.answer.checking.scene import Scene, support
from lionrock.answer.checking.specific import most_specific
from lionrock.answer.checking.terms import terms, words
from lionrock.answer.checking.together import together
from lionrock.answer.checking.topics import RARE, ROUNDS, Candidate, candidates, english, when
from lionrock.answer.checking.values import SCORE, by_value
from lionrock.model.catalogue import Rates
from lionrock.model.reading import Amount
from lionrock.model.text import T

SURE = 0.6  # share of a label that must be said before a figure speaks for a claim
TELLING = 0.3  # the same where three digits and the time agree
OWN = 0.42  # … or where what is counted is named, and so is its owner or its time
NEAR = 0.15  # how much less a figure may be spoken of than one that agreed once
OPPOSED = 0.7  # … against it
OPPOSED_SHARE = 0.75  # … where it is a share
PLAUSIBLE = 0.4
"""Likeness of a measure that may be the one meant: while one such agrees, nothing contradicts."""
MEANT = 0.4
"""Share of what a scheme is called that must be said before its sum opposes another."""
PLANS = frozenset(("target", "forecast"))
_RUNNING = frozenset(("since_start", "several_years"))
"""Scopes of figures that add up more than a year."""


def check_amounts(scene: Scene, claim: Claim, plans: bool = False) -> Finding:
    """The verdict on a claim by all of its amounts; `plans` holds it against targets only."""
    findings = [
        check_amount(scene, scene.asked(claim, amount), amount, plans) for amount in claim.amounts
    ]
    if not plans:
        findings = with_changes(scene, claim, findings)
        findings = together(scene, claim, findings)
    verdicts = [finding.verdict for finding in findings]
    evidence = tuple(dict.fromkeys(one for finding in findings for one in finding.evidence))
    for verdict in ("contradicted", "outdated"):
        if verdict in verdicts:
            chosen = findings[verdicts.index(verdict)]
            return msgspec.structs.replace(chosen, evidence=evidence)
    if verdicts and set(verdicts) == {"supported"}:
        surest = min(findings, key=lambda finding: finding.confidence)
        return msgspec.structs.replace(surest, evidence=evidence)
    if "supported" in verdicts:
        told = note("partly", held=verdicts.count("supported"), whole=len(verdicts))
        return Finding("no_evidence", 0.5, told, evidence)
    return findings[0] if findings else Finding("no_evidence", 0.3, note("no_figure"))


def check_amount(scene: Scene, asked: Asked, amount: Amount, plans: bool = False) -> Finding:
    """The verdict on one amount: agreed with, by an older value only, opposed, or unknown."""
    found = [
        one
        for one in candidates(scene.figures, asked, amount)
        if ((one.figure.nature in PLANS) == plans or (not plans and _past(one.figure, asked)))
        and not anothers(scene, asked, one.figure)
    ]
    found = most_specific(found, asked.words | asked.called)
    finding = _agreeing(scene, asked, amount, found)
    if finding is None and not plans:
        finding = _agreeing(scene, asked, amount, by_value(scene, asked, amount), SCORE)
    if finding is not None:
        return finding
    timely = [one for one in found if when(one.figure, asked.periods)] or found
    # What is called after those named is their own money before it is any other measure.
    timely.sort(key=lambda one: not (MONEY in one.figure.label
                                     and one.figure.entity in asked.entities))  # fmt: skip
    if (
        timely
        and timely[0].score >= _needed(timely[0].figure)
        and _spoken_of(timely[0].figure, asked)
    ):
        near = [one for one in timely if one.score >= PLAUSIBLE]
        best = timely[0].figure
        other = asked.single or (
            asked.batch is not None and best.batch is None and best.unit not in RARE
        )
        other = other or _narrower(best, asked)
        other = other or (asked.running and not best.scope & _RUNNING)
        other = other or scene.figures.bearers.others(_besides(scene, asked, best))
        if other or any(_same(amount, one.figure, scene.rates) for one in near):
            return Finding("no_evidence", 0.4, note("no_figure"), _context(scene, found))
        return _opposed(scene, asked, amount, timely)
    return Finding("no_evidence", 0.4, note("no_figure"), _context(scene, found))


def anothers(scene: Scene, asked: Asked, figure: Figure) -> bool:
    """Whether money is another's: the claim tells of a flotation, or names what the money is for,
    and the figure's is not that, though the same body pays or is paid."""
    if MONEY not in figure.label:
        return False
    rounds = {term for term in asked.words if term.startswith(ROUNDS)}
    if rounds and not rounds & figure.context:
        return True
    if figure.entity in (None, *asked.entities):
        return False
    return scene.figures.bearers.paid(_besides(scene, asked, figure))


def _besides(scene: Scene, asked: Asked, figure: Figure) -> frozenset[str]:
    """Whom a claim names beside those that a figure is about, by whatever entity of their name."""
    twins = scene.figures.bearers.twins
    own = figure.abouts.union(*(twins.get(id_, ()) for id_ in figure.abouts))
    if "@ipo" in figure.context:
        own |= {EXCHANGE}  # where all of them are listed
    return asked.entities - own


def _agreeing(
    scene: Scene, asked: Asked, amount: Amount, found: Sequence[Candidate], least: float = 0.0
) -> Finding | None:
    """The verdict of the first figure that agrees: an older one only where none does now."""
    older: Finding | None = None
    for one in found:
        if one.score < (least or _enough(amount, one.figure, asked)):
            continue
        finding = _agreed(scene, asked, amount, (one, found))
        if finding is None:
            continue
        saves = older is None or _spoken_of(one.figure, asked)
        if saves and finding.verdict == "supported":
            return finding
        older = older or finding
        if one.score < older.confidence - NEAR:
            break  # what the words say less of does not save it
    return older


def _enough(amount: Amount, figure: Figure, asked: Asked) -> float:
    """How surely a measure must be meant to agree: less where the amount, its time, or whose it is
    leave little to chance."""
    if telling(amount, figure, asked):
        return TELLING
    own = bool(figure.abouts & asked.entities - {HOME}) and not figure.abroad
    if MONEY in figure.label and figure.entity not in (None, *asked.entities):
        own = False  # its payer alone is named, who pays for much
    share = figure.unit.startswith("percent")  # two shares agree by chance too often
    if not share and counted(amount, figure) and (own or when(figure, asked.periods)):
        return OWN
    return SURE


def telling(amount: Amount, figure: Figure, asked: Asked) -> bool:
    """Whether agreement cannot be chance: many digits, and the same time."""
    digits = re.sub(r"\D", "", amount.text).strip("0")
    return len(digits) >= 3 and when(figure, asked.periods)


def _needed(figure: Figure) -> float:
    """How surely a measure must be meant to oppose: shares are of many groups, much alike."""
    return OPPOSED_SHARE if figure.unit.startswith("percent") else OPPOSED


def _spoken_of(figure: Figure, asked: Asked) -> bool:
    """Whether whom a figure is about is Hong Kong or is named: others' figures oppose nothing; a
    sum opposes where the deal, scheme or plan itself is told, not its owner alone."""
    if MONEY in figure.label and figure.entity not in asked.entities:
        told = figure.context - asked.called
        return len(told & asked.words) >= max(1, MEANT * len(told))
    return bool(figure.abouts & (asked.entities | {HOME})) or bool(
        figure.own and figure.own & asked.words >= english(figure.own)
    )


def _narrower(figure: Figure, asked: Asked) -> bool:
    """Whether nothing is said of what a count is of beside its unit: of digital banks, where banks
    are told of."""
    if figure.unit in RARE:
        return False
    unit = terms(f"{figure.unit} {words('nouns').get(figure.unit, '')}")
    rest = [label - unit for script, label in figure.label.items() if script != "id"]
    return MONEY not in figure.label and bool(unit) and all(
        left and not left & (asked.words | asked.called) for left in rest
    )  # fmt: skip


def _past(figure: Figure, asked: Asked) -> bool:
    """A plan speaks for what is claimed of its own year."""
    return bool(asked.periods) and when(figure, asked.periods)


def _agreed(
    scene: Scene, asked: Asked, amount: Amount, about: tuple[Candidate, Sequence[Candidate]]
) -> Finding | None:
    """A figure that says the same, unless the claim names another time."""
    one, found = about
    figure = one.figure
    value = converted(amount, figure, scene.rates)
    if value is None or not agrees(amount, figure, value):
        return None
    timeless = figure.first is None
    if asked.periods and not timeless and not when(figure, asked.periods):
        return None
    rest = series_of(found, figure)
    newest = newest_of(rest, scene.published if not asked.periods else None)
    shows: dict[str, Filling] = {
        "name": figure.name,
        "value": shown(figure),
        "period": figure.period or "–",
    }
    mine = support(scene.figures, figure, "for")
    if asked.earlier and newest is not None and figure is not newest:
        newest = figure
    if asked.batch is not None and (newest is None or newest.batch != asked.batch):
        newest = figure  # what came after a phase does not make it outdated
    current = newest is None or _same(amount, newest, scene.rates) or is_within(figure, newest)
    if asked.periods or newest is None or current:
        against = [
            other
            for other in rest
            if other.period == figure.period and _against(amount, other, scene.rates)
        ]
        if against:
            told_apart = [shown(other) for other in against[:3]]
            others = T(
                ", ".join(one.en for one in told_apart),
                "、".join(one.hant for one in told_apart),
                "、".join(one.hans for one in told_apart),
            )
            told = note("disputed", others=others, **shows)
            told_by = tuple(support(scene.figures, other, "against") for other in against[:3])
            return Finding("supported", 0.6 * one.score, told, (mine, *told_by))
        return Finding("supported", one.score, note("agrees", **shows), (mine,))
    shows |= {"newest": shown(newest), "newest_period": newest.period or "–"}
    beside = (mine, support(scene.figures, newest, "related"))
    if scene.published is not None and newest.first and newest.first > scene.published:
        return Finding("supported", one.score, note("agrees_newer", **shows), beside)
    return Finding("outdated", one.score, note("outdated", **shows), beside)


def _opposed(scene: Scene, asked: Asked, amount: Amount, found: Sequence[Candidate]) -> Finding:
    """No figure agrees: those of the best measure at that time decide, if any is held."""
    best = found[0]
    series = series_of(found, best.figure)
    if asked.periods:
        held = [figure for figure in series if when(figure, asked.periods)]
    else:
        newest = newest_of(series, scene.published)
        held = [newest] if newest is not None else []
    shows: dict[str, Filling] = {"name": best.figure.name}
    if not held:
        near = series[-1]
        told = note("other_period", value=shown(near), period=near.period or "–", **shows)
        return Finding("no_evidence", 0.5, told, _context(scene, found))
    last = held[-1]
    shows |= {"value": shown(last), "period": last.period or "–"}
    evidence = tuple(support(scene.figures, figure, "against") for figure in held[:3])
    if last.nature not in PLANS and all(_against(amount, figure, scene.rates) for figure in held):
        told = note("differs", claimed=amount.text, **shows)
        return Finding("contradicted", best.score, told, evidence)
    return Finding("no_evidence", 0.5, note("near", **shows), _context(scene, found))


def _same(amount: Amount, figure: Figure, rates: Rates) -> bool:
    value = converted(amount, figure, rates)
    return value is not None and agrees(amount, figure, value)


def _against(amount: Amount, figure: Figure, rates: Rates) -> bool:
    value = converted(amount, figure, rates)
    return value is not None and disagrees(amount, figure, value)


def _context(scene: Scene, found: Sequence[Candidate]) -> tuple[Support, ...]:
    """Up to two figures near the topic, which prove nothing."""
    return tuple(
        support(scene.figures, one.figure, "related") for one in found[:2] if one.score >= SURE
    )
