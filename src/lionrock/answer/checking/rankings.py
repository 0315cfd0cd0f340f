"""Ranks in a claim held against the rankings on record."""

from lionrock.answer.checking.asked import Asked
from lionrock.answer.checking.claim import Claim, Finding
from lionrock.answer.checking.figure import Figure
from lionrock.answer.checking.notes import Filling, note, shown
from lionrock.answer.checking.orders import is_by, is_just_by, told
from lionrock.answer.checking.ranks import Rank, ranks
from lionrock.answer.checking.scene import Scene, support
from lionrock.answer.checking.topics import Candidate, english, likeness, named, when

SURE = 0.42
NEAR = 0.15
_PEOPLED = frozenset(("hong-kong",))
_RANK = frozenset(("rank",))  # what a place in an order says without the word


def check_ranks(scene: Scene, claim: Claim) -> Finding:
    """The verdict on a claimed place in a ranking, by its year, else by the newest."""
    asked = scene.asked(claim)
    by = told(claim.text)
    found = [one for one in _candidates(scene, asked) if is_by(one.figure, *by)]
    claimed = ranks(claim.text)
    if not found or not claimed:
        return Finding("no_evidence", 0.4, note("no_figure"))
    best = found[0].score
    close = [one.figure for one in found if one.score >= best - NEAR]
    every = [one.figure for one in found]
    held = _held(close, asked)
    for figure in (*held, *_held(every, asked)):  # any ranking bears out a place that names none
        if any(_fits(rank, figure) for rank in claimed):
            shows: dict[str, Filling] = {
                "name": figure.name,
                "value": shown(figure),
                "period": figure.period or "–",
            }
            evidence = (support(scene.figures, figure, "for"),)
            return Finding("supported", best, note("agrees", **shows), evidence)
    older = [f for f in close if any(_fits(rank, f) for rank in claimed)]
    if not asked.periods and older and len(held) == 1:
        return _outdated(scene, older[-1], held[0], best)
    if any(_fits(rank, figure) for rank in claimed for figure in every):
        return Finding("no_evidence", 0.4, note("no_figure"))  # once, by another ranking
    held = [figure for figure in held if is_just_by(figure, *by)]
    if held and len({figure.series for figure in held}) == 1 and _of_all(held[-1], claim):
        return _contradicted(scene, held[-1], claimed[0], best)
    return Finding("no_evidence", 0.4, note("no_figure"))


def _held(figures: list[Figure], asked: Asked) -> list[Figure]:
    """Of the periods that are asked for, else the newest of each ranking."""
    if asked.periods:
        return [figure for figure in figures if when(figure, asked.periods)]
    last = {f.series: f for f in sorted(figures, key=lambda f: (str(f.last), f.key))}
    return list(last.values())


def _contradicted(scene: Scene, figure: Figure, place: Rank, score: float) -> Finding:
    said = str(place.low) if place.low == place.high else f"{place.low}–{place.high}"
    why = note(
        "differs", name=figure.name, value=shown(figure), period=figure.period or "–",
        claimed=said,
    )  # fmt: skip
    evidence = (support(scene.figures, figure, "against"),)
    return Finding("contradicted", score, why, evidence)


def _of_all(figure: Figure, claim: Claim) -> bool:
    """Whether it is the place of everybody named: a city's is not that of the cities it is named
    with, as a cluster."""
    places = {m.id for m in claim.mentions if m.kind == "place" and m.id != "world"}
    return len(places) < 2 or places <= figure.abouts or figure.abouts.isdisjoint(_PEOPLED)


def _outdated(scene: Scene, was: Figure, now: Figure, score: float) -> Finding:
    shows: dict[str, Filling] = {
        "name": was.name, "value": shown(was), "period": was.period or "–",
        "newest": shown(now), "newest_period": now.period or "–",
    }  # fmt: skip
    beside = (support(scene.figures, was, "for"), support(scene.figures, now, "against"))
    return Finding("outdated", score, note("outdated", **shows), beside)


def _candidates(scene: Scene, asked: Asked) -> list[Candidate]:
    """The rankings that the claim speaks of: its words, and whose place it is."""
    found = []
    for figure in scene.figures.all:
        if figure.unit != "rank":
            continue
        if not (figure.abouts & asked.entities or _in_words(figure, asked)):
            others = asked.entities - _PEOPLED
            if not (figure.abouts & _PEOPLED) or (others and asked.abroad and not _home(asked)):
                continue
        score = likeness(scene.figures, figure, asked.words | asked.called | _RANK)
        if score >= SURE and (named(figure, asked) or _home(asked)):
            found.append(Candidate(figure, score))
    return sorted(found, key=lambda one: (-one.score, str(one.figure.last), one.figure.key))


def _in_words(figure: Figure, asked: Asked) -> bool:
    """Whether whom a rank is about is told by most of its words: a cluster by its cities."""
    own = english(figure.own)
    return len(own) > 2 and len(own & asked.words) > 0.6 * len(own)


def _home(asked: Asked) -> bool:
    """Whether Hong Kong itself is named: "third in the world" is then about it."""
    return bool(_PEOPLED & asked.entities)


def _fits(rank: Rank, figure: Figure) -> bool:
    return rank.low <= figure.value <= rank.high
