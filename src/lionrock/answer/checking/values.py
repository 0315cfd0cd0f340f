"""Figures found by their value: what a claim's number alone makes likely.

Words tell few measures apart when a writer has his own; a number of four digits does. A figure of
the same unit and time that agrees is meant where the claim shares some telling words with what it
is called or defined by: the fewer digits were written, the more of them.
"""

from collections.abc import Iterator

from lionrock.answer.checking.agreement import agrees, converted, significant
from lionrock.answer.checking.asked import HOME, Asked
from lionrock.answer.checking.counting import counted
from lionrock.answer.checking.figure import Figure
from lionrock.answer.checking.scene import Scene
from lionrock.answer.checking.topics import Candidate, known, meant, of_another_batch, strays, when
from lionrock.model.reading import Amount

NEEDED = {1: 99.0, 2: 8.5, 3: 5.0}
"""Weight of the words shared (nats of inverse document frequency), by digits; see ENOUGH."""
ENOUGH = 2.5  # … for four digits and more
TIMED = 2.0  # less is needed where the time is told and fits
DEFINED = 0.6  # what a word of a definition counts beside one of a label
SCORE = 0.55


def by_value(scene: Scene, asked: Asked, amount: Amount) -> list[Candidate]:
    """The measured figures that agree with an amount and are likely meant, likest first."""
    digits = len(significant(amount)) or 1
    needed = NEEDED.get(digits, ENOUGH)
    found = []
    for figure in _alike(scene, asked, amount):
        timed = when(figure, asked.periods)
        if asked.periods and not timed:
            continue
        shared = _shared(scene, asked, figure)
        if shared >= needed - (TIMED if timed else 0.0):
            found.append((shared, figure))
    found.sort(key=lambda one: (-one[0], one[1].key))
    return [Candidate(figure, SCORE) for _, figure in found]


def _alike(scene: Scene, asked: Asked, amount: Amount) -> Iterator[Figure]:
    for figure in scene.nearby.of(amount):
        value = converted(amount, figure, scene.rates)
        if value is None or not agrees(amount, figure, value) or of_another_batch(figure, asked):
            continue
        if counted(amount, figure) and meant(figure, asked) and not strays(figure, asked):
            yield figure


def _shared(scene: Scene, asked: Asked, figure: Figure) -> float:
    """How telling the words are that claim and figure share; whom it is about counts once."""
    weights = scene.figures.weights
    said = asked.words - asked.called
    label = frozenset[str]().union(*figure.label.values())
    rest = known(figure) - label - figure.own
    total = sum(weights[t] for t in said & label)
    total += DEFINED * sum(min(weights[t], 4.0) for t in said & rest)
    if figure.abouts & (asked.entities - {HOME}) or (figure.own and said & figure.own - _PLACES):
        total += 3.0
    return total


_PLACES = frozenset(("@hong-kong", "@china", "@innovation", "@technology", "@science"))
