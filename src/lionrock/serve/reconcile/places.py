"""Places: whether a city, region or country that was given is the one an entity stands in."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from lionrock.answer.observatory import Observatory
from lionrock.model.fold import fold
from lionrock.model.text import T


class Countries:
    """Countries by the names people write, and the country of each place."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.labels = {code: T.of(row["label"], code) for code, row in table["country"].items()}
        self._codes: dict[str, str] = {}
        for code, row in table["country"].items():
            for name in (code, row["alpha3"], *row["label"].values(), *row.get("aliases", ())):
                self._codes[fold(name)] = code
        self._places: Mapping[str, str] = table["places"]

    def code(self, text: str) -> str | None:
        """The ISO 3166-1 alpha-2 code of a country's name or code, in any script; else None."""
        return self._codes.get(fold(text))

    def of_place(self, place: str) -> str | None:
        """The country a place is in, where that is on record."""
        return self._places.get(place)


@lru_cache(maxsize=1)
def countries() -> Countries:
    """The countries of countries.toml."""
    text = files("lionrock.serve.reconcile").joinpath("countries.toml").read_text("utf-8")
    return Countries(tomllib.loads(text))


class Places:
    """The places of one build, by every name and by the regions that hold them."""

    def __init__(self, observatory: Observatory) -> None:
        self._ids: dict[str, set[str]] = {}
        self._within: dict[str, set[str]] = {}
        rows = observatory.query(
            "SELECT e.id, s.prop, s.value "
            "FROM statements s LEFT JOIN clusters c ON c.id = s.subject "
            "JOIN entities e ON e.id = coalesce(c.canonical, s.subject) "
            "WHERE e.kind = 'place' AND s.prop IN ('name', 'member', 'admin') ORDER BY ALL"
        )
        regions = []
        for place, prop, value in rows:
            if prop == "member":
                self._within.setdefault(value, set()).add(place)
            elif prop == "admin":
                regions.append((place, value))
            else:
                self._ids.setdefault(fold(value), set()).add(place)
            self._ids.setdefault(fold(place), set()).add(place)
        for place, name in regions:
            self._within.setdefault(place, set()).update(self._ids.get(fold(name), ()))

    def named(self, text: str) -> frozenset[str]:
        """The places a text names: ids, names in any script, "Shenzhen, China" by its parts."""
        whole = self._ids.get(fold(text))
        if whole:
            return frozenset(whole)
        parts = [self._ids.get(fold(part), set()) for part in text.replace("，", ",").split(",")]
        return frozenset().union(*parts)

    def around(self, places: Iterable[str]) -> frozenset[str]:
        """Some places and the regions that hold them."""
        found = set(places)
        open_ = list(found)
        while open_:
            for wider in self._within.get(open_.pop(), ()):
                if wider not in found:
                    found.add(wider)
                    open_.append(wider)
        return frozenset(found)


@lru_cache(maxsize=2)
def _of_build(observatory: Observatory) -> Places:
    return Places(observatory)


def places(observatory: Observatory) -> Places:
    """The places of a build, read once."""
    return _of_build(observatory)


def agrees_on_place(given: str, stands_in: frozenset[str], known: Places) -> bool | None:
    """Whether an entity that stands in some places is in the one given; None: cannot be told."""
    meant = known.named(given)
    if not meant or not stands_in:
        return agrees_on_country(countries().code(given), stands_in, known)
    if meant & known.around(stands_in):
        return True
    return None if stands_in & known.around(meant) else False


def agrees_on_country(code: str | None, stands_in: frozenset[str], known: Places) -> bool | None:
    """Whether an entity is in a country; China neither confirms nor excludes Hong Kong or Macao,
    which tables write either way."""
    found = countries_of(stands_in, known)
    if code is None or not found:
        return None
    if code in found:
        return True
    return None if code == "CN" and found <= {"HK", "MO"} else False


def countries_of(stands_in: Iterable[str], known: Places) -> frozenset[str]:
    """The countries of some places, each by itself or, failing that, by what holds it."""
    found: set[str | None] = set()
    for place in stands_in:
        own = countries().of_place(place)
        found |= {own} if own else set(map(countries().of_place, known.around([place])))
    return frozenset(code for code in found if code)
