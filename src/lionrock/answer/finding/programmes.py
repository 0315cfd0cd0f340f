"""What somebody may apply for: every programme on record, held against what he says he is.

A programme fits when no condition on record fails and none is unknown, that it is open included.
What the record has of a programme is what its sources say of it, often not all of its conditions;
the text of them is handed on, to be read. Conditions are those the registry gives by value, and
those that stand in the text in words that mean one thing (stated.toml).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from lionrock.answer.finding import reading
from lionrock.answer.finding.applicant import (
    COMPANIES,
    Applicant,
    Condition,
    State,
    in_sectors,
    known,
)
from lionrock.answer.finding.reasons import sources, status
from lionrock.answer.finding.stated import stated
from lionrock.answer.finding.uses import table
from lionrock.answer.observatory import Document, Observatory

Verdict = Literal["fits", "unsure", "no"]
VERDICTS: tuple[Verdict, ...] = ("fits", "unsure", "no")
_YOUNG, _OLD = 5, 10  # years: surely a start-up up to the one, surely none beyond the other
_NO_STARTUPS = frozenset({"listed", "fund_manager", "service_body"})
_SMALL, _LARGE = 50, 100  # staff: an SME below 50, in manufacturing below 100 (C&SD, Hong Kong)


class Programme(msgspec.Struct, frozen=True, rename={"class_": "class"}):
    """A programme, the verdict and why. `text` is what its sources say of who may apply, `amount`
    the most it gives, as written ("HKD 500000"); `as_of` the last day on record on which its
    `status` was so; `serves` which of the needs. `sources` are the
    addresses that the record rests on, the first the strongest."""

    id: str
    verdict: Verdict
    class_: str
    label: Mapping[str, str]
    operator: Mapping[str, str] | None
    serves: tuple[str, ...]
    amount: str | None
    status: str | None
    as_of: str | None
    conditions: tuple[Condition, ...]
    text: tuple[str, ...]
    url: str | None
    sources: tuple[str, ...]


class Offer(msgspec.Struct, frozen=True):
    """The answer. `as_of` is the day the record was gathered; `decides` counts, for what is not
    known of the applicant, the programmes that wait for it alone."""

    applicant: Applicant
    as_of: str
    programmes: tuple[Programme, ...]
    decides: tuple[tuple[str, int], ...]


def programmes(observatory: Observatory, who: Applicant) -> Offer:
    """Every programme on record, those that fit first, and of these what serves the needs."""
    as_of = str(observatory.manifest.gathered)[:10]
    rates = _in_dollars(observatory)
    found = []
    for (id_,) in observatory.query("SELECT id FROM entities WHERE kind = 'programme' ORDER BY id"):
        document = observatory.entity_document(id_)
        if document is not None:
            found.append(_judged(document, who, as_of))
    found.sort(key=lambda one: (
        VERDICTS.index(one.verdict), -len(one.serves),
        -any(c.id == "sector" and c.state == "holds" for c in one.conditions),
        -rates(one.amount), one.id,
    ))  # fmt: skip
    return Offer(who, as_of, tuple(found), _decides(found))


def _judged(document: Document, who: Applicant, as_of: str) -> Programme:
    facts: dict[str, list[str]] = {}
    for fact in document["facts"]:
        facts.setdefault(fact["prop"], []).append(fact["value"])
    text = tuple(facts.get("eligibility", ()))
    told = stated(" ; ".join(text), who, facts.get("audience", ()))
    said, day = status(document)
    if day in facts.get("start", ()):
        day = None  # that it began on a day tells nothing of when it was last said to be open
    conditions = (_open(facts, as_of, day), *_recorded(facts, who), *told)
    states = {one.state for one in conditions}
    verdict: Verdict = "no" if "fails" in states else "unsure" if "unknown" in states else "fits"
    operator = next((f["label"] for f in document["facts"] if f["prop"] == "operator"), None)
    return Programme(
        document["id"], verdict, str(document["class"]), document["label"], operator,
        _serves(who, str(document["class"]), f"{document['label']['en']} {' '.join(text)}"),
        next(iter(facts.get("amount_max", ())), None), said, day, conditions, text,
        next(iter(facts.get("url", ())), None), sources(document),
    )  # fmt: skip


def _recorded(facts: Mapping[str, list[str]], who: Applicant) -> Iterator[Condition]:
    """The conditions that the registry gives by value."""
    yield Condition("audience", _is_one_of(facts.get("audience", []), who),
                    tuple(facts.get("audience", ())))  # fmt: skip
    if facts.get("hk_incorporated") == ["true"]:
        meets = who.hong_kong if who.company or not who.are else False
        yield Condition("hong_kong", known(meets))
    elif who.hong_kong is False and not (
        (facts.get("class") == ["visa"] and not who.company)
        or _between(facts.get("between", ()), who) == "holds"
    ):
        yield Condition("elsewhere", "unknown")
    for most in facts.get("years_max", ()):
        meets = None if who.years is None else who.years <= float(most)
        yield Condition("years", known(meets), (most,))
    if facts.get("between") and who.places:
        yield Condition("runs_between", _between(facts["between"], who), tuple(facts["between"]))
    wanted = facts.get("eligible_sector", [])
    if wanted and not {"all", "others"} & set(wanted):
        yield Condition("sector", known(in_sectors(wanted, who.sectors)), tuple(wanted))


def _between(places: Iterable[str], who: Applicant) -> State:
    """Whether one is in one of the places that a programme runs between, or in a part of one."""
    ends, within = set(places), table("within")
    if any(ends & {one, *within.get(one, ())} for one in who.places):
        return "holds"
    wider = {whole for end in ends for whole in within.get(end, ())}
    return "unknown" if wider & set(who.places) else "fails"


def _open(facts: Mapping[str, list[str]], as_of: str, day: str | None) -> Condition:
    """Whether it takes applications, as of the last day on record, which may be long ago."""
    status, end = facts.get("status", [""])[0], max(facts.get("end", [""]))
    if status == "closed" or (end and end < as_of[: len(end)]):
        return Condition("open", "fails", (end,) if end else ())
    if status == "open":
        return Condition("open", "holds", (day,)) if day else Condition("open_undated", "holds")
    return Condition("open", "unknown")


def _is_one_of(audiences: Iterable[str], who: Applicant) -> State:
    """Whether the applicant is one of those a programme is for."""
    if not who.are:
        # A charity is neither a firm of some size nor a person; "corporate" is any body.
        unlike = "non_profit" in who.bodies and "corporate" not in set(audiences)
        return "fails" if unlike else "unknown"
    states = {_is(audience, who) for audience in audiences}
    return "holds" if "holds" in states else "unknown" if "unknown" in states else "fails"


def _is(audience: str, who: Applicant) -> State:
    if audience in who.are:
        return "holds"
    if audience not in COMPANIES or not who.company:
        return "fails"
    if audience == "corporate":
        return "holds"
    if audience == "startup" and _NO_STARTUPS & {*who.bodies}:
        return "fails"
    measure, low, high = (
        (who.years, _YOUNG, _OLD) if audience == "startup" else (who.staff, _SMALL, _LARGE)
    )
    if measure is None or low <= measure < high:
        return "unknown"
    return "holds" if measure < low else "fails"


def _serves(who: Applicant, class_: str, text: str) -> tuple[str, ...]:
    """Which needs a programme serves: by its class, or by what its text says."""
    classes, texts = reading.table("need_classes"), reading.table("need_texts")
    return tuple(
        need
        for need in who.needs
        if class_ in classes[need] or (need in texts and re.search(texts[need], text, re.I))
    )


def _in_dollars(observatory: Observatory) -> Callable[[str | None], float]:
    """What an amount is worth in US dollars by the newest rates on record; 0 when there is none."""
    rates = dict(observatory.query(
        "SELECT currency, arg_max(per_usd, year) FROM rates GROUP BY currency"
    ))  # fmt: skip

    def worth(amount: str | None) -> float:
        currency, _, number = (amount or "").partition(" ")
        return float(number) / rates[currency] if currency in rates and number else 0.0

    return worth


def _decides(found: Iterable[Programme]) -> tuple[tuple[str, int], ...]:
    """What is unknown, by the number of programmes for which nothing else is."""
    counts: dict[str, int] = {}
    for one in found:
        waits = [condition.id for condition in one.conditions if condition.state == "unknown"]
        if one.verdict == "unsure" and len(waits) == 1:
            counts[waits[0]] = counts.get(waits[0], 0) + 1
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
