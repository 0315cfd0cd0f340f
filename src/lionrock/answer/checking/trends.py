"""Trends claimed in words held against series, by the tests of `derive/trend.py`."""

import re
from collections.abc import Sequence

from lionrock.answer.checking.asked import Asked
from lionrock.answer.checking.changes import check_multiple, told_change
from lionrock.answer.checking.claim import Claim, Finding, Stand, Support
from lionrock.answer.checking.figure import Figure
from lionrock.answer.checking.kinds import says
from lionrock.answer.checking.multiples import times
from lionrock.answer.checking.notes import Filling, note, shown
from lionrock.answer.checking.scene import Scene, support
from lionrock.answer.checking.series import best_series
from lionrock.answer.checking.topics import when
from lionrock.derive.trend import CHANGED, NEEDED, Course, Mark, course, told_p
from lionrock.model.fold import fold

MUCH = 1.5  # times, over the years that "soared over a decade" speaks of
STEP = 550  # days that lie between a year's value and the one before it, at most
STALE = 5 * 366  # days
LEAP = 2.0  # times, in one step, that are a surge whatever the steps before were
_SINCE = re.compile(r"\b(?:since|from)\b|以来|自.{1,12}(?:起|后)", re.IGNORECASE)


def check_trend(scene: Scene, claim: Claim) -> Finding:
    """The verdict on a claim that something rises, falls, stays, surges or plunges."""
    asked = scene.asked(claim)
    best = best_series(scene, claim)
    if best is None:
        return Finding("no_evidence", 0.3, note("no_series"))
    joined = scene.figures.joined(best)
    if not joined:
        return Finding("no_evidence", 0.3, note("no_series"))
    points = _within(joined, asked, claim.text)
    if not asked.periods and _stale(scene, joined[-1][1]):
        told_old = note("trend_old", **_filled([figure for _, figure in joined], None))
        return Finding(
            "no_evidence", 0.4, told_old, _ends(scene, [f for _, f in joined], "related")
        )
    multiple = times(claim.text)
    if multiple is not None:
        return _multiplied(scene, multiple, claim.text, (points, joined))
    told, nature = [figure for _, figure in points], scene.figures.nature(best[0].indicator)
    lasting = says("lasting", claim.text)
    if says("steep", claim.text) and not (lasting and _much(told)):
        # "Surged in 2024" speaks of a step to that year, which begins before it.
        upto = joined[: joined.index(points[-1]) + 1]
        return _stepped(scene, claim, [figure for _, figure in upto], _course(upto, nature))
    if len(points) == 1 and asked.periods:
        upto = joined[: joined.index(points[0]) + 1]
        return _one_step(scene, claim, [figure for _, figure in upto][-2:])
    seen = _course(points, nature)
    since = [mark.period for mark, _ in points].index(seen.since) if seen.since else 0
    return _directed(scene, claim, told[since:], seen)


def _much(points: Sequence[Figure]) -> bool:
    """Whether a series changed by half or more from its first value to its last."""
    first, last = points[0].value, points[-1].value
    return first > 0 and not 2 / 3 < last / first < MUCH


def _within(
    joined: list[tuple[Mark, Figure]], asked: Asked, text: str
) -> list[tuple[Mark, Figure]]:
    """The values of the time claimed; "since 2019" is from then on, not in that year."""
    if asked.periods and _SINCE.search(fold(text)):
        begins = min(start for start, _ in asked.periods)
        held = [one for one in joined if one[1].last is not None and one[1].last >= begins]
    else:
        held = [one for one in joined if not asked.periods or when(one[1], asked.periods)]
    return held or joined


def _one_step(scene: Scene, claim: Claim, ends: list[Figure]) -> Finding:
    """ "Rose in 2024": the value of that year against the one before it."""
    then, now = ends[0], ends[-1]
    up, down, _ = _ways(claim, now)
    filled = _filled(ends, None)
    near = then is now or then.last is None or now.last is None
    if near or up == down or (now.last - then.last).days > STEP:  # type: ignore[operator]
        told = note("trend_short", n=len(set(ends)), needed=NEEDED, name=now.name)
        return Finding("no_evidence", 0.4, told, _ends(scene, ends, "related"))
    why = note("changed", change=told_change(then, now), **filled)
    moved = (now.value - then.value) * (1 if up else -1)
    if moved > 0:
        return Finding("supported", 0.7, why, _ends(scene, ends, "for"))
    return Finding("contradicted", 0.7, why, _ends(scene, ends, "against"))


def _multiplied(
    scene: Scene, multiple: float, text: str,
    about: tuple[list[tuple[Mark, Figure]], list[tuple[Mark, Figure]]],
) -> Finding:  # fmt: skip
    """ "Doubled", "halved", 增至三倍: the last value of the time told against its first; where it
    tells one year only, against the value before."""
    points, joined = about
    if len(points) == 1 and joined[0][1] is not points[0][1]:
        at = [figure.key for _, figure in joined].index(points[0][1].key)
        points = joined[at - 1 : at + 1]
    first, last = points[0][1], points[-1][1]
    told = [figure for _, figure in points]
    if len(points) < 2 or first.value <= 0:
        return Finding("no_evidence", 0.3, note("no_series"), _ends(scene, told, "related"))
    return check_multiple(scene, multiple, text, (first, last))


