"""Words that stand in no name: which known words they may be.

Every known word is kept under itself and under each of its forms with one letter left out; an
unknown word is looked up the same way (Garbe's symmetric delete). That finds words one letter
left out, added, changed or swapped apart. Scanned text confuses letters that look alike, and
writers join or part words: both are tried too.
"""

import re
import zlib
from array import array
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from lionrock.model.names.words import WordClass, words

Array = NDArray[Any]
SHORTEST = 4
LONGEST = 24
_RUN_TOGETHER = 12
_SCANNED = (("0", "o"), ("1", "l"), ("1", "i"), ("5", "s"), ("8", "b"), ("rn", "m"), ("vv", "w"))
_MIXED = re.compile("[a-z]")


def miss_arrays(vocabulary: list[str]) -> dict[str, Array]:
    """The arrays of the spelling index over Latin words."""
    sums, owners, counts = array("I"), array("i"), array("i")
    for number, word in enumerate(vocabulary):
        if SHORTEST <= len(word) <= LONGEST and word.isascii() and not word.isdecimal():
            found = _checksums(word)
            sums.extend(found)
            owners.append(number)
            counts.append(len(found))
    checks = np.array(sums, np.uint32)
    order = np.argsort(checks, kind="stable")
    whose = np.repeat(np.array(owners, np.int32), np.array(counts, np.int32))
    return {"miss_sums": checks[order], "miss_words": whose[order]}


def _checksums(word: str) -> list[int]:
    forms = {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}
    return [zlib.crc32(form.encode()) for form in forms]


class Speller:
    """Looks unknown words up; answers are remembered."""

    def __init__(
        self, arrays: dict[str, Array], ids: dict[str, int], vocabulary: list[str]
    ) -> None:
        self._sums, self._words = arrays["miss_sums"], arrays["miss_words"]
        self._df = arrays["word_df"]
        self._ids, self._vocabulary = ids, vocabulary
        self._known: dict[str, tuple[int, ...]] = {}

    def likely(self, unknown: list[str]) -> dict[str, tuple[int, ...]]:
        """For each unknown word, the known words it stands for: one, two when it was joined, or
        none. One pass for all of them."""
        if len(self._known) > 200_000:
            self._known.clear()
        asked = [word for word in dict.fromkeys(unknown) if word not in self._known]
        for word, near in zip(asked, self._near(asked), strict=True):
            self._known[word] = self._choose(word, near)
        return {word: self._known[word] for word in unknown}

    def _near(self, asked: list[str]) -> list[set[int]]:
        """Known words that share a form with each word asked for."""
        sums: list[int] = []
        counts: list[int] = []
        for word in asked:
            usable = SHORTEST <= len(word) <= LONGEST and word.isascii() and _MIXED.search(word)
            found = _checksums(word) if usable else []
            sums += found
            counts.append(len(found))
        wanted = np.array(sums, np.uint32)
        low = np.searchsorted(self._sums, wanted, "left").tolist()
        high = np.searchsorted(self._sums, wanted, "right").tolist()
        near: list[set[int]] = []
        at = 0
        for count in counts:
            stretch: set[int] = set()
            for left, right in zip(low[at : at + count], high[at : at + count], strict=True):
                if left < right:
                    stretch.update(self._words[left:right].tolist())
            near.append(stretch)
            at += count
        return near

    def _choose(self, word: str, near: set[int]) -> tuple[int, ...]:
        if words().classes.get(word) == WordClass.PLACE:
            return ()  # Hunan is no misspelt Huanan
        scanned = self._scanned(word)
        if scanned is not None:
            return (scanned,)
        best: tuple[float, int, int] | None = None
        limit = 1 if len(word) < 9 else 2
        for number in near:
            known = self._vocabulary[number]
            distance = OSA.distance(word, known, score_cutoff=limit)
            if distance <= limit and (len(word) > SHORTEST or sorted(word) == sorted(known)):
                rank = (distance, -int(self._df[number]), number)
                best = min(best, rank) if best else rank
        parted = self._parted(word)
        if best is not None and (best[0] <= 1 or not parted):
            return (best[2],)
        return parted or (self._run_together(word) if len(word) >= _RUN_TOGETHER else ())

    def _scanned(self, word: str) -> int | None:
        """The known word that a scanner may have read as this one."""
        for wrong, right in _SCANNED:
            if wrong in word:
                known = self._ids.get(word.replace(wrong, right))
                if known is not None and self._df[known]:
                    return known
        return None

    def _parted(self, word: str) -> tuple[int, ...]:
        """Two known words written as one, the commonest pair; one when the other is a stop."""
        best: tuple[int, tuple[int, ...]] = (0, ())
        for at in range(2, len(word) - 1) if len(word) <= LONGEST else ():
            left, right = self._ids.get(word[:at]), self._ids.get(word[at:])
            stop = words().stops & {word[:at], word[at:]}
            if stop and (left is not None or right is not None):
                only = right if word[:at] in stop else left
                if only is not None and len(word) - len(min(stop, key=len)) > 3:
                    best = max(best, (int(self._df[only]), (only,)))
            elif at < 3 or at > len(word) - 3:
                continue
            elif left is not None and right is not None:
                common = int(min(self._df[left], self._df[right]))
                best = max(best, (common, (left, right)))
        return best[1]

    def _run_together(self, word: str) -> tuple[int, ...]:
        """The known words that were written without spaces, the longest ones first; none when
        some letters are left over."""
        stops, size = words().stops, min(len(word), 60)
        best: list[tuple[int, tuple[int, ...]] | None] = [None] * (size + 1)
        best[0] = (0, ())
        for end in range(2, size + 1):
            for start in range(max(0, end - LONGEST), end - 1):
                before, part = best[start], word[start:end]
                known = self._ids.get(part)
                if before is None or (known is None and part not in stops):
                    continue
                chosen = () if part in stops or known is None else (known,)
                found = (before[0] + (end - start) ** 2, before[1] + chosen)
                if best[end] is None or found > best[end]:  # type: ignore[operator]
                    best[end] = found
        whole = best[size] if size == len(word) else None
        return whole[1] if whole else ()
