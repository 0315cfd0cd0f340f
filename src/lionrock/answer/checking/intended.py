"""Targets without an amount: what somebody means to do, and by when."""

import datetime as dt
import re
from collections.abc import Iterator

import msgspec

from lionrock.answer.checking.asked import HOME, Asked
from lionrock.answer.checking.claim import Support
from lionrock.answer.checking.figures import Figures
from lionrock.answer.checking.ranks import fold_kept
from lionrock.answer.checking.stated import Stated, evidence, plain
from lionrock.answer.checking.terms import terms
from lionrock.answer.observatory import Observatory
from lionrock.model.dates import parse_period
from lionrock.model.text import LANGUAGES, T

_INTENDED = """
SELECT f.key, f.subject, f.records[1],
    max(g.value) FILTER (WHERE g.prop = 'due'), max(g.value) FILTER (WHERE g.prop = 'by')
FROM facts f JOIN facts g ON g.subject = f.subject
WHERE f.kind = 'target' AND f.prop = 'target'
GROUP BY ALL HAVING max(g.value) FILTER (WHERE g.prop = 'value') IS NULL ORDER BY f.key
"""
ALIKE = 0.4
"""Share of a target's telling words, by weight, that a claim must have in one script, where its
maker is named …"""
ALONE = 0.7  # … and where nobody is
LEAST = 2  # … and their number
CODE = 3.0
"""Weight of a code such as GL8, which means one thing only; a word weighs 1 …"""
PAIR = 0.5  # … and a pair of Chinese letters, of which a word makes several, half of that
_CODES = re.compile(r"(?<![a-z0-9])[a-z]{1,6}[- ]?\d{1,4}(?![a-z0-9])")


class Intention(msgspec.Struct, frozen=True):
    """A target on record that counts nothing: who set it, the year it is due, its words."""

    key: str
    subject: str
    name: T
    record: int
    due: str | None
    by: str
    labels: tuple[frozenset[str], ...]

    @property
    def year(self) -> int | None:
        """The year it is due, if one is told."""
        last = parse_period(self.due).end if self.due else None
        return last.year if last else None


class Intended:
    """The targets without an amount of one build; made once, safe between threads."""

    def __init__(self, observatory: Observatory, figures: Figures) -> None:
        self._figures = figures
        self._all = tuple(self._read(observatory))

    def _read(self, observatory: Observatory) -> Iterator[Intention]:
        for key, subject, record, due, by in observatory.query(_INTENDED):
            label = self._figures.label(subject).en
            others = (observatory.translations(lang).get(label, label) for lang in LANGUAGES[1:])
            name = T(label, *others)
            about = terms("Hong Kong") | terms("香港")
            labels = (_told(name.en) - about, _told(name.hant) - about)
            yield Intention(key, subject, name, record, due, by or HOME, labels)

    def meant(self, text: str, asked: Asked, makers: frozenset[str]) -> Iterator[Intention]:
        """The targets that a claim's words tell of, for the year it claims, if it claims one."""
        said = asked.words | asked.called | _told(text)
        for one in self._all:
            needed = ALIKE if one.by in makers else ALONE
            if asked.periods and one.year is not None and not _in(one.year, asked.periods):
                continue
            for label in one.labels:
                shared = label & said
                if not (asked.periods or (label - asked.called) & (asked.words | _told(text))):
                    continue  # only its bearer is named, not what it is to do, or when
                if len(shared) >= LEAST and _weight(shared) >= needed * _weight(label):
                    yield one
                    break

    def support(self, one: Intention) -> Support:
        """A target as evidence."""
        stated = Stated(one.key, one.record, one.subject)
        return evidence(self._figures, stated, "for", (one.name, plain(one.due or "–")), one.due)


def _told(text: str) -> frozenset[str]:
    """The telling words of a text, and its codes."""
    codes = (code.replace(" ", "").replace("-", "") for code in _CODES.findall(fold_kept(text)))
    return terms(text) | frozenset(codes)


def _weight(words: frozenset[str]) -> float:
    return sum(CODE if word[-1:].isdigit() else 1.0 if word.isascii() else PAIR for word in words)


def _in(year: int, spans: tuple[tuple[dt.date, dt.date], ...]) -> bool:
    return any(end.year == year for _, end in spans)
