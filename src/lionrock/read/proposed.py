"""Names of organisations that no alias stands for, proposed from how they are written.

English: a run of capitals with a word that organisations are called by (Kestrel Robotics Limited,
the Institute for Marine Data). Chinese: what stands between a word that leads a name in and an
ending that organisations have (由靈犀動力科技有限公司). Something in it must be a word of its own:
"the Data Centre", 多家保險公司 name nobody. The words are in proposed.toml. A name missed is a
lesser fault than one made up, so in doubt nothing is proposed.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files

import msgspec

from lionrock.model.reading import Mention, Sentence
from lionrock.read.fold import folded_letters

_SURE, _LIKELY = 0.6, 0.4
_CAPITAL = r"[A-Z][A-Za-z0-9]*(?:[-'’&.][A-Za-z0-9]+)*"
_FORM = r"(?:Ltd|Inc|Corp|Co)\b"
_RUN = re.compile(rf"\b{_CAPITAL}(?: (?!{_FORM})(?:& )?{_CAPITAL})*(?:,? {_FORM}\.?)*")
_OF = re.compile(rf" (?:of|for) (?:the )?({_CAPITAL}(?: (?:& |and )?{_CAPITAL})*)")
_LATIN = re.compile("[A-Za-z]{3}")
_HAN_RUN = re.compile(
    "(?:[\u3400-\u9fffA-Za-z0-9·&-]|[(（][\u3400-\u9fff]{2,4}[)）](?=[\u3400-\u9fff]))+"
)
_DAY = re.compile(r"\d+(?:年|月|日|时|点|号)")
_AFTER = re.compile(
    r"$|[^\u3400-\u9fffA-Za-z0-9]|与|和|及|在|于|将|已|的|宣|表示|推|完成|获|称|今|昨|亦|也|会|就|为|是|有|早前"
    r"|计划|合作|签|开|成立|发|联|正|去|上|旗|创办|创始|行政|董事|总|首席|以|拟|向|从|由|同|携|共|或|等|指|说|合|举办|注|设|主办|教授|校长|院长|院|研|学者|医|旧|毕业|附属|一|两|三|首"
)
_BROKEN = re.compile(
    "[生员长者士]|园|局|处|署|部|城|街|路|站|市|展|论坛|大会|人才|界|行业|业务|产品|牌照|课程|学位|排名"
)
_LONGEST = 12
"""Characters of a Chinese name before its ending."""
_SMALL = re.compile("with|from|into|over|under|after|amid|than|that|between|among")
"""Words of four letters and more that a line in title case may have in small letters."""


class _Words(msgspec.Struct, frozen=True):
    legal: frozenset[str]
    heads: frozenset[str]
    leading: frozenset[str]
    weak: frozenset[str]
    common: frozenset[str]
    opening: frozenset[str]
    after: frozenset[str]
    ending: re.Pattern[str]
    short: frozenset[str]
    plain: re.Pattern[str]
    generic: re.Pattern[str]
    leads: re.Pattern[str]
    prose: re.Pattern[str]


@cache
def _words() -> _Words:
    told = tomllib.loads(files("lionrock.read").joinpath("proposed.toml").read_text("utf-8"))
    words = {name: line.split() for name, line in told.items()}
    sets = {name: frozenset(listed) for name, listed in words.items()}
    plain = _either(word for word in words["plain"] if len(word) > 1)
    prose = _either([*words["prose"], *(word for word in words["leads"] if len(word) > 1)])
    return _Words(
        sets["legal"], sets["heads"], sets["leading"], sets["weak"], sets["common"],
        sets["opening"], sets["after"], _either(words["endings"]), sets["short"], plain,
        re.compile(f"(?:{_either(words['plain']).pattern})*"),
        re.compile(f"(?=({_either(words['leads']).pattern}))"), prose,
    )  # fmt: skip


def _either(words: Iterable[str]) -> re.Pattern[str]:
    """Any of these words, the longest first."""
    return re.compile("|".join(sorted(set(words), key=lambda word: (-len(word), word))))


def proposed(
    text: str, sentences: Sequence[Sentence], known: Sequence[Mention]
) -> tuple[Mention, ...]:
    """Names of organisations beside the `known` mentions, in order; `id` is None, `how` is
    "proposed". One may hold the name of a place, or begin with a known organisation's."""
    folded = folded_letters(text)
    starts = [one.start for one in known]
    found: list[Mention] = []
    for sentence in sentences:
        spans = [*_english(text, sentence)] if _is_prose(text, sentence) else []
        if not text.isascii():
            spans += _chinese(folded, sentence)
        for start, end, score in sorted(spans):
            if (not found or start >= found[-1].end) and _free(start, end, known, starts):
                found.append(
                    Mention(start, end, text[start:end], None, "organisation", score, "proposed")
                )
    return tuple(found)


