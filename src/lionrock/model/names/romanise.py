"""Chinese in Latin letters: pinyin and the jyutping of Hong Kong, as weak evidence.

Tones are left out. One reading a character, chosen by its neighbours (pypinyin, ToJyutping).
"""

import re
from functools import lru_cache
from itertools import chain

from lionrock.model.fold import fold, is_cjk
from lionrock.model.names.chinese import pieces, without_legal
from lionrock.model.names.words import WordClass, words

_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")


@lru_cache(maxsize=20_000)
def pinyin(run: str) -> tuple[str, ...]:
    """The pinyin syllables of a run of simplified characters: 鹏城 → (peng, cheng)."""
    from pypinyin.seg.simpleseg import seg  # its tables take a fifth of a second: who asks waits

    return tuple(chain.from_iterable(map(_syllables, seg(run))))


@lru_cache(maxsize=50_000)
def _syllables(word: str) -> tuple[str, ...]:
    """The syllables of one of pypinyin's words, remembered: names are made of the same few."""
    import pypinyin

    return tuple(pypinyin.lazy_pinyin([word], errors="ignore", v_to_u=False))


@lru_cache(maxsize=20_000)
def jyutping(run: str) -> tuple[str, ...]:
    """The jyutping syllables of a run of characters, without tones: 将军澳 → (zoeng, gwan, ou)."""
    import ToJyutping  # half a second

    syllables = (syllable for _, syllable in ToJyutping.get_jyutping_list(run) if syllable)
    return tuple(part.rstrip("123456") for one in syllables for part in one.split())


def romanised(text: str) -> tuple[tuple[str, ...], ...]:
    """A Chinese name in pinyin and in jyutping, a word each unit: 香港大学 → (xianggang, daxue),
    and with its last word, when that says what it is, in English: (hengsheng, bank).

    Legal forms are left out; what is not Chinese stays. Japanese in kana has no such spelling.
    """
    if _KANA.search(text):
        return ()
    found = []
    table = words()
    for spell in (pinyin, jyutping):
        units: list[str] = []
        last = ""
        for part in fold(text).split():
            run = without_legal(part)[0] if is_cjk(part) else ""
            parts = [word for piece in pieces(run) for word in _parted(piece.text)] if run else []
            last = parts[-1] if parts else ""
            units += ["".join(spell(word)) for word in parts] if run else [part]
        if units and all(unit.isascii() and unit for unit in units):
            found.append(tuple(units))
            kind = table.english.get(last, ("",))[0].split()
            if len(units) > 1 and kind and table.classes.get(kind[-1]) == WordClass.KIND:
                found.append((*units[:-1], *kind))
    return tuple(dict.fromkeys(found))


def _parted(word: str) -> list[str]:
    """A long word in the two it is written as in Latin letters, when the last is a word itself:
    琶洲实验室 → 琶洲, 实验室."""
    known = words().english
    for at in range(2, len(word) - 1):
        if word[at:] in known:
            return [word[:at], word[at:]]
    return [word]
