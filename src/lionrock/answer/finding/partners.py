"""Whom to work with on a topic: organisations with evidence of work on it, and ways to them.

Evidence is what stands on record: a focus, a sector, a use of AI that somebody provided or made,
works counted in a field. Who is asked for says what is lacking (a hospital, an investor). The ways
are ties on record between two bodies, the fewest first; what is not on record may well exist.
"""

import math
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from functools import cache

import msgspec

from lionrock.answer.finding import reading
from lionrock.answer.finding.applicant import Trace
from lionrock.answer.finding.reasons import sources
from lionrock.answer.observatory import Observatory
from lionrock.model.fold import fold

MAX_FOUND, MAX_STEPS = 20, 3
_TECHNIQUES = {"machine_learning": "ml", "computer_vision": "cv"}
_WEIGHTS = {"focus": 3.0, "provides": 2.0, "backs": 1.0, "uses": 1.0, "sector": 1.0}
_FAR = ((),) * 9
_NO_WAY = ("listed_on",)
"""Ties by which nobody is introduced: thousands are listed on one exchange."""

_FOCUS = """
SELECT subject, CASE prop WHEN 'sector' THEN 'sector' ELSE 'focus' END, subject, value
FROM facts
WHERE kind = 'organisation' AND ((prop = 'ai_focus' AND value IN (SELECT unnest(?)))
    OR (prop = 'sector' AND value IN (SELECT unnest(?))))
ORDER BY ALL
"""
_USES = """
SELECT o.value, CASE o.prop WHEN 'provider' THEN 'provides' ELSE 'uses' END, o.subject, min(t.value)
FROM facts o
JOIN facts t ON t.subject = o.subject
WHERE o.kind = 'adoption' AND o.prop IN ('provider', 'adopter')
    AND ((t.prop = 'technique' AND t.value IN (SELECT unnest(?)))
        OR (t.prop = 'sector' AND t.value IN (SELECT unnest(?))))
GROUP BY ALL
ORDER BY ALL
"""
_BACKS = """
SELECT r.source, 'backs', r.target, min(f.value)
FROM relations r
JOIN facts f ON f.subject = r.target
WHERE r.type = 'invests_in' AND ((f.prop = 'ai_focus' AND f.value IN (SELECT unnest(?)))
    OR (f.prop = 'sector' AND f.value IN (SELECT unnest(?))))
GROUP BY ALL
ORDER BY ALL
"""
_WORKS = """
SELECT o.organisation, f.field, count(DISTINCT o.work)
FROM output_organisations o
JOIN work_fields f ON f.work = o.work
WHERE o.via = 'ours' AND f.field IN (SELECT unnest(?))
GROUP BY ALL
ORDER BY ALL
"""
_UNITS = """
SELECT source FROM relations
WHERE type IN ('part_of', 'campus_of', 'spun_out_of') AND target IN (SELECT unnest(?))
"""
_TIES = """
SELECT id, type, source, target, n
FROM relations
WHERE until IS NULL OR until >= left(?, length(until))
ORDER BY ALL
"""


class Wish(msgspec.Struct, frozen=True):
    """What is looked for: topics (ai_focus of the schema) and sectors, classes of organisations
    that are lacking, places by id, universities of which, or of whose units, one is sought; `of` is
    the organisation that asks, where it is on record."""

    topics: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    of: str | None = None


class Tie(msgspec.Struct, frozen=True):
    """A tie on record: the relation with that id goes from `source` to `target`; `sources` are the
    addresses it rests on."""

    id: str
    type: str
    source: str
    target: str
    sources: tuple[str, ...] = ()


class Partner(msgspec.Struct, frozen=True, rename={"class_": "class"}):
    """An organisation, what speaks for it, its ties to who asks, and the shortest way there; `near`
    when nothing on the topic itself does, but on one beside it."""

    id: str
    near: bool
    class_: str
    label: Mapping[str, str]
    evidence: tuple[Trace, ...]
    ties: tuple[Tie, ...]
    way: tuple[Tie, ...]
    sources: tuple[str, ...]


