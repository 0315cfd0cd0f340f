"""Ties between the entities a claim names, held against the ties on record."""

import re
from functools import cache
from itertools import permutations, product

from lionrock.answer.checking.asked import HOME
from lionrock.answer.checking.claim import Claim, Finding
from lionrock.answer.checking.comparisons import CITY
from lionrock.answer.checking.happenings import EXCHANGE, meets
from lionrock.answer.checking.notes import note
from lionrock.answer.checking.planned import plans
from lionrock.answer.checking.ranks import fold_kept
from lionrock.answer.checking.terms import terms
from lionrock.answer.checking.ties import Tie, Ties
from lionrock.answer.checking.ties_said import said, tie_cues

_GOVERNMENT = "hksar-government"
_DENIED = re.compile(r"\b(?:not|never|no)\b|[不没未非]")
_NOT = re.compile(
    r"\bnot\b(?! (?:only|just|merely|least|surpris))|\bnever\b|\bno longer\b|"
    r"n[’']t\b|\brather than\b|"
    r"并非|而非|不是(?!.{0,12}而是)|从未|没有|不再|未曾"
)
"""Of what a text denies, the ties between those it names say nothing."""
_EXCHANGE = re.compile(r"hong kong|the city|港|本地")
_WEAK = frozenset(("place", "owner", "part_of"))
"""Types whose words stand in most sentences: they say nothing against a claim about a place."""
_SITED = frozenset(("incubates",))
"""Types said in the words of a place: "based in", "located at"."""

_WHERE = re.compile(
    r"\b(?:is|are|was|were|remains?|based|located|headquarter\w*|hong kong.s|city.s|from)\b"
    r"|\b(?:hong kong|the city|it) (?:has|have|hosts)\b|\bhome (?:to|of)\b|(?:香港|本港)(?:设)?有"
    r"|位于|设于|总部|坐落|地处|来自|设在|的|是|为",
    re.IGNORECASE,
)


def check_ties(ties: Ties, claim: Claim) -> Finding:
    """The verdict on a claim that ties two entities together.

    Supported by a tie on record whose words the claim uses; contradicted where the subject has
    a tie of a kind that it can have once, to somebody else.
    """
    ids = tuple(dict.fromkeys(
        m.id for m in claim.mentions
        if m.id is not None
        and not claim.text.startswith("-", m.end - claim.start)  # "government-owned"
    ))  # fmt: skip
    spoken = said(claim.text)
    if _UNDER.search(fold_kept(claim.text)):
        spoken |= {"part_of"}
    if "listed_on" in spoken and len(ids) == 1 and _EXCHANGE.search(fold_kept(claim.text)):
        ids = (*ids, EXCHANGE)
    if HOME not in ids and CITY.search(fold_kept(claim.text)):
        ids = (*ids, HOME)
    joined = [
        ((one, two), tie)
        for one, two in permutations(ids, 2)
        if one < two
        for left, right in product(ties.group(one), ties.group(two))
        for tie in ties.between.get(frozenset((left, right)), ())
    ]
    found = [tie for _, tie in joined]
    agreeing = [
        tie
        for tie in found
        if (tie.type in spoken or tie.stored in spoken)
        and (tie.stored != "place" or (_about_place(ties, claim) and not spoken - _WEAK - _SITED))
    ]
    to_be = [] if plans(claim.text) else [tie for tie in agreeing if ties.to_be(tie)]
    agreeing = [tie for tie in agreeing if tie not in to_be]
    if to_be and not agreeing:
        told = note("only_planned", what=ties.told(to_be[0]))
        return Finding("no_evidence", 0.5, told, (ties.support(to_be[0], "related"),))
    tied = frozenset(id_ for pair, _ in joined for id_ in pair)
    if agreeing and _sited_all(claim, agreeing) and not _NOT.search(fold_kept(claim.text)):
        return _borne_out(ties, claim, agreeing, tied)
    against = _other(ties, claim, ids, spoken)
    against = against or _elsewhere(ties, claim, spoken) or _sited(ties, claim)
    if against is not None:
        told = note("related_not", what=ties.told(against))
        return Finding("contradicted", 0.75, told, (ties.support(against, "against"),))
    related = tuple(ties.support(tie, "related") for tie in found[:2])
    return Finding("no_evidence", 0.4, note("no_link"), related)


def _borne_out(ties: Ties, claim: Claim, agreeing: list[Tie], tied: frozenset[str]) -> Finding:
    """Supported where all who are named are tied to one another, and at the time told; else what
    is borne out is shown, and what is not is said."""
    first = agreeing[0]
    names = {m.id: m.text for m in claim.mentions if m.kind != "place" and m.id != _GOVERNMENT}
    apart = [text for id_, text in names.items() if id_ is not None and id_ not in tied]
    if apart and len(names) > 2:
        told = note("partly_tied", what=ties.told(first), missing=", ".join(apart))
        return Finding("no_evidence", 0.5, told, (ties.support(first, "related"),))
    if claim.dates:
        agreeing = [tie for tie in agreeing if _then(tie, claim)]
        if not agreeing:
            missing = claim.dates[0].text
            told = note("partly_tied", what=ties.told(first), missing=missing)
            return Finding("no_evidence", 0.5, told, (ties.support(first, "related"),))
    evidence = tuple(ties.support(tie, "for") for tie in agreeing[:3])
    return Finding("supported", 0.85, note("related", what=ties.told(agreeing[0])), evidence)


