"""What the record tells of an initiative or body in words of its own, step by step: its milestones
and notes. They bear out a figure or a day that no property and no indicator holds; they are told
in passing, so that they contradict nothing."""

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import msgspec

from lionrock.answer.checking.claim import Claim, Finding, Support
from lionrock.answer.checking.figures import Figures
from lionrock.answer.checking.happenings import meets
from lionrock.answer.checking.notes import note
from lionrock.answer.checking.stated import Stated, evidence, of_whom
from lionrock.answer.checking.terms import terms
from lionrock.answer.observatory import Observatory
from lionrock.model.reading import Amount
from lionrock.model.text import LANGUAGES, T
from lionrock.read.amounts import amounts
from lionrock.read.dates import dates

_TOLD = """
SELECT subject, prop, value, records[1], key FROM facts
WHERE prop IN ('milestone', 'note', 'obligation')
    AND kind IN ('initiative', 'organisation', 'programme', 'instrument')
ORDER BY subject, prop, key
"""
_HAPPENED = """
SELECT p.value, f.prop, f.value, f.records[1], f.key, f.subject, max(d.value)
FROM facts f JOIN facts p ON p.subject = f.subject
    AND p.prop IN ('company', 'party', 'adopter', 'provider', 'owner')
LEFT JOIN facts d ON d.subject = f.subject AND d.prop = 'date'
WHERE f.prop IN ('what', 'title', 'note', 'use_case')
    AND f.kind IN ('incident', 'deal', 'adoption', 'artefact')
GROUP BY ALL ORDER BY p.value, f.prop, f.key
"""
"""What an incident, a deal or a use is told by, of each body that has a part in it."""
ALIKE = 0.4
"""Share of a claim's telling words, by weight, that a step must have, where its day is told …"""
LEAST = 1  # … and their number, where its figure is
PAIR = 0.5  # what a pair of Chinese letters counts beside a word, of which it is a part
_MEASURES = frozenset(("hectares", "square_metres", "square_kilometres", "petaflops", "megawatts"))
"""Units that tell by themselves what is measured."""


@cache
def _plain() -> frozenset[str]:
    return terms("Hong Kong 香港 new 新 AI 人工智能 technology 科技")


class Deed(msgspec.Struct, frozen=True):
    """A step or note on record: of whom, in what words, when, and the figures in it."""

    subject: str
    text: T
    date: str | None
    key: str
    record: int
    words: frozenset[str]
    amounts: tuple[Amount, ...]
    entity: str
    """Whose page shows it: the body's own, or that of the deal, incident or use."""


class Deeds:
    """The milestones and notes of one build by whom they tell of; made once, safe between
    threads."""

    def __init__(self, observatory: Observatory, figures: Figures) -> None:
        self._figures = figures
        self._of: dict[str, list[Deed]] = defaultdict(list)
        self._observatory = observatory
        for subject, prop, value, record, key in observatory.query(_TOLD):
            step = json.loads(value) if prop == "milestone" else {"what": value}
            if step.get("what") and step.get("done") is not False:
                self._add(subject, step["what"], step.get("date"), (key, record, subject))
        for subject, _, value, record, key, entity, date in observatory.query(_HAPPENED):
            self._add(subject, value, date, (key, record, entity))

    def _add(
        self, subject: str, english: str, date: str | None, where: tuple[str, int, str]
    ) -> None:
        translated = self._observatory.translations
        text = T(english, *(translated(lang).get(english, english) for lang in LANGUAGES[1:]))
        words = terms(text.en) | terms(text.hant)
        if date is None and len(when := dates(english)) == 1:
            date = when[0].iso
        key, record, entity = where
        read = amounts(english, ())
        self._of[subject].append(Deed(subject, text, date, key, record, words, read, entity))

    def every(self) -> Iterator[Deed]:
        """All of them, by whom they tell of."""
        for subject in sorted(self._of):
            yield from self._of[subject]

    def check(self, claim: Claim) -> Finding | None:
        """Supported where steps of one that the claim names have every figure of it, or its day,
        and its words; None where they do not."""
        if claim.kind == "quantity" and claim.amounts:
            found = [next(self._counted(claim, amount), None) for amount in claim.amounts]
        elif claim.kind == "date" and len(claim.dates) == 1:
            found = [next(self._dated(claim), None)]
        else:
            return None
        held = tuple(dict.fromkeys(one for one in found if one is not None))
        if not held or None in found or not self._names_all(claim, held):
            return None
        told = note("related", what=self.told(held[0]))
        return Finding("supported", 0.7, told, tuple(map(self.support, held)))

    def _names_all(self, claim: Claim, held: tuple[Deed, ...]) -> bool:
        """Whether everybody whom a claim names has a part in the steps, or is told of there."""
        twins = self._figures.bearers.twins
        own = frozenset(id_ for one in held for id_ in (one.subject, one.entity))
        own = own.union(*(twins.get(id_, frozenset()) for id_ in own))
        words = frozenset[str]().union(*(one.words for one in held))
        return all(
            m.id in own or terms(m.text) <= words
            for m in claim.mentions
            if m.kind != "place" and m.id != "hksar-government"
        )

    def _steps(self, claim: Claim) -> Iterator[tuple[Deed, frozenset[str]]]:
        """The steps of whom a claim names first, beside governments, and the claim's own words."""
        ids = [m.id for m in claim.mentions if m.id and m.kind != "place"]
        ids = [id_ for id_ in ids if id_ != "hksar-government"]
        for id_ in ids[:2]:
            called = self._figures.bearers.called(id_)
            said = terms(claim.text) - called - _plain()
            for other in (id_, *sorted(self._figures.bearers.twins.get(id_, frozenset()) - {id_})):
                for one in self._of.get(other, ()):
                    yield one, said

    def _counted(self, claim: Claim, amount: Amount) -> Iterator[Deed]:
        for one, said in self._steps(claim):
            if claim.dates and not (one.date and meets(one.date, claim.dates[0].iso)):
                continue
            for held in one.amounts:
                measured = amount.unit in _MEASURES and held.unit == amount.unit
                if alike(amount, held) and (measured or len(said & one.words) >= LEAST):
                    yield one

    def _dated(self, claim: Claim) -> Iterator[Deed]:
        for one, said in self._steps(claim):
            if not one.date or not said or not meets(one.date, claim.dates[0].iso):
                continue
            shared = said & one.words
            alike = _weight(shared) >= ALIKE * _weight(said) or "inforc" in shared
            if len(shared) >= LEAST and alike:
                yield one

    def told(self, one: Deed) -> T:
        """Whom a step is of and what it says."""
        return of_whom(self._figures.label(one.subject), one.text)

    def support(self, one: Deed) -> Support:
        """A step as evidence."""
        stated = Stated(one.key, one.record, one.entity)
        words = self._figures.label(one.subject), one.text
        return evidence(self._figures, stated, "for", words, one.date)


def alike(amount: Amount, held: Amount) -> bool:
    """Whether two amounts are the same number of the same thing, bounds aside."""
    if amount.currency != held.currency or amount.unit != held.unit:
        return False
    if amount.currency is None and amount.unit is None:
        one, two = terms(amount.noun or ""), terms(held.noun or "")
        if not one or not two or not one & two:
            return False
    return abs(amount.value - held.value) <= 0.005 * abs(held.value)


def _weight(words: frozenset[str]) -> float:
    return sum(1.0 if word.isascii() else PAIR for word in words)
