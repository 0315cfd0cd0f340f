"""From judgements to identity: which ids are one thing, and which of them it is called by.

Union of the pairs judged the same, never across a pair judged different, however long the way
round. Where judgements contradict one another the union that is weaker gives way: a rule's before
a person's, a shipped one before the user's own, the later before the earlier.
"""

from collections.abc import Collection, Iterable, Mapping

import msgspec

from lionrock.model.judgement import Judgement, moment
from lionrock.store.judgements import Tables

_NAMED = 5  # places that one warning names
_WAY = 12  # judgements of a way round that one warning names


class Refusal(msgspec.Struct, frozen=True):
    """A "same" without effect: because of the "different" `against`, or else of two kinds.

    `through` are the judgements "same" in force that lead from the ends of one to those of the
    other; none where both are about the same pair.
    """

    judgement: Judgement
    against: Judgement | None = None
    kinds: tuple[str, str] | None = None
    through: tuple[Judgement, ...] = ()


class Identity(msgspec.Struct, frozen=True):
    """Which ids are one: `canonical` maps every id that gave way to the one that stays.

    `refused` are contradictions; `idle` the judgements "same" that name no known id, and no names
    of bodies yet unknown either (derive/grouping.py puts those together).
    """

    canonical: Mapping[str, str]
    refused: tuple[Refusal, ...] = ()
    idle: tuple[Judgement, ...] = ()

    def of(self, id_: str) -> str:
        """The id that `id_` is known by; itself when nothing was merged."""
        return self.canonical.get(id_, id_)


def clusters(
    standing: Iterable[Judgement],
    kinds: Mapping[str, str] | None = None,
    own: Collection[str] = (),
) -> Identity:
    """The identity that judgements in force (at most one a pair, in any order) make.

    `kinds` are the known ids with what kind of thing each is: only things of one kind unite, and
    only a known id stays. An id that has gone may still be named: it leads to the one that stays.
    Without `kinds` every id is known. `own` are handles of judgements that outrank the others.

    The id that stays is the left one of the oldest judgement that made the cluster, so nothing
    that is learnt later changes it; were it gone, the next oldest decides.
    """
    listed = sorted(standing, key=lambda j: (not j.by_person, j.handle not in own, moment(j)))
    forest = _Forest(kinds)
    for judgement in listed:
        if judgement.verdict == "different":
            forest.part(judgement)
    refused = []
    united = []
    for judgement in listed:
        if judgement.verdict != "same":
            continue
        refusal = forest.unite(judgement)
        if refusal is None:
            united.append(judgement)
        else:
            refused.append(refusal)
    named: dict[str, str] = {}
    canonical: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    for judgement in sorted(united, key=moment):
        for id_ in (judgement.left, judgement.right):
            root = forest.root(id_)
            members.setdefault(root, []).append(id_)
            if kinds is None or id_ in kinds:
                named.setdefault(root, id_)
    for root, stays in named.items():
        canonical |= {id_: stays for id_ in members[root] if id_ != stays}
    idle = tuple(j for j in united if forest.root(j.left) not in named and not j.of_names)
    told = _with_their_ways(refused, united, forest)
    return Identity(dict(sorted(canonical.items())), told, idle)


def _with_their_ways(
    refused: list[Refusal], united: list[Judgement], forest: "_Forest"
) -> tuple[Refusal, ...]:
    """Refusals with the judgements that join the two ids kept apart to the two refused."""
    beside: dict[str, list[Judgement]] = {}
    for judgement in united if refused else ():
        for id_ in judgement.pair:
            beside.setdefault(id_, []).append(judgement)
    told = []
    for one in refused:
        if one.against is not None:
            ends = {forest.root(id_): id_ for id_ in one.against.pair}
            ways = [_way(beside, id_, ends[forest.root(id_)]) for id_ in one.judgement.pair]
            one = msgspec.structs.replace(one, through=tuple(ways[0] + ways[1]))
        told.append(one)
    return tuple(told)


