"""What "the scheme", 該中心 and their like refer to: whoever was named last by such a word."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from lionrock.model.reading import Mention
from lionrock.read.fold import folded_letters, folded_pattern

_HEADS = {
    "institute": ("institute",), "centre": ("centre", "center"), "center": ("centre", "center"),
    "facility": ("centre", "center", "park", "laboratory"), "scheme": ("scheme",),
    "programme": ("programme", "program"), "program": ("programme", "program"),
    "sandbox": ("sandbox",), "fund": ("fund",), "framework": ("framework",), "park": ("park",),
    "laboratory": ("laboratory", "lab"), "lab": ("laboratory", "lab"), "academy": ("academy",),
    "研发院": ("研发院", "发展院"), "ordinance": ("ordinance",),
    "council": ("council",), "index": ("index",),
}  # fmt: skip
"""The words that may stand for a name, and those of a name that they may stand for."""
_ENGLISH = re.compile(rf"\b[Tt]he (?:new )?({'|'.join(_HEADS)})\b(?! of\b| for\b|['’]? [A-Z]|-)")
_CHINESE = folded_pattern(
    r"(?:该|本|这个|此)(?:研发)?(中心|院|研究院|研发院|园区|计划|基金|沙盒|框架|条例|平台|实验室)"
    r"|(?:^|(?<=[。！\n，]))(研发院|研究院|超算中心|沙盒|资助计划)(?=[由将会已于在是的])"
)
BACK = 400
"""Characters before it within which a name is looked for."""


def headed(text: str, folded: str, found: Sequence[Mention]) -> list[Mention]:
    """Mentions by such words, which name nobody by themselves; `found` is in order."""
    out: list[Mention] = []
    starts = [one.start for one in found]
    for match in (*_ENGLISH.finditer(text), *_CHINESE.finditer(folded)):
        start, end = match.span()
        word = match[1] or match[2]
        heads = _HEADS.get(word.lower(), (word,))
        for one in reversed(found[: bisect_left(starts, start)]):
            if start - one.end > BACK:
                break
            if one.id is None or one.kind == "place" or one.how == "anaphora":
                continue
            if _is(one.text, heads):
                out.append(Mention(start, end, text[start:end], one.id, one.kind, 0.7, "anaphora"))
                break
    return out


def _is(name: str, heads: tuple[str, ...]) -> bool:
    plain = folded_letters(name).lower()
    return any(plain.endswith(head) if not head.isascii() else head in plain.split()
               for head in heads)  # fmt: skip