class Partners(msgspec.Struct, frozen=True):
    """The answer, the best first; `works` says whether any works are loaded, without which
    nothing is known of them; `total` counts those that are not shown too."""

    wish: Wish
    works: bool
    total: int
    partners: tuple[Partner, ...]


def wish(observatory: Observatory, text: str, of: str | None = None) -> Wish:
    """What a question looks for; `of` an id or a name of who asks."""
    folded = reading.folded(text)
    before, verb, after = reading.parted("lacks", folded)
    own = reading.without("not_university", after if verb else folded)
    lacks = reading.said("lack", reading.without("university", own))
    within = reading.said("university", own)
    if "corporate" in lacks:
        lacks += tuple(one for one in _COMPANIES if one not in lacks)
    topics = reading.said("ai_focus", folded)
    # The one that is lacking names no topic: who needs a hospital may be about cars.
    about = f"{before} {reading.without('lack', after)}" if verb else folded
    if verb and topics and " ; " not in before and not reading.said("ai_focus", before):
        about = reading.without("lack", after)  # what stands before is who asks, and of which trade
    named = [sector for sector in reading.said("sector", about) if sector not in _ALSO_TOPICS]
    there = reading.elsewhere(folded)
    places = tuple(id_ for id_, names in _places(observatory) if any(n in there for n in names))
    return Wish(topics, tuple(named), lacks, places, within, _body(observatory, of))


_COMPANIES = ("startup", "provider")
"""What is a company too: who looks for one is served by a young one and by who sells services."""

_ALSO_TOPICS = frozenset({"ai", "generative_ai", "robotics", "fintech", "data_analytics"})
"""Sectors that are topics by another name, or all of AI."""


def partners(observatory: Observatory, sought: Wish) -> Partners:
    """Organisations with evidence of work on what is sought, of the classes that are lacking; then
    those with evidence of what is near it."""
    exact = _evidence(observatory, sought.topics, () if sought.topics else sought.sectors)
    beside = [one for topic in sought.topics for one in reading.table("near").get(topic, ())]
    if sought.topics:  # a robot for surgeons: both speak for who has both
        both = _evidence(observatory, (), sought.sectors)
        exact = {id_: [*some, *both.get(id_, ())] for id_, some in exact.items()}
    near = _evidence(observatory, beside, (*beside, *sought.sectors) if sought.topics else ())
    allowed = _allowed(observatory, sought)
    graph, records = _graph(observatory) if sought.of else ({}, {})
    ways = _ways(graph, sought.of) if sought.of else {}

    def ranked(found: Mapping[str, list[Trace]]) -> list[str]:
        some = [id_ for id_ in found if id_ in allowed and id_ != sought.of]
        return sorted(some, key=lambda id_: (
            -_at_home(found[id_], sought), -_weight(found[id_]), len(ways.get(id_, _FAR)), id_,
        ))  # fmt: skip

    order = [(id_, False, exact[id_]) for id_ in ranked(exact)]
    order += [(id_, True, near[id_]) for id_ in ranked(near) if id_ not in exact]
    chosen = []
    for id_, beside_it, traces in order[:MAX_FOUND]:
        document = observatory.entity_document(id_)
        if document is not None:
            direct = [tie for tie, other in graph.get(id_, ()) if other == sought.of]
            chosen.append(
                Partner(
                    id_, beside_it, str(document["class"]), document["label"], tuple(traces),
                    _sourced(observatory, direct, records),
                    _sourced(observatory, ways.get(id_, ()), records), sources(document),
                )
            )  # fmt: skip
    ((loaded,),) = observatory.query("SELECT count(*) FROM works")
    return Partners(sought, bool(loaded), len(order), tuple(chosen))


