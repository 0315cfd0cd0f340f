"""Sentences with their spans, in English and Chinese; headings told from prose."""

import re

import msgspec

from lionrock.model.reading import Language, Sentence
from lionrock.read.language import language

_END = re.compile(
    r"[。！？]+[”」』）)\"']*|(?<=[A-Za-z0-9%)\]”\"'+])[.!?]+[”\"')\]]*(?=\s|$)|；(?=\s*$)"
)
_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "no",
        "nos",
        "vol",
        "ltd",
        "co",
        "inc",
        "corp",
        "dept",
        "univ",
        "est",
        "approx",
        "vs",
        "etc",
        "fig",
        "sec",
        "cap",
        "art",
        "hon",
        "sen",
        "gov",
        "gen",
        "col",
        "capt",
        "rev",
        "jr",
        "sr",
        "messrs",
        "e.g",
        "i.e",
        "u.s",
        "u.k",
        "h.k",
        "a.m",
        "p.m",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
    ]
)
_OPENS = re.compile(r"(?:The|It|In|On|At|A|An|This|These|He|She|They|We|For)\b|$")
_LAST = re.compile(r"([A-Za-z][A-Za-z.]*)$")
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|do|does|did|\w+ed)\b|(?<=\s)[a-z]\w+s\b"
)


TITLE = 120
"""Letters of the longest title of a plain text."""


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, in order, without the space around them.

    A line break ends a sentence where the line is a paragraph or a heading. A heading has no
    full stop at its end and stands in a line of its own.
    """
    found = []
    for line in re.finditer(r"[^\n]+", text):
        found += _of_line(text, line.start(), line.end())
    if len(found) > 1 and _is_title(text, found[0]):
        found[0] = msgspec.structs.replace(found[0], heading=True)
    return tuple(found)


def _is_title(text: str, first: Sentence) -> bool:
    """Whether the first line stands apart and has no full stop: a title, whatever its words."""
    apart = re.match(r"[^\S\n]*\n\s*\n", text[first.end : first.end + 40])
    return (
        bool(apart) and first.end - first.start <= TITLE and text[first.end - 1] not in ".。!！;；"
    )


def _of_line(text: str, start: int, end: int) -> list[Sentence]:
    cuts = []
    for match in _END.finditer(text, start, end):
        if _ends(text, start, match):
            cuts.append(match.end())
    found = []
    low = start
    for cut in (*cuts, end):
        piece = text[low:cut]
        if piece.strip():
            first = low + len(piece) - len(piece.lstrip())
            last = low + len(piece.rstrip())
            found.append((first, last))
        low = cut
    alone = len(found) == 1 and not cuts
    return [Sentence(a, b, language(text[a:b]), alone and _is_heading(text[a:b])) for a, b in found]


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a stop ends a sentence: not after an abbreviation, an initial or a number's part."""
    if match.group()[0] not in ".":
        return True
    before = _LAST.search(text, max(start, match.start() - 20), match.start())
    after = text[match.end() : match.end() + 40].lstrip()
    word = before.group(1).lower() if before else ""
    if len(word) == 1 and before is not None and before.group(1).isupper():
        return False  # an initial
    if "." in word and not _OPENS.match(after):
        return False  # GenA.I. Sandbox
    if word in _ABBREVIATIONS:
        # "… Ltd. The company": a capital after a company's form may open a sentence.
        return word in ("ltd", "inc", "corp", "co", "etc", "a.m", "p.m") and bool(
            _OPENS.match(after)
        )
    return not after or not after[0].islower()


def _is_heading(text: str) -> bool:
    """Whether a line without a full stop is a heading rather than a claim in a list."""
    if language(text) == "en":
        return len(text.split()) <= 12 and _VERB.search(text) is None
    return len(text) <= 24 and not re.search("[，,。0-9]|已|將|将|為|为|有|達|达", text)


__all__ = ["Language", "sentences"]
