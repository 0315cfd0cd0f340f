"""How many of the city's universities stand in the top so many of a ranking: counted from the
places on record, of the newest year that has a place for most of them."""

import re
from collections import defaultdict

from lionrock.answer.checking.claim import Claim, Finding
from lionrock.answer.checking.figure import Figure
from lionrock.answer.checking.notes import note
from lionrock.answer.checking.ranks import fold_kept
from lionrock.answer.checking.scene import Scene, support
from lionrock.model.text import LANGUAGES, T

RANKINGS = ("qs_world_rank", "the_world_rank", "usnews_world_rank")
_NAMED = {
    "qs_world_rank": r"\bqs\b",
    "the_world_rank": r"\bthe world university|times higher|泰晤士",
    "usnews_world_rank": r"u\.?s\.? news",
}
_TOP = re.compile(
    r"\b(?:top|best|leading) (?P<top>\d{2,3}|fifty|hundred)\b|"
    r"前(?P<zh>\d{2,3}|五十|一百|百)(?:名|位|大|强)?|(?:全球|世界)?(?P<hundred>百强|百大)"
)
_SCHOOLS = re.compile(r"\buniversit|\binstitutions?\b|大学|院校|大专|高校")
_COUNT = re.compile(
    r"\b(?P<en>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\b(?! (?:years?|percent))|"
    r"(?P<han>\d{1,2}|[一二两三四五六七八九十])(?:所|间|家)"
)
_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS = {
    **{word: n for n, word in enumerate(_ENGLISH)},
    **{word: n for n, word in enumerate("零一二三四五六七八九十")},
    "两": 2,
}
_TOPS = {"fifty": 50, "hundred": 100, "五十": 50, "一百": 100, "百": 100, "百强": 100, "百大": 100}
LEAST = 5
"""Universities of which a year must have places, to be told whole."""


def check_placings(scene: Scene, claim: Claim) -> Finding | None:
    """The verdict on "five of the city's universities are in the world's top 100", by the ranking
    it names, else by any; None for other claims. Without a ranking named it is contradicted only
    where all of those on record say otherwise."""
    plain = fold_kept(claim.text)
    top, counted = _TOP.search(plain), _COUNT.search(plain)
    if top is None or counted is None or not _SCHOOLS.search(plain):
        return None
    if counted.start() >= top.start() and counted.end() <= top.end():
        return None
    if any(m.kind != "place" and m.id for m in claim.mentions) and not _NAMED_ANY.search(plain):
        return None
    limit = _value(top["top"] or top["zh"] or top["hundred"], _TOPS)
    said = _value(counted["en"] or counted["han"], _NUMBERS)
    if not limit or not said:
        return None
    asked = [one for one in RANKINGS if re.search(_NAMED[one], plain)] or list(RANKINGS)
    years = {d.iso[:4] for d in claim.dates}
    found = [one for which in asked if (one := _placed(scene, which, limit, years)) is not None]
    if not found:
        return Finding("no_evidence", 0.4, note("no_figure"))
    agreeing = next((one for one in found if len(one) == said), None)
    held = agreeing if agreeing is not None else found[0]
    if agreeing is None and len(asked) > 1:
        return Finding("no_evidence", 0.5, _told(scene, held, limit))
    stand = "for" if agreeing is not None else "against"
    evidence = tuple(support(scene.figures, one, "for" if stand == "for" else "against")
                     for one in held[:6])  # fmt: skip
    verdict = "supported" if agreeing is not None else "contradicted"
    return Finding("supported" if verdict == "supported" else "contradicted", 0.75,
                   _told(scene, held, limit), evidence)  # fmt: skip


_NAMED_ANY = re.compile("|".join(_NAMED.values()))


def _placed(scene: Scene, which: str, limit: int, years: set[str]) -> list[Figure] | None:
    """The universities within the first `limit` of a ranking, best first; of the year asked, else
    the newest that is told whole."""
    by_year: dict[str, dict[frozenset[str], Figure]] = defaultdict(dict)
    for figure in scene.figures.all:
        if figure.indicator == which and figure.period and not figure.abroad:
            by_year[figure.period[:4]].setdefault(figure.abouts, figure)
    whole = sorted(year for year, found in by_year.items() if len(found) >= LEAST)
    chosen = [year for year in whole if not years or year in years]
    if not chosen:
        return None
    return sorted(
        (one for one in by_year[chosen[-1]].values() if one.value <= limit), key=lambda f: f.value
    )


def _told(scene: Scene, held: list[Figure], limit: int) -> T:
    names = [scene.figures.label(next(iter(one.abouts))) for one in held]
    members = T(*(", ".join(n.in_(lang) for n in names) if lang == "en" else
                  "、".join(n.in_(lang) for n in names) for lang in LANGUAGES))  # fmt: skip
    return note(
        "placed", count=len(held), top=limit, members=members,
        name=held[0].name if held else "–", period=(held[0].period or "–") if held else "–",
    )  # fmt: skip


def _value(said: str, table: dict[str, int]) -> int:
    return int(said) if said.isdecimal() else table.get(said, 0)
