"""Bodies called by a name they no longer bear: said in the note, whatever the verdict."""

import re
from collections import defaultdict

import msgspec

from lionrock.answer.checking.claim import Claim, Finding, Stand, Support
from lionrock.answer.checking.figures import Figures
from lionrock.answer.checking.notes import note
from lionrock.answer.checking.ranks import fold_kept
from lionrock.answer.checking.stated import Stated, evidence, plain, titled
from lionrock.answer.observatory import Observatory
from lionrock.model.schema import schema
from lionrock.model.text import LANGUAGES, T

_FORMER = """
SELECT subject, value, key, records[1] FROM facts WHERE prop = 'former_name' ORDER BY key
"""
_RENAMES = re.compile(
    r"\b(?:renamed|rechristened|retitled|rebranded|"
    r"now (?:known|called|named)|known (?:today|now) as|"
    r"chang(?:ed|es) its (?:name|title)|took (?:the|its) (?:present |current |new )?name|"
    r"became|becoming|formerly|previously (?:known|called)|once (?:known|called)|"
    r"(?:upgraded|elevated) to|predecessor|used to be (?:known|called))\b|"
    r"改名|更名|易名|改称|正名|升格|现称|现名|前身|前称|旧称|原名|原称|旧名|成为|改组|改制"
)
"""How a text says that a body took another name."""
THEN = re.compile(
    r"\b(?:was|were|had|then|formerly|used to|once|former|back in)\b|(?:19|20)\d\d|"
    r"当时|曾|前称|旧称|原称|早年|当年|昔日|前身"
)
"""What is told of a time gone by may use the name of that time."""
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
PRESENT = frozenset(("existence", "relation"))
"""Kinds that tell how things stand; others have a time of their own."""


class Former(msgspec.Struct, frozen=True):
    """A name that a body bore, as the statement of it has it."""

    body: str
    name: str
    key: str
    record: int


class Renamed:
    """The former names of one build; made once, safe between threads."""

    def __init__(self, observatory: Observatory, figures: Figures) -> None:
        self._figures = figures
        self._of: dict[str, dict[str, Former]] = defaultdict(dict)
        for body, name, key, record in observatory.query(_FORMER):
            self._of[body].setdefault(_plain(name), Former(body, name, key, record))
        for one in observatory.organisations():
            if one.id in self._of:  # a former name in one language is one in the others
                stated = next(iter(self._of[one.id].values()))
                for name in one.names:
                    if name.type == "former":
                        also = msgspec.structs.replace(stated, name=name.text)
                        self._of[one.id].setdefault(_plain(name.text), also)

    def used(self, claim: Claim) -> tuple[Former, ...]:
        """The former names by which a claim calls somebody, in its order."""
        found = (self._of.get(m.id or "", {}).get(_plain(m.text)) for m in claim.mentions)
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def renaming(self, claim: Claim) -> Finding | None:
        """The verdict on a claim that a body of one name has another now; None for other claims."""
        if not _RENAMES.search(fold_kept(claim.text)):
            return None
        for former in self.used(claim):
            for mention in claim.mentions:
                if mention.id == former.body and _plain(mention.text) not in self._of[former.body]:
                    told = note("renamed", **self._filled(former))
                    if claim.dates or _YEAR.search(
                        claim.text
                    ):  # when it was renamed is not on record
                        beside = (self._support(former, "related"),)
                        return Finding("no_evidence", 0.5, told, beside)
                    return Finding("supported", 0.85, told, (self._support(former, "for"),))
        return None

    def told(self, claim: Claim, finding: Finding) -> Finding:
        """A finding with a remark on each outdated name. What is so of a body now, told under a
        name it no longer bears, is outdated."""
        for former in self.used(claim):
            remark = note("renamed", **self._filled(former))
            joined = T(*(JOINED[lang].join((finding.note.in_(lang), remark.in_(lang)))
                         for lang in LANGUAGES))  # fmt: skip
            now = claim.kind in PRESENT and not THEN.search(fold_kept(claim.text))
            verdict = "outdated" if now and finding.verdict == "supported" else finding.verdict
            beside = self._support(former, "related")
            finding = msgspec.structs.replace(
                finding, verdict=verdict, note=joined, evidence=(*finding.evidence, beside)
            )
        return finding

    def _filled(self, former: Former) -> dict[str, T | str | int]:
        return {"former": former.name, "name": self._figures.label(former.body)}

    def _support(self, former: Former, stand: Stand) -> Support:
        """A former name as evidence."""
        label = schema().properties["former_name"].label
        words = titled(self._figures.label(former.body), label), plain(former.name)
        return evidence(self._figures, Stated(former.key, former.record, former.body), stand, words)


JOINED = {"en": " ", "zh-Hant": "", "zh-Hans": ""}


def _plain(name: str) -> str:
    return fold_kept(name).removeprefix("the ")
