"""The matcher of names and of affiliation strings, over an index on disk or in memory."""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from lionrock.model.fold import fold
from lionrock.model.match import Answer, Candidate, Organisation
from lionrock.model.names.reading import LONGEST, units
from lionrock.model.names.segments import asked_name, localities
from lionrock.resolve.affiliations import AffiliationMatcher
from lionrock.resolve.departments import is_department, only_department
from lionrock.resolve.doubts import PLACE
from lionrock.resolve.index import Index, index_of, open_index
from lionrock.resolve.naming import NameMatcher

_COMMAS = re.compile("[,，;；、]")


class Both(msgspec.Struct, frozen=True, weakref=True):
    """A matcher of names and of affiliation strings: model.match.Matcher."""

    by_name: NameMatcher
    by_text: AffiliationMatcher

    def names(self, texts: Sequence[str | None], limit: int = 5) -> list[Answer]:
        """Which organisation each name means. A name with commas, or one that says it is a
        department, is read as an affiliation too when it is not sure by itself: "SIAT, CAS",
        "PolyU Department of Computing"."""
        texts = [one[:LONGEST] if isinstance(one, str) else one for one in texts]
        answers = self.by_name.names(texts, limit)
        again = [
            n
            for n, (text, answer) in enumerate(zip(texts, answers, strict=True))
            if answer.verdict != "match"
            and isinstance(text, str)
            and answer.note is not PLACE
            and (_has_parts(text) or is_department(text))
        ]
        if again:
            read = self.by_text.affiliations([texts[n] for n in again], limit)
            for n, answer in zip(again, read, strict=True):
                alone = answer.verdict == "match" and len(answer.found) == 1
                if alone and self._explained(str(texts[n]), answer.found[0]):
                    answers[n] = answer
        return answers

    def _explained(self, text: str, found: Candidate) -> bool:
        """Whether all that stands beside the organisation found in a name is a place, a department
        or a known name."""
        rest = [text[: found.start], text[found.end :]]
        if not _has_parts(text) and not any(map(only_department, rest)):
            return False
        for part in _COMMAS.split(",".join(rest)):
            left = units(part)
            if (
                not left
                or fold(part) in localities()
                or self.by_name.index.row_spelled(left) is not None
            ):
                continue
            if not only_department(part):
                return False
        return True

    def affiliations(self, texts: Sequence[str | None], limit: int = 5) -> list[Answer]:
        """Which organisations each affiliation string names."""
        return self.by_text.affiliations(texts, limit)


def _has_parts(text: str) -> bool:
    first = _COMMAS.split(text, maxsplit=1)
    if len(first) < 2:
        return False
    return len(asked_name(text).units) > 1 or (first[0].isupper() and len(first[0]) > 2)


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
