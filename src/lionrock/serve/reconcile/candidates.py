"""Queries → candidates: organisations by the matcher, other kinds by search, all by identifier."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from lionrock.answer.observatory import Observatory
from lionrock.model.fold import fold
from lionrock.model.match import Answer, Matcher
from lionrock.model.schema import schema
from lionrock.model.text import T
from lionrock.serve.reconcile import kinds
from lionrock.serve.reconcile.conditions import canonical, judge
from lionrock.serve.reconcile.identifiers import PROPERTIES, identifiers, recognised
from lionrock.serve.reconcile.messages import Condition, Query
from lionrock.serve.reconcile.things import Thing, things

_SEARCHED = 300  # characters of a name that search is asked for
_SPARE = 5  # candidates asked for beyond the limit: types and conditions leave some out
_LEAST = 0.35  # likeness below which a hit of search is not worth showing
_NOISE = 0.005  # probability below which what the matcher considered is not worth showing
_NEARLY = 0.95  # what names that are alike but not the same can reach at most
_OUT_OF_TYPE = 0.7  # what is left of the score of the wrong type where types are not strict
_CERTAIN = 0.97  # what a sure score counts as when properties speak against it


class Feature(Struct, frozen=True):
    """Something a score rests on; `subject` is the property that it is about, if any."""

    id: str
    value: bool | float
    text: T | None = None
    subject: str = ""


class Found(Struct, frozen=True):
    """A candidate: `score` from 0 to 1; `sure`: nothing speaks against taking it."""

    id: str
    types: tuple[str, ...]
    label: T
    score: float
    sure: bool
    features: tuple[Feature, ...] = ()
    thing: Thing | None = None


class Reconciler:
    """Answers batches of queries from one build."""

    def __init__(self, observatory: Observatory, matcher: Matcher) -> None:
        self._observatory = observatory
        self._matcher = matcher

    def answer(self, queries: Sequence[Query]) -> list[list[Found]]:
        """The candidates of each query, best first; at most one of them with `sure`.

        Queries do not influence one another: the matcher only takes their names together.
        """
        asked = [name for query in queries if _organisations(query) for name in query.names]
        most = max((query.limit for query in queries), default=0) + _SPARE
        answers = iter(self._matcher.names(asked, limit=most) if asked else ())
        return [
            self._one(query, [next(answers) for _ in query.names] if _organisations(query) else [])
            for query in queries
        ]

    def _one(self, query: Query, answers: Sequence[Answer]) -> list[Found]:
        pool: dict[str, Found] = {}
        for found in (*self._by_identifier(query), *_matched(answers), *self._searched(query)):
            known = pool.get(found.id)
            pool[found.id] = found if known is None else _both(known, found)
        known_things = things(self._observatory, pool)
        kept = []
        for found in pool.values():
            if found.id not in known_things:  # of the wider world: it has no page here
                continue
            judged = self._typed(replace(found, thing=known_things.get(found.id)), query)
            judged = judged and self._conditioned(judged, query.conditions)
            if judged:
                kept.append(judged)
        sure = [found for found in kept if found.sure]
        sure = [found for found in sure if _identified(found)] or sure
        match = sure[0].id if len(sure) == 1 else None
        kept.sort(key=lambda found: (-found.score, found.id != match, found.id))
        return [replace(one, sure=one.id == match) for one in kept[: query.limit]]

    def _by_identifier(self, query: Query) -> list[Found]:
        """Entities whose id here, or identifier elsewhere, the query gives."""
        found: list[tuple[str, Feature]] = []
        for id_ in (*query.ids, *query.names):
            found.append((id_, Feature("entity_id", True)))
        given = [(p, v) for name in query.names if (p := recognised(name)) for v in [name]]
        for condition in query.conditions:
            prop = canonical(condition.prop)
            if prop in PROPERTIES and condition.quantifier != "none":
                given += [(prop, value) for value in condition.values]
        ids = identifiers(self._observatory)
        for prop, value in given:
            holders = sorted(ids.holders(prop, value))
            found += [(id_, Feature("identifier", True, None, prop)) for id_ in holders]
        known = things(self._observatory, (id_ for id_, _ in found))
        return [
            Found(id_, known[id_].types, _label(known[id_]), 1.0, True, (feature,))
            for id_, feature in found
            if id_ in known
        ]

    def _searched(self, query: Query) -> list[Found]:
        """Entities of other kinds that search finds for the names, by how alike the names are."""
        asked = _searched_kinds(query)
        if not asked:
            return []
        found = []
        for name in query.names:
            hits = self._observatory.search(name[:_SEARCHED], asked, query.limit + _SPARE).hits
            for thing in things(self._observatory, (hit.id for hit in hits)).values():
                alike = max(likeness(name, own) for own in thing.names())
                if alike >= _LEAST:
                    feature = Feature("name_similarity", round(alike, 4))
                    same = alike == 1.0
                    found.append(
                        Found(thing.id, thing.types, _label(thing), alike, same, (feature,))
                    )
        return found

    def _typed(self, found: Found, query: Query) -> Found | None:
        """The candidate, unless it is not of the types asked for."""
        if not query.types:
            return found
        own = set(found.thing.types if found.thing else found.types)
        each = [bool(kinds.meant(type_) & own) for type_ in query.types]
        fits = all(each) if query.strictness == "all" else any(each)
        feature = Feature("type", fits)
        if fits:
            return replace(found, features=(*found.features, feature))
        if query.strictness != "should":
            return None
        score = found.score * _OUT_OF_TYPE
        return replace(found, score=score, sure=False, features=(*found.features, feature))

    def _conditioned(self, found: Found, conditions: Iterable[Condition]) -> Found | None:
        """The candidate as the properties given leave it, unless they leave it out."""
        weight, sure, features = 0.0, found.sure, list(found.features)
        thing = found.thing
        for condition in conditions:
            verdict = judge(condition, thing, self._observatory) if thing else None
            if verdict is None:
                if thing is None and condition.required:
                    return None
                continue
            if verdict.excludes:
                return None
            sure = sure and not verdict.contradicts
            weight += verdict.weight
            if verdict.agrees is not None:
                id_ = f"property_{verdict.prop}"
                features = [one for one in features if one.id != id_]
                features.append(Feature(id_, verdict.agrees, None, verdict.prop))
        score = _shifted(found.score, weight) if weight else found.score
        return replace(found, score=score, sure=sure, features=tuple(features))


def likeness(left: str, right: str) -> float:
    """How alike two names are, from 0 to 1: the share of pairs of neighbouring characters that
    both have (Dice's coefficient) after folding; 1 only when they fold alike."""
    left, right = fold(left), fold(right)
    if left == right:
        return 1.0 if left else 0.0
    one, other = _pairs(left), _pairs(right)
    if not one or not other:
        return 0.0
    return _NEARLY * 2 * len(one & other) / (len(one) + len(other))


def _pairs(text: str) -> frozenset[str]:
    joined = text.replace(" ", "")
    return frozenset(map(str.__add__, joined, joined[1:]))


def _organisations(query: Query) -> bool:
    """Whether a query may be answered by an organisation."""
    return _may_be(query, kinds.ORGANISATION)


def _searched_kinds(query: Query) -> tuple[str, ...]:
    others = (kind for kind in schema().kinds if kind != kinds.ORGANISATION)
    return tuple(kind for kind in others if _may_be(query, kind)) if query.names else ()


def _may_be(query: Query, kind: str) -> bool:
    if not query.types or query.strictness == "should":
        return True
    meant = frozenset[str]().union(*map(kinds.meant, query.types))
    return any(type_.partition(".")[0] == kind for type_ in meant)


def _matched(answers: Iterable[Answer]) -> Iterable[Found]:
    for answer in answers:
        chosen = {one.id for one in answer.found} if answer.verdict == "match" else frozenset()
        for one in {one.id: one for one in (*answer.found, *answer.candidates)}.values():
            if one.score < _NOISE:
                continue
            features = {r.feature: Feature(r.feature, round(r.score, 4), r.text)
                        for r in one.reasons}  # fmt: skip
            yield Found(
                one.id,
                kinds.types_of(kinds.ORGANISATION, one.kind),
                one.label,
                one.score,
                one.id in chosen,
                tuple(features.values()),
            )


def _both(left: Found, right: Found) -> Found:
    """One candidate found in two ways: the better score, the features of both."""
    features = {one.id: one for one in (*left.features, *right.features)}
    return replace(
        left,
        score=max(left.score, right.score),
        sure=left.sure or right.sure,
        features=tuple(features.values()),
    )


def _shifted(score: float, weight: float) -> float:
    """A probability after evidence worth `weight` log-odds."""
    bounded = min(max(score, 1 - _CERTAIN), _CERTAIN)
    odds = math.log(bounded / (1 - bounded)) + weight
    moved = 1 / (1 + math.exp(-odds))
    return max(score, moved) if weight > 0 else moved


def _identified(found: Found) -> bool:
    """Whether an identifier found it, which weighs more than any name."""
    return any(feature.id == "identifier" for feature in found.features)


def _label(thing: Thing) -> T:
    label: Mapping[str, Any] = thing.document["label"]
    return T(*(str(text) for text in label.values()))
