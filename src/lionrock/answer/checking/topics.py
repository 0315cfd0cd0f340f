"""Which figures a claim is about: by its words, by whom it names, by its unit and period."""

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache, lru_cache

import msgspec

from lionrock.answer.checking.claim import Claim
from lionrock.answer.checking.figure import CURRENCIES, MONEY, SCALES, Figure
from lionrock.answer.checking.figures import Figures
from lionrock.answer.checking.kinds import says
from lionrock.answer.checking.periods import periods
from lionrock.answer.checking.ranks import fold_kept
from lionrock.answer.checking.terms import stems, terms, words
from lionrock.model.fold import fold
from lionrock.model.reading import Amount

HOME = "hong-kong"
BY_ID = 0.7
"""What the words of an indicator's id count beside those of its label: they may speak for a
claim, not against it."""

RARE = frozenset(("petaflops", "exaflops", "megawatts"))
"""Units that one thing only is counted in."""

SHARE = frozenset(
    ("share", "ratio", "proport", "percentag", "比率", "比例", "比重", "支占", "占比")
)
"""What a percent sign says: a figure called a share of something need not be called so again."""

MEASURES = frozenset(
    ("percent", "points", "index", "ratio", "petaflops", "exaflops", "megawatts", "km2", "years")
)
"""Units of what is measured and not counted: a bare number says none of them."""

ALONE = 0.75
"""Likeness of a figure whose label is nothing but its unit: "companies in Cyberport"."""

_SPENT = frozenset(("@investment", "@budget", "@funding", "spend", "budget"))
_OF_GDP = re.compile(
    r"\bof (?:its |their |our |the |hong kong.s |the city.s |total |national )*gdp\b|"
    r"gdp (?:share|ratio)|"
    r"占.{0,8}(?:gdp|生产总值)|相当于.{0,8}(?:gdp|生产总值)|(?:gdp|生产总值)的"
)
STRAY = 0.5
"""What is left of the likeness where the claim narrows whom it is about beyond the figure."""
_DONE = re.compile(r"\b[a-z]+(?:ed|ing)\b")  # of "66,500 cameras hooked up"
_RANKINGS = re.compile(
    r"\b(?:global|world|asian?|international) (?:\w+ ){0,4}"
    r"(?:index|rankings?|ratings?|barometer)\b|"
    r"(?:全球|世界|亚洲|国际).{0,8}?(?:指数|排名|排行榜|榜单|评级)"
)
"""Rankings whose names have a world in them: what is said of a place in one is not of the world."""
_NUMBER = re.compile(r"\bnumbers?\b|数目|数字|数量|宗数|人数|个案")
_CHANGE = re.compile(r"growth|yoy|change")


class Candidate(msgspec.Struct, frozen=True):
    """A figure and how surely the claim speaks of it, 0 to 1."""

    figure: Figure
    score: float


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
    moves: bool = True
    """Whether a rise or a fall is told: else a rate of growth is not meant."""

    @classmethod
    def of(cls, claim: Claim, amount: Amount | None = None) -> "Asked":
        """Read a claim, of one of its amounts if that is given."""
        times, earlier = periods(claim, amount)
        entities = frozenset(m.id for m in claim.mentions if m.id is not None)
        said = terms(claim.text)
        if said & {"@rnd", "research", "@research"} and said & _SPENT:
            said |= {"@rnd", "spend"}  # what is invested in research is spent on it
        if "rais" in said:
            said |= {"@funding", "@fund"}  # 集資額, "funds raised"
        if "list" in said:
            said |= {"@ipo"}
        plain = fold_kept(claim.text)
        of_gdp = _OF_GDP.search(plain) is not None
        abroad = says("elsewhere", _RANKINGS.sub(" ", plain))
        return cls(
            said | SHARE if of_gdp else said, entities, abroad, times,
            _NUMBER.search(fold(claim.text)) is not None, of_gdp=of_gdp, earlier=earlier,
            single=says("single", claim.text),
            running=says("running", claim.text) or any(d.bound == "since" for d in claim.dates),
            moves=any(says(cue, claim.text) for cue in ("up", "down", "pace")),
        )  # fmt: skip


