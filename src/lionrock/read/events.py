"""Events in a text: what happened, who did it to what, for how much and when, and which words say
so. The words of each kind are in events.toml; roles are settled by where names stand."""

import re
from collections.abc import Sequence
from typing import TypeVar

import msgspec

from lionrock.model.reading import Amount, DateSpan, Event, Mention, Role, Sentence
from lionrock.read.event_words import Pattern, Rule, patterns, rules, spotter
from lionrock.read.fold import folded_letters, folded_pattern, lowered
from lionrock.read.parts import Clause, clauses
from lionrock.read.spotting import Spotted

_NOT = folded_pattern(
    r"\b(?:not|never|no (?:longer|plans?|intentions?)|yet to|without|denied"
    r"|(?:refused|failed|declined) to)\b[^,;]{0,24}$"
    r"|n[’']t\b[^,;]{0,16}$|(?:没有|尚未|并未|未有|未曾|未能|不会|否认|拒绝|从未|未)[^，；]{0,4}$",
    re.I,
)
_WILL = folded_pattern(
    r"\b(?:will|would|shall|to|plan(?:s|ning|ned)?|intends?|is set|are set|expected|aims?|may|could"
    r"|might|is considering|hopes?|proposes?)\b[^,;]{0,24}$"
    r"|(?:将(?:会|于|在)?|计划|拟|预计|有望|打算|准备|即将|建议|有意|争取|(?<![金员协学商工议社大机])会(?!议|员|计|见|晤|场|展|谈))[^，；]{0,10}$",
    re.I,
)
_LATIN = re.compile("[A-Za-z]{3}")
_SHALL = re.compile(r"will\b", re.I)
_PARTICIPLE = re.compile(
    r"\b(?:all|any|the|an?|each|every|of|for|its|their|newly|recently|other|\d+)\s+$", re.I
)
"""Before a word in -ed these say that it only describes what follows: all licensed banks."""
_DONE = re.compile(r"\b(?:agreed(?: (?:on|in|last) [^,;]{2,24})? to|began to|started to)\s*$", re.I)


_STOP = (
    r"\s(?:in|on|at|for|to|with|by|from|as|under|through|after|before|during|and|that|which|who"
    r"|worth|last|this|next|since|until|across|of (?:HK|US|RMB))\b"
)
_OBJECT = folded_pattern(
    rf"\s*(?:the |a |an |its |their |all )?([A-Za-z][^,.;:，。；]{{1,80}}?)(?={_STOP}|[,.;:]|$)"
    r"|(?:了|一?[个项份间所套])*([^，。；、,;\sA-Za-z][^，。；,;]{1,30}?)"
    r"(?=[，。；,;]|以|来(?!自)|用于|协助|供|$)",
    re.I,
)
_DOCUMENT = folded_pattern(
    r"\b(?:guid(?:ance|elines?)|circulars?|checklists?|codes? of practice|white papers?|reports?)\b"
    r"|frameworks?\b|指引|指南|通函|框架|守则|白皮书|报告书|提示",
    re.I,
)
_PROVIDED = folded_pattern(r"\b(?:from|by|of)\s+(?:the\s+)?$|(?:由|来自|采购自)\s*$", re.I)
_PURPOSE = folded_pattern(
    r"\b((?:to|for|in)\s+(?!the\s+(?:Hong|end)|20\d\d)[a-z][^,.;]{3,80})"
    r"|((?:以|来|用于|协助|供)[^，。；,;]{2,30})", re.I,
)  # fmt: skip


_MOST = 40  # words of events in a clause


class Found(msgspec.Struct, frozen=True):
    """What was already found in the document."""

    mentions: tuple[Mention, ...]
    amounts: tuple[Amount, ...]
    dates: tuple[DateSpan, ...]


