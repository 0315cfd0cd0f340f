"""The one catalogue of indicators, and how a written figure becomes a comparable one."""

import re
import tomllib
from collections.abc import Container, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from lionrock.model.schema import Schema
from lionrock.model.text import T

_QUALIFIERS = {
    "about": "about",
    "around": "about",
    "over": "over",
    "more than": "over",
    "nearly": "nearly",
    "under": "under",
    "at least": "at_least",
    "up to": "up_to",
    "maximum": "up_to",
}
_QUALIFIED = re.compile(rf"\s*\(({'|'.join(_QUALIFIERS)})\)")
_OF_BASE = re.compile(r"(percent|%|organisations|points|[A-Z]{3}(?: [a-z]+)?) of (.+)")
CURRENCIES = frozenset(("HKD", "USD", "CNY"))


class Indicator(msgspec.Struct, frozen=True):
    """A series the observatory keeps: what it counts, in which unit, and which way is better.

    `scope` is what each of its figures covers where one would think otherwise. `inputs` are what
    a figure is made from, where it is made from others: indicators, or the vocabulary
    `input`.
    """

    id: str
    unit: str
    direction: str
    facet: str
    nature: str
    label: T
    definition: T
    lead: bool = False
    aliases: tuple[str, ...] = ()
    accepts: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()

    @property
    def covers(self) -> tuple[str, ...]:
        """What every figure of it covers (the vocabulary `scope`): what is stated, and of a
        cumulative one that it runs from the start."""
        return (*self.scope, *(("since_start",) if self.nature == "cumulative" else ()))

    def takes(self, unit: str) -> bool:
        """Whether a figure in `unit` can stand in this series: currencies are converted."""
        return unit in (self.unit, *self.accepts) or {unit, self.unit} <= CURRENCIES


class Measure(msgspec.Struct, frozen=True):
    """A raw unit read: canonical unit, factor to it, qualifier ("about"), base ("216 AI firms")."""

    unit: str
    factor: float
    qualifier: str | None
    base: str | None


class Rates(msgspec.Struct, frozen=True):
    """Yearly average prices of one US dollar, and the page they were published on."""

    source: str
    per_usd: Mapping[str, Mapping[int, float]]

    def convert(self, value: float, units: tuple[str, str], year: int) -> float | None:
        """Convert between currencies at the year's average; None where no rate is known."""
        prices = [1.0 if unit == "USD" else self.per_usd[unit].get(year) for unit in units]
        if prices[0] is None or prices[1] is None:
            return None
        return value / prices[0] * prices[1]


class Catalogue(msgspec.Struct, frozen=True):
    """Indicators by id, and every other name that means one of them."""

    indicators: Mapping[str, Indicator]
    aliases: Mapping[str, str]
    rates: Rates

    def find(self, name: str) -> Indicator | None:
        """The indicator an observation's name means, or None."""
        return self.indicators.get(self.aliases.get(name, name))


def read_catalogue(
    indicators: str, rates: str, units: Mapping[str, object], inputs: Container[str] = ()
) -> Catalogue:
    """Parse indicators.toml and rates.toml; ValueError names the entry that is wrong.

    `units` and `inputs` are the schema's: what figures are counted in, and what they may be made
    from besides other indicators.
    """
    found: dict[str, Indicator] = {}
    aliases: dict[str, str] = {}
    for name, row in tomllib.loads(indicators).items():
        found[name] = _indicator(name, row, units)
        for alias in found[name].aliases:
            if aliases.setdefault(alias, name) != name:
                raise ValueError(f"indicators.toml: alias {alias!r} names two indicators")
    both = sorted(found.keys() & aliases.keys())
    if both:
        raise ValueError(f"indicators.toml: {both[0]!r} is both an indicator and an alias")
    for one in found.values():
        for id_ in one.inputs:
            if id_ == one.id or (id_ not in found and id_ not in inputs):
                raise ValueError(f"indicators.toml [{one.id}]: {id_!r} is no input it can have")
    table = tomllib.loads(rates)
    per_usd = {
        currency: {int(year): float(price) for year, price in prices.items()}
        for currency, prices in table["per_usd"].items()
    }
    return Catalogue(found, aliases, Rates(table["source"], per_usd))


def _indicator(name: str, row: Mapping[str, Any], units: Mapping[str, object]) -> Indicator:
    where = f"indicators.toml [{name}]"
    if row["unit"] not in units:
        raise ValueError(f"{where}: unit {row['unit']!r} is not in the schema")
    return Indicator(
        id=name,
        unit=row["unit"],
        direction=row["direction"],
        facet=row["facet"],
        nature=row["nature"],
        label=T.of(row["label"], f"{where} label"),
        definition=T.of(row["definition"], f"{where} definition"),
        lead=row.get("lead", False),
        aliases=tuple(row.get("aliases", ())),
        accepts=tuple(row.get("accepts", ())),
        scope=tuple(row.get("scope", ())),
        inputs=tuple(row.get("inputs", ())),
    )


class UnitReader:
    """Reads the units people write, such as "HKD million", "percent of 216 AI firms"."""

    def __init__(self, schema: Schema) -> None:
        self._raw = {
            raw: (unit.id, factor)
            for unit in schema.units.values()
            for raw, factor in unit.raw.items()
        }
        self.read = lru_cache(maxsize=4096)(self._read)

    def _read(self, text: str) -> Measure:
        """Return the Measure; raise ValueError for a unit the schema does not know."""
        qualified = _QUALIFIED.search(text)
        qualifier = _QUALIFIERS[qualified[1]] if qualified else None
        plain = _QUALIFIED.sub("", text)
        base = None
        if plain not in self._raw:
            of_base = _OF_BASE.fullmatch(plain)
            if of_base:
                plain, base = of_base[1], of_base[2]
        if plain not in self._raw:
            raise ValueError(f"unit {text!r} is not in the schema's units")
        unit, factor = self._raw[plain]
        return Measure(unit, factor, qualifier, base)