def _directed(scene: Scene, claim: Claim, points: list[Figure], seen: Course) -> Finding:
    """A rise, a fall or neither, against what the series shows."""
    evidence, filled = _ends(scene, points, "related"), _filled(points, seen)
    if seen.says == "unclear" and _turned(claim, points):
        last = points[-3:]
        told = note("trend_turned", **_filled(last, seen))
        return Finding("contradicted", 0.6, told, _ends(scene, last, "against"))
    if seen.says in ("short", "cumulative", "unclear"):
        return Finding("no_evidence", 0.4, note(f"trend_{seen.says}", **filled), evidence)
    up, down, flat = _ways(claim, points[0])
    if up + down + flat != 1:
        return Finding("no_evidence", 0.3, note("trend_unclear", **filled), evidence)
    held = {"rising": up, "falling": down, "level": flat}[seen.says]
    if seen.says == "level":
        told = note("trend_level", **filled)
    else:
        told = note("trend_held", direction=note("up" if seen.says == "rising" else "down"),
                    **filled)  # fmt: skip
    stand: Stand = "for" if held else "against"
    return Finding("supported" if held else "contradicted", 0.7, told, _ends(scene, points, stand))


def _turned(claim: Claim, points: list[Figure]) -> bool:
    """Whether a change told as unbroken was clearly undone: the last two steps go the other way,
    and by more than rounding."""
    up, down, _ = _ways(claim, points[0])
    if up == down or not says("unbroken", claim.text) or len(points) < 3:
        return False
    a, b, c = (figure.value for figure in points[-3:])
    steps = b - a, c - b
    undone = all(step < 0 for step in steps) if up else all(step > 0 for step in steps)
    return undone and abs(c - a) > CHANGED * abs(a)


def _ways(claim: Claim, figure: Figure) -> tuple[bool, bool, bool]:
    """Whether a rise, a fall, neither is said; "growth" in what a series is called says nothing
    beside another word: yearly growth is falling."""
    said = {cue: says(cue, claim.text) for cue in ("up", "down", "flat")}
    if sum(said.values()) > 1:
        called = (figure.name.en, figure.name.hant, figure.name.hans)
        said = {cue: yes and not any(says(cue, one) for one in called) for cue, yes in said.items()}
    return said["up"], said["down"], said["flat"]


def _stepped(scene: Scene, claim: Claim, points: list[Figure], seen: Course) -> Finding:
    """A surge or a plunge, against the last step up to the time claimed."""
    last = points[-2:]
    filled = _filled(last, seen)
    up, down = says("up", claim.text), says("down", claim.text)
    if seen.says == "short" and up != down and scene.asked(claim).periods and _leapt(last, up):
        return _one_step(scene, claim, last)  # too few to tell the usual step, and far beyond any
    if seen.says in ("short", "cumulative") or up == down:
        why = seen.says if seen.says in ("short", "cumulative") else "unclear"
        return Finding(
            "no_evidence", 0.4, note(f"trend_{why}", **filled), _ends(scene, last, "related")
        )
    wanted = "surge" if up else "plunge"
    if seen.jump == wanted:
        return Finding("supported", 0.7, note("trend_jumped", **filled), _ends(scene, last, "for"))
    moved = last[-1].value - last[0].value
    opposed = seen.jump is not None or (moved < 0 if up else moved > 0)
    return Finding(
        "contradicted" if opposed else "no_evidence", 0.6, note("trend_milder", **filled),
        _ends(scene, last, "against" if opposed else "related"),
    )  # fmt: skip


def _leapt(last: Sequence[Figure], up: bool) -> bool:
    """Whether a value doubled, or was halved, in one step."""
    then, now = last[0].value, last[-1].value
    return then > 0 and (now >= LEAP * then if up else now * LEAP <= then)


def _stale(scene: Scene, last: Figure) -> bool:
    """Whether a series ends too long before the text to tell what "is rising" then."""
    newest = scene.published or scene.figures.newest
    return last.last is not None and (newest - last.last).days > STALE


def _filled(points: Sequence[Figure], seen: Course | None) -> dict[str, Filling]:
    first, last = points[0], points[-1]
    ends: dict[str, Filling] = {
        "name": first.name,
        "first": shown(first), "first_period": first.period or "–",
        "last": shown(last), "last_period": last.period or "–",
    }  # fmt: skip
    if seen is None:
        return ends
    return ends | {
        "n": seen.n, "needed": NEEDED,
        "tau": "–" if seen.tau is None else f"{seen.tau:.2f}",
        "p": "= –" if seen.p is None else told_p(seen.p),
    }  # fmt: skip


def _ends(scene: Scene, points: Sequence[Figure], stand: Stand) -> tuple[Support, ...]:
    return tuple(support(scene.figures, one, stand) for one in (points[0], points[-1]))


def _course(points: Sequence[tuple[Mark, Figure]], nature: str) -> Course:
    return course([mark for mark, _ in points], points[0][1].unit, nature)