def _evidence(
    observatory: Observatory, topics: Iterable[str], sectors: Iterable[str]
) -> dict[str, list[Trace]]:
    """What speaks for whom on topics, or for being of sectors."""
    topics, sectors = list(topics), list(sectors)
    techniques = [_TECHNIQUES.get(one, one) for one in topics]
    found: defaultdict[str, list[Trace]] = defaultdict(list)
    for sql, first in ((_FOCUS, topics), (_USES, techniques), (_BACKS, topics)):
        for org, kind, about, value in observatory.query(sql, (first, sectors)):
            found[org].append(Trace(kind, about, value))
    for org, field, number in observatory.query(_WORKS, (topics,)):
        found[org].append(Trace("works", org, field, number))
    return dict(found)


def _at_home(evidence: Iterable[Trace], sought: Wish) -> bool:
    """Whether some of it is of a sector that was named beside the topics."""
    return any(one.value in sought.sectors for one in evidence)


def _weight(evidence: Iterable[Trace]) -> float:
    """How much speaks for an organisation: every topic, use and sector once more; works by their
    number's logarithm, so that a large body does not drown the rest."""
    weight = 0.0
    for one in evidence:
        weight += _WEIGHTS.get(one.kind, 0.0) or math.log10(1 + one.number)
    return weight


def _allowed(observatory: Observatory, sought: Wish) -> frozenset[str]:
    """The organisations of the classes and places that are asked for, and of the universities."""
    units = {id_ for (id_,) in observatory.query(_UNITS, (list(sought.within),))}
    rows = observatory.query(
        "SELECT e.id, e.class, f.value FROM entities e LEFT JOIN facts f "
        "ON f.subject = e.id AND f.prop = 'place' WHERE e.kind = 'organisation'"
    )
    return frozenset(
        id_
        for id_, class_, place in rows
        if (not sought.lacks or class_ in sought.lacks)
        and (not sought.places or place in sought.places)
        and (not sought.within or id_ in sought.within or id_ in units)
    )


Graph = Mapping[str, list[tuple[Tie, str]]]


def _graph(observatory: Observatory) -> tuple[Graph, Mapping[str, int]]:
    """Every body's ties that are not known to have ended, with the other end of each; and the
    record that each tie rests on."""
    graph: dict[str, list[tuple[Tie, str]]] = {}
    records = {}
    today = str(observatory.manifest.gathered)[:10]
    for *row, n in observatory.query(_TIES, (today,)):
        tie = Tie(*row)
        records[tie.id] = n
        if tie.type not in _NO_WAY:
            graph.setdefault(tie.source, []).append((tie, tie.target))
            graph.setdefault(tie.target, []).append((tie, tie.source))
    return graph, records


def _sourced(
    observatory: Observatory, ties: Iterable[Tie], records: Mapping[str, int]
) -> tuple[Tie, ...]:
    """Ties with the addresses they rest on."""
    found = "SELECT url FROM evidence WHERE n = ? ORDER BY rank"
    return tuple(
        msgspec.structs.replace(
            tie, sources=tuple(url for (url,) in observatory.query(found, (records[tie.id],)))
        )
        for tie in ties
    )


def _ways(graph: Graph, start: str) -> dict[str, tuple[Tie, ...]]:
    """The shortest way from a body to every other within MAX_STEPS, the first by id of several."""
    ways: dict[str, tuple[Tie, ...]] = {start: ()}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        if len(ways[here]) == MAX_STEPS:
            continue
        for tie, other in graph.get(here, ()):
            if other not in ways:
                ways[other] = (*ways[here], tie)
                waiting.append(other)
    return ways


def _body(observatory: Observatory, name: str | None) -> str | None:
    if not name or observatory.entity_document(name) is not None:
        return name or None
    (answer,) = observatory.matcher().names([name])
    return answer.found[0].id if answer.verdict == "match" else None


@cache
def _spelled(label: str) -> str:
    return fold(label)


def _places(observatory: Observatory) -> list[tuple[str, list[str]]]:
    rows = observatory.query(
        "SELECT id, label_en, label_hant, label_hans FROM entities WHERE kind = 'place' ORDER BY id"
    )
    return [(id_, [_spelled(label) for label in labels if label]) for id_, *labels in rows]
