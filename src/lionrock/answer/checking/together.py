"""Several amounts of one claim, each verdict in the light of the others."""

import re

from lionrock.answer.checking.changes import direction
from lionrock.answer.checking.claim import Claim, Finding
from lionrock.answer.checking.notes import note
from lionrock.answer.checking.periods import says_before
from lionrock.answer.checking.scene import Scene
from lionrock.answer.checking.terms import terms
from lionrock.model.reading import Amount


def together(scene: Scene, claim: Claim, findings: list[Finding]) -> list[Finding]:
    """The findings in the light of one another: a figure that one amount agrees with opposes none
    of the others, nor does one whose words stand beside another amount; a value of then is not
    outdated where the value of now is told too."""
    held = {one.observation for f in findings for one in f.evidence
            if f.verdict == "supported" and one.stand == "for"}  # fmt: skip
    out = []
    for amount, finding in zip(claim.amounts, findings, strict=True):
        used = {one.observation for one in finding.evidence}
        opposing = {one.observation for one in finding.evidence if one.stand == "against"}
        if (
            finding.verdict == "contradicted"
            and not direction(claim, amount)
            and (
                opposing & held
                or (len(claim.amounts) > 1 and _elsewhere(scene, claim, amount, finding))
            )
        ):
            finding = Finding("no_evidence", 0.4, note("no_figure"))
        if finding.verdict == "outdated" and used & held:
            for_it = tuple(one for one in finding.evidence if one.stand == "for")
            finding = Finding("supported", finding.confidence, finding.note, for_it)
        out.append(finding)
    return out


COMMA = re.compile(r"[,，;；、]\s?(?!\d)")


def _elsewhere(scene: Scene, claim: Claim, amount: Amount, finding: Finding) -> bool:
    """Whether what opposes an amount is told of beside another amount of the claim alone. A share,
    and a number of nothing named, goes on with the other."""
    if amount.noun is None or amount.unit is not None:
        return False
    figure = next((f for one in finding.evidence
                   if (f := scene.figures.figure(one.observation)) is not None), None)  # fmt: skip
    if figure is None:
        return False
    own, others = stretch(claim, amount)
    if says_before(own):
        return False  # the same, of another time: "against 403 the year before"
    label = frozenset[str]().union(*figure.label.values())
    said = label & terms(own)
    return not said and bool(label & terms(others))


def stretch(claim: Claim, amount: Amount) -> tuple[str, str]:
    """The part of a claim in which an amount stands, between the commas that part it from the
    other amounts, and the rest."""
    low, high = 0, len(claim.text)
    first, last = amount.start - claim.start, amount.end - claim.start
    for other in claim.amounts:
        begins, ends = other.start - claim.start, other.end - claim.start
        if ends <= first:
            cut = COMMA.search(claim.text, ends, first)
            low = max(low, cut.end() if cut else 0)
        elif begins >= last:
            cuts = list(COMMA.finditer(claim.text, last, begins))
            high = min(high, cuts[-1].start() if cuts else high)
    return claim.text[low:high], claim.text[:low] + " " + claim.text[high:]
