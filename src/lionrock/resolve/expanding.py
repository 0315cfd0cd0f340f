"""Names that begin with the short name of another body, written out: "UM Advanced Research
Institute in Hengqin" is asked for as the University of Macau's too, 港大深圳医院 as 香港大学's.

Only names that are not sure as they stand are written out, and the answer is still compared in
every word: the short name of a body does not make all that begins with it a part of it.
"""

import re
from functools import cached_property, lru_cache

import numpy as np

from lionrock.model.fold import fold, is_cjk
from lionrock.resolve.index import Index
from lionrock.resolve.rows import RowType

_LATIN = re.compile(r"^([A-Z][A-Za-z]{1,6})[ ,-]+(?=[A-Za-z])")
_SIZES = (4, 3, 2)
_LETTERS, _LONG = 7, 40
_SHORT = (RowType.ABBREVIATION, RowType.ALIAS)


class Expander:
    """Writes short names out with what an index knows."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._full = lru_cache(20_000)(self._read)

    @staticmethod
    def may(text: str) -> bool:
        """Whether a Latin name begins with what may be an abbreviation."""
        match = _LATIN.match(text)
        return match is not None and sum(map(str.isupper, match[1])) > 1

    def expanded(self, text: str) -> str | None:
        """The name with the short name at its beginning written out; None when it has none."""
        if text.isascii():
            match = _LATIN.match(text) if self.may(text) else None
            full = self._full(match[1].lower(), False) if match else None
            return f"{full} {text[match.end() :]}" if match and full else None
        run = fold(text[:_LONG]) if self._owners else ""
        for size in _SIZES if is_cjk(run) else ():
            if len(run) >= size + 2 and run[:size] in self._owners:
                full = self._full(run[:size], True)
                return full + run[size:] if full else None
        return None

    @cached_property
    def _owners(self) -> dict[str, int]:
        """Short name, folded → the one body that has it, -1 when several do."""
        a = self._index.arrays
        rows = np.flatnonzero(np.isin(a["row_type"], _SHORT))
        found: dict[str, int] = {}
        keys = self._index.keys.texts(rows.tolist())
        for key, owner in zip(keys, a["row_org"][rows].tolist(), strict=True):
            if len(key) <= _LETTERS and " " not in key:
                found[key] = owner if found.get(key, owner) == owner else -1
        return found

    def _read(self, short: str, chinese: bool) -> str | None:
        """The full name of the one body that has this short name."""
        owner = self._owners.get(short, -1)
        if owner < 0:
            return None
        names = self._index.organisation(owner).names
        full = [
            n.text.replace(",", "")
            for n in names
            if n.type == "official" and _is_chinese(n.text) == chinese
        ]
        return full[0] if full and len(full[0]) > len(short) + 1 else None


def _is_chinese(text: str) -> bool:
    return any(is_cjk(character) for character in text)
