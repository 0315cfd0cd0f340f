"""Changes told in percent or as a multiple, held against two values of one series.

"Up 11 % on a year earlier" is no share of anything: it is reckoned from the values of the time
told and of the time it is compared with, as far as one line joins them.
"""

import datetime as dt
import re
from collections.abc import Sequence

import msgspec

from lionrock.answer.checking.claim import Claim, Finding, Stand, Support
from lionrock.answer.checking.figure import Figure
from lionrock.answer.checking.notes import note, shown
from lionrock.answer.checking.periods import says_before, spans
from lionrock.answer.checking.ranks import fold_kept
from lionrock.answer.checking.scene import Scene, support
from lionrock.answer.checking.series import best_series
from lionrock.model.reading import Amount

_UP = (
    r"up|ris\w+|rose|grew|grow\w*|increas\w+|gain\w*|jump\w*|climb\w*|surg\w+|soar\w*|more|higher|"
    r"expand\w*|增[^\W至到]?|升[^\W至到]?|涨[^\W至到]?|上升|增长|增加|上涨|攀升|飙升|激增|急增|急升|多|高|升幅|增幅|涨幅"
)
_DOWN = (
    r"down|fell|fall\w*|drop\w*|declin\w+|slid\w*|shr[aiu]nk\w*|decreas\w+|plung\w+|plummet\w*|"
    r"fewer|less|lower|cut|减[^\W至到]?|跌[^\W至到]?|降[^\W至到]?|下降|减少|下跌|下滑|锐减|急跌|少|低|跌幅|降幅|减幅"
)
_LINK = r"(?:\s+(?:by|of|about|around|some|nearly|almost|over|more than|roughly|a|an|another))*\s*"
_ZH_LINK = r"(?:了|达|约|近|逾|超过|多达|高达|幅度为|幅度达)*"
_BEFORE = re.compile(
    rf"(?:\b|(?<=[\u3400-\u9fff]))(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:{_LINK}|{_ZH_LINK})$"
)
_AFTER = re.compile(
    r"^(?: ?[-–]?(?:year[- ]on[- ]year|annual|yearly|yoy))?\s*"
    r"(?:(?P<up>increase|rise|growth|jump|gain|surge|higher|more)|(?P<down>decrease|drop|decline|fall|lower|fewer|less|cut|reduction))\b"
    r"|^的?(?:(?P<upz>增长|升幅|增幅|涨幅)|(?P<downz>跌幅|降幅|减幅))"
)
_NEAR = 26
ROUNDED = 0.6  # points by which rounding may part a told change from the reckoned one
LOOSE = 0.06  # … and as a share of it
WRONG = 0.5  # share of the told change from which the reckoned one is another
NEARLY = 0.08  # of a multiple: "doubled" may be said of 1.85 times
AMPLE = 0.35  # … and of 2.7 times
SHORT = 0.75  # what was less than so much of the multiple told did not come to it
_MORE = re.compile(r"\b(?:more than|over|exceed\w*)\b|逾|超过|不止")
YEAR = dt.timedelta(days=366)
_SLACK = dt.timedelta(days=120)


def direction(claim: Claim, amount: Amount) -> int:
    """1 or -1 when a percentage is told as a rise or a fall, else 0."""
    if amount.unit not in ("%", "percent"):
        return 0
    plain = fold_kept(claim.text)
    first, last = amount.start - claim.start, amount.end - claim.start
    match = _BEFORE.search(plain[max(0, first - _NEAR) : first]) or _AFTER.search(
        plain[last : last + _NEAR]
    )
    if match is None:
        return 0
    return 1 if match["up"] or match.groupdict().get("upz") else -1


def check_change(
    scene: Scene, claim: Claim, amount: Amount, anchors: Sequence[Figure]
) -> Finding | None:
    """The verdict on a change in percent of the series that `anchors` stand in: figures the rest
    of the claim agreed with, or all of the series it speaks of. None where none is joined."""
    joined = [figure for _, figure in scene.figures.joined(anchors)]
    ends = _ends(joined, claim, anchors)
    if ends is None:
        return None
    then, now = ends
    if not then.value or then.unit == "rank" or then.unit.startswith("percent"):
        return None
    told = direction(claim, amount) * amount.value
    real = 100 * (now.value / then.value - 1)
    why = note(
        "changed", name=now.name, first=shown(then), first_period=then.period or "–",
        last=shown(now), last_period=now.period or "–", change=told_change(then, now),
    )  # fmt: skip

    def found(verdict: str, stand: Stand) -> Finding:
        both = tuple(support(scene.figures, one, stand) for one in (then, now))
        return Finding(verdict, 0.75, why, both)  # type: ignore[arg-type]

    slack = max(ROUNDED, LOOSE * abs(told)) if amount.bound != "about" else 0.12 * abs(told) + 0.5
    if amount.bound in ("over", "at_least"):
        agrees = abs(told) - ROUNDED <= abs(real) <= 1.5 * abs(told) and told * real > 0
    else:
        agrees = abs(real - told) <= slack
    if agrees:
        return found("supported", "for")
    if told * real < 0 or abs(real - told) > max(3.0, WRONG * max(abs(told), abs(real))):
        return found("contradicted", "against")
    return Finding("no_evidence", 0.5, why, found("no_evidence", "related").evidence)


