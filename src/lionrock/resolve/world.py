"""The registry's organisations and the world's as one list, each organisation once."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

import msgspec

from lionrock.model.fold import fold
from lionrock.model.match import Organisation, OrganisationName

ROR = "https://ror.org/"
_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(Organisation).decode


def merge(registry: Iterable[Organisation], ror: Iterable[Organisation]) -> Iterator[Organisation]:
    """Yield the registry's organisations, then those of ROR that the registry does not hold.

    One of the registry keeps its id, class and label; of the ROR record with the same ROR id it
    gains the names that say something new when folded, the places, the parents, and a country
    when it has none. A name that the registry gives to another of its own is not gained: ROR
    calls HKUST (Guangzhou) "HKUST" too. Parents are named by registry id where the registry
    holds them. ROR's may be many: those that wait for their turn are held packed, some 400
    bytes each.
    """
    ours = list(registry)
    ids: dict[str, str] = {}
    for one in ours:
        if one.ror:
            ids.setdefault(ROR + one.ror, one.id)
    told: dict[str, Organisation] = {}
    others: list[bytes] = []
    for one in ror:
        if one.id in ids:
            told.setdefault(one.ror, one)
        else:
            others.append(_pack(one))
    taken = {fold(name.text) for one in ours for name in one.names}
    for one in ours:
        known = told.get(one.ror)
        yield one if known is None else _joined(one, known, ids, taken)
    for packed in others:
        one = _unpack(packed)
        parents = _parents(one, (), ids)
        yield one if parents == one.parents else msgspec.structs.replace(one, parents=parents)


def _joined(
    ours: Organisation, theirs: Organisation, ids: Mapping[str, str], taken: Container[str]
) -> Organisation:
    return msgspec.structs.replace(
        ours,
        names=ours.names + tuple(_new(theirs.names, taken)),
        cities=_places(ours.cities, theirs.cities),
        country=ours.country or theirs.country,
        parents=_parents(ours, theirs.parents, ids),
    )


def _new(names: Iterable[OrganisationName], taken: Container[str]) -> Iterator[OrganisationName]:
    """Names that are none of those taken, each in one spelling."""
    seen = {""}
    for name in names:
        folded = fold(name.text)
        if folded not in seen and folded not in taken:
            seen.add(folded)
            yield name


def _places(ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """Both, the widest last: a place only they have goes before the next one that both have."""
    places = list(ours)
    for number, place in enumerate(theirs):
        if place not in places:
            wider = (places.index(one) for one in theirs[number + 1 :] if one in ours)
            places.insert(next(wider, len(places)), place)
    return tuple(places)


def _parents(child: Organisation, more: Sequence[str], ids: Mapping[str, str]) -> tuple[str, ...]:
    parents = dict.fromkeys(ids.get(parent, parent) for parent in (*child.parents, *more))
    parents.pop(child.id, None)
    return tuple(parents)