def events(text: str, sentences: Sequence[Sentence], found: Found) -> tuple[Event, ...]:
    """Every event told in a text, in order. A heading tells what the prose tells again."""
    folded = folded_letters(text)
    spotted = spotter().spotted(lowered(folded))
    out: list[Event] = []
    for clause in clauses(folded, sentences, found.mentions):
        taken: list[tuple[int, int]] = []
        told: list[Event] = []
        for pattern, start, end in _triggers(folded, clause, spotted):
            if any(a < end and start < b for a, b in taken):
                continue
            event = _event(folded, clause, pattern, (start, end), found)
            if event is not None and not any(_again(folded, event, one) for one in told):
                taken.append((start, end))
                told.append(event)
        out += (one for one in told if not _only_promises(one, told))
    return tuple(sorted(out, key=lambda event: event.start))


def _only_promises(event: Event, told: Sequence[Event]) -> bool:
    """Whether a target is no more than the promise of another event: 计划上市."""
    return event.kind == "target" and any(
        one.planned and one.kind != "target" and one.start > event.start for one in told
    )


def _again(folded: str, event: Event, told: Event) -> bool:
    """Whether a clause tells one event with two verbs: a round raised, and who led it; or only
    says what a document is about (guidelines on using AI)."""
    if event.kind != told.kind:
        about = told.kind in ("issued", "amended") and event.kind == "adopted"
        between = folded[told.end : event.start]
        return about and told.end <= event.start and not re.search("[,，、;；]", between)
    filled = {role.id or role.start for role in told.roles}
    return {role.id or role.start for role in event.roles} <= filled or (
        event.amount is not None and event.amount == told.amount
    )


def _triggers(folded: str, clause: Clause, spotted: Spotted) -> list[tuple[Pattern, int, int]]:
    """Words of events in a clause, the most telling first: passive before active, long first."""
    order = {"gains": 0, "passive": 1, "active": 2, "noun": 3}
    found = []
    told = folded[clause.start : clause.end]
    spoken = {True: not told.isascii(), False: _LATIN.search(told) is not None}
    for number in spotted.within(clause.start, clause.end):
        pattern = patterns()[number]
        if not spoken[pattern.chinese]:
            continue
        for match in pattern.words.finditer(folded, clause.start, clause.end):
            start, end = match.span("verb" if "verb" in pattern.words.groupindex else 0)
            if not any(
                m.start < end and start < m.end for m in clause.mentions if m.start <= start
            ) and not _describes(folded, clause, pattern, (start, end)):
                found.append((pattern, start, end))
    found = sorted(found, key=lambda one: (order[one[0].voice], one[1] - one[2], one[1]))
    return found[:_MOST]


def _describes(folded: str, clause: Clause, pattern: Pattern, span: tuple[int, int]) -> bool:
    """Whether the word is no verb but a participle: all licensed corporations."""
    start, end = span
    plain = pattern.voice == "active" and folded[end - 2 : end].lower() == "ed"
    before = _PARTICIPLE.search(folded, max(clause.start, start - 16), start)
    if before is None or not plain or " " in folded[start:end]:
        return False
    return re.match(r"\s+[a-z]", folded[end : end + 3]) is not None


def _event(
    folded: str, clause: Clause, pattern: Pattern, span: tuple[int, int], found: Found
) -> Event | None:
    rule = rules()[pattern.kind]
    kind = pattern.kind
    if kind == "launched" and _DOCUMENT.search(folded, clause.start, clause.end):
        kind, rule = "issued", rules()["issued"]  # guidelines are issued, whatever the verb
    roles = _roles(folded, clause, pattern, span, rule)
    amount = _money(clause, span, found.amounts) if rule.money else None
    if kind == "target":
        amount = next((one for one in _within(clause, found.amounts) if one.start >= span[0]), None)
        if amount is None:
            return None
    if not any(role.id for role in roles) and amount is None:
        return None
    date = _date(clause, span, found.dates)
    before = clause.masked(folded, span[0])
    ahead = _WILL.search(before) or _SHALL.match(folded, span[0])
    planned = ahead is not None and not _DONE.search(before)
    linked = sum(1 for role in roles if role.id is not None)
    confidence = min(0.95, 0.4 + 0.2 * min(linked, 2) + 0.1 * (amount is not None) +
                     0.1 * (date is not None) - 0.1 * (pattern.voice == "noun"))  # fmt: skip
    return Event(
        kind, *span, roles, amount, date, bool(_NOT.search(before)),
        planned or kind == "target", round(confidence, 2),
    )  # fmt: skip