def candidates(figures: Figures, asked: Asked, amount: Amount | None) -> list[Candidate]:
    """The figures a claim may be about, surest first; ties by the figure's key."""
    numbers = {n for term in asked.words for n in figures.by_term.get(term, ())}
    numbers |= {n for entity in asked.entities for n in figures.of_entity.get(entity, ())}
    if amount is not None and amount.unit in RARE:
        numbers |= set(figures.by_unit.get(amount.unit, ()))
    said = asked.words | asked.called
    if amount is not None and amount.unit in ("%", "percent"):
        said |= SHARE
    found = []
    liked: dict[tuple[str, frozenset[str]], float] = {}
    for number in numbers:
        figure = figures.all[number]
        if not meant(figure, asked) or (amount is not None and not same_unit(amount, figure)):
            continue
        series = (figure.indicator or figure.key, figure.abouts)  # which has one label
        if series not in liked:
            liked[series] = likeness(figure, said, figures.weights)
        score = liked[series]
        if amount is not None and amount.unit == figure.unit and amount.unit in RARE:
            score = max(score, ALONE)
        if amount is not None and MONEY not in figure.label:
            score *= _modifiers(amount, figure, asked)
        if MONEY not in figure.label and strays(figure, asked):
            score *= STRAY
        if figure.nature != "target" and figure.entity not in (None, *asked.entities):
            score *= 0.75  # its owner alone is named
        if not figure.abouts & asked.entities and HOME not in figure.abouts:
            score *= 0.9  # nobody is named
        if figure.own and figure.own & asked.words == figure.own & english(figure.own):
            score += 0.01 * len(figure.own & asked.words)  # the narrower of two that are named
        if score >= 0.3:
            found.append(Candidate(figure, score))
    return sorted(found, key=lambda one: (-one.score, one.figure.key))


def strays(figure: Figure, asked: Asked) -> bool:
    """Whether the claim speaks of a group that the figure knows nothing of: of dentists, where it
    is about firms. Words of the names of those named are no group."""
    groups = (asked.words - asked.called) & _groups()
    return bool(groups) and not groups <= known(figure)


def known(figure: Figure) -> frozenset[str]:
    """Every term of a figure's label, definition, owner and unit."""
    noun = words("nouns").get(figure.unit, "")
    return figure.context.union(figure.own, *figure.label.values(), _nouns(noun))


@lru_cache(maxsize=200)
def _nouns(text: str) -> frozenset[str]:
    return terms_all(text) | terms(text)


@cache
def _groups() -> frozenset[str]:
    return frozenset(words("groups")["tokens"].split())


def counted(amount: Amount, figure: Figure) -> bool:
    """Whether an amount says in so many words what the figure is counted in."""
    if amount.currency is not None or amount.unit is not None:
        return same_unit(amount, figure)
    noun = terms_all(amount.noun or "")
    held = f"{figure.unit.replace('_', ' ')} {words('nouns').get(figure.unit, '')}"
    measure = fold(amount.text)[-1:]  # 間 of 11,070間
    told = bool(noun & terms_all(held)) or figure.unit in words("measures").get(measure, "").split()
    return told and same_unit(amount, figure)


def meant(figure: Figure, asked: Asked) -> bool:
    """Whether the claim may speak of whom the figure is about, and of such a measure."""
    if (
        asked.of_gdp
        and not figure.unit.startswith("percent")
        and "gdp" in figure.label.get("en", ())
    ):
        return False
    if not asked.moves and _CHANGE.search(figure.indicator or ""):
        return False
    return figure.parties <= asked.entities and named(figure, asked)


def named(figure: Figure, asked: Asked) -> bool:
    """Whether whom the figure is about is named, by a mention or in so many words; or nobody is,
    and it is about Hong Kong or a body there."""
    if figure.abouts & asked.entities:
        return True
    own = english(figure.own)
    if len(own) > 1 and len(own & asked.words) > 0.6 * len(own):
        return True
    if asked.abroad or figure.abroad:
        return False
    return HOME in figure.abouts or not asked.entities - {HOME}


