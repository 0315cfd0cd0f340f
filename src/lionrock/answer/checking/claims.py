"""Cuts a reading into claims: a sentence, or the clauses of one that claim a thing each."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

import msgspec

from lionrock.answer.checking.claim import Claim
from lionrock.answer.checking.elided import filled
from lionrock.answer.checking.kinds import Found, kind_of
from lionrock.answer.checking.leaning import goes_on, of_another_year
from lionrock.answer.checking.ordinals import batch
from lionrock.model.reading import Amount, DateSpan, Mention, Reading, Sentence

_BUDGET = re.compile(
    r"\s*(?:財政年度|财政年度)?(?:的)?\s*[《「]?(?:Budget\b|財政預算案|财政预算案)", re.IGNORECASE
)
_FISCAL = re.compile(r"(\d{4})[/-]\d{2,4}")
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
    r"(?:(?:in|by|since|as of|at|on|within|after) [^,]{3,30}?,? )?"
    r"(?:it|they|its|their|he|she|the (?:company|firm|"
    r"group|bank|start-?up|university|institute|centre|center|lab(?:oratory)?|park|fund|scheme|"
    r"programme|program|sandbox|agency|office|authority|watchdog|regulator|school|team|platform|"
    r"chatbot|service|app|framework|law|ordinance|guideline|exchange|investor))\b|"
    r"(?:截至|到|在|於|于)?[^，。]{0,12}?，?(?:它|其(?!中|他|實|实)|該|该|公司(?!註|注)|集團|集团|"
    r"基金|園區|园区|計劃|计划|校方|當局|当局)",
    re.IGNORECASE,
)
"""A subject that was named in the sentence before."""
_PLAN = re.compile(
    r"(?:the|this) (?:plan|project|proposal|initiative|scheme|move|measure|institute|facility|body|"
    r"idea)\b|(?:該|该|這|这|此|有關|有关)(?:項|项)?(?:計劃|计划|項目|项目|方案|措施|建議|建议|舉措|举措)",
    re.IGNORECASE,
)
"""What was planned or set up in the sentence before."""
_IT = re.compile(r"(?:it|they|the (?:company|firm|fund|corporation|group)) [a-z]", re.IGNORECASE)
"""A subject named in the sentence before, where this one names others."""
_THERE = re.compile(r"\b(?:live|lives|living|work|based|located|home) there\b|居住在當地|居於當地")
_TAKES_PART = re.compile(
    r"\b(?:took part|taking part|participat(?:ed|ing)|joined|signed up|are on board)"
    r"(?: too| as well)?[.;]?$|"
    r"(?:均有|亦有|也有|都有|有份|均已|都已)?(?:參與|参与|參加|参加)(?:其中)?[。；]?$"
)
"""Part was taken in what the sentence before told of."""
LEAST = 3  # words; anything shorter claims nothing
LONGEST = 1_000
"""Letters of the longest sentence that is read as one."""
PIECE = 300  # … and of the pieces that longer ones are cut into, or little more
_BREAK = re.compile(r"[,，、;；|\n]\s*|(?<=[\u3400-\u9fff])(?=[\u3400-\u9fff]{40})")
_Spanned = TypeVar("_Spanned", Mention, Amount, DateSpan)


class _Spans(Generic[_Spanned]):
    """Spans in order of their beginning, so that those within a clause are found at once."""

    def __init__(self, spans: Sequence[_Spanned]) -> None:
        self.all: list[_Spanned] = sorted(spans, key=lambda span: span.start)
        self._starts = [span.start for span in self.all]

    def within(self, start: int, end: int) -> Iterator[_Spanned]:
        """Those that lie within a stretch of the text, in order."""
        for span in self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            if span.end <= end:
                yield span

    def crosses(self, start: int, end: int) -> bool:
        """Whether one of them, none of which overlap, shares a letter with a stretch."""
        last = bisect_left(self._starts, end) - 1
        return last >= 0 and self.all[last].end > start


class _Read:
    """What was read in a document, by place."""

    def __init__(self, reading: Reading) -> None:
        self.document = reading.document
        self.mentions = _Spans(reading.mentions)
        self.amounts = _Spans(reading.amounts)
        self.dates = _Spans(reading.dates)

    def taken(self, start: int, end: int) -> bool:
        """Whether a name, an amount or a date stands there."""
        return (
            self.mentions.crosses(start, end)
            or self.amounts.crosses(start, end)
            or self.dates.crosses(start, end)
        )


def claims(reading: Reading) -> tuple[Claim, ...]:
    """Every claim of a document, in order; headings and questions claim nothing."""
    made: list[Claim] = []
    read = _Read(reading)
    before = _Before()
    for sentence in reading.sentences:
        text = reading.document.text[sentence.start : sentence.end]
        if sentence.heading or text.rstrip("”」』\"')）").endswith(("?", "？")):
            continue
        if len(_WORDS.findall(text)) < LEAST or _ASKS.match(text):
            continue
        for start, end in _clauses(read, sentence):
            made.append(_claim(read, start, end, before))
        before = before.after(read, sentence)
    return tuple(made)


class _Before(NamedTuple):
    """Whom the sentences before tell of: the body, programme or rule named first in the last one
    that names any, and the one named last that is no government."""

    subject: Mention | None = None
    thing: Mention | None = None
    place: Mention | None = None
    figure: str = ""
    """The last sentence that told a figure, for one that goes on with it …"""
    of: tuple[Mention, ...] = ()
    """… and whom it named."""

    def after(self, reading: _Read, sentence: Sentence) -> "_Before":
        """The same after one more sentence."""
        every = [
            m
            for m in reading.mentions.within(sentence.start, sentence.end)
            if m.id is not None and m.kind != "place"
        ]
        things = [m for m in every if m.id != "hksar-government"]
        places = reading.mentions.within(sentence.start, sentence.end)
        place = next((m for m in places if m.kind == "place" and m.id), self.place)
        subject = every[0] if every else self.subject
        figure, of = self.figure, self.of
        text = reading.document.text[sentence.start : sentence.end]
        if any(reading.amounts.within(sentence.start, sentence.end)) and not goes_on(text):
            figure = text
            of = tuple(m for m in reading.mentions.within(sentence.start, sentence.end) if m.id)
        return _Before(subject, things[-1] if things else self.thing, place, figure, of)

    def leans(self, text: str) -> str:
        """The sentence whose figure another goes on with; empty where it does not."""
        return self.figure if goes_on(text) or of_another_year(text) else ""

    def meant(self, text: str) -> tuple[Mention, ...]:
        """Whom a sentence that names nobody tells of, by how it begins, or of a batch of what."""
        if self.place and _THERE.search(text):
            return (self.place,)
        if _PLAN.match(text) or batch(text):
            return (self.thing,) if self.thing else ()
        return (self.subject,) if self.subject and _PRONOUN.match(text) else ()


def _claim(reading: _Read, start: int, end: int, before: _Before) -> Claim:
    text = reading.document.text[start:end]
    named = tuple(m for m in reading.mentions.within(start, end) if m.id is not None)
    leans = before.leans(text)
    if leans and not named:
        named = before.of
    elif all(m.kind == "place" for m in named):
        named = (*before.meant(text), *named)
    elif before.subject and _IT.match(text) and before.subject.id not in {m.id for m in named}:
        named = (before.subject, *named)
    elif before.thing and before.thing.id not in {m.id for m in named} and _TAKES_PART.search(text):
        named = (*named, before.thing)
    found = Found(
        named,
        _strangers(reading, start, end),
        filled(reading.document.text, tuple(_amounts(reading, start, end))),
        tuple(_day_of(reading.document.text, date) for date in reading.dates.within(start, end)),
    )
    kind = kind_of(_masked(text, start, named), found)
    return Claim(start, end, text, kind, found.mentions, found.amounts, found.dates, leans)


_ORDINAL = re.compile(
    r"\b(?:first|another|last|next|the|these|those|of its|all)\s$|[首等這这該该]$", re.IGNORECASE
)
"""Before a number that counts nothing by itself: "its first three buildings", "the seven schemes",
網信辦等七部門."""


def _amounts(reading: _Read, start: int, end: int) -> Iterator[Amount]:
    """The amounts of a clause that say how much: none that is a part of a name (One-plus)."""
    text = reading.document.text
    for one in reading.amounts.within(start, end):
        small = one.currency is None and one.value <= 12
        if not reading.mentions.crosses(one.start, one.end) and not (
            small and _ORDINAL.search(text, max(start, one.start - 8), one.start)
        ):
            yield one


def _day_of(text: str, date: DateSpan) -> DateSpan:
    """The month of the speech that a date names: the 2025-26 Budget is of February 2025."""
    fiscal = _FISCAL.fullmatch(date.iso)
    if fiscal and _BUDGET.match(text, date.end):
        return msgspec.structs.replace(date, iso=f"{fiscal[1]}-02", precision="month")
    return date


def _masked(text: str, start: int, named: tuple[Mention, ...]) -> str:
    """A clause without what the names in it say: a scheme's name plans nothing."""
    letters = list(text)
    for mention in named:
        first, last = mention.start - start, mention.end - start
        if mention.kind not in ("place", "organisation") and first >= 0:
            letters[first:last] = "X" + " " * (last - first - 1)
    return "".join(letters)


