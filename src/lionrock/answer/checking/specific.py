"""Of measures that a claim may speak of, the one of which it says more."""

from collections.abc import Sequence

from lionrock.answer.checking.figure import MONEY, Figure
from lionrock.answer.checking.topics import Candidate


def most_specific(found: Sequence[Candidate], said: frozenset[str]) -> list[Candidate]:
    """Candidates without those of which a claim says nothing that it does not say of another, and
    more of that: of a scheme that is named, the applications to all schemes are not meant.

    `found` is sorted, the likeliest first; `said` are the terms of the claim.
    """
    terms: dict[str, frozenset[str]] = {}
    for one in found:
        measure = _measure(one.figure)
        terms[measure] = terms.get(measure, frozenset()) | _said(one.figure, said)
    score = {_measure(one.figure): one.score for one in reversed(found)}
    unit = {_measure(one.figure): one.figure.unit for one in found}
    wider = {
        less
        for less in terms
        if terms[less]
        for more in terms
        if terms[less] < terms[more] and score[more] >= score[less] and unit[more] == unit[less]
    }
    return [one for one in found if _measure(one.figure) not in wider]


def _measure(figure: Figure) -> str:
    """What is measured, of whomever."""
    return figure.series[0]


def _said(figure: Figure, said: frozenset[str]) -> frozenset[str]:
    """The terms of a measure's name that a claim has; none of money, which is called much."""
    if MONEY in figure.label:
        return frozenset()
    return frozenset().union(*figure.label.values()) & said
