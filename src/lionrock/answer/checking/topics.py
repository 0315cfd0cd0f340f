"""Which figures a claim is about: by its words, by whom it names, by its unit and period."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache, lru_cache

import msgspec

from lionrock.answer.checking.asked import HOME, SHARE, Asked
from lionrock.answer.checking.counting import counted, same_unit, terms_all
from lionrock.answer.checking.figure import MONEY, Figure
from lionrock.answer.checking.figures import Figures
from lionrock.answer.checking.terms import terms, words
from lionrock.model.fold import fold
from lionrock.model.reading import Amount

BY_ID = 0.7
"""What the words of an indicator's id count beside those of its label: they may speak for a
claim, not against it."""

RARE = frozenset(("petaflops", "exaflops", "megawatts"))
"""Units that one thing only is counted in."""


LEAST = 0.3
"""Likeness below which a figure is not spoken of."""
RECENT = 64
"""Topics whose figures are kept for the next amount of the same claim."""
ROUNDS = ("@round", "@ipo")
"""How the terms of rounds of funding and of flotations begin."""

ALONE = 0.75
"""Likeness of a figure whose label is nothing but its unit: "companies in Cyberport"."""

STRAY = 0.5
"""What is left of the likeness where the claim narrows whom it is about beyond the figure."""
_DONE = re.compile(r"\b[a-z]+(?:ed|ing)\b")  # of "66,500 cameras hooked up"
_CHANGE = re.compile(r"growth|yoy|change")


class Candidate(msgspec.Struct, frozen=True):
    """A figure and how surely the claim speaks of it, 0 to 1."""

    figure: Figure
    score: float


class _Liked(msgspec.Struct, frozen=True):
    """A figure that a claim may be about: how much of its label is said, by how much less that
    counts for whom it is about, and what is added where more of them is named."""

    figure: Figure
    likeness: float
    share: float
    more: float


def candidates(figures: Figures, asked: Asked, amount: Amount | None) -> list[Candidate]:
    """The figures a claim may be about, surest first; ties by the figure's key."""
    percent = amount is not None and amount.unit in ("%", "percent")
    unit = amount.unit if amount is not None and amount.unit in RARE else None
    noun = frozenset[str]() if amount is None else _narrowing(amount)
    found = []
    for one in _liked(figures, asked, percent, unit):
        figure, score = one.figure, one.likeness
        if amount is not None:
            if not same_unit(amount, figure):
                continue
            if unit == figure.unit:
                score = max(score, ALONE)
            if score < ALONE and counted(amount, figure):
                score = max(score, _with_unit(figures, asked, figure))
            if MONEY not in figure.label:
                score *= _modifiers(noun, figure, asked)
        score = score * one.share + one.more
        if score >= LEAST:
            found.append(Candidate(figure, score))
    if amount is not None:
        held = {one.figure.key for one in found}
        found += [one for one in _counted(figures, asked, amount) if one.figure.key not in held]
    return sorted(found, key=lambda one: (-one.score, one.figure.key))


def _counted(figures: Figures, asked: Asked, amount: Amount) -> Iterator[Candidate]:
    """The figures of whom the claim names that count what the amount does, in whatever words."""
    for entity in asked.entities - {HOME}:
        for number in figures.about.get(entity, ()):
            figure = figures.all[number]
            if figure.abroad or not counted(amount, figure) or not meant(figure, asked):
                continue
            score = _with_unit(figures, asked, figure)
            if score >= LEAST and not of_another_batch(figure, asked):
                yield Candidate(figure, score * (STRAY if strays(figure, asked) else 1.0))


def _with_unit(figures: Figures, asked: Asked, figure: Figure) -> float:
    """Likeness of a figure of whom the claim names, where an amount says in words of its own what
    is counted: 30 research centres, where the label has laboratories."""
    if MONEY in figure.label or not figure.abouts & (asked.entities - {HOME}):
        return 0.0
    unit = terms(f"{figure.unit.replace('_', ' ')} {words('nouns').get(figure.unit, '')}")
    if not any(unit & label for label in figure.label.values()):
        return 0.0
    return likeness(figures, figure, asked.words | asked.called | unit)


