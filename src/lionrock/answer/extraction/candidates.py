"""Readings of documents as candidates: one for every event that a document tells."""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from lionrock.model.dates import parse_date
from lionrock.model.decision import handle
from lionrock.model.reading import Amount, Event, Reading, Sentence
from lionrock.sources._documents import Given, Lists

SURE: Final = 0.8
"""Confidence from which a reading enters a build unasked. Two linked parties, or one with both a
date and a sum, in a sentence or under a title that speaks of AI, reach it (read.events)."""

_AGENTS = frozenset({
    "agent", "funder", "investor", "company", "partner", "buyer", "issuer", "authority", "adopter",
    "owner",
})  # fmt: skip
_AFFECTED = frozenset({
    "object", "recipient", "investee", "exchange", "target", "document", "technology", "affected",
})  # fmt: skip
WAITING: Final = "waiting"
ASKED: Final = frozenset(("incident", "target"))
"""Kinds that never enter unasked: one can harm a name, the other is read with little certainty."""

_OFF_TOPIC = 0.25
_LONGEST_QUOTE = 240
_MOST = 200
"""Events of one document."""
_TO_MACHINES = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|prompts?|rules)\b"
    r"|\bsystem prompt\b|\bas an? (?:AI|language) model\b"
    r"|(?:忽略|無視|无视|忘記|忘记).{0,12}(?:指示|指令|提示|規則|规则)",
    re.IGNORECASE,
)
"""What is said to a program and not to a reader: whatever stands beside it waits for a person."""
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


class Candidate(msgspec.Struct, frozen=True):
    """An event as one sentence of one document tells it.

    `agents`, `affected` and `providers` are ids; `what` is what it was done to in the document's
    words where no name stands for it. `date` is ISO, as exact as the text; `amount` "HKD 3000000".
    `quote` is the sentence, cut to 240 characters; `start` and `end` its span in the text read.
    `reader` is the language model that proposed it, "" for our own rules.
    """

    handle: str
    given: Given
    published: str | None
    title: str
    quote: str
    start: int
    end: int
    language: str
    kind: str
    status: str
    agents: tuple[str, ...]
    affected: tuple[str, ...]
    providers: tuple[str, ...]
    what: str
    date: str | None
    amount: str | None
    confidence: float
    ruling: str = ""
    reader: str = ""

    @property
    def parties(self) -> frozenset[str]:
        """Everyone who has a part in it."""
        return frozenset((*self.agents, *self.affected, *self.providers))


def candidates(reading: Reading, given: Given, lists: Lists) -> Iterator[Candidate]:
    """The events of a document, each once, in the order they are told."""
    document = reading.document
    title = " ".join((document.title or "").split())[:_LONGEST_QUOTE]
    on_topic = lists.concerns(title)
    seen = set()
    for event in reading.events[:_MOST]:
        sentence = _sentence(reading, event)
        told = document.text[sentence.start : sentence.end]
        known = handle(told, event.kind, event.start - sentence.start)
        if known in seen:
            continue
        seen.add(known)
        sure = event.confidence
        if not on_topic and not lists.concerns(told):
            sure -= _OFF_TOPIC
        if _TO_MACHINES.search(told):
            sure = 0.0
        yield _candidate(reading, given, (event, sentence), (known, title, round(sure, 2)))


def _sentence(reading: Reading, event: Event) -> Sentence:
    """The sentence that an event stands in."""
    for one in reading.sentences:
        if one.start <= event.start < one.end:
            return one
    return Sentence(event.start, event.end, reading.document.language)


def _candidate(
    reading: Reading,
    given: Given,
    told: tuple[Event, Sentence],
    about: tuple[str, str, float],
) -> Candidate:
    (event, sentence), (known, title, sure) = told, about
    text = reading.document.text
    roles = {_AGENTS: "agents", _AFFECTED: "affected", frozenset({"provider"}): "providers"}
    filled = {
        part: tuple(dict.fromkeys(one.id for one in event.roles if one.name in names and one.id))
        for names, part in roles.items()
    }
    words = [text[one.start : one.end] for one in event.roles if one.id is None]
    status = "denied" if event.negated else "planned" if event.planned else "reported"
    return Candidate(
        known, given, reading.document.published, title,
        _short(text[sentence.start : sentence.end]), sentence.start, sentence.end,
        sentence.language, event.kind, status, filled["agents"], filled["affected"],
        filled["providers"], _short(" ".join(words)), _date(event), _money(event.amount),
        max(0.0, 0.5 * sure if event.negated else sure),
    )  # fmt: skip


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1].rstrip() + "…"


def _date(event: Event) -> str | None:
    """The date of an event where it is a year, a month or a day; a range is none."""
    if event.date is None or not _DAY.fullmatch(event.date.iso):
        return None
    try:
        return parse_date(event.date.iso).iso
    except ValueError:
        return None


def _money(amount: Amount | None) -> str | None:
    """A sum of money as the schema writes it; a sum that is only a bound stands as it is read."""
    if amount is None or not amount.currency or not re.fullmatch("[A-Z]{3}", amount.currency):
        return None
    return f"{amount.currency} {amount.value:.12g}" if abs(amount.value) < 1e12 else None
