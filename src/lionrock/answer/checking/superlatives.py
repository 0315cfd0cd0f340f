"""Claims that somebody is the first, the oldest or the largest of a kind: no date and no tie bears
that out, only what a record itself says so."""

from collections import defaultdict

import msgspec

from lionrock.answer.checking.claim import Claim, Finding, Support
from lionrock.answer.checking.figures import Figures
from lionrock.answer.checking.notes import note
from lionrock.answer.checking.ranks import fold_kept
from lionrock.answer.checking.stated import Stated, evidence, of_whom
from lionrock.answer.checking.superlative import SAID, superlative
from lionrock.answer.checking.terms import terms
from lionrock.answer.observatory import Observatory
from lionrock.model.text import LANGUAGES, T

_NOTES = """
SELECT f.subject, f.value, f.records[1], f.key FROM facts f
WHERE f.prop = 'note' AND f.kind IN ('organisation', 'initiative', 'programme')
UNION ALL
SELECT c.value, f.value, f.records[1], f.key
FROM facts f JOIN facts c ON c.subject = f.subject AND c.prop = 'company'
WHERE f.prop = 'note' AND f.kind = 'deal'
ORDER BY ALL
"""
LEAST = 2
"""Telling words that a note must share with the claim."""


class Told(msgspec.Struct, frozen=True):
    """A note on record that calls its subject the first, oldest or largest of something."""

    subject: str
    text: T
    key: str
    record: int
    words: frozenset[str]


class Superlatives:
    """The notes of one build that hold superlatives; made once, safe between threads."""

    def __init__(self, observatory: Observatory, figures: Figures) -> None:
        self._figures = figures
        self._of: dict[tuple[str, str], list[Told]] = defaultdict(list)
        for subject, text, record, key in observatory.query(_NOTES):
            for part in text.split(";"):
                said = SAID.search(fold_kept(part))
                if said is not None and said.lastgroup:
                    told = (
                        observatory.translations(lang).get(text, text) for lang in LANGUAGES[1:]
                    )
                    name = T(text, *told)
                    words = terms(part) | terms(name.hant)
                    one = Told(subject, name, key, record, words)
                    self._of[subject, said.lastgroup].append(one)

    def check(self, claim: Claim) -> Finding | None:
        """The verdict on such a claim: supported by a note of whoever is named that says it in its
        words, else without evidence; None for other claims."""
        which = superlative(claim.text)
        bodies = [m for m in claim.mentions if m.kind != "place" and m.id is not None]
        if which is None or not bodies:
            return None
        said = terms(claim.text) - {which}
        called = self._figures.bearers.called(bodies[0].id or "")
        for one in self._of.get((bodies[0].id or "", which), ()):
            if len(one.words & said) >= LEAST and one.words & said - called:
                told = note("related", what=self._told(one))
                return Finding("supported", 0.75, told, (self._support(one),))
        return Finding("no_evidence", 0.5, note("no_superlative"))

    def _told(self, one: Told) -> T:
        return of_whom(self._figures.label(one.subject), one.text)

    def _support(self, one: Told) -> Support:
        words = self._figures.label(one.subject), one.text
        return evidence(self._figures, Stated(one.key, one.record, one.subject), "for", words)
