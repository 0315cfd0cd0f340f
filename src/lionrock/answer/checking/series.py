"""Which measured series a claim speaks of."""

import re
from collections import defaultdict
from collections.abc import Mapping, Set
from functools import cache

from lionrock.answer.checking.asked import Asked
from lionrock.answer.checking.claim import Claim
from lionrock.answer.checking.figure import CURRENCIES, Figure
from lionrock.answer.checking.kinds import says
from lionrock.answer.checking.scene import Scene
from lionrock.answer.checking.terms import terms, words
from lionrock.answer.checking.topics import Candidate, candidates

SURE = 0.6
FEW = 4
"""Series of which a single word may be the topic; more of them leave open which is meant."""
_EVERYWHERE = "@hong-kong"
_CHANGE = re.compile(r"growth|yoy|change")


def best_series(scene: Scene, claim: Claim) -> list[Figure] | None:
    """The figures of the measured series that the claim fits best; of equals the longest. None
    where none is sure."""
    asked = scene.asked(claim)
    found = candidates(scene.figures, asked, None)
    paced = says("pace", claim.text)
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


def _counted(figure: Figure, asked: Asked) -> bool:
    """Whether the claim names what the figure counts: cases, not the money lost in them."""
    return bool(terms(figure.unit.replace("_", " ")) & asked.words) or (
        asked.number and figure.unit not in CURRENCIES and not figure.unit.startswith("percent")
    )


def _said(figure: Figure, asked: Asked) -> int:
    """How many of the claim's words, Hong Kong and names aside, the figure's label has, in
    the script that has most: crimes by technology are no technology companies."""
    spoken = asked.words - asked.called - {_EVERYWHERE}
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
