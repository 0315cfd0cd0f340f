"""Mentions: the known names that stand in affiliation strings, leftmost and longest first."""

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from lionrock.model.fold import is_cjk
from lionrock.model.names.reading import units
from lionrock.resolve.context import fits
from lionrock.resolve.index import Index
from lionrock.resolve.passage import Passage, Token
from lionrock.resolve.phrases import walk
from lionrock.resolve.spelling import Speller

Array = NDArray[Any]
_DASH = 3
"""Characters of a dash between spaces."""
_MENDABLE = 5
"""Letters a word must have for its spelling to be mended in running text."""


class Mention(msgspec.Struct, frozen=True):
    """A known name at tokens `start` to `end`: the rows that have it; `mended` when a spelling was
    corrected to find it."""

    start: int
    end: int
    rows: tuple[int, ...]
    mended: bool


def mentions(index: Index, speller: Speller, passages: Sequence[Passage]) -> list[list[Mention]]:
    """The mentions of each passage, in order, none overlapping another; one walk for all."""
    words, ends, mended, starts = _numbers(index, speller, passages)
    found = walk(index.arrays, words, ends, len(index.vocabulary))
    owner = np.searchsorted(starts, found[0], "right") - 1
    bounds = np.searchsorted(owner, np.arange(len(passages) + 1))
    begin, finish, states = (column.tolist() for column in found)
    answers = []
    for number, passage in enumerate(passages):
        low, high, offset = int(bounds[number]), int(bounds[number + 1]), int(starts[number])
        hits = [(begin[n] - offset, finish[n] - offset, states[n]) for n in range(low, high)]
        answers.append(_chosen(index, passage.tokens, hits, mended[offset:]) if hits else [])
    return answers


def _numbers(
    index: Index, speller: Speller, passages: Sequence[Passage]
) -> tuple[Array, Array, Array, Array]:
    """Word ids of all tokens (-1 unknown), where each one's part ends, which were mended, and the
    first token of each passage."""
    ids = index.ids
    units: list[str] = []
    ends: list[int] = []
    starts = [0]
    for passage in passages:
        tokens, base = passage.tokens, len(units)
        end = len(tokens)
        stops = [0] * len(tokens)
        for at in range(len(tokens) - 1, -1, -1):
            if at + 1 < len(tokens) and tokens[at + 1].part != tokens[at].part:
                end = at + 1
            stops[at] = base + end
        units += [token.unit for token in tokens]
        ends += stops
        starts.append(len(units))
    known = [ids.get(unit, -1) for unit in units]
    unknown = [
        unit
        for unit, number in zip(units, known, strict=True)
        if number < 0 and len(unit) >= _MENDABLE and unit.isascii()
    ]
    likely = speller.likely(unknown) if unknown else {}
    mended = np.zeros(len(units), bool)
    for at, number in enumerate(known):
        if number < 0:
            guess = likely.get(units[at], ())
            if len(guess) == 1:
                known[at], mended[at] = guess[0], True
    return np.array(known, np.int64), np.array(ends, np.int64), mended, np.array(starts)


def _chosen(
    index: Index, tokens: list[Token], hits: list[tuple[int, int, int]], mended: Array
) -> list[Mention]:
    """Leftmost, longest hits that fit where they stand."""
    ends_ptr, ends_rows = index.arrays["ends_ptr"], index.arrays["ends_rows"]
    taken = [False] * len(tokens)
    chosen: list[Mention] = []
    hits.sort(key=lambda hit: (hit[0], -hit[1]))
    for start, end, state in hits:
        if any(taken[start:end]) or not _whole(tokens, start, end):
            continue
        if end - start > 1 and _begins_another(tokens, hits, start, end):
            continue
        rows = ends_rows[ends_ptr[state] : ends_ptr[state + 1]].tolist()
        if _crosses(tokens, start, end):
            if _is_parted(tokens, start, end):
                continue
            rows = [row for row in rows if _may_cross(index, row, tokens, (start, end))]
        if rows:
            chosen.append(Mention(start, end, tuple(rows), bool(mended[start:end].any())))
            taken[start:end] = [True] * (end - start)
    return [one for one in chosen if fits(tokens, one.start, one.end, taken)]


def _begins_another(
    tokens: list[Token], hits: list[tuple[int, int, int]], start: int, end: int
) -> bool:
    """Whether the last word of a name stands behind a hyphen and begins the next name: Tsinghua
    University-Peking University."""
    last = end - 1
    if not tokens[last].after_stop:
        return False
    spans = {(one[0], one[1]) for one in hits}
    return (start, last) in spans and any(low == last and high > end for low, high in spans)


def _whole(tokens: list[Token], start: int, end: int) -> bool:
    """Whether a mention begins and ends with a written word (one may give several units)."""
    first, last = tokens[start], tokens[end - 1]
    if start and tokens[start - 1].start == first.start and not is_cjk(first.unit):
        return False
    return not (end < len(tokens) and tokens[end].start == last.start and not is_cjk(last.unit))


def _crosses(tokens: list[Token], start: int, end: int) -> bool:
    return tokens[start].segment != tokens[end - 1].segment


def _is_parted(tokens: list[Token], start: int, end: int) -> bool:
    """Whether a comma inside a name is followed by an "and", or what is as long: "HKUST, and
    Guangzhou Institute of …" is no campus."""
    return any(
        tokens[at].segment != tokens[at - 1].segment
        and tokens[at].after_stop
        and tokens[at].start - tokens[at - 1].end > _DASH
        and not tokens[at].opened
        for at in range(start + 1, end)
    )


def _may_cross(index: Index, row: int, tokens: list[Token], span: tuple[int, int]) -> bool:
    """A name goes on over a comma or bracket only from the start of a segment, and only when the
    organisation is a campus, what follows stands in brackets, or its name has a comma."""
    start, end = span
    campus = int(index.arrays["base"][int(index.arrays["row_org"][row])]) >= 0
    if campus and end - start <= 3 and any(tokens[at].opened for at in range(start + 1, end)):
        return True  # HKUST(GZ) may stand anywhere
    first = tokens[start]
    if start and tokens[start - 1].segment == first.segment and not first.after_stop:
        return False
    return (
        campus
        or any(
            tokens[at].segment != tokens[at - 1].segment and tokens[at].opened
            for at in range(start + 1, end)
        )
        or _has_comma(index, row, [token.unit for token in tokens[start:end]])
    )


def _has_comma(index: Index, row: int, found: list[str]) -> bool:
    """Whether the name has a comma itself: Innovation, Technology and Industry Bureau. A hospital's
    must be official: beside its own name, its university is another that the text names."""
    known = index.organisation(int(index.arrays["row_org"][row]))
    return any(
        "," in name.text
        and (known.kind != "hospital" or name.type == "official")
        and units(name.text)[: len(found)] == found
        for name in known.names
    )
