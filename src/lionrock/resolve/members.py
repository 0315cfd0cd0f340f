"""Parts of a body that stand beside it: "Sun Yat Sen Univ, Canc Ctr" is its cancer centre.

Bibliographic exports put the whole first and the part after it, addresses the part first. Where
the words of a neighbouring segment are a part's name, alone or together with the whole's, the
part is meant. Only known parts are looked for, and only names that agree in every word.
"""

from collections.abc import Mapping
from functools import lru_cache

import msgspec

from lionrock.model.names.reading import units
from lionrock.model.text import T
from lionrock.resolve.found import Found, Judge, reason
from lionrock.resolve.households import is_unit
from lionrock.resolve.index import Index
from lionrock.resolve.marks import joined
from lionrock.resolve.passage import Passage

TOGETHER = T("a part of it is named beside it", "旁列其屬下機構", "旁列其下属机构")
_REMEMBERED = 20_000
_Words = frozenset[str]
_ORDINALS = {
    "1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "6": "sixth",
    "7": "seventh", "8": "eighth", "9": "ninth",
}  # fmt: skip


class Members:
    """Finds parts of bodies that were found; remembers the names of each body's parts."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._index: Index = judge.index
        self._names = lru_cache(_REMEMBERED)(self._read)

    def _read(self, organisation: int) -> Mapping[_Words, int]:
        """The words of every name of an organisation's parts; two parts that share one are not
        told apart by it."""
        a = self._index.arrays
        found: dict[_Words, int] = {}
        shared: set[_Words] = set()
        for part in a["parts"][a["part_ptr"][organisation] : a["part_ptr"][organisation + 1]]:
            for name in self._index.organisation(int(part)).names:
                words = frozenset(units(name.text))
                if len(words) > 1 and found.setdefault(words, int(part)) != int(part):
                    shared.add(words)
        return {words: part for words, part in found.items() if words not in shared}

    def named(self, passage: Passage, found: list[Found]) -> list[Found]:
        """What was found, with parts in place of the bodies they stand beside."""
        return [self._part(passage, one, found) or one for one in found]

    def _part(self, passage: Passage, one: Found, found: list[Found]) -> Found | None:
        names = self._names(one.organisation)
        own = frozenset(token.unit for token in passage.tokens[one.start : one.end])
        for start, end in _neighbours(passage, one):
            if any(other.start < end and start < other.end for other in found):
                continue
            words = frozenset(token.unit for token in passage.tokens[start:end])
            part = names.get(words | own, names.get(words))
            if part is None:
                part = self._whole(passage, one, (start, end))
            if part is not None and part != one.organisation and not self._is_unit(part, one):
                why = (reason("together", 1, TOGETHER),)
                low, high = min(start, one.start), max(end, one.end)
                return msgspec.structs.replace(
                    one, organisation=part, start=low, end=high, reasons=why
                )
        return None

    def _is_unit(self, part: int, one: Found) -> bool:
        """Whether a part is one of the body's units where it stands: those count for it. A research
        institute in another city counts as itself."""
        stands = self._judge.stands
        return is_unit(self._index, part) and stands(part) <= stands(one.organisation)

    def _whole(self, passage: Passage, one: Found, beside: tuple[int, int]) -> int | None:
        """The organisation whose name is the body's with the segment after or before it."""
        own = [token.unit for token in passage.tokens[one.start : one.end]]
        more = [token.unit for token in passage.tokens[beside[0] : beside[1]]]
        orders = [own + more, more + own]
        if more[-1] in _ORDINALS:
            orders.append(_numbered(more) + own)
        for found in orders:
            row = self._index.row_spelled(found)
            if row is not None and set(found) == set(self._index.words_of(row)):
                return int(self._index.arrays["row_org"][row])
        return None


def _numbered(found: list[str]) -> list[str]:
    """A segment with the number at its end in front, in letters: Affiliated Hosp 1."""
    if found[-1] in _ORDINALS and found[-2:-1] == ["hospital"]:
        return [_ORDINALS[found[-1]], *found[:-1]]
    return found


def _neighbours(passage: Passage, one: Found) -> list[tuple[int, int]]:
    """The segments right after and right before, of the same part of the text."""
    tokens = passage.tokens
    found = []
    after = one.end
    if after < len(tokens) and tokens[after].segment != tokens[one.end - 1].segment:
        end = after
        while end < len(tokens) and tokens[end].segment == tokens[after].segment:
            end += 1
        if tokens[after].part == one.part and not joined(passage, after):
            found.append((after, end))
    before = one.start
    if before and tokens[before - 1].segment != tokens[one.start].segment:
        start = before
        while start and tokens[start - 1].segment == tokens[before - 1].segment:
            start -= 1
        if tokens[before - 1].part == one.part and not joined(passage, before):
            found.append((start, before))
    return found
