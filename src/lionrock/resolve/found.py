"""Mentions judged: which organisation a known name means here, and how sure that is."""

from collections.abc import Sequence
from functools import lru_cache
from operator import neg, not_

import msgspec

from lionrock.model.fold import is_cjk
from lionrock.model.match import Reason
from lionrock.model.names.places import standing
from lionrock.model.text import T
from lionrock.resolve.addresses import Seen, chain, country_of, narrowest, places_in
from lionrock.resolve.businesses import followed_by_legal, is_other_business
from lionrock.resolve.elsewhere import is_any_citys, is_beside_school, is_field, is_of_company
from lionrock.resolve.index import Index
from lionrock.resolve.marks import (
    another_place_before,
    apart,
    beside_research_base,
    bracketed_stranger,
    is_common,
    is_key,
    is_of_other_sort,
    is_research_base,
    joints,
    names_own_place,
    researches_abroad,
    tells_campus,
    told_by,
    works_abroad,
)
from lionrock.resolve.mentions import Mention
from lionrock.resolve.passage import Passage, Token
from lionrock.resolve.rows import RowType

_SURE, _SHORT, _MENDED, _CAMPUS = 0.99, 0.95, 0.92, 0.97
_OPEN, _REFUSED = 0.6, 0.1
_CHINA = frozenset(("china", ""))
_FEW = 2
"""Characters of a Chinese name that is short however it is listed: 理大 in 深圳理大 is another."""
_INITIALS = 3
_JOINT = frozenset(("joint", "联", "聯"))

NAMED = T("the name stands in the text", "文本載有此名稱", "文本载有此名称")
SHORT = T("its abbreviation stands in the text", "文本載有其簡稱", "文本载有其简称")
SPELLING = T("spelling mended", "拼寫經修正", "拼写经修正")
AGREES = T("the address agrees", "地址相符", "地址相符")
ELSEWHERE = T("the address is elsewhere", "地址不符", "地址不符")
COMMON = T("a name that many bodies share", "多個機構共用的名稱", "多个机构共用的名称")
BY_PLACE = T("the address decides between campuses", "按地址判定校區", "按地址判定校区")


class Found(msgspec.Struct, frozen=True):
    """An organisation at tokens `start` to `end` of part `part`, with its probability."""

    organisation: int
    start: int
    end: int
    part: int
    score: float
    reasons: tuple[Reason, ...]