def told_change(then: Figure, now: Figure) -> str:
    """A change as readers write it: in percent; of shares, ranks and from nothing the
    difference."""
    if not then.value or then.unit == "rank" or then.unit.startswith("percent"):
        return f"{now.value - then.value:+.4g}".replace("-", "−")
    return f"{100 * (now.value / then.value - 1):+.1f}%".replace("-", "−")


def check_multiple(
    scene: Scene, multiple: float, text: str, ends: tuple[Figure, Figure]
) -> Finding:
    """The verdict on "doubled", "twice as many", 增至三倍: the last value against the first, which
    is not 0."""
    first, last = ends
    real = last.value / first.value
    why = note(
        "changed", name=last.name, first=shown(first), first_period=first.period or "–",
        last=shown(last), last_period=last.period or "–", change=told_change(first, last),
    )  # fmt: skip

    def both(stand: Stand) -> tuple[Support, ...]:
        return tuple(support(scene.figures, one, stand) for one in ends)

    part = real / multiple if multiple > 1 else multiple / real
    least = 1.0 if _MORE.search(fold_kept(text)) else 1 - NEARLY
    if least <= part <= 1 + AMPLE:
        return Finding("supported", 0.7, why, both("for"))
    if part < SHORT:
        return Finding("contradicted", 0.7, why, both("against"))
    return Finding("no_evidence", 0.4, why, both("related"))


def change_ends(
    scene: Scene, claim: Claim, figures: Sequence[Figure]
) -> tuple[Figure, Figure] | None:
    """The values that a claim compares across time, of the series that `figures` stand in."""
    joined = [figure for _, figure in scene.figures.joined(figures)]
    times = sorted(spans(claim.dates))
    if len(times) == 1 and joined and not says_before(claim.text):
        dated = [f for f in joined if f.first is not None and f.last is not None]
        then = _at(dated, times[0])
        return (then, dated[-1]) if then is not None and then is not dated[-1] else None
    return _ends(joined, claim, figures)


def _ends(
    joined: Sequence[Figure], claim: Claim, anchors: Sequence[Figure]
) -> tuple[Figure, Figure] | None:
    """The value of the time told and the one it is compared with: of the claim's earliest date
    where it tells two, else of a year before."""
    dated = [f for f in joined if f.first is not None and f.last is not None]
    if len(dated) < 2:
        return None
    times = sorted(spans(claim.dates))
    keys = {figure.key for figure in anchors}
    exact = [f for f in dated if f.key in keys] if len(anchors) == 1 else []
    now = exact[-1] if exact else _at(dated, times[-1]) if times else dated[-1]
    if now is None or now.last is None:
        return None
    if len(times) >= 2:
        then = _at(dated, times[0])
    else:
        wanted = now.last - YEAR
        near = [f for f in dated if f.last is not None and abs(f.last - wanted) <= _SLACK]
        then = near[-1] if near else None
    return (then, now) if then is not None and then is not now else None


def _at(dated: Sequence[Figure], time: tuple[dt.date, dt.date]) -> Figure | None:
    held = [f for f in dated if f.last is not None and time[0] <= f.last <= time[1]]
    return held[-1] if held else None


def with_changes(scene: Scene, claim: Claim, findings: list[Finding]) -> list[Finding]:
    """The findings, those of changes in percent reckoned from the series of the rest."""
    agreed = [
        figure
        for finding in findings
        if finding.verdict in ("supported", "outdated")
        for one in finding.evidence
        if one.stand == "for" and (figure := scene.figures.figure(one.observation)) is not None
    ]
    out = []
    for amount, finding in zip(claim.amounts, findings, strict=True):
        if finding.verdict != "supported" and direction(claim, amount):
            anchors = agreed[:1] or best_series(scene, claim) or []
            changed = check_change(scene, claim, amount, anchors) if anchors else None
            plain = msgspec.structs.replace(finding, verdict="no_evidence", note=note("no_figure"))
            finding = changed or (plain if finding.verdict == "contradicted" else finding)
        out.append(finding)
    return out
