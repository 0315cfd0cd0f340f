"""What a writer could have cited: figures and ties on record about what a claim speaks of.

For a claim that nothing on record bears out, and for opinions and forecasts. It is no evidence:
nothing here speaks for or against the claim.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from lionrock.answer.checking.asked import HOME, Asked
from lionrock.answer.checking.claim import Claim, Finding, Support
from lionrock.answer.checking.figure import Figure
from lionrock.answer.checking.scene import Scene, support
from lionrock.answer.checking.ties import Tie, Ties
from lionrock.answer.checking.ties_said import said
from lionrock.answer.checking.topics import candidates

MOST = 3
"""Figures, and as many ties, that are offered for one claim."""
LIKE = 0.5
"""Likeness from which a figure is of the claim's topic, of 1; evidence asks for more."""
_WANTING = frozenset(("no_evidence", "not_checkable"))


class Citable:
    """Finds what could be cited; made once for a build, safe between threads."""

    def __init__(self, ties: Ties) -> None:
        self._ties = ties
        self._of: dict[str, list[Tie]] = defaultdict(list)
        for held in ties.between.values():
            for tie in held:
                self._of[tie.source].append(tie)
                self._of[tie.target].append(tie)

    def of(self, scene: Scene, claim: Claim, finding: Finding) -> tuple[Support, ...]:
        """Figures, then ties, with their sources; empty where the claim has a verdict of its own
        or is advice. What is shown as evidence already is left out."""
        if finding.verdict not in _WANTING or claim.kind == "call_to_action":
            return ()
        asked = scene.asked(claim)
        figures = (support(scene.figures, one, "related") for one in _figures(scene, asked))
        ties = (self._ties.support(one, "related") for one in self._told(claim, asked))
        shown = {_key(one) for one in finding.evidence}
        return tuple(
            one
            for found in (figures, ties)
            for one in islice((o for o in found if o.sources and _key(o) not in shown), MOST)
        )

    def _told(self, claim: Claim, asked: Asked) -> Iterator[Tie]:
        """Ties of whom the claim names: between two of them first, then of the kind it speaks of,
        the newest first."""
        spoken, named = said(claim.text), asked.entities - {HOME}
        found = {tie.id: tie for one in named for tie in self._of.get(one, ())}

        def rank(tie: Tie) -> tuple[bool, bool, str]:
            return ({tie.source, tie.target} <= named, tie.type in spoken, tie.date or "")

        ordered = sorted(found.values(), key=lambda tie: tie.id)
        yield from sorted(ordered, key=rank, reverse=True)


def _figures(scene: Scene, asked: Asked) -> Iterator[Figure]:
    """Of every series of the topic its newest measured value, the likest series first."""
    newest: dict[object, Figure] = {}
    for one in candidates(scene.figures, asked, None):
        figure = one.figure
        if one.score < LIKE or figure.nature != "measured":
            continue
        held = newest.get(figure.series)
        if held is None or _last(figure) > _last(held):
            newest[figure.series] = figure  # keeps the place of the likest
    yield from newest.values()


def _last(figure: Figure) -> str:
    return "" if figure.last is None else figure.last.isoformat()


def _key(one: Support) -> str | None:
    return one.observation or one.statement
