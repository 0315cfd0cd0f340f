"""Chinese names shortened as newspapers do: one character for each word, some words in full
(建銀亞洲 for 中國建設銀行（亞洲）, 深圳职大 for 深圳职业技术大学).

Which name a short form stands for is a matter of use, and 华师大 is one university in Shanghai and
another in Guangzhou. So at least one word must be written in full, every word but a leading China
or Hong Kong must be there, and only one of the first candidates may have such a name.
"""

import re
from functools import lru_cache

from lionrock.model.fold import fold, is_cjk
from lionrock.model.names.chinese import pieces, without_legal
from lionrock.model.names.segments import Asked, asked_name
from lionrock.resolve.index import Index

_SHORTEST, _LONGEST = 4, 8
_LEADING = ("中国", "香港")
_NUMBERED = re.compile("附([一二三四五六七八九十])(?:院|医院|醫院)?$")


def readings(index: Index, text: str, rows: list[int]) -> list[Asked]:
    """A short Chinese name written out as the one name among those of the first candidates, at
    `rows`, that it shortens; a hospital called by its number (中大附一) as hospitals are."""
    run = fold(text).replace(" ", "") if not text.isascii() and len(text) <= 2 * _LONGEST else ""
    run = run.replace("(", "").replace(")", "")
    if not run or not all(map(is_cjk, run)):
        return []
    hospital = _NUMBERED.search(run)
    if hospital is not None:
        return [asked_name(f"{run[: hospital.start()]}附属第{hospital[1]}医院")]
    if not _SHORTEST <= len(run) <= _LONGEST:
        return []
    found: dict[int, str] = {}
    for row in rows:
        organisation = int(index.arrays["row_org"][row])
        for name in index.organisation(organisation).names:
            if name.type != "abbreviation" and shortens(run, name.text):
                found.setdefault(organisation, name.text)
    return [asked_name(name) for name in found.values()] if len(found) == 1 else []


def shortens(run: str, name: str) -> bool:
    """Whether a folded run of Chinese characters shortens a Chinese name."""
    parts = _words(name)
    if len(parts) < 3 or sum(map(len, parts)) <= len(run):
        return False
    starts = [0, 1] if parts[0] in _LEADING else [0]
    return any(_spells(run, parts[start:]) for start in starts)


def _spells(run: str, parts: tuple[str, ...]) -> bool:
    """Whether a run is the first character of each word, at least one word in full."""
    at, full = 0, False
    for part in parts:
        if run.startswith(part, at) and len(part) > 1:
            at, full = at + len(part), True
        elif run.startswith(part[0], at):
            at += 1
        else:
            return False
    return full and at == len(run)


@lru_cache(20_000)
def _words(name: str) -> tuple[str, ...]:
    """The words of a Chinese name without its legal form; long ones by twos, as most are made."""
    run = fold(name).replace(" ", "").replace("(", "").replace(")", "")
    if not run or not all(map(is_cjk, run)):
        return ()
    run = without_legal(run)[0]
    found: list[str] = []
    for piece in pieces(run):
        text = piece.text
        if piece.sort == "place" or len(text) % 2:
            found.append(text)
        else:
            found += [text[n : n + 2] for n in range(0, len(text), 2)]
    return tuple(found)
