"""What the composite index is made of: the one file `index.toml`, which people write."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec

FILE = "index.toml"
Scale = Literal["share", "rank", "leader"]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the figures of one indicator become scores from 0 to 100: see `index.toml`."""

    scale: Scale
    weight: float = 1.0
    among: int | None = None
    source: str | None = None
    per: str | None = None


class Pillar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The parts of one facet, by indicator, and what the pillar weighs."""

    weight: float
    part: Mapping[str, Part]


class Weighing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole index: whom it is `of`, whom it compares, `within` how many years a figure counts,
    how weights are varied (`draws`, `seed`)."""

    version: str
    of: str
    places: tuple[str, ...]
    within: int
    draws: int
    seed: int
    pillar: Mapping[str, Pillar]

    def fault(self) -> str | None:
        """What is wrong with the values, or None."""
        if self.of not in self.places or len(set(self.places)) != len(self.places):
            return "places: expected each once, with the one it is of"
        if not (1 <= self.within <= 20 and 100 <= self.draws <= 100_000):
            return "expected within from 1 to 20 and draws from 100 to 100,000"
        for name, pillar in self.pillar.items():
            if not pillar.part or pillar.weight <= 0:
                return f"[pillar.{name}]: expected parts and a weight above 0"
            for id_, part in pillar.part.items():
                if part.weight <= 0 or (part.among is not None and part.scale != "rank"):
                    return f"{id_}: expected a weight above 0, and `among` with rank alone"
                if (part.among is None) != (part.source is None):
                    return f"{id_}: `among` and `source`, the page that says it, go together"
                if part.per and part.scale != "leader":
                    return f"{id_}: `per` belongs to the scale leader"
        return None


def read_weighing(registry: Path) -> Weighing | None:
    """The index of a registry, None where it has no such file.

    Raises ValueError naming the file, and what is wrong.
    """
    path = registry / FILE
    if not path.exists():
        return None
    try:
        found = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Weighing)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise ValueError(f"{FILE}: {error}") from None
    fault = found.fault()
    if fault is not None:
        raise ValueError(f"{FILE}: {fault}")
    return found
