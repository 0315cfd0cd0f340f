"""The matcher of names and of affiliation strings, over an index on disk or in memory."""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from lionrock.model.fold import fold
from lionrock.model.match import Answer, Candidate, Organisation
from lionrock.model.names.reading import units
from lionrock.model.names.segments import asked_name, localities
from lionrock.resolve.affiliations import AffiliationMatcher
from lionrock.resolve.index import Index, index_of, open_index
from lionrock.resolve.naming import NameMatcher

_COMMAS = re.compile("[,，;；、]")


class Both(msgspec.Struct, frozen=True, weakref=True):
    """A matcher of names and of affiliation strings: model.match.Matcher."""

    by_name: NameMatcher
    by_text: AffiliationMatcher

    def names(self, texts: Sequence[str | None], limit: int = 5) -> list[Answer]:
        """Which organisation each name means. A name with commas that is not sure by itself is
        read as an affiliation too: "SIAT, CAS"."""
        answers = self.by_name.names(texts, limit)
        again = [
            n
            for n, (text, answer) in enumerate(zip(texts, answers, strict=True))
            if answer.verdict != "match" and isinstance(text, str) and _has_parts(text)
        ]
        if again:
            read = self.by_text.affiliations([texts[n] for n in again], limit)
            for n, answer in zip(again, read, strict=True):
                alone = answer.verdict == "match" and len(answer.found) == 1
                if alone and self._explained(str(texts[n]), answer.found[0]):
                    answers[n] = answer
        return answers

    def _explained(self, text: str, found: Candidate) -> bool:
        """Whether every part of a name beside the organisation found is a place or a known name."""
        for part in _COMMAS.split(text[: found.start] + "," + text[found.end :]):
            left = units(part)
            if (
                left
                and fold(part) not in localities()
                and self.by_name.index.row_spelled(left) is None
            ):
                return False
        return True

    def affiliations(self, texts: Sequence[str | None], limit: int = 5) -> list[Answer]:
        """Which organisations each affiliation string names."""
        return self.by_text.affiliations(texts, limit)


def _has_parts(text: str) -> bool:
    return any(mark in text for mark in ",，;；、") and len(asked_name(text).units) > 1


def matcher_over(index: Index, threads: int = 2) -> Both:
    """The matcher over an opened index; `threads` for the parts that can use several."""
    names = NameMatcher(index, threads=threads)
    return Both(names, AffiliationMatcher(names))


def open_matcher(folder: Path, threads: int = 2) -> Both:
    """The matcher over the index in `folder`; FileNotFoundError when there is none."""
    return matcher_over(open_index(folder), threads)


def open_affiliations(folder: Path) -> Callable[[Sequence[str | None]], list[Answer]]:
    """The matcher's `affiliations` alone: for a worker, where this function is called by name."""
    return open_matcher(folder).affiliations


def matcher_of(organisations: Iterable[Organisation], threads: int = 2) -> Both:
    """The matcher over organisations that are only kept in memory."""
    return matcher_over(index_of(organisations), threads)
