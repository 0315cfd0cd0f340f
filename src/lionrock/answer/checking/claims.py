"""Cuts a reading into claims: a sentence, or the clauses of one that claim a thing each."""

import re
from collections.abc import Iterator, Sequence
from typing import TypeVar

from lionrock.answer.checking.claim import Claim
from lionrock.answer.checking.kinds import Found, kind_of
from lionrock.model.reading import Amount, DateSpan, Mention, Reading, Sentence

_CUT = re.compile(
    r";\s+|；|,\s+(?:while|whereas|and|but|with)\s+|，(?=而|並|并|同時|同时|其中|另|當中|当中|至於|至于)|。"
)
_WORDS = re.compile(r"[A-Za-z]{2,}|[\u3400-\u9fff]")
_ASKS = re.compile(
    r"(?:why|how|what|when|where|who)\b[^.。!！]*$|(?:為何|为何|為什麼|为什么|如何)[^。！]*$",
    re.IGNORECASE,
)
"""A title that asks without a mark: "Why Hong Kong is booming"."""
LEAST = 3  # words; anything shorter claims nothing
_Spanned = TypeVar("_Spanned", Mention, Amount, DateSpan)


def claims(reading: Reading) -> tuple[Claim, ...]:
    """Every claim of a document, in order; headings and questions claim nothing."""
    made = []
    for sentence in reading.sentences:
        text = reading.document.text[sentence.start : sentence.end]
        if sentence.heading or text.rstrip("”」』\"')）").endswith(("?", "？")):
            continue
        if len(_WORDS.findall(text)) < LEAST or _ASKS.match(text):
            continue
        for start, end in _clauses(reading, sentence):
            made.append(_claim(reading, start, end))
    return tuple(made)


def _claim(reading: Reading, start: int, end: int) -> Claim:
    text = reading.document.text[start:end]
    found = Found(
        tuple(m for m in _within(reading.mentions, start, end) if m.id is not None),
        tuple(_within(reading.amounts, start, end)),
        tuple(_within(reading.dates, start, end)),
    )
    kind = kind_of(text, found)
    return Claim(start, end, text, kind, found.mentions, found.amounts, found.dates)


def _clauses(reading: Reading, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """The sentence whole, or its clauses where at least two of them hold a figure each."""
    text = reading.document.text
    start = sentence.start
    parts = []
    for match in _CUT.finditer(text, sentence.start, sentence.end):
        if any(a.start < match.end() and match.start() < a.end for a in reading.amounts):
            continue
        parts.append((start, match.start()))
        start = match.end()
    parts.append((start, sentence.end))
    telling = [part for part in parts if any(_within(reading.amounts, *part))]
    if len(parts) > 1 and len(telling) == len(parts):
        yield from (_trimmed(text, *part) for part in parts)
    else:
        yield sentence.start, sentence.end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _within(spans: Sequence[_Spanned], start: int, end: int) -> Iterator[_Spanned]:
    return (span for span in spans if start <= span.start and span.end <= end)