def _liked(figures: Figures, asked: Asked, percent: bool, unit: str | None) -> tuple[_Liked, ...]:
    """What all amounts of a claim have in common, kept for the next one: the figures that its
    words may tell of, those counted in a rare `unit` among them."""
    said = asked.words | asked.called | (SHARE if percent else frozenset())
    topic = (
        said,
        asked.words,
        asked.entities,
        asked.abroad,
        asked.of_gdp,
        asked.moves,
        unit,
        asked.batch,
    )
    kept = figures.recent.get(topic)
    if kept is None:
        if len(figures.recent) >= RECENT:
            figures.recent.clear()
        kept = figures.recent[topic] = tuple(_meant(figures, asked, said, unit))
    return kept


def _meant(
    figures: Figures, asked: Asked, said: frozenset[str], unit: str | None
) -> Iterator[_Liked]:
    numbers = {n for term in asked.words for n in figures.by_term.get(term, ())}
    numbers |= {n for entity in asked.entities for n in figures.of_entity.get(entity, ())}
    if unit is not None:
        numbers |= set(figures.by_unit.get(unit, ()))
    liked: dict[tuple[str, frozenset[str]], float | None] = {}
    for number in numbers:
        figure = figures.all[number]
        series = (figure.indicator or figure.key, figure.abouts)  # which has one label
        if series not in liked:
            liked[series] = likeness(figures, figure, said) if meant(figure, asked) else None
        score = liked[series]
        if score is None or of_another_batch(figure, asked):
            continue
        share, more = 1.0, 0.0
        if figure.own and figure.own & asked.words == figure.own & english(figure.own):
            more = 0.01 * len(figure.own & asked.words)  # the narrower of two that are named
        if score + more < LEAST and figure.unit != unit:
            continue
        if MONEY not in figure.label and strays(figure, asked):
            share *= STRAY
        if figure.nature != "target" and figure.entity not in (None, *asked.entities):
            share *= 0.75  # its owner alone is named
        if not figure.abouts & asked.entities and HOME not in figure.abouts:
            share *= 0.9  # nobody is named
        yield _Liked(figure, score, share, more)


def of_another_batch(figure: Figure, asked: Asked) -> bool:
    """Whether a figure is of another cohort or phase than the one spoken of."""
    return asked.batch is not None and figure.batch not in (None, asked.batch, asked.someone)


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
    return HOME in figure.abouts or not (asked.entities - {HOME} or asked.someone)


@lru_cache(maxsize=4_000)
def english(words: frozenset[str]) -> frozenset[str]:
    """The tokens in Latin letters."""
    return frozenset(word for word in words if word.isascii())


def likeness(figures: Figures, figure: Figure, words: frozenset[str]) -> float:
    """The share, by weight, of the figure's label that the claim has in one of the scripts.

    A label without the concepts that the claim speaks of is another measure of the same kind.
    """
    if MONEY in figure.label:
        return _money(figure, words)
    best, weights = 0.0, figures.weights
    for script, label in figure.label.items():
        whole, concepts = figures.weighed(label)
        if not whole:
            best = max(best, ALONE)
            continue
        share = sum(weights[term] for term in label & words) / whole
        if concepts:
            share *= 0.5 + 0.5 * len(words.intersection(concepts)) / len(concepts)
        best = max(best, share * (BY_ID if script == "id" else 1.0))
    return best


def _money(figure: Figure, words: frozenset[str]) -> float:
    """An entity's money: what it is called, and how much of the entity's own name is said."""
    rounds = {term for term in figure.context if term.startswith(ROUNDS)}
    spoken = 0.7 if (figure.label[MONEY] | rounds) & words else 0.45
    return spoken + (0.3 if figure.context and figure.context & words else 0.0)


def _narrowing(amount: Amount) -> frozenset[str]:
    """What the noun of an amount says beside its unit."""
    if fold(amount.noun or "") in words("measures"):
        return frozenset()
    return terms(_DONE.sub("", amount.noun or ""))


def _modifiers(noun: frozenset[str], figure: Figure, asked: Asked) -> float:
    """Less than 1 when the noun is narrower than the figure: "fintech start-ups"."""
    if noun and noun.difference(
        figure.context, *figure.label.values(), terms_all(words("nouns").get(figure.unit, ""))
    ):
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
