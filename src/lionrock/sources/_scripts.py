"""In which script a Chinese name is written, where its source does not say."""

from functools import cache

import opencc


def scripts(name: str) -> tuple[str, ...]:
    """The scripts that a Chinese name reads right in: both, when every character is shared."""
    if _converter("t2s").convert(name) != name:
        return ("zh-Hant",)
    return ("zh-Hans",) if _converter("s2t").convert(name) != name else ("zh-Hant", "zh-Hans")


@cache
def _converter(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)