def _free(start: int, end: int, known: Sequence[Mention], starts: Sequence[int]) -> bool:
    """Whether nothing known stands there but places inside, or an organisation at the start."""
    at = bisect_left(starts, end)
    while at and known[at - 1].end > start:
        one = known[at - 1]
        inside = start <= one.start and one.end <= end and one.end - one.start < end - start
        owner = one.kind == "organisation" and one.start == start and one.how == "alias"
        if not inside or not (one.kind == "place" or owner):
            return False
        at -= 1
    return True


def _is_prose(text: str, sentence: Sentence) -> bool:
    """Whether capitals say something: not in a heading or a line in title case."""
    told = text[sentence.start : sentence.end]
    if sentence.heading or _LATIN.search(told) is None:
        return False
    return any(not _SMALL.fullmatch(word) for word in re.findall(r"\b[a-z]{4,}", told))


def _english(text: str, sentence: Sentence) -> Iterator[tuple[int, int, float]]:
    words = _words()
    for run in _RUN.finditer(text, sentence.start, sentence.end):
        tokens = [
            (m[0], m.start() + run.start(), m.end() + run.start())
            for m in re.finditer(r"[^\s,]+?(?=['’]s?(?:[\s,]|$)|[\s,]|$)", run[0])
            if m[0][0] not in "'’"
        ]
        while tokens and tokens[0][0] in words.opening:
            del tokens[0]
        if tokens and tokens[0][0] in ("The", "A", "An"):
            del tokens[0]
        if not tokens:
            continue
        if tokens[-1][0] in words.leading:
            more = _OF.match(text, run.end(), sentence.end)
            if more is not None:
                tail = [m[0] for m in re.finditer(r"[^\s&]+", more[1])]
                if _telling([one[0] for one in tokens] + tail):
                    yield tokens[0][1], more.end(), _SURE
                continue
        ends = [n for n, one in enumerate(tokens) if one[0] in words.heads | words.legal]
        if ends and tokens[min(ends[-1] + 1, len(tokens) - 1)][0] in words.after:
            continue
        if ends and ends[-1] > 0 and _telling([one[0] for one in tokens[: ends[-1] + 1]]):
            sure = tokens[ends[-1]][0] in words.legal or ends[-1] > 1
            yield tokens[0][1], tokens[ends[-1]][2], _SURE if sure else _LIKELY


def _telling(name: Sequence[str]) -> bool:
    """Whether words make a name: one of its own, two where only a weak word speaks of a body."""
    words = _words()
    own = [
        one for one in name
        if one not in words.common | words.heads | words.legal and len(one) > 1 and one != "and"
    ]  # fmt: skip
    strong = any(one in words.legal or one in words.heads - words.weak for one in name)
    return len(own) >= (1 if strong else 2)


def _chinese(folded: str, sentence: Sentence) -> Iterator[tuple[int, int, float]]:
    words = _words()
    for run in _HAN_RUN.finditer(folded, sentence.start, sentence.end):
        low = run.start()
        for match in words.ending.finditer(folded, run.start(), run.end()):
            if match.start() < low or words.ending.match(folded, match.end()):
                continue
            short = match[0] in words.short
            fits = _AFTER.match(folded, match.end()) if short else None
            if (short and fits is None) or _BROKEN.match(folded, match.end()):
                continue
            start = _begins(folded, low, match.start(), short)
            if start is not None:
                yield start, match.end(), _LIKELY if short else _SURE
                low = match.end()


def _begins(folded: str, low: int, end: int, short: bool) -> int | None:
    """Where a name that ends in an ending at `end` begins: after the last word that leads one in
    and leaves a name; None where there is none."""
    whole = end - low <= _LONGEST
    window = max(low, end - _LONGEST)
    cuts = [m.end(1) for m in _words().leads.finditer(folded, window, end) if m.end(1) <= end]
    cuts += [m.end() for m in _DAY.finditer(folded, window, end)]
    for start in sorted(set(cuts), reverse=True):
        if _own(folded[start:end], short):
            return start
        if end - start > 1 and _words().generic.fullmatch(folded, start, end):
            return None  # 成立人工智能研究院: what leads it in is there, and no name
    return low if whole and _own(folded[low:end], short) else None


def _own(stem: str, short: bool) -> bool:
    """Whether what stands before an ending is a name's: a word of its own and none of prose."""
    words = _words()
    left = "" if words.generic.fullmatch(stem) else words.plain.sub("", stem)
    if words.prose.search(left) or stem[:1] in "-&·":
        return False
    latin = re.fullmatch("[A-Z][A-Za-z0-9&-]+", left)
    return latin is not None or (2 <= len(left) <= (4 if short else 8) and left.isalpha())
