"""Latin texts that are Chinese names written as they sound: which sounds each stands for."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lionrock.model.names.transcribed import heard, spellings
from lionrock.resolve.keys import checksum

Array = NDArray[Any]
TRANSCRIBED = 30_000
"""Spellings that are kept, of some 5,000 names: to find them takes half a millisecond a name, and
among more names too many sound the same."""
_MOST = 3
"""Chinese names that one transcription may stand for."""


def transcriptions(text: str, sound: int) -> Iterator[tuple[int, int]]:
    """(checksum of its letters, `sound`) for each way of writing a Chinese name in Latin."""
    return ((checksum([letters]), sound) for letters in spellings(text))


def heard_arrays(pairs: Iterable[tuple[int, int]]) -> dict[str, Array]:
    """The arrays of an index that lead from letters to sounds, ascending by letters."""
    both = np.array(sorted(pairs), np.uint32).reshape(-1, 2)
    return {"heard_sums": both[:, 0].copy(), "heard_sounds": both[:, 1].copy()}


def sounds_of(arrays: dict[str, Array], text: str) -> list[int]:
    """How the Chinese names sound that a Latin text may be a transcription of."""
    sums, sounds = arrays["heard_sums"], arrays["heard_sounds"]
    found: list[int] = []
    for letters in heard(text) if len(sums) else ():
        wanted = np.uint32(checksum([letters]))
        low = int(sums.searchsorted(wanted))
        for at in range(low, min(low + _MOST, len(sums))):
            if sums[at] != wanted:
                break
            found.append(int(sounds[at]))
    return list(dict.fromkeys(found))
