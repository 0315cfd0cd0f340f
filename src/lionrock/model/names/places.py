"""Places around places: which words of an address agree with where an organisation stands."""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from lionrock.model.fold import fold
from lionrock.model.names.words import Place, words


@cache
def by_name() -> dict[str, str]:
    """Folded name of a place, in any language → its id; localities are not among them."""
    found: dict[str, str] = {}
    for place in words().places.values():
        for spelling in (place.id, *place.en, *place.zh):
            found.setdefault(spelling, place.id)
    return found


@cache
def localities_of() -> dict[str, str]:
    """Folded name of a place or of a locality in it, in any language → the place's id."""
    found = dict(by_name())
    for place in words().places.values():
        for spelling in (*place.parts, *place.parts_zh):
            found.setdefault(spelling, place.id)
    return found


def around(id_: str) -> Iterator[Place]:
    """A place and every place it lies in, the narrowest first."""
    places = words().places
    seen: set[str] = set()
    while id_ in places and id_ not in seen:
        seen.add(id_)
        yield places[id_]
        id_ = places[id_].within


def standing(cities: Iterable[str], country: str) -> frozenset[str]:
    """The ids of every place an organisation stands in, from names of cities and its country.

    Hong Kong and Macau are countries of their own in most sources and lie in China all the same.
    """
    found = {id_ for city in cities for id_ in _of_city(city)}
    if country in ("HK", "MO"):
        found |= {place.id for place in around("hongkong" if country == "HK" else "macau")}
    elif country:
        found |= _of_country().get(country, frozenset())
    return frozenset(found)


@lru_cache(maxsize=10_000)
def _of_city(city: str) -> tuple[str, ...]:
    return tuple(place.id for place in around(by_name().get(fold(city), "")))


@cache
def _of_country() -> dict[str, frozenset[str]]:
    """Country code → the ids of the places that are the whole of it."""
    found: dict[str, set[str]] = {}
    for place in words().places.values():
        if not place.within:
            found.setdefault(place.country, set()).add(place.id)
    return {country: frozenset(ids) for country, ids in found.items()}
