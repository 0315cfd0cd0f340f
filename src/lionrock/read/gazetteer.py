"""The names of a build's entities, found in text: every alias, leftmost and longest.

Text and names are folded character for character, so that a match's place is its place in the
text. English names need word boundaries; Chinese has none, but two characters that may begin or
end a longer word are no name there (香港大型, 中大型).
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources

import ahocorasick_rs
import msgspec

from lionrock.read.fold import folded_letters, small_letters
from lionrock.read.tails import TAIL

_LEGAL = re.compile(
    r"(?:,? (?:Company |Co\.?,? )?(?:Limited|Ltd\.?)|,? Inc\.?|,? Corporation|,? Corp\.?|"
    r",? plc| Holdings)$",
    re.IGNORECASE,
)
_LEGAL_CHINESE = re.compile("(?:股份|集团|集團|控股)?(?:有限责任公司|有限責任公司|有限公司|公司)$")
_VARIANTS = (
    (re.compile(r" \(Cap\. ?\d+[A-Z]?\)$"), ""),
    (re.compile(" of the People's Republic of China$"), ""),
    (re.compile(r"\bArtificial Intelligence\b"), "AI"),
    (re.compile(r"\bAI\b"), "Artificial Intelligence"),
    (re.compile(r"\bCentre\b"), "Center"),
    (re.compile(r"\bResearch (?:and|&) Development\b"), "R&D"),
    (re.compile(r"\bR&D\b"), "Research and Development"),
    (re.compile("研發"), "研究及發展"),
    (re.compile("研发"), "研究及发展"),
    (re.compile("研究[及與与和]([發发])展"), r"研\1"),
    (re.compile(r" \((?:cohort|second|first)[^()]*\)$"), ""),
)
_BEFORE = frozenset(
    "的在与和及由为是向对从自到被同跟把让令于至、，。；：（(「『《 \n\t其经如以获"
    "赢胜过超压比购给予邀选助签访赴了着而或但均都也只指称入据按抛"
)
_WHOLE = frozenset(
    re.findall(
        "..",
        "上海北京广州深圳香港澳门东莞惠州肇庆佛山杭州武汉湛江汕头潮州揭阳无锡淄博全港本港"
        "华为腾讯百度小米小鹏大疆商汤智谱壁仞京东滴普渣打汇丰花旗讯飞顺丰软银美图微众微软"
        "港铁港投越疆宇树速腾禾赛晶泰迈瑞思谋联影达闼客路戴尔德勤安永鼎晖高瓴领英",
    )
)
"""Names of two characters that hardly ever stand across the words of a sentence: 橫跨香港."""
_AFTER = frozenset("型量幅多规概致约众部分力生")
_HAN = re.compile("[\u3400-\u9fff]")
_COMMON = frozenset(
    [
        "pilot",
        "bridge",
        "horizon",
        "beta",
        "focus",
        "impact",
        "spark",
        "motion",
        "vision",
        "mirror",
        "pace",
        "link",
        "nova",
        "atom",
        "prime",
        "apex",
        "alpha",
        "delta",
        "summit",
        "future",
        "smart",
        "hub",
        "core",
        "edge",
        "unity",
        "ignite",
        "genesis",
        "origin",
        "orbit",
        "pulse",
        "signal",
        "compass",
        "venture",
        "ventures",
        "ideation",
        "tech",
        "lab",
        "labs",
        "ai",
        "it",
        "us",
        "may",
        "will",
        "can",
    ]
)


_WORDS, _CHINESE = 1, 2
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_STOPS = (frozenset[str](), _LETTERS, frozenset("附生"))
"""After a name of several English words, or of three Chinese characters and more, only one of
these leaves anything to be asked."""


class Name(msgspec.Struct, frozen=True, gc=False):
    """A name as it may be met, the entity that bears it, and its kind."""

    text: str
    entity: str
    kind: str


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A name found at `start` to `end`, and every entity that bears it, the likeliest first."""

    start: int
    end: int
    entities: tuple[tuple[str, str], ...]


class Tails(tuple[tuple[str, str], ...]):
    """Bearers of what is only the tail of a name (tails.py)."""

    __slots__ = ()