def _then(tie: Tie, claim: Claim) -> bool:
    """Whether a tie has its day on record at a time that the claim tells, or before "since"."""
    day = tie.date
    return day is not None and any(
        meets(day, date.iso) or (date.bound == "since" and day <= date.iso) for date in claim.dates
    )


@cache
def _bodies() -> frozenset[str]:
    """Words for what somebody is that say nothing beside the place."""
    return terms(
        "Hong Kong city local company firm university bank start-up startup laboratory institute "
        "home regulator hospital park body centre 香港 本港 本地 本市 公司 企業 大學 銀行 機構 "
        "初創企業 實驗室 研究院 醫院 監管機構 中心 是香港的 在香港 香港有 香港的 "
        "來自香港 是本港的 from"
    )


_BASED = re.compile(
    r"\b(?:based|headquartered|located|home to)\b|总部(?:设[于在]|位[于在]|在)|位于|设于|坐落"
)
"""Words that say where somebody is, and nothing else."""


def _sited_all(claim: Claim, agreeing: list[Tie]) -> bool:
    """Whether, of several bodies that a claim puts at a place, all are on record there."""
    if any(tie.stored != "place" for tie in agreeing):
        return True
    bodies = {m.id for m in claim.mentions if m.id is not None and m.kind == "organisation"}
    return len(bodies) < 2 or bodies <= {tie.source for tie in agreeing} or not _BASED.search(
        fold_kept(claim.text)
    )  # fmt: skip


def _sited(ties: Ties, claim: Claim) -> Tie | None:
    """The place of the one body that a claim puts at another city."""
    plain = fold_kept(claim.text)
    bodies = {m.id for m in claim.mentions if m.id is not None and m.kind != "place"}
    places = {m.id for m in claim.mentions if m.id is not None and m.kind == "place"}
    if len(bodies) != 1 or len(places) != 1 or not _BASED.search(plain) or _DENIED.search(plain):
        return None
    held = list(ties.of.get(("place", next(iter(bodies)) or ""), ()))
    (place,) = places
    if len({tie.target for tie in held}) != 1 or place not in ties.cities:
        return None
    return held[0] if held[0].target in ties.cities - {place} else None


def _about_place(ties: Ties, claim: Claim) -> bool:
    """Whether a claim says where somebody is, rather than what somebody does or is there."""
    plain = fold_kept(claim.text)
    if _BASED.search(plain):
        return True
    called = (ties.words(m.id) | terms(m.text) for m in claim.mentions if m.id is not None)
    rest = terms(claim.text).difference(_bodies(), *called)
    return _WHERE.search(plain) is not None and not rest


def _other(ties: Ties, claim: Claim, ids: tuple[str, ...], spoken: frozenset[str]) -> Tie | None:
    """A tie that a subject can have once, held with another than the claim names."""
    if len(ids) != 2 or _DENIED.search(fold_kept(claim.text)):
        return None
    for type_ in sorted(spoken):
        if not tie_cues()[type_].one:
            continue
        for one, two in permutations(ids, 2):
            held = ties.of.get((type_, one), ())
            alike = {t.stored for t in held}
            if held and len(alike) == 1 and two not in {t.target for t in held}:
                rivals = ties.of.get((type_, two), ())
                if not rivals and _could(ties, type_, two):
                    return held[0]
    return None


_UNDER = re.compile(
    r"\b(?:owned by|(?:subsidiary|unit|arm|division|department|agency|office) of|belongs? to|"
    r"(?:falls?|sits?|is|operates) under|reports? to|controlled by|"
    r"(?:led|headed|hosted|run) by)\b|隶属|直属|归.{1,12}管|由.{2,20}(?:牵头|主导)|"
    r"旗下|辖下|的?(?:全资)?(?:子公司|附属公司)"
)
"""Words that put one body under another, whole."""
LIKE = 0.5  # of the words of two names: a body and what it was called before


def _elsewhere(ties: Ties, claim: Claim, spoken: frozenset[str]) -> Tie | None:
    """The tie of the body named first to the one it stands under, where the claim puts it under
    another that others stand under, and the two have nothing to do with one another."""
    plain = fold_kept(claim.text)
    said = _UNDER.search(plain)
    bodies = {m.id: m for m in claim.mentions if m.id is not None and m.kind == "organisation"}
    if (
        said is None
        or not spoken & {"part_of", "owner", "operates"}
        or len(bodies) != 2
        or _DENIED.search(plain)
    ):
        return None
    (one, first), (two, second) = bodies.items()
    if plain[said.start()] in "旗辖" and "是" not in plain:
        one, two, second = two, one, first  # 甲旗下的乙
    held = [tie for tie in ties.of.get(("part_of", one), ()) if tie.target != HOME]
    above = ties.above(one)
    beside = held and ties.above(held[0].target) & (ties.above(two) - {two})
    if not (beside or ties.under(two)) or second.end == first.end:
        return None
    if not held or above & (ties.above(two) - {_GOVERNMENT}) or two in above:
        return None
    names = [ties.words(id_) for id_ in (two, *above)]
    if any(len(names[0] & other) > LIKE * len(names[0] | other) for other in names[1:]):
        return None
    return held[0] if one not in ties.above(two) else None


def _could(ties: Ties, type_: str, id_: str) -> bool:
    """Whether an entity is the object of such a tie elsewhere: it could have been meant."""
    return any(
        tie.target == id_ for (name, _), held in ties.of.items() if name == type_ for tie in held
    )
