"""Link texts planted in prose: set apart and told, so that the text reads as it was written.

Spam sites sell words in other people's articles: "香港AI" stands in the middle of an English
sentence, even inside a name ("Hong 香港AI Kong"). In plain text the link is gone; what is left is
a run of another script between two words that belong together, or the same run again and again.
"""

import re
from collections import Counter

from lionrock.model.reading import Planted

_MARKDOWN = re.compile(r"\[([^\[\]\n]{1,60})\]\((https?://[^\s()]{1,500})\)")
_RUN = re.compile(
    r"(?<=[A-Za-z,;:])(?P<gap> ?)(?P<run>[\u3400-\u9fff]{1,12}[A-Za-z0-9]{0,4})(?= [A-Za-z(])"
)
_NAMES = (
    ("hong", "kong"), ("greater", "bay"), ("bay", "area"), ("artificial", "intelligence"),
    ("machine", "learning"), ("science", "park"), ("monetary", "authority"), ("new", "territories"),
)  # fmt: skip
SPLITS = "stands inside a name"
REPEATED = "stands again and again in sentences of another script"
LINKED = "links elsewhere from the middle of a sentence"


def without_planted(text: str) -> tuple[str, tuple[Planted, ...]]:
    """The text without what was planted in it, and what that was."""
    cuts = [*_links(text), *_runs(text)]
    return cut_out(text, cuts)


def cut_out(
    text: str, cuts: list[tuple[int, int, str, str | None, str]]
) -> tuple[str, tuple[Planted, ...]]:
    """Remove cuts of (start, end, shown text, address, why); their places in what is left."""
    out: list[str] = []
    planted: list[Planted] = []
    at = length = 0
    for start, end, shown, url, why in sorted(cuts):
        if start < at:
            continue
        piece = text[at:start]
        after = text[end : end + 1]
        if piece.endswith(" ") and (after in ("", " ") or not after.isalnum()):
            piece = piece[:-1]
        out.append(piece)
        length += len(piece)
        raw = text[max(0, start - 12) : end + 12].strip()
        planted.append(Planted(length, length, shown, raw, url, why))
        at = end
    out.append(text[at:])
    return "".join(out), tuple(planted)


def _links(text: str) -> list[tuple[int, int, str, str | None, str]]:
    """Markdown links whose text is of another script than the words around them."""
    found = []
    for match in _MARKDOWN.finditer(text):
        if foreign(match[1], text[max(0, match.start() - 80) : match.start()]):
            found.append((match.start(), match.end(), match[1], match[2], LINKED))
    return found


def _runs(text: str) -> list[tuple[int, int, str, str | None, str]]:
    runs = list(_RUN.finditer(text))
    counts = Counter(str(match["run"]).strip() for match in runs)
    split = {match["run"].strip() for match in runs if _splits(text, match)}
    found: list[tuple[int, int, str, str | None, str]] = []
    for match in runs:
        run = str(match["run"]).strip()
        if run in split or counts[run] >= 2:
            why = SPLITS if _splits(text, match) else REPEATED
            found.append((match.start("run"), match.end("run"), run, None, why))
    return found


def _splits(text: str, match: re.Match[str]) -> bool:
    before = re.search(r"([A-Za-z]+)\s*$", text[max(0, match.start() - 20) : match.start("run")])
    after = re.match(r"\s*([A-Za-z]+)", text[match.end() : match.end() + 20])
    return bool(before and after and (before.group(1).lower(), after.group(1).lower()) in _NAMES)


def foreign(shown: str, around: str) -> bool:
    """Whether a short text is Chinese among English words."""
    han = re.search("[\u3400-\u9fff]", shown) is not None
    latin = len(re.findall("[A-Za-z]{2,}", around))
    return han and latin >= 3 and not re.search("[\u3400-\u9fff]", around)