def _held(listed: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return Tails(listed) if listed[0][1].startswith(TAIL) else tuple(listed)


class Gazetteer:
    """Finds names; made once from all of them, safe between threads."""

    def __init__(self, names: Iterable[Name], weight: dict[str, int]) -> None:
        bearers: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._cased: dict[str, set[str]] = defaultdict(set)
        for name in names:
            for text in _forms(name.text):
                folded = folded_letters(text).lower()
                if not _usable(text, folded):
                    continue
                if (name.entity, name.kind) not in bearers[folded]:
                    bearers[folded].append((name.entity, name.kind))
                self._cased[folded].add(text)
        for listed in bearers.values():
            if any(not kind.startswith(TAIL) for _, kind in listed):  # a name of its own
                listed[:] = [one for one in listed if not one[1].startswith(TAIL)]
            listed.sort(key=lambda one: (one[1] != "organisation", -weight.get(one[0], 0), one[0]))
        self._patterns = list(bearers)
        self._bearers = [_held(bearers[pattern]) for pattern in self._patterns]
        self._simple = bytes(map(_test_of, self._patterns))
        self._automaton = ahocorasick_rs.AhoCorasick(
            self._patterns, matchkind=ahocorasick_rs.MatchKind.Standard
        )

    def __len__(self) -> int:
        return len(self._patterns)

    def hits(self, text: str) -> list[Hit]:
        """The names in a text, longest first where they overlap; in order."""
        lower = small_letters(text)
        found = self._automaton.find_matches_as_indexes(lower, overlapping=True)
        return self._chosen(found, text, lower)

    def _chosen(self, found: list[tuple[int, int, int]], text: str, lower: str) -> list[Hit]:
        """The names among matches that come by their ends: from the last backwards, a heap of
        matches that overlap at a time. One that covers its heap and stands as a name settles it."""
        hits: list[Hit] = []
        bearers, simple = self._bearers, self._simple
        at = len(found) - 1
        while at >= 0:
            number, low, high = found[at]
            top, best = at, at
            size = high - low
            at -= 1
            while at >= 0:
                _, start, end = found[at]
                if end <= low:
                    break
                if end - start > size:
                    best, size = at, end - start
                if start < low:
                    low = start
                at -= 1
            number, start, end = found[best]
            if size == high - low and (
                lower[end : end + 1] not in _STOPS[simple[number]]
                and (simple[number] != _WORDS or not start or lower[start - 1] not in _LETTERS)
                if simple[number] and end < len(lower)
                else self._stands(text, lower, (start, end), number)
            ):
                hits.append(Hit(start, end, bearers[number]))
            elif top > at + 1 or size < high - low:
                heap = [
                    (start, end, number)
                    for number, start, end in found[at + 1 : top + 1]
                    if self._stands(text, lower, (start, end), number)
                ]
                hits += reversed(list(self._longest(heap)))
        hits.reverse()
        return hits

    def _longest(self, found: list[tuple[int, int, int]]) -> Iterator[Hit]:
        found.sort(key=lambda one: (one[0] - one[1], one[0]))
        taken: list[tuple[int, int, int]] = []
        for start, end, number in found:
            if all(end <= a or b <= start for a, b, _ in taken):
                taken.append((start, end, number))
        for start, end, number in sorted(taken):
            yield Hit(start, end, self._bearers[number])

    def _stands(self, text: str, folded: str, span: tuple[int, int], number: int) -> bool:
        """Whether a match is a name where it stands."""
        start, end = span
        first, last = folded[start], folded[end - 1]
        before, after = folded[start - 1 : start], folded[end : end + 1]
        if first.isascii() and first.isalnum() and before.isascii() and before.isalnum():
            return False
        if last.isascii() and last.isalnum() and after.isascii() and after.isalnum():
            return False
        written = text[start:end]
        if written.isascii():
            return self._case_fits(written, self._patterns[number])
        if len(written) <= 2 and _HAN.match(first):
            inner = before and _HAN.match(before) and before not in _BEFORE
            if inner and self._patterns[number] not in _WHOLE:
                return False
            return after not in _AFTER
        return not (
            folded.startswith(("附属", "附设"), end) or (after == "生" and written[-1] in "学學")
        )

    def _case_fits(self, written: str, pattern: str) -> bool:
        """Abbreviations in capitals match in capitals only; single words need their capital."""
        if " " in written or "-" in written:
            return any(letter.isupper() for letter in written) or not written.isalpha()
        known = self._cased[pattern]
        if written in known:
            return pattern not in _COMMON or written.isupper()
        if all(name.isupper() for name in known) and len(written) <= 6:
            return False
        return any(map(str.isupper, written[:2])) and pattern not in _COMMON  # iFlytek, eBay


@cache
def spoken() -> dict[str, list[str]]:
    """Entity → names that only running text uses (spoken.toml)."""
    return tomllib.loads(resources.files(__package__).joinpath("spoken.toml").read_text("utf-8"))


def _forms(name: str) -> Iterator[str]:
    """A name, and the same without its article and its legal form where enough is left."""
    yield name
    plain = name.removeprefix("The ")
    if plain != name:
        yield plain
    told = [plain]
    for pattern, other in _VARIANTS:
        for form in tuple(told):
            changed = pattern.sub(other, form)
            if changed not in told and len(changed) >= 5:
                told.append(changed)
                yield changed
    short = _LEGAL.sub("", plain)
    if short != plain and len(short) >= 5:
        yield short
    chinese = _LEGAL_CHINESE.sub("", name)
    if chinese != name and len(chinese) >= 3:
        yield chinese


def _test_of(pattern: str) -> int:
    """How little must be asked of a match (`_stands` asks everything): of words with a space or a
    hyphen that nothing joins them to other letters; of Chinese what follows."""
    if pattern.isascii():
        ends = pattern[0] in _LETTERS and pattern[-1] in _LETTERS
        return _WORDS if ends and (" " in pattern or "-" in pattern) else 0
    ends = _HAN.match(pattern) is not None and _HAN.match(pattern[-1]) is not None
    return _CHINESE if len(pattern) > 2 and ends else 0


def _usable(text: str, folded: str) -> bool:
    if len(folded) < 2 or (folded.isascii() and len(folded) < 2):
        return False
    if folded.isascii() and len(folded) == 2:
        return text.isupper()
    return not folded.isdecimal()