def _strangers(reading: _Read, start: int, end: int) -> int:
    """How many names stand in a clause that no mention, amount or date holds: proposed ones, words
    in capitals within a sentence or before its verb, Latin words in Chinese."""
    text = reading.document.text
    found = {m.text for m in reading.mentions.within(start, end) if m.id is None}
    for match in _NAME.finditer(text, start, end):
        if match.group() in _PLAIN or reading.taken(*match.span()):
            continue
        if match.start() > start or _VERB.match(text, match.end()):
            found.add(match.group())
    return len(found)


def _clauses(reading: _Read, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """The sentence whole, or its clauses where at least two of them hold a figure each."""
    text = reading.document.text
    if sentence.end - sentence.start > LONGEST:
        yield from _pieces(reading, sentence)
        return
    start = sentence.start
    parts = []
    for match in _CUT.finditer(text, sentence.start, sentence.end):
        if reading.amounts.crosses(*match.span()):
            continue
        parts.append((start, match.start()))
        start = match.end()
    parts.append((start, sentence.end))
    telling = [part for part in parts if any(reading.amounts.within(*part))]
    if len(parts) > 1 and len(telling) == len(parts):
        yield from (_trimmed(text, *part) for part in parts)
    else:
        yield sentence.start, sentence.end


def _pieces(reading: _Read, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """What is longer than any sentence, a table or a list without a full stop, cut where a comma
    or a space stands between its figures; every piece is checked by itself."""
    text, start = reading.document.text, sentence.start
    for match in _BREAK.finditer(text, sentence.start, sentence.end):
        if match.end() - start < PIECE or reading.taken(*match.span()):
            continue
        yield _trimmed(text, start, match.start())
        start = match.end()
    if text[start : sentence.end].strip():
        yield _trimmed(text, start, sentence.end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
