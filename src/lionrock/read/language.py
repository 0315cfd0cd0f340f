"""The language of a text, by its characters: English, 繁體, 简体 or mixed."""

import re
from functools import cache

import opencc

from lionrock.model.reading import Language

_HAN = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[A-Za-z]+")
_SEEN = 4_000
"""Characters that decide; a long document says it in its beginning."""


@cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


def language(text: str) -> Language:
    """Tell the language of a text; "unknown" when it has no letters.

    Chinese is 繁體 or 简体 by which of them more of its characters belong to alone.
    """
    sample = text[:_SEEN]
    han = "".join(_HAN.findall(sample))
    latin = len(_LATIN.findall(sample))
    if not han:
        return "en" if latin else "unknown"
    if latin > 2 * len(han):
        return "en"
    traditional = sum(a != b for a, b in zip(han, _converter("t2s").convert(han), strict=False))
    simplified = sum(a != b for a, b in zip(han, _converter("s2t").convert(han), strict=False))
    if (
        traditional
        and simplified
        and min(traditional, simplified) * 3 > max(traditional, simplified)
    ):
        return "mixed"
    return "zh-Hans" if simplified > traditional else "zh-Hant"
