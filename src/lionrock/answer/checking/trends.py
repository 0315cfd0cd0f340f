"""Trends claimed in words held against series, by the tests of `derive/trend.py`."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from functools import cache

from lionrock.answer.checking.claim import Claim, Finding, Stand, Support
from lionrock.answer.checking.figure import CURRENCIES, Figure
from lionrock.answer.checking.kinds import says
from lionrock.answer.checking.notes import Filling, note, shown
from lionrock.answer.checking.quantities import Scene, support
from lionrock.answer.checking.terms import terms, words
from lionrock.answer.checking.topics import Asked, Candidate, candidates, when
from lionrock.derive.trend import NEEDED, Course, Mark, course, told_p
from lionrock.model.fold import fold

SURE = 0.6
MUCH = 1.5  # times, over the years that "soared over a decade" speaks of
STALE = 5 * 366  # days
FEW = 4
"""Series of which a single word may be the topic; more of them leave open which is meant."""
_SINCE = re.compile(r"\b(?:since|from)\b|以来|自.{1,12}(?:起|后)", re.IGNORECASE)
_EVERYWHERE = "@hong-kong"
_CHANGE = re.compile(r"growth|yoy|change")


def check_trend(scene: Scene, claim: Claim) -> Finding:
    """The verdict on a claim that something rises, falls, stays, surges or plunges."""
    asked = Asked.of(claim)
    best = _best(candidates(scene.figures, asked, None), asked, claim.text)
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
    told, nature = [figure for _, figure in points], scene.figures.nature(best[0].indicator)
    lasting = says("lasting", claim.text)
    if says("steep", claim.text) and not (lasting and _much(told)):
        # "Surged in 2024" speaks of a step to that year, which begins before it.
        upto = joined[: joined.index(points[-1]) + 1]
        return _stepped(scene, claim, [figure for _, figure in upto], _course(upto, nature))
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


def _directed(scene: Scene, claim: Claim, points: list[Figure], seen: Course) -> Finding:
    """A rise, a fall or neither, against what the series shows."""
    evidence, filled = _ends(scene, points, "related"), _filled(points, seen)
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


def _best(found: Sequence[Candidate], asked: Asked, text: str) -> list[Figure] | None:
    """The series that the claim fits best; of equals the longest."""
    paced = says("pace", text)
    grouped: dict[object, list[Candidate]] = defaultdict(list)
    for one in found:
        figure = one.figure
        if figure.first is None or figure.nature != "measured":
            continue
        if _CHANGE.search(figure.indicator or "") and not paced:
            continue  # that start-ups grow says nothing of how fast they do
        grouped[figure.series].append(one)
    if not grouped:
        return None
    rare = _rare(grouped, asked)
    if rare is not None:
        return [one.figure for one in rare]
    best = max(
        grouped.values(),
        key=lambda ones: (
            _said(ones[0].figure, asked),
            _counted(ones[0].figure, asked),
            round(ones[0].score, 2),
            len(ones),
        ),
    )
    if best[0].score < SURE:
        return None  # what says more of the claim's words is not sure: nothing less is
    return [one.figure for one in best]


def _course(points: Sequence[tuple[Mark, Figure]], nature: str) -> Course:
    return course([mark for mark, _ in points], points[0][1].unit, nature)


def _counted(figure: Figure, asked: Asked) -> bool:
    """Whether the claim names what the figure counts: cases, not the money lost in them."""
    return bool(terms(figure.unit.replace("_", " ")) & asked.words) or (
        asked.number and figure.unit not in CURRENCIES and not figure.unit.startswith("percent")
    )


def _said(figure: Figure, asked: Asked) -> int:
    """How many of the claim's words, Hong Kong aside, the figure's label has, in the script that
    has most: crimes by technology are no technology companies."""
    spoken = asked.words - {_EVERYWHERE}
    return max((len(label & spoken) for label in figure.label.values()), default=0)


def _rare(grouped: Mapping[object, list[Candidate]], asked: Asked) -> list[Candidate] | None:
    """The longest of the few series that one telling word of the claim finds: "doxxing".

    None where the claim has other words that none of them knows, but for those of direction.
    """
    spoken = {w for w in asked.words - {_EVERYWHERE} if w not in _directions()}
    series = [ones for ones in grouped.values() if _knows(ones[0].figure, spoken)]
    if not spoken or any(word.startswith("@") for word in spoken) or not 0 < len(series) <= FEW:
        return None
    return max(series, key=len)


@cache
def _directions() -> frozenset[str]:
    return frozenset(words("directions")["tokens"].split())


def _knows(figure: Figure, spoken: Set[str]) -> bool:
    return any(spoken <= label for label in figure.label.values())
