"""Clauses of a sentence, and the parts that names play in them by where they stand."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from lionrock.model.reading import Mention, Sentence
from lionrock.read.fold import folded_pattern

_BREAK = folded_pattern(r"[;；]|,? (?:while|whereas|but)\b ?|，(?:而|但|同时|其后|随后)")
_PREPOSITION = folded_pattern(
    r"(?:\b(?:in|at|of|from|with|for|to|by|under|through|via|within|between|into|on|across|near)"
    r"(?: the)?(?: [a-z-]+)?|\bas|[在于与和同由向从对为获被及])\s*$",
    re.I,
)
_BY = folded_pattern(r"\b(?:by|from)(?: the)?\s*$|(?:由|被|获|受|获得)\s*$", re.I)
_HANDED = folded_pattern(r"(?:由|获|被|获得)\s*$")
_AT = folded_pattern(r"(?:在|于|\b(?:on|at|in)(?: the)?)\s*$", re.I)
_FROM = folded_pattern(
    r"\b(?:from|led by|by|backed by|including|investors?|with)(?: [a-z-]+){0,3}\s*$"
    r"|(?:由|领投方为|投资方为|来自)\s*$", re.I,
)  # fmt: skip
_AND = folded_pattern(
    r"\s*(?:,|，|、|,? and|&|和|与|及|以及|,? together with|联同|联合|携手|同)\s*(?:the\s+)?",
    re.I,
)
_WITH = folded_pattern(r"(?:与|和|同|跟|联同|联合|携手|伙拍)\s*$")
_NEW = re.compile(r"\band (?:is|are|was|were|has|have)\b", re.I)
"""Another verb begins."""
_OF = folded_pattern(r"['’]s\s|的|\s*(?:旗下|辖下|属下)")
_SAYS = folded_pattern(
    r"(?:['’]s [a-z ]{2,40}?|\s)?\s*(?:also |has |have )?"
    r"(?:said|says|added|adds|noted|told|stated|wrote|reported|explained)\b"
    r"|\s*(?:\S{0,8}(?:长|官|席|裁|员|人|师|授|者))?(?:今日|昨日|其后|早前)?(?:表示|指出|称|说|指|补充|透露|强调|报道|报导)(?!明|导|引|数|定|标|南)",
    re.I,
)
_SELF = folded_pattern(
    r"\s*(?:on \w+,?|in a statement|today|yesterday|that|,)*\s*(?:(?:it|they|he|she|we)\b.*)?$"
    r"|\s*[，：:]?\s*(?:\S{0,6}[日月年])?(?:已经?|将会?|会|正|计划|拟|该\S{1,2}|其|今\S|于\S{0,8}|在\S{0,8})*$",
    re.I,
)
_ACCORDING = folded_pattern(r"(?:\baccording to(?: the)?|根据|据)\s*$", re.I)
_CLOSE = 6  # characters between an owner and what is owned
_LONGEST = 1_000  # characters of a clause
_ENOUGH = 8  # names in one role


class Clause(msgspec.Struct, frozen=True):
    """A stretch of a text with the names in it, in order."""

    start: int
    end: int
    mentions: tuple[Mention, ...]

    def masked(self, folded: str, at: int) -> str:
        """What stands shortly before `at`, names blotted out: 證監會 does not say 會."""
        begin = max(self.start, at - 48)
        text = folded[begin:at]
        for m in self.mentions:
            if begin <= m.start and m.end <= at:
                text = text[: m.start - begin] + "＿" * (m.end - m.start) + text[m.end - begin :]
        return text

    def handed(self, folded: str, at: int) -> bool:
        """Whether the name next before `at` is led in by 由 or 获: 由金管局推出."""
        before = [m for m in self.mentions if m.end <= at]
        return bool(before) and self._led(_HANDED, folded, before[-1])

    def placed(self, folded: str, at: int, doers: list[Mention]) -> list[Mention]:
        """The body before `at` where it happened: 在香港交易所上市."""
        before = [m for m in self.mentions if m.end <= at and m not in doers]
        return [m for m in before if m.kind == "organisation" and self._led(_AT, folded, m)][:1]

    def doers(self, folded: str, at: int) -> list[Mention]:
        """Who is named as the subject of a verb at `at`: the first before it that no preposition
        leads in, with those joined to it; else the nearest."""
        before = [m for m in self.mentions if m.end <= at]
        told = [m for m in before if not self._quoted(folded, m)]
        if not told and not self._resumes(folded, at):
            return []
        before = told or before
        free = [m for m in before if not self._led(_PREPOSITION, folded, m)]
        bodies = [m for m in free if m.kind != "place"]
        first = (bodies or [m for m in before if m.kind != "place"] or free or before)[:1]
        while first and _OF.match(folded, first[0].end):  # Cyberport's AI Supercomputing Centre
            owned = [m for m in before if 0 < m.start - first[0].end <= _CLOSE]
            if not owned:
                break
            first = owned[:1]
        return self._joined(folded, first, before)

    def after(self, folded: str, at: int) -> list[Mention]:
        """Names after a verb but places, and those that "by" leads in."""
        found = [m for m in self.mentions if m.start >= at and not self._led(_BY, folded, m)]
        return [m for m in found if m.kind != "place" and not self._quoted(folded, m)]

    def agents(self, folded: str, at: int) -> list[Mention]:
        """Those after `at` that "by" leads in, with those joined to them."""
        after = [m for m in self.mentions if m.start >= at]
        led = [
            m for m in after
            if self._led(_BY, folded, m) and not _NEW.search(folded, at, m.start)
        ][:1]  # fmt: skip
        return self._joined(folded, led, after)

    def sources(self, folded: str, at: int) -> list[Mention]:
        """Those after `at` from whom something came."""
        after = [m for m in self.mentions if m.start >= at and m.kind == "organisation"]
        led = [m for m in after if self._led(_FROM, folded, m)][:1]
        return self._joined(folded, led, after)

    def given_by(self, folded: str, at: int) -> list[Mention]:
        """Those before a Chinese passive that 由 or 获 leads in: 由金管局推出."""
        before = [m for m in self.mentions if m.end <= at]
        led = [m for m in before if self._led(_BY, folded, m)][:1]
        return self._joined(folded, led, before)

    def _quoted(self, folded: str, mention: Mention) -> bool:
        """Whether a name only says who tells it: "…, the University said", 據金管局."""
        return bool(_SAYS.match(folded, mention.end, self.end)) or self._led(
            _ACCORDING, folded, mention
        )

    def _resumes(self, folded: str, at: int) -> bool:
        """Whether who tells it also did it: 金管局表示已推出, HSBC said it had."""
        quoted = [m for m in self.mentions if m.end <= at]
        if not quoted:
            return True
        between = folded[quoted[-1].end : at]
        said = _SAYS.match(between)
        rest = between[said.end() :] if said else between
        return _SELF.match(rest) is not None

    def beside(self, folded: str, at: int) -> list[Mention]:
        """Those before a verb at `at` with whom it is done: 科大去年九月與華為簽署."""
        before = [m for m in self.mentions if m.end <= at]
        return [m for m in before if self._led(_WITH, folded, m)]

    def _led(self, word: re.Pattern[str], folded: str, mention: Mention) -> bool:
        return bool(word.search(folded, max(self.start, mention.start - 32), mention.start))

    def _joined(self, folded: str, first: list[Mention], of: list[Mention]) -> list[Mention]:
        """The first and those that "and" joins to it."""
        found = list(first)
        for one in of:
            if found and one.start > found[-1].end and len(found) < _ENOUGH:
                between = folded[found[-1].end : one.start]
                if not _AND.fullmatch(between):
                    break
                found.append(one)
        return found


def clauses(
    folded: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]
) -> Iterator[Clause]:
    """The sentences of a text cut at semicolons, "while" and their like; headings whole."""
    at = 0
    for sentence in sentences:
        start = sentence.start
        cuts = [m.span() for m in _BREAK.finditer(folded, sentence.start, sentence.end)]
        for cut, resume in _short([*cuts, (sentence.end, sentence.end)], start):
            while at < len(mentions) and mentions[at].end <= start:
                at += 1
            last = at
            while last < len(mentions) and mentions[last].end <= cut:
                last += 1
            if cut > start:
                yield Clause(start, cut, tuple(mentions[at:last]))
            start = resume


def _short(cuts: Sequence[tuple[int, int]], start: int) -> Iterator[tuple[int, int]]:
    """The cuts, and more where a clause would be longer than anyone writes: reading takes time
    that grows with the square of what stands in one."""
    for cut, resume in cuts:
        while cut - start > _LONGEST:
            start += _LONGEST
            yield start, start
        yield cut, resume
        start = resume
