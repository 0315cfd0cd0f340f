"""Plans told in a claim held against the targets on record: how much, by when, and whose.

A plan is a fact about who made it: "aims for 30 by 2030" is so or is not so today, whatever
2030 brings. Whether the target is met is another question, which its page answers.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence

import msgspec

from lionrock.answer.checking.agreement import agrees, converted, disagrees
from lionrock.answer.checking.asked import HOME, Asked
from lionrock.answer.checking.claim import Claim, Finding
from lionrock.answer.checking.counting import counted, same_unit
from lionrock.answer.checking.figure import Figure
from lionrock.answer.checking.figures import Figures
from lionrock.answer.checking.happenings import Days, check_dates
from lionrock.answer.checking.intended import Intended
from lionrock.answer.checking.kinds import says
from lionrock.answer.checking.notes import Filling, note, shown
from lionrock.answer.checking.quantities import OPPOSED, SURE, check_amounts
from lionrock.answer.checking.ranks import fold_kept
from lionrock.answer.checking.scene import Scene, support
from lionrock.answer.checking.topics import Candidate, candidates, strays
from lionrock.answer.observatory import Observatory
from lionrock.model.reading import Amount

TOLD = 0.3
"""Likeness from which an amount, its year and its maker together tell which target is meant."""
_GOVERNMENT = "hksar-government"
PLANNED = frozenset(("target", "forecast"))
TELLING = 3
"""Digits of a number that hardly agree by chance."""
_SPOKEN = {
    _GOVERNMENT: re.compile(r"\b(?:government|officials|authorities)\b|(?<!市)政府|当局|港府"),
    "hong-kong-police": re.compile(r"\bpolice\b|警方|警队|警务处"),
}
"""Bodies called by what they are."""
_ANYTHING = frozenset("个個项項")


class Plans:
    """The targets of one build; made once, safe between threads."""

    def __init__(self, observatory: Observatory, figures: Figures, days: Days) -> None:
        self._intended = Intended(observatory, figures)
        self._days = days
        self._targets = tuple(one for one in figures.all if one.nature == "target")

    def check(self, scene: Scene, claim: Claim) -> Finding:
        """The verdict on a claim about what is to be.

        Supported by a target or a published forecast of that amount for that time, by a target
        without an amount of whoever is named, by money that is set aside already, or by the date
        that a plan on record has; contradicted where the target on record for that time is
        another, and the claim says that it is a plan. What merely foretells is not checkable.
        """
        planned = says("plan", claim.text)
        findings = [self._planned(scene, claim, amount, planned) for amount in claim.amounts]
        findings = [
            self._now(scene, claim, amount, finding, findings)
            for amount, finding in zip(claim.amounts, findings, strict=True)
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
        if not claim.amounts:
            meant = self._meant(scene, claim)
            if meant is not None:
                return meant
        if planned and (claim.amounts or claim.dates):
            related = tuple(one for f in findings for one in f.evidence)
            return Finding("no_evidence", 0.5, note("no_plan"), related)
        return Finding("not_checkable", 0.8, note("forecast"))

    def _now(
        self, scene: Scene, claim: Claim, amount: Amount, finding: Finding, all_: list[Finding]
    ) -> Finding:
        """What opposes a target that another amount of the claim agrees with tells of something
        else: of what there is already."""
        held = {one.observation for f in all_ if f.verdict == "supported" for one in f.evidence}
        against = {one.observation for one in finding.evidence}
        if finding.verdict != "contradicted" or not against & held:
            return finding
        found = check_amounts(scene, msgspec.structs.replace(claim, amounts=(amount,)))
        return found if found.verdict == "supported" else Finding("no_evidence", 0.4, found.note)

    def _meant(self, scene: Scene, claim: Claim) -> Finding | None:
        """A plan that counts nothing: a target of its maker, or what has its date on record."""
        asked = scene.asked(claim)
        for one in self._intended.meant(claim.text, asked, _makers(claim, asked)):
            told = note("plan_held", name=one.name, period=one.due or "–")
            return Finding("supported", 0.7, told, (self._intended.support(one),))
        dated = check_dates(self._days, claim) if claim.dates else None
        return dated if dated is not None and dated.verdict == "supported" else None

    def _planned(self, scene: Scene, claim: Claim, amount: Amount, planned: bool) -> Finding:
        asked = scene.asked(claim, amount)
        found = _planned(scene, asked, amount, planned)
        if found.verdict != "no_evidence":
            return found
        for figure in self._of_maker(scene, claim, asked, amount):
            told = note("plan_agrees", **_shows(figure))
            return Finding("supported", 0.6, told, (support(scene.figures, figure, "for"),))
        return found

    def _of_maker(
        self, scene: Scene, claim: Claim, asked: Asked, amount: Amount
    ) -> Iterator[Figure]:
        """Targets told by who set them, how much and for which year, whatever they are called:
        of a company any; of the government, which has many, only those that share a word with the
        claim and whose number leaves little to chance."""
        makers = _makers(claim, asked)
        digits = len(re.sub(r"\D", "", amount.text).strip("0"))
        for figure in self._targets:
            few = bool(makers & figure.abouts - {HOME, _GOVERNMENT})
            many = makers & figure.abouts and digits >= TELLING and asked.periods
            if not (few or many) or not _timely(figure, asked) or strays(figure, asked):
                continue
            if not few and not asked.words & frozenset().union(*figure.label.values()):
                continue
            if _alike(amount, figure) and _same(scene, amount, figure):
                yield figure


def _makers(claim: Claim, asked: Asked) -> frozenset[str]:
    """Who may have set the target that a claim tells of: whoever is named, and the government and
    the police where they are called just that."""
    plain = fold_kept(claim.text)
    return asked.entities | {id_ for id_, said in _SPOKEN.items() if said.search(plain)}


def _alike(amount: Amount, figure: Figure) -> bool:
    """Whether an amount may be counted in a target's unit: 個 counts anything."""
    return same_unit(amount, figure) or (
        amount.unit is None and amount.currency is None and (amount.noun or "") in _ANYTHING
    )


def _planned(scene: Scene, asked: Asked, amount: Amount, planned: bool) -> Finding:
    found = [
        one for one in candidates(scene.figures, asked, amount) if one.figure.nature in PLANNED
    ]
    for one in found:
        pinned = _pinned(one.figure, asked) or (asked.periods and counted(amount, one.figure))
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


def _pinned(figure: Figure, asked: Asked) -> bool:
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
