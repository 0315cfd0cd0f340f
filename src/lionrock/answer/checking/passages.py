"""What the record says in words of its own, found from the words of a claim: the steps of an
initiative, the duties of a rule, what a use, a deal or an incident is told by, whether or not the
claim names whose it is.

All that is said of one thing is a passage. It only ever supports: where enough of what a claim
tells, its days, its figures and whom it names stand in one passage, and in no other nearly so.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache

import msgspec

from lionrock.answer.checking.claim import Claim, Finding
from lionrock.answer.checking.deeds import Deed, Deeds, alike
from lionrock.answer.checking.figures import Figures
from lionrock.answer.checking.happenings import meets
from lionrock.answer.checking.notes import note
from lionrock.answer.checking.terms import terms
from lionrock.answer.observatory import Observatory
from lionrock.model.reading import Amount, DateSpan
from lionrock.read.dates import dates

ENOUGH = 0.38
"""Share of the telling words of a claim, by weight, that a passage must have; days and figures
that agree count beside them …"""
LOOKS = 0.6  # … and the same of a claim that looks like an opinion or advice
DAY, YEAR, FIGURE = 0.15, 0.08, 0.15
LEAST = 8.0  # what the words that are shared must weigh together
AHEAD = 1.25  # by how much a passage must be ahead of the next
BESIDE = 3.0  # what a statement must share of a claim for its day or figure to count
DENIED = 4.0  # what may be shared with something that is said not to be so
MOST = 0.7  # share of the words shared that a statement of a claim's day must have
PAIR = 0.5  # what a pair of Chinese letters counts beside a word, of which it is a part
_DENIES = re.compile(
    r"\b(?:not|no|never|none|nobody|without|nor|yet to|unable|unlikely)\b|"
    r"\b(?:fail|refus|reject)\w*|"
    r"n't\b|未|没有|沒有|無|无(?!人|线|線)|不(?!过|過|同|少|断|斷|仅|僅|只|止|久|单|單)|從未|从未|否",
    re.IGNORECASE,
)
"""What turns a statement round: it is then not compared by its words."""
_CUT = re.compile(r"[,;，；、。]\s?|\b(?:and|but|while)\b|以及|[和及與与並并]")
TOUCHED = 0.2  # share of the words of a part of a claim
_NAME = re.compile(r"(?<=[a-z,;] )(?!I\b)[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)*")
"""A name within a sentence, whatever it is of: Mong Kok is not Hung Hom."""
_GOVERNMENT = frozenset(("hksar-government", "hong-kong"))
_LOOKS = frozenset(("opinion", "call_to_action", "forecast", "trend"))
_DATES = "SELECT id, date FROM entities WHERE date IS NOT NULL"


@cache
def _plain() -> frozenset[str]:
    """What is written with a capital and names nobody that could be another."""
    return terms(
        "Hong Kong AI GenAI Government Budget Chinese English January February March April May "
        "June July August September October November December Monday Tuesday Wednesday Thursday"
    )


class Statement(msgspec.Struct, frozen=True):
    """A statement of a passage, with its words and the days in it."""

    deed: Deed
    words: frozenset[str]
    days: tuple[str, ...]


class Passage(msgspec.Struct, frozen=True):
    """All that is said of one thing, with every word that it and whoever has a part in it are
    called by; `day` is its own."""

    id: str
    statements: tuple[Statement, ...]
    called: frozenset[str]
    words: frozenset[str]
    parties: frozenset[str]
    day: str | None
    denied: tuple[frozenset[str], ...] = ()
    """The words of what is said not to be so: they bear nothing out."""


class Passages:
    """The passages of one build, by their words; made once, safe between threads."""

    def __init__(self, observatory: Observatory, deeds: Deeds, figures: Figures) -> None:
        self._deeds, self._figures = deeds, figures
        days: dict[str, str] = dict(observatory.query(_DATES))
        told: dict[str, list[Deed]] = defaultdict(list)
        for deed in deeds.every():
            told[deed.entity].append(deed)
        self._all = [self._passage(id_, told[id_], days.get(id_)) for id_ in sorted(told)]
        self._by_word: dict[str, list[int]] = defaultdict(list)
        seen: Counter[str] = Counter()
        for number, passage in enumerate(self._all):
            seen.update(passage.words)
            for word in passage.words:
                self._by_word[word].append(number)
        whole = len(self._all) + 1
        self._rarest = math.log(whole)
        self._weight = {word: math.log(whole / n) for word, n in seen.items()}

    def _passage(self, id_: str, deeds: list[Deed], day: str | None) -> Passage:
        parties = frozenset(deed.subject for deed in deeds) | {id_}
        labels = [self._figures.label(one) for one in parties]
        called = terms(" ".join(text for label in labels for text in label.table().values()))
        called = called.union(*(self._figures.bearers.called(one) for one in parties))
        statements = {}
        denied = []
        for deed in deeds:
            if _DENIES.search(deed.text.en):
                denied.append(deed.words)
            else:
                found = (deed.date, *(date.iso for date in dates(deed.text.en)))
                when = tuple(dict.fromkeys(one for one in found if one))
                statements[deed.key] = Statement(deed, deed.words, when)
        words = called.union(*(one.words for one in statements.values()))
        return Passage(id_, tuple(statements.values()), called, words, parties, day, tuple(denied))

    def check(self, claim: Claim) -> Finding | None:
        """Supported where one passage on record says most of what a claim does; else None."""
        if _DENIES.search(claim.text):
            return None
        named = [mention for mention in claim.mentions if mention.id]
        said = terms(claim.text).difference(
            *(terms(m.text) | self._figures.bearers.called(m.id or "") for m in named)
        )
        whole = self._weight_of(said)
        shared: dict[int, float] = defaultdict(float)
        for word in said:
            for number in self._by_word.get(word, ()):
                shared[number] += self._weighed(word)
        first, *rest = sorted(shared, key=lambda number: (-shared[number], number)) or (None,)
        if first is None or shared[first] < LEAST:
            return None
        passage = self._all[first]
        score = self._score(claim, passage, said, shared[first] / whole)
        if score is None or score < (LOOKS if claim.kind in _LOOKS else ENOUGH):
            return None
        next_ = next((n for n in rest if not self._all[n].parties & passage.parties), None)
        if next_ is not None and shared[first] < AHEAD * shared[next_]:
            return None
        chosen = sorted(
            passage.statements, key=lambda one: (-self._shares(one, said), one.deed.key)
        )
        told = note("related", what=self._deeds.told(chosen[0].deed))
        evidence = tuple(
            self._deeds.support(one.deed) for one in chosen[:2] if self._shares(one, said)
        )
        return Finding("supported", min(0.75, score), told, evidence) if evidence else None

    def _score(
        self, claim: Claim, passage: Passage, said: frozenset[str], covered: float
    ) -> float | None:
        """How much of a claim a passage says; None where something it names, dates or counts is
        missing there."""
        for mention in claim.mentions:
            if mention.id is None or mention.id in _GOVERNMENT | passage.parties:
                continue
            if not terms(mention.text) <= passage.words:
                return None
        shared = said & passage.words - passage.called
        if any(self._weight_of(shared & one) >= DENIED for one in passage.denied):
            return None
        near = [one for one in passage.statements if self._shares(one, said) >= BESIDE]
        if any(not terms(name) - _plain() <= passage.words for name in _NAME.findall(claim.text)):
            return None
        if not all(self._touches(part, passage) for part in _CUT.split(claim.text)):
            return None
        for date in claim.dates:
            if not self._dated(passage, near, said, date):
                return None
            covered += DAY if len(date.iso) > len("2026") else YEAR
        for amount in claim.amounts:
            if not self._counted(near, amount):
                return None
            covered += FIGURE
        return covered

    def _dated(
        self, passage: Passage, near: Iterable[Statement], said: frozenset[str], date: DateSpan
    ) -> bool:
        """Whether a thing is of that day, or a statement is that has most of the words shared."""
        if passage.day is not None and meets(passage.day, date.iso):
            return True
        shared = said & passage.words - passage.called
        whole = self._weight_of(shared)
        return any(
            self._shares(one, shared) >= MOST * whole and any(meets(d, date.iso) for d in one.days)
            for one in near
        )

    def _touches(self, part: str, passage: Passage) -> bool:
        """Whether a part of a claim that tells much has something in a passage."""
        said = terms(part)
        whole = self._weight_of(said)
        return whole < LEAST or self._weight_of(said & passage.words) >= TOUCHED * whole

    def _counted(self, near: Iterable[Statement], amount: Amount) -> bool:
        return any(alike(amount, held) for one in near for held in one.deed.amounts)

    def _shares(self, statement: Statement, said: frozenset[str]) -> float:
        return self._weight_of(statement.words & said)

    def _weight_of(self, words: Iterable[str]) -> float:
        return sum(map(self._weighed, words))

    def _weighed(self, word: str) -> float:
        size = 1.0 if word.isascii() else PAIR
        return size * self._weight.get(word, self._rarest)
