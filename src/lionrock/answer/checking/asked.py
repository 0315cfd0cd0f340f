"""What a claim asks of the figures."""

import datetime as dt
import re
from bisect import bisect_right

import msgspec

from lionrock.answer.checking.claim import Claim
from lionrock.answer.checking.kinds import says
from lionrock.answer.checking.ordinals import batch
from lionrock.answer.checking.periods import periods
from lionrock.answer.checking.ranks import fold_kept
from lionrock.answer.checking.terms import terms
from lionrock.model.fold import fold
from lionrock.model.reading import Amount

HOME = "hong-kong"
SHARE = frozenset(
    ("share", "ratio", "proport", "percentag", "比率", "比例", "比重", "支占", "占比")
)
"""What a percent sign says: a figure called a share of something need not be called so again."""
_SPENT = frozenset(("@investment", "@budget", "@funding", "spend", "budget"))
_OF_GDP = re.compile(
    r"\bof (?:its |their |our |the |hong kong.s |the city.s |total |national )*gdp\b|"
    r"gdp (?:share|ratio)|"
    r"占.{0,8}(?:gdp|生产总值)|相当于.{0,8}(?:gdp|生产总值)|(?:gdp|生产总值)的"
)
_RANKINGS = re.compile(
    r"\b(?:global|world|asian?|international) (?:\w+ ){0,4}"
    r"(?:index|rankings?|ratings?|barometer)\b|"
    r"(?:全球|世界|亚洲|国际).{0,8}?(?:指数|排名|排行榜|榜单|评级)"
)
"""Rankings whose names have a world in them: what is said of a place in one is not of the world."""
_NUMBER = re.compile(r"\bnumbers?\b|数目|数字|数量|宗数|人数|个案")

_LISTS = re.compile("挂牌|上市|敲钟|登陆港")
_SOMEONE = re.compile(r"\b(?:they|it|its|their|he|she)\b|其(?!中|他|实|余)|该|它")
_COMMA = re.compile(r"[,，；;]\s?(?!\d)")


class Asked(msgspec.Struct, frozen=True):
    """What a claim asks of the figures: its words, whom it names, when; whether it speaks of the
    number of something."""

    words: frozenset[str]
    entities: frozenset[str]
    abroad: bool
    periods: tuple[tuple[dt.date, dt.date], ...]
    number: bool = False
    called: frozenset[str] = frozenset()
    """Every name of whom the claim names, for labels that have another than the claim."""
    of_gdp: bool = False
    """Whether a share of GDP is spoken of: GDP itself, or a head's part, is then not meant."""
    earlier: bool = False
    """Whether the value before the newest is meant: "against 203 the year before"."""
    single: bool = False
    """Whether one case is told: its sum opposes no total."""
    running: bool = False
    """Whether all since a day is told: it opposes no year's figure."""
    batch: int | None = None
    """Which cohort or phase is spoken of: figures of another one are not meant."""
    someone: bool = False
    """Whether it tells of somebody named elsewhere, who is not known here."""
    moves: bool = True
    """Whether a rise or a fall is told: else a rate of growth is not meant."""

    @classmethod
    def of(cls, claim: Claim, amount: Amount | None = None) -> "Asked":
        """Read a claim, of one of its amounts if that is given."""
        times, earlier = periods(claim, amount)
        if amount is not None and not amount.unit and batch(claim.text) and _apart(claim, amount):
            times = ()
        entities = frozenset(m.id for m in claim.mentions if m.id is not None)
        said = terms(f"{claim.leans} {claim.text}" if claim.leans else claim.text)
        if said & {"@rnd", "research", "@research"} and said & _SPENT:
            said |= {"@rnd", "spend"}  # what is invested in research is spent on it
        if "rais" in said:
            said |= {"@funding", "@fund"}  # 集資額, "funds raised"
        plain = fold_kept(claim.text)
        if "list" in said or _LISTS.search(plain):
            said |= {"@ipo"}
        of_gdp = _OF_GDP.search(plain) is not None
        abroad = says("elsewhere", _RANKINGS.sub(" ", plain))
        return cls(
            said | SHARE if of_gdp else said, entities, abroad, times,
            _NUMBER.search(fold(claim.text)) is not None, of_gdp=of_gdp, earlier=earlier,
            single=says("single", claim.text),
            batch=batch(claim.text),
            someone=not entities - {HOME} and _SOMEONE.search(plain) is not None,
            running=says("running", claim.text) or any(d.bound == "since" for d in claim.dates),
            moves=any(says(cue, claim.text) for cue in ("up", "down", "pace")),
        )  # fmt: skip


def _apart(claim: Claim, amount: Amount) -> bool:
    """Whether the claim's dates stand in another part of it than an amount of a batch: "launched
    in August 2024, with ten banks in the first cohort"."""
    ends = [match.start() + claim.start for match in _COMMA.finditer(claim.text)]
    part = bisect_right(ends, amount.start)
    return bool(claim.dates) and all(bisect_right(ends, d.start) != part for d in claim.dates)
