"""How well a contender answered a task: by script, at the best threshold, at a precision asked for.

A contender gives each query one candidate (or -1) and a score that grows with its trust in it.
Whoever uses it draws a line somewhere: below it an answer is "none". Precision is the share of
right ones among the answers above the line; recall the share of the queries that have a right
answer and got it above the line.
"""

from collections.abc import Sequence
from typing import NamedTuple

PRECISION = 0.95
Answer = tuple[int, float]


class Quality(NamedTuple):
    """Figures between 0 and 1; `english` and `chinese` are first answers right by query script."""

    first: float
    english: float
    chinese: float
    f1: float
    precise_recall: float

    @property
    def first_by_script(self) -> str:
        """All, English and Chinese queries, for a table."""
        return f"{self.first:.3f} ({self.english:.3f} / {self.chinese:.3f})"


def quality(queries: Sequence[tuple[str, int]], answers: Sequence[Answer]) -> Quality:
    """Measure the answers to queries (text, position meant or -1), in the same order.

    `f1` is the best that any line gives, `precise_recall` the highest recall of a line that keeps
    precision at 0.95. Answers of equal score fall on one side of a line together.
    """
    right = [
        at == meant and meant >= 0 for (_, meant), (at, _) in zip(queries, answers, strict=True)
    ]
    answerable = sum(meant >= 0 for _, meant in queries)
    curve = _curve(right, answers, answerable)
    return Quality(
        first=sum(right) / max(1, answerable),
        english=_share(queries, right, chinese=False),
        chinese=_share(queries, right, chinese=True),
        f1=max((_f1(*point) for point in curve), default=0.0),
        precise_recall=max((recall for p, recall in curve if p >= PRECISION), default=0.0),
    )


def has_chinese(text: str) -> bool:
    """Say whether a text holds a Chinese character."""
    return any("\u3400" <= sign <= "\u9fff" for sign in text)


def at_verdict(
    queries: Sequence[tuple[str, int]], answers: Sequence[Answer], sure: Sequence[bool]
) -> tuple[float, float]:
    """Precision and recall of the answers that a contender itself calls sure."""
    kept = [
        at == meant
        for (_, meant), (at, _), said in zip(queries, answers, sure, strict=True)
        if said and at >= 0
    ]
    answerable = sum(meant >= 0 for _, meant in queries)
    return sum(kept) / max(1, len(kept)), sum(kept) / max(1, answerable)


def _share(queries: Sequence[tuple[str, int]], right: Sequence[bool], *, chinese: bool) -> float:
    found = [
        ok
        for (text, meant), ok in zip(queries, right, strict=True)
        if meant >= 0 and has_chinese(text) == chinese
    ]
    return sum(found) / max(1, len(found))


def _curve(
    right: Sequence[bool], answers: Sequence[Answer], answerable: int
) -> list[tuple[float, float]]:
    """Precision and recall at every line, from the strictest on."""
    given = [(score, ok) for (at, score), ok in zip(answers, right, strict=True) if at >= 0]
    given.sort(key=lambda one: -one[0])
    points, good = [], 0
    for count, (score, ok) in enumerate(given, 1):
        good += ok
        if count == len(given) or given[count][0] != score:
            points.append((good / count, good / max(1, answerable)))
    return points


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / max(1e-9, precision + recall)