def _way(beside: Mapping[str, list[Judgement]], start: str, end: str) -> list[Judgement]:
    """The shortest way from one id to another of its set, breadth first."""
    came: dict[str, Judgement] = {}
    edge = [start]
    while edge and end not in came and start != end:
        further = []
        for id_ in edge:
            for judgement in beside.get(id_, ()):
                other = judgement.right if judgement.left == id_ else judgement.left
                if other != start and other not in came:
                    came[other] = judgement
                    further.append(other)
        edge = further
    found: list[Judgement] = []
    while end != start:
        found.append(came[end])
        end = came[end].right if came[end].left == end else came[end].left
    return found[::-1]


def identity(tables: Tables, kinds: Mapping[str, str] | None = None) -> Identity:
    """The identity that the judgements of a home and its registry make together."""
    own = {line.judgement.handle for line in tables.own.lines}
    return clusters(tables.standing().values(), kinds, own)


def warnings(tables: Tables, made: Identity) -> list[str]:
    """What a build has to say of judgements: contradictions, ids that are gone, a torn line."""
    told = [refusal_told(tables, refusal) for refusal in made.refused]
    if made.idle:
        places = ", ".join(tables.place(judgement) for judgement in made.idle[:_NAMED])
        told.append(f"{len(made.idle)} judgements name no id of this registry: {places}")
    if tables.own.torn is not None:
        told.append(f"{tables.own.torn}; the line was cut off and is passed over")
    return told


def refusal_told(tables: Tables, refusal: Refusal) -> str:
    """Why a judgement has no effect, with the place of every judgement that makes it so."""
    judgement = refusal.judgement
    said = f"{tables.place(judgement)}: {judgement.left} = {judgement.right} has no effect: "
    if refusal.against is not None:
        other = refusal.against
        said += f"{tables.place(other)} keeps {other.left} and {other.right} apart"
        if refusal.through:
            ways = [f"{one.left} = {one.right} ({tables.place(one)})" for one in refusal.through]
            more = len(ways) - _WAY
            listed = ways if more <= 0 else [*ways[:_WAY], f"{more} more"]
            said += f", and it would join them through {', '.join(listed)}"
    elif refusal.kinds is not None:
        said += f"one is of kind {refusal.kinds[0]}, the other of kind {refusal.kinds[1]}"
    return said


class _Forest:
    """Sets of ids that are one, the sets that each must stay apart from, and their kinds."""

    def __init__(self, kinds: Mapping[str, str] | None) -> None:
        self._kinds = dict(kinds or {})
        self._above: dict[str, str] = {}
        self._apart: dict[str, dict[str, Judgement]] = {}

    def root(self, id_: str) -> str:
        """The id that stands for the set of `id_`."""
        found = id_
        while (above := self._above.get(found, found)) != found:
            found = above
        while (above := self._above.get(id_, id_)) != found:
            self._above[id_] = found
            id_ = above
        return found

    def part(self, judgement: Judgement) -> None:
        """Keep the two ids apart for good; before anything is united."""
        for one, other in (judgement.pair, judgement.pair[::-1]):
            self._apart.setdefault(one, {})[other] = judgement

    def unite(self, judgement: Judgement) -> Refusal | None:
        """Make one set of two, or say why not."""
        into, from_ = self.root(judgement.left), self.root(judgement.right)
        if into == from_:
            return None
        foes, more = self._apart.setdefault(into, {}), self._apart.setdefault(from_, {})
        if from_ in foes:
            return Refusal(judgement, foes[from_])
        kind, other = self._kinds.get(into), self._kinds.get(from_)
        if kind is not None and other is not None and kind != other:
            return Refusal(judgement, kinds=(kind, other))
        if len(foes) < len(more):  # the fewer entries move
            into, from_, foes, more = from_, into, more, foes
        self._above[from_] = into
        for foe, why in more.items():
            foes.setdefault(foe, why)
            beyond = self._apart[foe]
            beyond.setdefault(into, beyond.pop(from_))
        del self._apart[from_]
        if kind is not None or other is not None:
            self._kinds[into] = str(kind or other)
        return None
