"""Asking a matcher about many texts, each of them once."""

from collections.abc import Sequence

from lionrock.answer.matching.cells import cells
from lionrock.model.match import Answer, Matcher
from lionrock.store.sheets.rows import Added

_REMEMBERED = 1 << 16
_LONGEST = 1_000  # characters of a text that is remembered between batches


def ask(
    matcher: Matcher, texts: Sequence[str | None], affiliation: bool, limit: int = 5
) -> list[Answer]:
    """The answer to each text, in order; equal texts are asked about once."""
    distinct = list(dict.fromkeys(texts))
    question = matcher.affiliations if affiliation else matcher.names
    answers = dict(zip(distinct, question(distinct, limit), strict=True))
    return [answers[text] for text in texts]


class Asker:
    """Gives the cells for the texts of one column, batch by batch.

    It remembers the texts it met last, so that a value that recurs all over a large file is
    asked about once, in bounded memory.
    """

    def __init__(self, matcher: Matcher, affiliation: bool, lang: str) -> None:
        self._matcher, self._affiliation, self._lang = matcher, affiliation, lang
        self._known: dict[str | None, Added] = {}

    def cells(self, texts: Sequence[str | None]) -> list[Added]:
        """What is added to each row, in order."""
        here: dict[str | None, Added] = {}
        new = []
        for text in dict.fromkeys(texts):
            if (before := self._known.pop(text, None)) is not None:
                here[text] = before
            else:
                new.append(text)
        for text, answer in zip(new, ask(self._matcher, new, self._affiliation, 1), strict=True):
            here[text] = cells(answer, self._lang, self._affiliation)
        self._remember(here)
        return [here[text] for text in texts]

    def _remember(self, here: dict[str | None, Added]) -> None:
        """Keep what was met last at the end; the oldest go first."""
        self._known.update((text, one) for text, one in here.items() if len(text or "") <= _LONGEST)
        for text in list(self._known)[: max(0, len(self._known) - _REMEMBERED)]:
            del self._known[text]
