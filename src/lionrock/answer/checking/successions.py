"""Bodies that others have succeeded: what a text says of one now is so of its successor, if at all,
and when one went into the other can be checked."""

import re
from collections.abc import Callable

import msgspec

from lionrock.answer.checking.claim import Claim, Finding, Stand, Support
from lionrock.answer.checking.figures import Figures
from lionrock.answer.checking.happenings import distant, meets
from lionrock.answer.checking.notes import note
from lionrock.answer.checking.ranks import fold_kept
from lionrock.answer.checking.renamed import JOINED, PRESENT, THEN
from lionrock.answer.checking.stated import Stated, evidence, titled
from lionrock.answer.observatory import Observatory
from lionrock.model.schema import schema
from lionrock.model.text import LANGUAGES, T

_SUCCEEDED = """
SELECT id, source, target, date, n FROM relations WHERE type = 'succeeded_by' ORDER BY id
"""
_JOINS = re.compile(
    r"\b(?:merg\w+|renamed|replac\w+|succeed\w*|supersed\w+|absorb\w+|folded into|became|becoming|"
    r"predecessor|formerly|previously|took over from|reorgani[sz]ed|restructured)\b|"
    r"合并|并入|取代|接替|成为|改组|重组|前身|改名|更名|易名|升格|接手"
)
"""How a text says that one body went into another."""

_DID = re.compile(
    r"(?<!is )(?<!are )(?<!be )(?<!been )\b[a-z]{2,}ed\b|\b(?:drew up|built|set up|gave|led|ran|"
    r"bought|won|made)\b|公布|发布|推出|发表|出台|印发|发出|了"
)
"""What a body did, it did while there was one."""
_STILL = re.compile(r"\b(?:now|currently|today|still|nowadays)\b|现时|目前|现在|如今|仍|至今|现由")


class Succession(msgspec.Struct, frozen=True):
    """A body, the one that carries it on, and since when."""

    key: str
    body: str
    successor: str
    date: str | None
    record: int


class Successions:
    """The successions of one build; made once, safe between threads."""

    def __init__(self, observatory: Observatory, figures: Figures) -> None:
        self._figures = figures
        self._of = {row[1]: Succession(*row) for row in observatory.query(_SUCCEEDED)}

    def joining(self, claim: Claim) -> Finding | None:
        """The verdict on a claim that one body went into another, both named; None for others."""
        if not _JOINS.search(fold_kept(claim.text)):
            return None
        named = {m.id for m in claim.mentions}
        for mention in claim.mentions:
            one = self._of.get(mention.id or "")
            if one is None or one.successor not in named:
                continue
            told, date = self._note(one), one.date
            if not claim.dates or (date and any(meets(date, d.iso) for d in claim.dates)):
                return Finding("supported", 0.85, told, (self._support(one, "for"),))
            if date and all(distant(date, d.iso) for d in claim.dates):
                return Finding("contradicted", 0.8, told, (self._support(one, "against"),))
            return Finding("no_evidence", 0.5, told, (self._support(one, "related"),))
        return None

    def told(self, claim: Claim, finding: Finding, again: Callable[[Claim], Finding]) -> Finding:
        """A finding with a remark on each body that another has succeeded. What is on record of
        the successor (`again` checks the claim of it) speaks for what is told of the body; whatever
        is told of it as of now is outdated: there is no such body any more."""
        for mention in claim.mentions:
            one = self._of.get(mention.id or "")
            if one is None or any(m.id == one.successor for m in claim.mentions):
                continue
            if finding.verdict in ("no_evidence", "contradicted"):
                found = again(_of(claim, one))
                finding = found if found.verdict == "supported" else finding
            if finding.verdict in ("supported", "no_evidence") and self._now(one, claim):
                finding = msgspec.structs.replace(finding, verdict="outdated")
            remark = self._note(one)
            joined = (
                JOINED[lang].join((finding.note.in_(lang), remark.in_(lang))) for lang in LANGUAGES
            )
            evidence = (*finding.evidence, self._support(one, "related"))
            finding = msgspec.structs.replace(finding, note=T(*joined), evidence=evidence)
        return finding

    def _now(self, one: Succession, claim: Claim) -> bool:
        """Whether a claim tells of a time after the body was succeeded."""
        if claim.dates:
            return one.date is not None and all(
                distant(one.date, date.iso) and date.iso > one.date for date in claim.dates
            )
        plain = fold_kept(claim.text)
        return (
            claim.kind in PRESENT
            and not THEN.search(plain)
            and (_STILL.search(plain) is not None or not _DID.search(plain))
        )

    def _note(self, one: Succession) -> T:
        label = self._figures.label
        return note(
            "succeeded", former=label(one.body), name=label(one.successor), date=one.date or "–"
        )

    def _support(self, one: Succession, stand: Stand) -> Support:
        """A succession as evidence."""
        label = schema().relations["succeeded_by"].label
        words = titled(self._figures.label(one.body), label), self._figures.label(one.successor)
        stated = Stated(one.key, one.record, one.body)
        return evidence(self._figures, stated, stand, words, one.date)


def _of(claim: Claim, one: Succession) -> Claim:
    """The same claim of the successor."""
    mentions = tuple(
        msgspec.structs.replace(m, id=one.successor) if m.id == one.body else m
        for m in claim.mentions
    )
    return msgspec.structs.replace(claim, mentions=mentions)
