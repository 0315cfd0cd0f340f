"""Who uses what for what: "the Hospital Authority uses AI to read chest X-rays", held against the
uses on record by what they are called."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache

import msgspec

from lionrock.answer.checking.claim import Claim, Finding, Support
from lionrock.answer.checking.figures import Figures
from lionrock.answer.checking.happenings import meets
from lionrock.answer.checking.notes import note
from lionrock.answer.checking.ranks import fold_kept
from lionrock.answer.checking.stated import Stated, evidence, of_whom, titled
from lionrock.answer.checking.terms import terms
from lionrock.answer.observatory import Observatory
from lionrock.model.schema import schema
from lionrock.model.text import LANGUAGES, T

_USES = """
SELECT u.id, u.label_en, a.target, a.n, u.date, e.id
FROM entities u JOIN edges e ON e.source = u.id AND e.type = 'adopter'
JOIN (SELECT source, target, n FROM edges WHERE type = 'adopter') a ON a.source = u.id
WHERE u.kind = 'adoption' ORDER BY u.id, a.target
"""
SAID = re.compile(
    r"\b(?:us(?:es?|ed|ing)|deploy\w*|adopt\w*|appl(?:y|ies|ied|ying)|experiment\w* with|"
    r"rel(?:y|ies|ied|ying) on|turn(?:s|ed|ing)? to|pilot\w*|trial\w*|test(?:s|ed|ing)|"
    r"roll(?:s|ed|ing)? out|introduc\w+|launch\w+|bring(?:s|ing)? in|employs?)\b|"
    r"利用|采用|运用|应用|引入|使用|借助|部署|试用|试行|测试|推出|启用"
)
"""How a text says that somebody uses something …"""
_TOOL = re.compile(
    r"\bai\b|\bartificial intelligence|\bmachine learning|\bchatbots?\b|\brobots?\b|"
    r"\balgorithms?\b|\bfacial recognition|\blarge language|\bgenerative|"
    r"人工智能|聊天|机械人|机器人|大模型|算法|人脸识别|面容辨识"
)
"""… and that it is what this record is of."""
_CUT = re.compile(r",? and (?:to )?|, (?:to )?|[、，]|以及|[和及与并](?=[^，。]{2})")
_APART = re.compile(r", an? [^,]+,")
"""What a thing is, told beside its name."""


@cache
def _plain() -> frozenset[str]:
    """Words that any use is told by."""
    return terms(
        "AI artificial intelligence uses use adopt deploy apply experiment test trial introduce "
        "launch new its own all help improve now tool system technology technologies smart "
        "利用 人工智能 採用 運用 應用 引入 使用 分析 推出 自己 系統 技術 "
        "工具 協助 提升 智能 均 用於 來 進行"
    )


ALIKE = 0.45
"""Share of the telling words of a part of a claim, by weight, that a use must be called by."""
PAIR = 0.5  # what a pair of Chinese letters counts beside a word, of which it is a part
RAREST = 4.5  # weight of a word that no use is called by


class Use(msgspec.Struct, frozen=True):
    """A use on record: whose, what it is called, and since when."""

    key: str
    id: str
    adopter: str
    name: T
    date: str | None
    record: int
    words: frozenset[str]


class Uses:
    """The uses of one build by who has them; made once, safe between threads."""

    def __init__(self, observatory: Observatory, figures: Figures) -> None:
        self._figures = figures
        self._of: dict[str, list[Use]] = defaultdict(list)
        seen: Counter[str] = Counter()
        for id_, english, adopter, record, date, key in observatory.query(_USES):
            told = (observatory.translations(lang).get(english, english) for lang in LANGUAGES[1:])
            name = T(english, *told)
            words = (terms(name.en) | terms(name.hant)) - _plain()
            seen.update(words)
            self._of[adopter].append(Use(key, id_, adopter, name, date, record, words))
        whole = sum(map(len, self._of.values())) + 1
        self._weight = {word: math.log(whole / n) for word, n in seen.items()}

    def check(self, claim: Claim) -> Finding | None:
        """Supported where everybody named before the word of using has a use on record that is
        called like every part of what follows; None where it is not so."""
        plain = fold_kept(claim.text)
        said = SAID.search(plain)
        if said is None or _TOOL.search(plain) is None:
            return None
        bodies = [m for m in claim.mentions if m.kind == "organisation" and m.id is not None]
        if not bodies or any(m.start - claim.start > said.start() for m in bodies):
            return None
        parts = [*self._parts(_APART.sub(" ", claim.text[said.end() :]))]
        found = [
            self._use(body.id or "", part)
            for body in bodies if body.id != "hksar-government"
            for part in parts
        ]  # fmt: skip
        held = tuple(dict.fromkeys(use for use in found if use is not None))
        if not held or None in found or not all(_then(use, claim) for use in held):
            return None
        told = note("related", what=self._told(held[0]))
        return Finding("supported", 0.75, told, tuple(map(self._support, held[:4])))

    def _parts(self, text: str) -> Iterator[frozenset[str]]:
        for piece in _CUT.split(text):
            words = frozenset(w for w in terms(piece) - _plain() if not w.startswith("@event"))
            if words:
                yield words

    def _use(self, adopter: str, part: frozenset[str]) -> Use | None:
        """The use of a body that is called most like a part of a claim, if it is enough so."""
        whole = sum(map(self._weighed, part))
        best = max(
            self._of.get(adopter, ()),
            key=lambda use: (sum(map(self._weighed, part & use.words)), use.id),
            default=None,
        )
        if best is None or sum(map(self._weighed, part & best.words)) < ALIKE * whole:
            return None
        return best

    def _weighed(self, word: str) -> float:
        size = 1.0 if word.isascii() else PAIR
        return size * self._weight.get(word, RAREST)

    def _told(self, use: Use) -> T:
        label = schema().properties["use_case"].label
        return of_whom(titled(self._figures.label(use.adopter), label), use.name)

    def _support(self, use: Use) -> Support:
        """A use as evidence."""
        words = self._figures.label(use.adopter), use.name
        return evidence(self._figures, Stated(use.key, use.record, use.id), "for", words, use.date)


def _then(use: Use, claim: Claim) -> bool:
    """Whether a use is on record from the time that a claim tells, if it tells one."""
    return not claim.dates or (
        use.date is not None and any(meets(use.date, date.iso) for date in claim.dates)
    )