def _roles(
    folded: str, clause: Clause, pattern: Pattern, span: tuple[int, int], rule: Rule
) -> tuple[Role, ...]:
    """Who takes which part. Before an active verb stands who does it, after it what it is done
    to; the other way round in the passive, where who does it follows "by" (由, 获, 被)."""
    start, end = span
    before = clause.doers(folded, start)
    after = clause.after(folded, end)
    inside = [m for m in clause.mentions if start <= m.start and m.end <= end]
    if rule.many:
        before = [*before, *(m for m in clause.beside(folded, start) if m not in before)]
        named = [m for m in (*before, *inside, *after) if m.kind == "organisation"]
        return _as(rule.subject, named)
    if pattern.voice == "active":
        agents = clause.given_by(folded, start) if clause.handed(folded, start) else before
        patients = [m for m in before if m not in agents] if agents is not before else []
        patients = patients or after[:1] or inside[:1]
        if not patients and (pattern.kind == "listed" or not folded[start].isascii()):
            patients = clause.placed(folded, start, before)
        return _as(rule.subject, agents) + (
            _as(rule.object, patients) or _phrase(folded, clause, end, rule.object)
        ) + _more(pattern.kind, folded, clause, end)  # fmt: skip
    if pattern.voice == "noun":
        return _as(rule.object, after[:1]) + _as(rule.subject, clause.agents(folded, end))
    agents = inside or clause.agents(folded, end) or clause.given_by(folded, start)
    patients = [m for m in before if m not in agents]
    if pattern.voice == "gains":
        agents = agents or clause.sources(folded, end)
    return _as(rule.subject, agents) + _as(rule.object, patients)


def _phrase(folded: str, clause: Clause, end: int, name: str) -> tuple[Role, ...]:
    """What a verb is done to, where no name stands for it: the words after it."""
    match = _OBJECT.match(folded, end, clause.end)
    if match is None or not match[match.lastindex or 0].strip():
        return ()
    start, stop = match.span(match.lastindex or 0)
    return (Role(name, start, start + len(folded[start:stop].rstrip())),)


def _more(kind: str, folded: str, clause: Clause, end: int) -> tuple[Role, ...]:
    """Of what is adopted: from whom it comes, and what it is for."""
    if kind != "adopted":
        return ()
    made = [m for m in clause.mentions if m.start >= end and m.kind == "organisation"]
    provider = [m for m in made if _PROVIDED.search(folded, end, m.start)][:1]
    purpose = _PURPOSE.search(folded, end, clause.end)
    roles = _as("provider", provider)
    if purpose is None:
        return roles
    return (*roles, Role("purpose", *purpose.span(purpose.lastindex or 0)))


def _as(name: str, mentions: Sequence[Mention]) -> tuple[Role, ...]:
    """Each mention in one role; an entity once."""
    found: dict[str, Role] = {}
    for one in mentions:
        found.setdefault(one.id or one.text, Role(name, one.start, one.end, one.id))
    return tuple(found.values())


_Span = TypeVar("_Span", Amount, DateSpan)


def _within(clause: Clause, spans: Sequence[_Span]) -> list[_Span]:
    return [one for one in spans if clause.start <= one.start and one.end <= clause.end]


def _money(clause: Clause, span: tuple[int, int], amounts: Sequence[Amount]) -> Amount | None:
    """The sum of money nearest to the words of the event, those after them first."""
    money = [one for one in _within(clause, amounts) if one.currency]
    return min(
        money,
        key=lambda one: (one.end <= span[0], abs(one.start - span[1])),
        default=None,
    )


def _date(clause: Clause, span: tuple[int, int], dates: Sequence[DateSpan]) -> DateSpan | None:
    """The date of the clause nearest to the words of the event; one by which something is due
    only when there is no other."""
    return min(
        _within(clause, dates),
        key=lambda one: (one.bound == "by", min(abs(one.start - span[1]), abs(span[0] - one.end))),
        default=None,
    )
