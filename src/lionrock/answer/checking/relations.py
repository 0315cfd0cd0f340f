"""Ties between the entities a claim names, held against the ties on record."""

import re
from collections import defaultdict
from itertools import permutations, product
from typing import Any

import msgspec

from lionrock.answer.checking.asked import HOME
from lionrock.answer.checking.claim import Claim, Finding, Stand, Support
from lionrock.answer.checking.comparisons import CITY
from lionrock.answer.checking.figures import Figures
from lionrock.answer.checking.happenings import EXCHANGE
from lionrock.answer.checking.notes import note
from lionrock.answer.checking.ranks import fold_kept
from lionrock.answer.checking.terms import terms
from lionrock.answer.checking.ties_said import said, tie_cues
from lionrock.answer.observatory import Observatory
from lionrock.model.schema import schema
from lionrock.model.text import T

_EDGES = (
    "SELECT id, type, via, source, target, date, n FROM edges ORDER BY type, source, target, id"
)
_CITIES = """
SELECT id FROM entities WHERE kind = 'place' AND coalesce(class, '') NOT IN ('region', 'country')
AND id NOT IN (SELECT target FROM edges WHERE type = 'member_of')
ORDER BY id
"""
_ALIKE = {
    "operator": "owner", "issuer": "owner", "by": "owner", "parent": "part_of",
    "adopter": "adoption", "provider": "supplies", "investor": "invests_in", "company": "deal",
}  # fmt: skip


class Tie(msgspec.Struct, frozen=True):
    """An edge of the build, its type as relations.toml has it."""

    id: str
    type: str
    stored: str
    source: str
    target: str
    date: str | None
    record: int


class Ties:
    """Every tie of a build, by the pair it joins; made once, safe between threads."""

    def __init__(self, observatory: Observatory, figures: Figures) -> None:
        self._figures = figures
        self.between: dict[frozenset[str], list[Tie]] = defaultdict(list)
        self.of: dict[tuple[str, str], list[Tie]] = defaultdict(list)
        self.cities = frozenset(id_ for (id_,) in observatory.query(_CITIES))
        rows = observatory.query(_EDGES)
        for row in rows:
            self._add(*row)
        self._parts: dict[str, list[str]] = defaultdict(list)
        for _, type_, _, source, target, _, _ in rows:
            if type_ in ("part_of", "parent") and target != HOME:
                self._parts[target].append(source)
        companies = {row[3]: row[4] for row in rows if row[1] == "company"}
        for id_, type_, via, source, target, date, n in rows:
            if type_ == "investor" and source in companies:
                self._add(id_, "invests_in", via, target, companies[source], date, n)
            if type_ == "provider" or type_ == "adopter":
                self._uses[source].append((type_, target, n))
        for source, ends in self._uses.items():
            self._add_supply(source, ends)

    @property
    def _uses(self) -> dict[str, list[tuple[str, str, int]]]:
        if not hasattr(self, "_found_uses"):
            self._found_uses: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
        return self._found_uses

    def _add(self, *row: Any) -> None:
        id_, type_, _, source, target, date, n = row
        tie = Tie(id_, _ALIKE.get(type_, type_), type_, source, target, date, n)
        self.between[frozenset((source, target))].append(tie)
        self.of[tie.type, source].append(tie)

    def _add_supply(self, use: str, ends: list[tuple[str, str, int]]) -> None:
        for kind, provider, n in ends:
            for other, adopter, _ in ends:
                if (kind, other) == ("provider", "adopter"):
                    self._add(use, "supplies", "property", provider, adopter, None, n)

    def group(self, id_: str) -> tuple[str, ...]:
        """An entity, what bears its name, and its parts: what a school of a university has set
        up, a text says of the university."""
        found = (id_, *self._figures.bearers.twins.get(id_, ()), *self._parts.get(id_, ()))
        return tuple(dict.fromkeys(found))

    def above(self, id_: str) -> frozenset[str]:
        """An entity and all that it is a part of, whatever those are a part of."""
        found, left = {id_}, [id_]
        while left:
            for tie in self.of.get(("part_of", left.pop()), ()):
                if tie.target not in found and tie.target != HOME:
                    found.add(tie.target)
                    left.append(tie.target)
        return frozenset(found)

    def under(self, id_: str) -> bool:
        """Whether anything is a part of an entity."""
        return bool(self._parts.get(id_))

    def words(self, id_: str) -> frozenset[str]:
        """The words of an entity's English name."""
        return terms(self._figures.label(id_).en)

    def support(self, tie: Tie, stand: Stand) -> Support:
        """A tie as evidence, told as "A → B"."""
        addresses = self._figures.addresses(tie.record)
        tier = addresses[0].tier if addresses else "unknown"
        return Support(
            stand, self.told(tie), tie.stored, tie.date, addresses, tier,
            statement=tie.id, entity=tie.source,
        )  # fmt: skip

    def told(self, tie: Tie) -> T:
        """A tie in words: subject, label of the relation, object."""
        relation = schema().relations.get(tie.stored)
        prop = schema().properties.get(tie.stored)
        label = relation.label if relation else prop.label if prop else T(*(tie.stored,) * 3)
        ends = self._figures.label(tie.source), self._figures.label(tie.target)
        return T(
            f"{ends[0].en}, {label.en}: {ends[1].en}",
            f"{ends[0].hant}，{label.hant}：{ends[1].hant}",
            f"{ends[0].hans}，{label.hans}：{ends[1].hans}",
        )


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
    ids = tuple(dict.fromkeys(m.id for m in claim.mentions if m.id is not None))
    spoken = said(claim.text)
    if _UNDER.search(fold_kept(claim.text)):
        spoken |= {"part_of"}
    if "listed_on" in spoken and len(ids) == 1 and _EXCHANGE.search(fold_kept(claim.text)):
        ids = (*ids, EXCHANGE)
    if HOME not in ids and CITY.search(fold_kept(claim.text)):
        ids = (*ids, HOME)
    found = [
        tie
        for one, two in permutations(ids, 2)
        if one < two
        for left, right in product(ties.group(one), ties.group(two))
        for tie in ties.between.get(frozenset((left, right)), ())
    ]
    agreeing = [
        tie
        for tie in found
        if (tie.type in spoken or tie.stored in spoken)
        and (tie.stored != "place" or (_tells_place(claim.text) and not spoken - _WEAK - _SITED))
    ]
    if agreeing and _sited_all(claim, agreeing) and not _NOT.search(fold_kept(claim.text)):
        first = agreeing[0]
        evidence = tuple(ties.support(tie, "for") for tie in agreeing[:3])
        return Finding("supported", 0.85, note("related", what=ties.told(first)), evidence)
    against = _other(ties, claim, ids, spoken)
    against = against or _elsewhere(ties, claim, spoken) or _sited(ties, claim)
    if against is not None:
        told = note("related_not", what=ties.told(against))
        return Finding("contradicted", 0.75, told, (ties.support(against, "against"),))
    related = tuple(ties.support(tie, "related") for tie in found[:2])
    return Finding("no_evidence", 0.4, note("no_link"), related)


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


def _tells_place(text: str) -> bool:
    """Whether a claim says where somebody is, rather than what somebody does there."""
    return _WHERE.search(fold_kept(text)) is not None


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
    r"(?:led|headed|hosted|run) by)\b|隶属|直属|归.{1,12}管|"
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
