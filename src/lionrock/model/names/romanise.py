"""Chinese in Latin letters: pinyin and the jyutping of Hong Kong, as weak evidence.

Tones are left out. One reading a character, chosen by its neighbours (pypinyin, ToJyutping).
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain

from lionrock.model.fold import fold, is_cjk
from lionrock.model.names.chinese import pieces, without_legal
from lionrock.model.names.words import WordClass, words

_NO_PINYIN = re.compile("(?<![ln])v|[bpmfdtkjqxywh](?![aeiou])|l(?![aeiouv])|[zcs](?![aeiouh])")
_NO_JYUTPING = re.compile("[qrvx]|[bdfhjlswzc](?![aeiouy])|y(?!u)")
"""What no syllable has: consonants that end none, without a vowel behind them."""
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
    return tuple(dict.fromkeys([*_spelled(text, pinyin), *_spelled(text, jyutping)]))


def is_romanised(text: str, key: str) -> bool:
    """Whether `key`, in lower case, is a Chinese name as `romanised` spells it. What English words
    have and no syllable does is seen at once, without the tables of either spelling."""
    if _KANA.search(text):
        return False
    runs = _runs(text)
    last = _kind(runs)
    said = key.removesuffix(" " + last) if last else key
    syllables = "" if any(isinstance(run, str) for run in runs) else said.replace(" ", "")
    for spell, impossible in ((pinyin, _NO_PINYIN), (jyutping, _NO_JYUTPING)):
        if impossible.search(syllables) is None:
            spelled = map("".join, _spelled(text, spell))
            if key.replace(" ", "") in spelled:
                return True
    return False


def _runs(text: str) -> list[list[str] | str]:
    """The parts of a name between spaces: Chinese ones in words, without legal forms."""
    found: list[list[str] | str] = []
    for part in fold(text).split():
        run = without_legal(part)[0] if is_cjk(part) else ""
        parted = [word for piece in pieces(run) for word in _parted(piece.text)] if run else part
        found.append(parted)
    return found


def _kind(runs: list[list[str] | str]) -> str:
    """What the last word of a name says that it is, in English; empty when it says nothing."""
    last = runs[-1][-1] if runs and not isinstance(runs[-1], str) else ""
    kind = words().english.get(last, ("",))[0]
    return kind if kind and words().classes.get(kind.split()[-1]) == WordClass.KIND else ""


def _spelled(text: str, spell: Callable[[str], tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The spellings of a Chinese name in one way of writing its syllables."""
    runs = _runs(text)
    units = [
        one
        for run in runs
        for one in ([run] if isinstance(run, str) else ["".join(spell(word)) for word in run])
    ]
    if units and all(unit.isascii() and unit for unit in units):
        yield tuple(units)
        kind = _kind(runs)
        if len(units) > 1 and kind:
            yield (*units[:-1], *kind.split())


def _parted(word: str) -> list[str]:
    """A long word in the two it is written as in Latin letters, when the last is a word itself:
    琶洲实验室 → 琶洲, 实验室."""
    known = words().english
    for at in range(2, len(word) - 1):
        if word[at:] in known:
            return [word[:at], word[at:]]
    return [word]
