"""The pages of the finders: a question in one's own words, and the answer with its reasons."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from litestar import Response
from litestar.exceptions import NotFoundException

from lionrock.answer.finding.applicant import Applicant, Condition
from lionrock.answer.finding.asking import applicant
from lionrock.answer.finding.partners import Partner, Tie, Wish, partners, wish
from lionrock.answer.finding.programmes import VERDICTS, Programme, programmes
from lionrock.answer.finding.reading import LONGEST
from lionrock.answer.finding.reasons import labelled, told, traced
from lionrock.answer.finding.rules import BEARINGS, Rule, rules
from lionrock.answer.finding.uses import Use, use
from lionrock.answer.observatory import Observatory
from lionrock.serve.labels import Labels
from lionrock.serve.moments import Moments
from lionrock.serve.present import Figures
from lionrock.serve.render import Page, PageRequest

_SHOWN_SOURCES, _SHOWN_TRACES = 3, 6
_LONGEST_NAME = 200


def find_programmes(request: PageRequest) -> Response[bytes]:
    """What somebody may apply for."""
    page, question = _asked(request)
    now = page.observatory
    shown: dict[str, Any] = {"groups": (), "asks": (), "understood": None}
    if question.strip():
        who = applicant(question, int(str(now.manifest.gathered)[:4]))
        offer = programmes(now, who)
        figures = Figures(page.words)
        shown |= {
            "understood": _understood(who, page),
            "as_of": offer.as_of,
            "groups": [
                {
                    "key": verdict,
                    "items": [
                        _programme(one, now, page, figures, offer.as_of)
                        for one in offer.programmes
                        if one.verdict == verdict
                    ],
                }
                for verdict in VERDICTS
            ],
        }
    return page.answer(
        request, "find.html", finder="programmes", question=question, longest=LONGEST, **shown
    )


def find_rules(request: PageRequest) -> Response[bytes]:
    """Which rules bear on a use of AI."""
    page, question = _asked(request)
    now = page.observatory
    shown: dict[str, Any] = {"groups": (), "asks": (), "understood": None}
    if question.strip():
        found = rules(now, use(question))
        shown |= {
            "understood": _used(found.use, page),
            "asks": found.asks,
            "as_of": found.as_of,
            "groups": [
                {
                    "key": bearing,
                    "items": [
                        _rule(one, now, page, found.as_of)
                        for one in found.rules
                        if one.bearing == bearing
                    ],
                }
                for bearing in BEARINGS
            ],
        }
    return page.answer(
        request, "find.html", finder="rules", question=question, longest=LONGEST, **shown
    )


def find_partners(request: PageRequest) -> Response[bytes]:
    """Whom to work with."""
    page, question = _asked(request)
    now = page.observatory
    of = str(request.query_params.get("of", ""))[:_LONGEST_NAME]
    shown: dict[str, Any] = {"groups": (), "asks": (), "understood": None}
    if question.strip():
        sought = wish(now, question, of)
        found = partners(now, sought)
        shown |= {
            "understood": _sought(sought, now, page),
            "as_of": str(now.manifest.gathered)[:10],
            "groups": [
                {
                    "key": key,
                    "items": [
                        _partner(one, now, page) for one in found.partners if one.near == near
                    ],
                }
                for key, near in (("partners_found", False), ("partners_near", True))
            ],
            "total": found.total,
            "works": found.works,
            "nobody": bool(of) and sought.of is None,
        }
    return page.answer(
        request, "find.html", finder="partners", question=question, longest=LONGEST, of=of, **shown
    )


def _asked(request: PageRequest) -> tuple[Page, str]:
    try:
        page = Page.of(request)
    except ValueError:
        raise NotFoundException from None
    return page, str(request.query_params.get("q", ""))[:LONGEST]


def _used(of: Use, page: Page) -> str:
    """What was read of a use of AI: trades, places, what is done."""
    named = [labelled("place_name", one, page.lang) for one in of.places]
    named += [labelled("cue", one, page.lang) for one in of.cues]
    if of.personal:
        named.append(labelled("cue", "personal", page.lang))
    sectors = [page.labels().word("sector", one) for one in of.sectors]
    return page.words("dot").join(dict.fromkeys((*sectors, *filter(None, named))))


def _understood(who: Applicant, page: Page) -> str:
    """What was read in the question, so that one sees what was not."""
    words, labels = page.words, page.labels()
    parts = [labels.word("audience", one) for one in who.are]
    parts += [labels.word("sector", one) for one in who.sectors]
    if who.years is not None:
        parts.append(words("find_years", years=f"{who.years:g}"))
    if who.staff is not None:
        parts.append(words("find_staff", staff=f"{who.staff:,}"))
    if who.age is not None and not who.company:
        parts.append(words("find_age", age=who.age))
    if who.hong_kong is not None:
        parts.append(words("find_hk" if who.hong_kong else "find_not_hk"))
    parts += [words(f"find_need_{one}") for one in who.needs]
    return words("dot").join(parts)


def _programme(
    one: Programme, now: Observatory, page: Page, figures: Figures, as_of: str
) -> dict[str, Any]:
    currency, _, number = (one.amount or "").partition(" ")
    facts = [page.labels().word("programme_class", one.class_)]
    if number:
        facts.append(page.words("find_up_to", amount=figures.money(float(number), currency)))
    if one.status:
        status = Labels(page.words).word("programme_status", one.status)
        facts.append(Moments(page.words).stood(status, one.as_of))
    if one.operator:
        facts.append(one.operator[page.lang])
    return _shown(one, facts, now, page, as_of) | {
        "serves": [page.words(f"find_need_{need}") for need in one.serves],
        "quoted": one.text,
        "duties": (),
    }


def _rule(one: Rule, now: Observatory, page: Page, as_of: str) -> dict[str, Any]:
    labels = page.labels()
    facts = [
        page.words("find_binding" if one.binding else "find_not_binding"),
        labels.word("instrument_class", one.class_),
        Moments(page.words).stood(labels.word("instrument_status", one.status), one.as_of),
    ]
    facts += [Moments(page.words).date(one.date)] if one.date else []
    facts += [one.issuer[page.lang]] if one.issuer else []
    return _shown(one, facts, now, page, as_of) | {
        "serves": [labels.word("topic", topic) for topic in one.topics],
        "quoted": (),
        "duties": one.duties,
    }


def _sought(sought: Wish, now: Observatory, page: Page) -> str:
    """What was read in the question about partners."""
    labels = page.labels()
    parts = [labels.word("ai_focus", one) for one in sought.topics]
    parts += [labels.word("sector", one) for one in sought.sectors]
    parts += [labels.word("organisation_class", one) for one in sought.lacks]
    parts += [_name(one, now, page) for one in (*sought.places, *sought.within)]
    if sought.of:
        parts.append(page.words("find_asks_for", name=_name(sought.of, now, page)))
    return page.words("dot").join(parts)


def _name(id_: str, now: Observatory, page: Page) -> str:
    document = now.entity_document(id_)
    return str(document["label"][page.lang]) if document else id_


def _partner(one: Partner, now: Observatory, page: Page) -> dict[str, Any]:
    labels = page.labels()
    traces = one.evidence[:_SHOWN_TRACES]
    lines = [("evidence", traced(now, trace, page.lang), "") for trace in traces]
    lines += [
        (
            "tie" if one.ties else "way",
            _spelled(tie, now, page, labels),
            next(iter(tie.sources), ""),
        )
        for tie in (one.ties or one.way)
    ]
    return {
        "id": one.id, "label": one.label, "facts": labels.word("organisation_class", one.class_),
        "conditions": lines, "serves": (), "quoted": (), "duties": (),
        "sources": [(url, urlsplit(url).hostname or url) for url in one.sources[:_SHOWN_SOURCES]],
        "more": max(0, len(one.sources) - _SHOWN_SOURCES),
    }  # fmt: skip


def _spelled(tie: Tie, now: Observatory, page: Page, labels: Labels) -> str:
    """A tie in words: who, how, whom."""
    return page.words(
        "find_tie", source=_name(tie.source, now, page), tie=labels.relation(tie.type, "out"),
        target=_name(tie.target, now, page),
    )  # fmt: skip


def _shown(
    one: Programme | Rule, facts: Iterable[str], now: Observatory, page: Page, as_of: str
) -> dict[str, Any]:
    conditions: tuple[Condition, ...] = one.why if isinstance(one, Rule) else one.conditions
    return {
        "id": one.id,
        "label": one.label,
        "facts": page.words("dot").join(facts),
        "conditions": [(c.state, told(now, c, page.lang, as_of), "") for c in conditions],
        "sources": [(url, urlsplit(url).hostname or url) for url in one.sources[:_SHOWN_SOURCES]],
        "more": max(0, len(one.sources) - _SHOWN_SOURCES),
    }


ROUTES = (
    ("/{lang:str}/find/programmes", find_programmes),
    ("/{lang:str}/find/rules", find_rules),
    ("/{lang:str}/find/partners", find_partners),
)
"""Addresses and the functions that answer them."""
