"""The house style of charts: few colours, hairlines, no legends. site.css uses the same colours."""

from typing import Any

import msgspec

_FONTS = {
    "en": "'Helvetica Neue', 'Segoe UI', 'Source Sans 3', 'Noto Sans CJK HK', sans-serif",
    "zh-Hant": "'PingFang HK', 'Microsoft JhengHei', 'Noto Sans CJK HK', sans-serif",
    "zh-Hans": "'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif",
}


class Palette(msgspec.Struct, frozen=True):
    """Colours by what they mean; `series` in the order they are given out."""

    paper: str
    ink: str
    grey: str
    rule: str
    quiet: str
    clash: str
    series: tuple[str, ...]

    @classmethod
    def of(cls, dark: bool) -> "Palette":
        """The colours on a light or on a dark page."""
        if dark:
            return cls(
                "#15191c", "#eceae4", "#a3a8aa", "#343b40", "#5d7b88", "#ff9a7b",
                ("#63c0d6", "#e0b45c", "#c9a0dc", "#8fc98a", "#a3a8aa", "#e59a8c"),
            )  # fmt: skip
        return cls(
            "#fbfaf7", "#1b1f22", "#5c6367", "#dcd8cf", "#a9bfc7", "#c2410c",
            ("#0b5c73", "#b07d12", "#7a4a94", "#3f7d3a", "#6b7276", "#a34a3c"),
        )  # fmt: skip


def config(palette: Palette, lang: str) -> dict[str, Any]:
    """The Vega-Lite configuration of the house style."""
    axis = {
        "labelColor": palette.grey, "labelFontSize": 12, "gridColor": palette.rule,
        "gridWidth": 0.8, "domain": False, "ticks": False, "labelPadding": 6,
        "tickColor": palette.rule, "domainColor": palette.grey,
    }  # fmt: skip
    return {
        "font": _FONTS[lang],
        "background": None,
        "view": {"stroke": None},
        "axis": axis,
        "axisX": {"domain": True, "domainWidth": 1, "tickSize": 5},
    }
