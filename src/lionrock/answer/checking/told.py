"""A check as programs and pages are given it."""

from typing import Any

from lionrock.answer.checking.claim import Check, Checked, Support
from lionrock.model.reading import Amount, DateSpan, Event, Mention, Reading

_MENTION = ("start", "end", "text", "id", "kind", "score", "how")
_AMOUNT = (
    "start", "end", "text", "value", "low", "high", "bound", "currency", "unit", "noun",
)  # fmt: skip
_DATE = ("start", "end", "text", "iso", "precision", "relative", "bound")


def check_document(check: Check, lang: str) -> dict[str, Any]:
    """The keys of `lionrock check --json`: claims, planted, summary, and the text they count in."""
    return {
        "title": check.document.title,
        "published": check.document.published,
        "language": check.document.language,
        "claims": [_claim(one, lang) for one in check.claims],
        "planted": _planted(check.document.planted),
        "proposed": [
            {"start": one.start, "end": one.end, "text": one.text} for one in check.proposed
        ],
        "summary": summary(check),
        "text": check.document.text,
    }


def summary(check: Check) -> dict[str, int]:
    """How many claims there are, how many can be checked, and how many have each verdict."""
    counts = check.counts()
    whole = len(check.claims)
    return {"claims": whole, "checkable": whole - counts["not_checkable"], **counts}


def reading_document(reading: Reading) -> dict[str, Any]:
    """The keys of `lionrock read --json`; offsets count characters of its `text`."""
    document = reading.document
    return {
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "language": document.language,
        "mentions": [_of(one, _MENTION) for one in reading.mentions],
        "amounts": [_of(one, _AMOUNT) for one in reading.amounts],
        "dates": [_of(one, _DATE) for one in reading.dates],
        "events": [_event(one, document.text) for one in reading.events],
        "planted": _planted(document.planted),
        "refused": list(document.refused),
        "text": document.text,
    }


def _event(event: Event, text: str) -> dict[str, Any]:
    """An event with the words that tell it and that fill its roles."""
    return {
        "kind": event.kind, "start": event.start, "end": event.end,
        "text": text[event.start : event.end],
        "roles": [
            {"name": r.name, "start": r.start, "end": r.end, "text": text[r.start : r.end],
             "id": r.id}
            for r in event.roles
        ],
        "amount": None if event.amount is None else _of(event.amount, _AMOUNT),
        "date": None if event.date is None else _of(event.date, _DATE),
        "negated": event.negated, "planned": event.planned, "confidence": event.confidence,
    }  # fmt: skip


def _of(one: Mention | Amount | DateSpan, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(one, name) for name in names}


def _planted(found: tuple[Any, ...]) -> list[dict[str, Any]]:
    return [
        {"start": p.start, "end": p.end, "text": p.text, "raw": p.raw, "url": p.url, "why": p.why}
        for p in found
    ]


def _claim(checked: Checked, lang: str) -> dict[str, Any]:
    claim, finding = checked.claim, checked.finding
    return {
        "text": claim.text,
        "start": claim.start,
        "end": claim.end,
        "kind": claim.kind,
        "verdict": finding.verdict,
        "confidence": round(finding.confidence, 3),
        "evidence": [_support(one, lang) for one in finding.evidence],
        "citable": [_support(one, lang) for one in checked.citable],
        "note": finding.note.in_(lang),
    }


def _support(one: Support, lang: str) -> dict[str, Any]:
    which = "observation" if one.observation else "statement"
    return {
        which: one.observation or one.statement,
        "stand": one.stand,
        "label": one.label.in_(lang),
        "value": one.shown.in_(lang) if one.shown is not None else one.value,
        "period": one.period,
        "indicator": one.indicator,
        "entity": one.entity,
        "tier": one.tier,
        "sources": [{"url": a.url, "publisher": a.publisher, "tier": a.tier} for a in one.sources],
    }
