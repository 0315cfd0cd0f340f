"""Plans told in a claim held against the targets on record: how much, by when, and whose.

A plan is a fact about who made it: "aims for 30 by 2030" is so or is not so today, whatever
2030 brings. Whether the target is met is another question, which its page answers.
"""

import datetime as dt
from collections.abc import Sequence

import msgspec

from lionrock.answer.checking.agreement import agrees, converted, disagrees
from lionrock.answer.checking.claim import Claim, Finding
from lionrock.answer.checking.figure import Figure
from lionrock.answer.checking.kinds import says
from lionrock.answer.checking.notes import Filling, note, shown
from lionrock.answer.checking.quantities import OPPOSED, SURE, check_amounts
from lionrock.answer.checking.scene import Scene, support
from lionrock.answer.checking.topics import HOME, Asked, Candidate, candidates, counted
from lionrock.model.reading import Amount

TOLD = 0.3
"""Likeness from which an amount, its year and its maker together tell which target is meant."""
_GOVERNMENT = "hksar-government"
PLANNED = frozenset(("target", "forecast"))


def check_plan(scene: Scene, claim: Claim) -> Finding:
    """The verdict on a claim about what is to be.

    Supported by a target or a published forecast of that amount for that time, or by money that
    is set aside already; contradicted where the target on record for that time is another, and
    the claim says that it is a plan. What merely foretells is not checkable.
    """
    planned = says("plan", claim.text)
    findings = [
        _planned(scene, scene.asked(claim, amount), amount, planned) for amount in claim.amounts
    ]
    for finding in findings:
        if finding.verdict == "contradicted":
            return finding
    if findings and all(finding.verdict == "supported" for finding in findings):
        evidence = tuple(dict.fromkeys(one for f in findings for one in f.evidence))
        return msgspec.structs.replace(findings[0], evidence=evidence)
    if planned and claim.amounts:
        spent = check_amounts(scene, claim)
        if spent.verdict == "supported":
            return spent
    if planned and (claim.amounts or claim.dates):
        related = tuple(one for f in findings for one in f.evidence)
        return Finding("no_evidence", 0.5, note("no_plan"), related)
    return Finding("not_checkable", 0.8, note("forecast"))


def _planned(scene: Scene, asked: Asked, amount: Amount, planned: bool) -> Finding:
    found = [
        one for one in candidates(scene.figures, asked, amount) if one.figure.nature in PLANNED
    ]
    for one in found:
        pinned = _makers(one.figure, asked) or (asked.periods and counted(amount, one.figure))
        needed = TOLD if pinned else SURE
        if one.score >= needed and _same(scene, amount, one.figure) and _timely(one.figure, asked):
            told = note("plan_agrees", **_shows(one.figure))
            return Finding(
                "supported", one.score, told, (support(scene.figures, one.figure, "for"),)
            )
    if planned and found:
        against = _against(scene, asked, amount, found)
        if against is not None:
            return against
    near = tuple(support(scene.figures, one.figure, "related") for one in found[:2]
                 if one.score >= SURE)  # fmt: skip
    return Finding("no_evidence", 0.4, note("no_plan"), near)


def _makers(figure: Figure, asked: Asked) -> bool:
    """Whether a body that has few plans is named, and the year of this one: their amount tells
    which plan is meant."""
    own = figure.abouts - {HOME, _GOVERNMENT}
    return bool(own & asked.entities and asked.periods and figure.last is not None)


def _against(
    scene: Scene, asked: Asked, amount: Amount, found: Sequence[Candidate]
) -> Finding | None:
    """The target that the claim tells wrongly: of the surest measure and maker, for that time."""
    best = found[0]
    if best.score < OPPOSED or best.figure.nature != "target":
        return None
    if scene.figures.bearers.others(asked.entities - best.figure.abouts):
        return None  # another body's plan
    alike = [one.figure for one in found if _whose(one.figure) == _whose(best.figure)]
    timely = [figure for figure in alike if _timely(figure, asked)]
    if not timely or not all(_other(scene, amount, figure) for figure in timely):
        return None
    evidence = tuple(support(scene.figures, figure, "against") for figure in timely[:3])
    told = note("plan_differs", claimed=amount.text, **_shows(timely[-1]))
    return Finding("contradicted", best.score, told, evidence)


def _whose(figure: Figure) -> tuple[str, frozenset[str]]:
    return figure.name.en, figure.abouts


def _timely(figure: Figure, asked: Asked) -> bool:
    """Whether the claim's time and the target's are the same year, as far as both are told."""
    if figure.last is None or not asked.periods:
        return True
    return any(_year(end) == _year(figure.last) for _, end in asked.periods)


def _year(day: dt.date) -> int:
    return day.year


def _same(scene: Scene, amount: Amount, figure: Figure) -> bool:
    value = converted(amount, figure, scene.rates)
    return value is not None and agrees(amount, figure, value)


def _other(scene: Scene, amount: Amount, figure: Figure) -> bool:
    value = converted(amount, figure, scene.rates)
    return value is not None and disagrees(amount, figure, value)


def _shows(figure: Figure) -> dict[str, Filling]:
    return {"name": figure.name, "value": shown(figure), "period": figure.period or "–"}
