"""Cuts a reading into claims: a sentence, or the clauses of one that claim a thing each."""

import re
from collections.abc import Iterator, Sequence
from typing import TypeVar

from lionrock.answer.checking.claim import Claim
from lionrock.answer.checking.elided import filled
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
_NAME = re.compile(r"(?<![A-Za-z'’.])[A-Z][A-Za-z]{2,}")
_PLAIN = frozenset(
    """The This That These Those There It Its They Their Our We You He She His Her One Some
    Many Most All Both Each Every Several Few Last Next Such Another Other Government City
    Officials Experts Analysts Police Companies Firms Banks Schools Universities Budget
    English Chinese Cantonese Asia Asian Europe China America British American GPT API CEO
    AIs LLM FinTech Fintech Web ICT STEM QS IMD GDP""".split()  # noqa: SIM905
)
_VERB = re.compile(
    r"(?: (?:has|have|had|is|was|will|now|also|recently|plans|bought|took|set|won|led)\b|"
    r" [a-z]+(?:ed|s) )"
)
_PRONOUN = re.compile(
    r"(?:(?:in|by|since|as of|at|on) [^,]{3,30}, )?(?:it|they|its|their|he|she|the (?:company|firm|"
    r"group|bank|start-?up|university|institute|centre|center|lab(?:oratory)?|park|fund|scheme|"
    r"programme|program|sandbox|agency|office|authority|watchdog|regulator|school|team|platform|"
    r"chatbot|service|app|framework|law|ordinance|guideline|exchange|investor))\b|"
    r"(?:截至|到|在|於|于)?[^，。]{0,12}?，?(?:它|其(?!中|他|實|实)|該|该|公司(?!註|注)|集團|集团|"
    r"基金|園區|园区|計劃|计划|校方|當局|当局)",
    re.IGNORECASE,
)
"""A subject that was named in the sentence before."""
LEAST = 3  # words; anything shorter claims nothing
_Spanned = TypeVar("_Spanned", Mention, Amount, DateSpan)


def claims(reading: Reading) -> tuple[Claim, ...]:
    """Every claim of a document, in order; headings and questions claim nothing."""
    made: list[Claim] = []
    before: tuple[Mention, ...] = ()
    for sentence in reading.sentences:
        text = reading.document.text[sentence.start : sentence.end]
        if sentence.heading or text.rstrip("”」』\"')）").endswith(("?", "？")):
            continue
        if len(_WORDS.findall(text)) < LEAST or _ASKS.match(text):
            continue
        for start, end in _clauses(reading, sentence):
            made.append(_claim(reading, start, end, before))
        before = _subject(reading, sentence) or before
    return tuple(made)


def _subject(reading: Reading, sentence: Sentence) -> tuple[Mention, ...]:
    """Whom a sentence tells of: the body, programme or rule it names first."""
    every = _within(reading.mentions, sentence.start, sentence.end)
    return next(((m,) for m in every if m.id is not None and m.kind != "place"), ())


def _claim(reading: Reading, start: int, end: int, before: tuple[Mention, ...]) -> Claim:
    text = reading.document.text[start:end]
    named = tuple(m for m in _within(reading.mentions, start, end) if m.id is not None)
    if before and _PRONOUN.match(text) and all(m.kind == "place" for m in named):
        named = (*before, *named)
    found = Found(
        named,
        _strangers(reading, start, end),
        filled(reading.document.text, tuple(_within(reading.amounts, start, end))),
        tuple(_within(reading.dates, start, end)),
    )
    kind = kind_of(_masked(text, start, named), found)
    return Claim(start, end, text, kind, found.mentions, found.amounts, found.dates)


def _masked(text: str, start: int, named: tuple[Mention, ...]) -> str:
    """A clause without what the names in it say: a scheme's name plans nothing."""
    letters = list(text)
    for mention in named:
        first, last = mention.start - start, mention.end - start
        if mention.kind not in ("place", "organisation") and first >= 0:
            letters[first:last] = "X" + " " * (last - first - 1)
    return "".join(letters)


def _strangers(reading: Reading, start: int, end: int) -> int:
    """How many names stand in a clause that no mention, amount or date holds: proposed ones, words
    in capitals within a sentence or before its verb, Latin words in Chinese."""
    text = reading.document.text
    taken = [(m.start, m.end) for m in reading.mentions]
    taken += [(a.start, a.end) for a in reading.amounts]
    taken += [(d.start, d.end) for d in reading.dates]
    found = {m.text for m in _within(reading.mentions, start, end) if m.id is None}
    for match in _NAME.finditer(text, start, end):
        if match.group() in _PLAIN or any(
            first < match.end() and match.start() < last for first, last in taken
        ):
            continue
        if match.start() > start or _VERB.match(text, match.end()):
            found.add(match.group())
    return len(found)


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