class Judge:
    """Judges mentions with what the index knows of organisations."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.stands = lru_cache(200_000)(self._stands)
        base = index.arrays["base"]
        self.branches: dict[int, list[int]] = {}
        for branch in (base >= 0).nonzero()[0].tolist():
            self.branches.setdefault(int(base[branch]), []).append(branch)

    def _stands(self, organisation: int) -> frozenset[str]:
        known = self.index.organisation(organisation)
        return standing(known.cities, known.country)

    def found(self, passage: Passage, hits: list[Mention]) -> list[Found]:
        """The organisations that the mentions of a passage mean."""
        if not hits:
            return []
        tokens = passage.tokens
        taken = [False] * len(tokens)
        for hit in hits:
            taken[hit.start : hit.end] = [True] * (hit.end - hit.start)
        seen = [one for one in places_in(tokens, taken) if one.certain]
        beside = [
            Seen(hit.start, hit.end, place, True)
            for hit in hits
            for place in self._places_of(hit, tokens)
        ]
        ands = joints(passage) if seen else []
        return [
            self._judged(
                tokens,
                hit,
                [one for one in seen if not ands or not apart(tokens, hit, one, ands, hits)],
                beside,
            )
            for hit in hits
        ]

    def _places_of(self, hit: Mention, tokens: list[Token]) -> list[str]:
        """The places that a name found in the text vouches for: those it bears itself."""
        organisation = int(self.index.arrays["row_org"][hit.rows[0]])
        stands = self.stands(organisation)
        own = names_own_place(tokens[hit.start : hit.end], stands)
        return sorted(stands - _CHINA) if own and hit.end - hit.start > 1 else []

    def _judged(
        self, tokens: list[Token], hit: Mention, seen: list[Seen], beside: list[Seen]
    ) -> Found:
        part = tokens[hit.start].part
        here = [one for one in seen if tokens[one.start].part == part]
        near = here or told_by(tokens, part, seen)
        row, rivals = self._nearest(hit.rows, near)
        organisation = int(self.index.arrays["row_org"][row])
        joint = any(token.unit in _JOINT for token in tokens if token.part == part)
        telling = [one for one in here if tells_campus(tokens, hit, one)]
        former = int(self.index.arrays["row_type"][row]) == RowType.FORMER
        based = beside_research_base(tokens, hit)
        if based and int(self.index.arrays["base"][organisation]) >= 0:
            organisation = int(self.index.arrays["base"][organisation])
        settled = joint or former or based
        campus = organisation if settled else self._campus(organisation, hit, telling)
        if campus != organisation:
            why = (reason("by_place", 1, BY_PLACE),)
            return Found(campus, hit.start, hit.end, part, _CAMPUS, why)
        others = [one for one in beside if one.start != hit.start] + ([] if here else seen)
        agreeing = [one for one in others if one.place in self.stands(organisation)]
        score, reasons = self._score(organisation, row, tokens, hit, near + agreeing)
        score = min(score, 1 / rivals)
        known = self.index.organisation(organisation)
        if is_other_business(known, tokens, hit.end) or is_of_other_sort(known, tokens, hit):
            score = min(score, _REFUSED)
        if is_beside_school(known, tokens, hit.start, hit.end):
            score = min(score, _OPEN)
        if is_research_base(tokens, hit, int(self.index.arrays["base"][organisation]) >= 0):
            score = min(score, _OPEN)
        if another_place_before(tokens, hit, self.stands(organisation)):
            score = min(score, _REFUSED)
        if self.branches.get(organisation) and bracketed_stranger(tokens, hit, seen):
            score = min(score, _OPEN)
        if joint and tokens[hit.start].upper and not self._is_initials(organisation, row):
            score = max(score, _MENDED)
        if former and any(reason.feature == "address" and reason.score < 0 for reason in reasons):
            score = min(score, _OPEN)
        return Found(organisation, hit.start, hit.end, part, score, reasons)

    def _nearest(self, rows: Sequence[int], near: list[Seen]) -> tuple[int, int]:
        """The row whose organisation stands in most of the places near; then the best type of
        name, a body that is no campus, the first. And how many organisations it could be as well
        as this one, which is counted: Lewis PLC and Lewis Inc. are both Lewis."""
        if len(rows) == 1:
            return rows[0], 1
        a = self.index.arrays
        organisations = a["row_org"][list(rows)]
        places = [one.place for one in near if one.place not in _CHINA]
        agree = [0] * len(rows)
        if places:
            stands = map(self.stands, organisations.tolist())
            agree = [sum(map(known.__contains__, places)) for known in stands]
        types, campus = a["row_type"][list(rows)].tolist(), a["base"][organisations] >= 0
        worth = list(zip(agree, map(neg, types), map(not_, campus.tolist()), strict=True))
        best = max(worth)
        equal = [n for n, one in enumerate(worth) if one == best]
        return rows[equal[0]], len(set(organisations[equal].tolist()))

    def _campus(self, organisation: int, hit: Mention, near: list[Seen]) -> int:
        """The campus that the first telling place after the name, else before it, decides on."""
        base = int(self.index.arrays["base"][organisation])
        root = base if base >= 0 else organisation
        family: list[int] = [root, *self.branches.get(root, ())]
        if len(family) == 1 or base >= 0:
            return organisation
        shared = frozenset.intersection(*(self.stands(one) for one in family))
        after = [one for one in near if one.start >= hit.end]
        before = [one for one in near if one.start < hit.start]
        for one in (*after, *reversed(before)):
            inside = chain(one.place) - shared
            here = [f for f in family if self._holds(f, one.place, shared)]
            if organisation in here:
                return organisation
            if here:
                told: dict[int, tuple[int, int]] = {f: self._tells(f, inside) for f in here}
                return max(here, key=lambda f: told[f])
        return organisation

    def _holds(self, organisation: int, place: str, shared: frozenset[str]) -> bool:
        """Whether a place is where an organisation stands, holds that, or lies in it; two cities
        of one province are two places."""
        stands = self.stands(organisation) - shared
        return place in stands or bool(chain(place) & narrowest(stands))

    def _tells(self, organisation: int, inside: frozenset[str]) -> tuple[int, int]:
        known = self.index.organisation(organisation)
        share = len(inside & self.stands(organisation))
        return share, int(known.kind == "university")

    def _score(
        self, organisation: int, row: int, tokens: list[Token], hit: Mention, near: list[Seen]
    ) -> tuple[float, tuple[Reason, ...]]:
        places = [one for one in near if one.place not in _CHINA]
        stands = self.stands(organisation)
        agrees = any(one.place in stands or chain(one.place) & stands - _CHINA for one in places)
        against = bool(places) and not agrees and bool(stands)
        foreign = against and not any(country_of(one.place) in ("CN", "HK", "MO") for one in places)
        short = self._is_short(row, tokens, hit)
        known = self.index.organisation(organisation)
        found = tokens[hit.start : hit.end]
        reasons: list[Reason] = [reason("named", 1, SHORT if short else NAMED)]
        if hit.mended:
            reasons.append(reason("mended", -1, SPELLING))
        if agrees or against:
            reasons.append(reason("address", 1 if agrees else -1, AGREES if agrees else ELSEWHERE))
        alone = hit.end - hit.start == len(tokens)
        if short:
            score = self._short_score(organisation, tokens, hit, (agrees, against, alone, foreign))
            return score, tuple(reasons)
        if hit.mended and hit.end - hit.start == 1:
            return _REFUSED, tuple(reasons)  # one word, misspelt: Songshan is not HongShan
        common = is_common(tokens[hit.start : hit.end], stands)
        if common and not agrees:
            reasons.append(reason("common", -1, COMMON))
            if against or not (alone or (stands and not places and common < 2)):
                return (_REFUSED if against else _OPEN), tuple(reasons)
        if against and is_any_citys(self.index, organisation, tokens[hit.start : hit.end]):
            return _REFUSED, tuple(reasons)
        if against and (is_key(found) or is_field(self.index, organisation, found, stands)):
            return _OPEN, tuple(reasons)
        if (
            foreign
            and not names_own_place(found, stands, known.kind == "university")
            and not works_abroad(known, found, is_of_company(self.index, organisation))
            and not researches_abroad(known, tokens, hit.end)
        ):
            return _OPEN, tuple(reasons)
        return (_MENDED if hit.mended else _SURE), tuple(reasons)

    def _is_initials(self, organisation: int, row: int) -> bool:
        """Whether a name is a company's abbreviation of few letters, which others have too: HIT is
        a terminal in Hong Kong, and in a joint laboratory an institute."""
        if int(self.index.arrays["row_type"][row]) != RowType.ABBREVIATION:
            return False
        known = self.index.organisation(organisation)
        return known.kind == "corporate" and len(self.index.words_of(row)[0]) <= _INITIALS

    def _is_short(self, row: int, tokens: list[Token], hit: Mention) -> bool:
        if int(self.index.arrays["row_type"][row]) == RowType.ABBREVIATION:
            return True
        one = tokens[hit.start]
        if is_cjk(one.unit):
            return sum(len(token.unit) for token in tokens[hit.start : hit.end]) <= _FEW
        return hit.end - hit.start == 1 and one.upper and len(one.unit) <= 5

    def _short_score(
        self,
        organisation: int,
        tokens: list[Token],
        hit: Mention,
        where: tuple[bool, bool, bool, bool],
    ) -> float:
        """An abbreviation counts when written as one, and by its length and the address."""
        agrees, against, alone, abroad = where
        known = self.index.organisation(organisation)
        one = tokens[hit.start]
        chinese = is_cjk(one.unit)
        if hit.mended or (not chinese and not one.upper and hit.end - hit.start == 1 and not alone):
            return _REFUSED
        if agrees:
            return _SHORT
        if followed_by_legal(known, tokens, hit.end) and not abroad:
            return _MENDED if against else _SHORT
        letters = len("".join(token.unit for token in tokens[hit.start : hit.end]))
        strong = "hk" in one.unit or letters >= (2 if chinese else 4)
        if against:
            return _OPEN if strong and "hk" in one.unit else _REFUSED
        if one.opened and not chinese and hit.start:
            return _OPEN if strong else _REFUSED
        return _SHORT if strong else _OPEN if not alone else _REFUSED + 0.4


def reason(feature: str, score: float, text: T) -> Reason:
    """A reason that is given as it is: its weight is its score."""
    return Reason(feature, score, score, text)
