"""Trends claimed in words held against series, by Kendall's test (Mann 1945; Kendall 1975)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from lionrock.answer.checking.claim import Claim, Finding, Stand
from lionrock.answer.checking.figures import Figure
from lionrock.answer.checking.kinds import says
from lionrock.answer.checking.notes import Filling, note, shown
from lionrock.answer.checking.quantities import Scene, support
from lionrock.answer.checking.topics import Asked, Candidate, candidates, when

SURE = 0.6
NEEDED = 4  # values; with three, chance alone orders them one time in three
LEVEL = 0.1  # p below which a direction is held to be shown
_EVERYWHERE = "@hong-kong"
CHANGED = 0.05  # share by which the last value must lie beyond the first


def check_trend(scene: Scene, claim: Claim) -> Finding:
    """The verdict on a claim that something rises, falls or stays."""
    asked = Asked.of(claim)
    found = candidates(scene.figures, asked, None)
    series = _best(found, asked)
    if series is None:
        return Finding("no_evidence", 0.3, note("no_series"))
    points = _yearly(series, asked)
    name = series[0].name
    evidence = (
        support(scene.figures, points[0], "related"),
        support(scene.figures, points[-1], "related"),
    )
    if len(points) < NEEDED:
        told = note("trend_short", name=name, n=len(points), needed=NEEDED)
        return Finding("no_evidence", 0.4, told, evidence)
    from scipy.stats import kendalltau  # half a second; few texts claim a trend

    tau, p = kendalltau(range(len(points)), [point.value for point in points])
    change = points[-1].value / points[0].value - 1 if points[0].value else 0.0
    filled: dict[str, Filling] = {
        "name": name,
        "n": len(points),
        "tau": f"{tau:.2f}",
        "p": f"{p:.3f}",
    }
    up = tau > 0 and change > CHANGED
    down = tau < 0 and change < -CHANGED
    if p >= LEVEL or not (up or down):
        return Finding("no_evidence", 0.4, note("trend_unclear", **filled), evidence)
    claimed_up, claimed_down = says("up", claim.text), says("down", claim.text)
    if claimed_up == claimed_down:
        return Finding("no_evidence", 0.3, note("trend_unclear", **filled), evidence)
    held = (up and claimed_up) or (down and claimed_down)
    told = note(
        "trend_held", direction=note("up" if up else "down"), first=shown(points[0]),
        first_period=points[0].period or "–", last=shown(points[-1]),
        last_period=points[-1].period or "–", **filled,
    )  # fmt: skip
    stand: Stand = "for" if held else "against"
    return Finding(
        "supported" if held else "contradicted", 0.7, told,
        (support(scene.figures, points[0], stand), support(scene.figures, points[-1], stand)),
    )  # fmt: skip


def _best(found: Sequence[Candidate], asked: Asked) -> list[Figure] | None:
    """The series that the claim fits best; of equals the longest."""
    grouped: dict[object, list[Candidate]] = defaultdict(list)
    for one in found:
        if one.figure.first is not None and one.figure.nature == "measured":
            grouped[one.figure.series].append(one)
    if not grouped:
        return None
    best = max(
        grouped.values(),
        key=lambda ones: (_said(ones[0].figure, asked), round(ones[0].score, 2), len(ones)),
    )
    if best[0].score < SURE:
        return None  # what says more of the claim's words is not sure: nothing less is
    return [one.figure for one in best]


def _said(figure: Figure, asked: Asked) -> int:
    """How many of the claim's words, Hong Kong aside, the figure's label has, in the script that
    has most: crimes by technology are no technology companies."""
    spoken = asked.words - {_EVERYWHERE}
    return max((len(label & spoken) for label in figure.label.values()), default=0)


def _yearly(series: Sequence[Figure], asked: Asked) -> list[Figure]:
    """One value for each end of period, oldest first, within the time claimed if one is."""
    held = [figure for figure in series if not asked.periods or when(figure, asked.periods)]
    by_end: dict[dt.date, Figure] = {}
    for figure in sorted(held or series, key=lambda f: f.key):
        if figure.last is not None:
            by_end.setdefault(figure.last, figure)
    return [by_end[end] for end in sorted(by_end)]
