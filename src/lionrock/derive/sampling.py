"""A stratified sample that can be drawn again, and the interval of a share."""

import hashlib
import math
from collections.abc import Mapping, Sequence
from typing import TypeVar

Stratum = TypeVar("Stratum")
_Z = 1.959964  # of 95 %


def wilson(held: int, number: int) -> tuple[float, float] | None:
    """The 95 % interval of a share of `held` in `number` (Wilson 1927); None of nothing."""
    if not number:
        return None
    share, z2 = held / number, _Z * _Z
    middle = (share + z2 / (2 * number)) / (1 + z2 / number)
    half = (
        _Z
        / (1 + z2 / number)
        * math.sqrt(share * (1 - share) / number + z2 / (4 * number * number))
    )
    return max(0.0, middle - half), min(1.0, middle + half)


def allocated(sizes: Mapping[Stratum, int], number: int) -> dict[Stratum, int]:
    """How many to draw of each stratum: one of each, the largest first, while they last; the rest
    in proportion to the sizes, by largest remainders; never more than there are."""
    order = sorted(sizes, key=lambda one: (-sizes[one], str(one)))
    found = dict.fromkeys(order, 0)
    for one in order[:number]:
        found[one] = min(1, sizes[one])
    left = min(number, sum(sizes.values())) - sum(found.values())
    while left > 0:
        room = {one: sizes[one] - found[one] for one in order if sizes[one] > found[one]}
        whole = sum(room.values())
        shares = {one: left * size / whole for one, size in room.items()}
        given = {one: min(int(share), room[one]) for one, share in shares.items()}
        if not any(given.values()):
            ranked = sorted(room, key=lambda one: (-shares[one], str(one)))
            given = dict.fromkeys(ranked[:left], 1)
        for one, more in given.items():
            found[one] += more
        left -= sum(given.values())
    return found


def drawn(keys: Sequence[str], number: int, seed: int) -> list[str]:
    """The first `number` of the keys in an order that only the seed and each key itself decide: a
    key that comes or goes moves no other."""
    return sorted(keys, key=lambda key: hashlib.sha256(f"{seed}|{key}".encode()).digest())[:number]