def english(words: frozenset[str]) -> frozenset[str]:
    """The tokens in Latin letters."""
    return frozenset(word for word in words if word.isascii())


def likeness(figure: Figure, words: frozenset[str], weights: Mapping[str, float]) -> float:
    """The share, by weight, of the figure's label that the claim has in one of the scripts.

    A label without the concepts that the claim speaks of is another measure of the same kind.
    """
    if MONEY in figure.label:
        return _money(figure, words)
    best = 0.0
    for script, label in figure.label.items():
        whole = sum(weights[term] for term in label)
        if not whole:
            best = max(best, ALONE)
            continue
        share = sum(weights[term] for term in label & words) / whole
        concepts = [term for term in label if term.startswith("@")]
        if concepts:
            share *= 0.5 + 0.5 * len(words.intersection(concepts)) / len(concepts)
        best = max(best, share * (BY_ID if script == "id" else 1.0))
    return best


def _money(figure: Figure, words: frozenset[str]) -> float:
    """An entity's money: what it is called, and how much of the entity's own name is said."""
    rounds = {term for term in figure.context if term.startswith(("@round", "@ipo"))}
    spoken = 0.7 if (figure.label[MONEY] | rounds) & words else 0.45
    return spoken + (0.3 if figure.context and figure.context & words else 0.0)


def same_unit(amount: Amount, figure: Figure) -> bool:
    """Whether the amount is counted in what the figure is counted in."""
    if amount.currency is not None or figure.unit in CURRENCIES:
        return amount.currency is not None and figure.unit in CURRENCIES
    percent = amount.unit in ("%", "percent", "percentage_points")
    if percent or figure.unit.startswith("percent"):
        return percent and figure.unit.startswith("percent")
    if figure.unit in ("index", "points"):  # "scored 52.8": what has a decimal point is no count
        bare = amount.unit is None and amount.noun is None
        return bare and re.search(r"\d\.\d", amount.text) is not None
    if figure.unit in ("rank", "ratio"):
        return False
    if amount.unit is not None and (
        amount.unit == figure.unit or (figure.unit, amount.unit) in SCALES
    ):
        return True
    noun_said = fold(amount.noun or "")
    if amount.unit is None and (not noun_said or noun_said in words("measures")):
        # Its noun stands before it ("the number of start-ups reached 4,694"; 初創企業達4,694間).
        held = words("measures").get(noun_said, "")
        return figure.unit in held.split() if held else figure.unit not in MEASURES
    measure = fold(amount.text)[-1:]  # 宗 of 43,212宗 (騙案)
    if amount.unit is None and figure.unit in words("measures").get(measure, "").split():
        return True
    noun = terms_all(f"{amount.noun or ''} {amount.unit or ''}")
    counted = terms_all(f"{figure.unit.replace('_', ' ')} {words('nouns').get(figure.unit, '')}")
    return bool(noun & counted)


def terms_all(text: str) -> frozenset[str]:
    """Every token of a short text, the general ones ("company") included."""
    return frozenset(stems(text))


def _modifiers(amount: Amount, figure: Figure, asked: Asked) -> float:
    """Less than 1 when the noun is narrower than the figure: "fintech start-ups"."""
    noun = frozenset[str]()
    if fold(amount.noun or "") not in words("measures"):
        noun = terms(_DONE.sub("", amount.noun or ""))
    known = figure.context.union(*figure.label.values()) | terms_all(
        words("nouns").get(figure.unit, "")
    )
    if noun - known:
        return 0.6
    change = bool(figure.indicator and _CHANGE.search(figure.indicator))
    return 0.5 if change and not asked.words else 1.0


def when(figure: Figure, spans: tuple[tuple[dt.date, dt.date], ...]) -> bool:
    """Whether the figure's period meets one of the claim's; a year covers its months."""
    if figure.first is None or figure.last is None:
        return False
    return any(
        (start <= figure.first and figure.last <= end)
        or (figure.first <= start and end <= figure.last)
        for start, end in spans
    )
