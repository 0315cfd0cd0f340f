"""The size and colours of a chart, and the scale of its numbers."""

from collections.abc import Mapping
from typing import Any

import msgspec

from lionrock.serve.charts.theme import Palette
from lionrock.serve.present import Figures
from lionrock.serve.words import Words

Spec = dict[str, Any]


class Frame(msgspec.Struct, frozen=True):
    """How a chart is to look: `size` is wide, half or narrow; colours for a light or dark page."""

    size: str = "wide"
    dark: bool = False

    @property
    def narrow(self) -> bool:
        """Whether it is for a telephone."""
        return self.size == "narrow"

    @property
    def width(self) -> int:
        """Width of the whole picture."""
        return {"narrow": 358, "half": 560}.get(self.size, 760)

    @property
    def height(self) -> int:
        """Height of a line chart's plot."""
        return {"narrow": 240, "half": 300}.get(self.size, 320)

    @property
    def palette(self) -> Palette:
        """The colours."""
        return Palette.of(self.dark)


class Scale(msgspec.Struct, frozen=True):
    """What the numbers of an axis are divided by, and what its unit is then called."""

    factor: float
    unit: str


def scale(document: Mapping[str, Any], words: Words) -> Scale:
    """The scale that keeps an indicator's axis free of zeros: billions, 億."""
    values = [abs(p["lead"]["value"]) for s in document["series"] for p in s["points"]
              if p["lead"]["value"] is not None]  # fmt: skip
    figures, unit, top = Figures(words), document["unit"], max(values, default=0)
    money = unit.partition("_")[0] in ("HKD", "USD", "CNY")
    name = figures.unit(unit)
    steps = {"en": ((1e9, "billion"), (1e6, "million"))}.get(
        words.lang, ((1e8, words("hundred_million")), (1e4, words("ten_thousand")))
    )
    for factor, word in steps:
        if top >= factor * (1 if money or words.lang == "en" else 10):
            sign = {"HKD": "HK$", "USD": "US$", "CNY": "RMB"}.get(unit, name)
            pair = f"{sign} {word}" if unit in ("HKD", "USD", "CNY") else f"{word} {name}"
            return Scale(factor, pair if words.lang == "en" else f"{word}{name}")
    return Scale(1, name)


def short(name: str) -> str:
    """A name that fits beside a line or a bar."""
    room = 14 if any(ord(c) > 0x2E80 for c in name) else 28
    return name if len(name) <= room else f"{name[: room - 1].rstrip()}…"
