"""Chinese names that were written down in Latin letters as they sound, by whatever system.

`spellings` gives a Chinese name in pinyin, in Wade and Giles' letters and as Cantonese is heard;
`heard` gives a Latin text in the same ways, so that equal results are the same sounds: 香港大学,
"Xiang gang da xue", "Hsiang-kang ta-hsueh" and "Heung Gong Tai Hok". Spaces, hyphens, apostrophes
and accents do not count, and Cantonese, which has no spelling that everybody uses, is compared
with the letters that its spellings disagree in made one.
"""

import re

from lionrock.model.fold import fold, is_cjk
from lionrock.model.names.chinese import pieces, without_legal
from lionrock.model.names.romanise import jyutping, pinyin
from lionrock.model.names.words import WordClass, words

SHORTEST, LONGEST = 4, 16
"""Characters of a Chinese name that is compared by sound; shorter ones sound like too many."""

_LETTERS = re.compile("[^a-z]+")
_LEAST_LETTERS = 8

_INITIALS = (
    ("zh", "ch"), ("ch", "ch"), ("sh", "sh"), ("b", "p"), ("p", "p"), ("d", "t"), ("t", "t"),
    ("g", "k"), ("k", "k"), ("j", "ch"), ("q", "ch"), ("x", "hs"), ("z", "ts"), ("c", "ts"),
    ("r", "j"),
)  # fmt: skip
_FINALS = {
    "ong": "ung", "iong": "iung", "ian": "ien", "ie": "ieh", "ue": "ueh", "ve": "ueh", "v": "u",
    "uo": "o", "iu": "iu", "ui": "ui",
}  # fmt: skip
_WHOLE = {
    "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tzu", "si": "ssu",
    "ge": "ko", "ke": "ko", "he": "ho", "e": "o", "er": "erh", "yi": "i", "you": "yu", "yan": "yen",
    "ye": "yeh", "yue": "yueh", "yong": "yung", "guo": "kuo", "kuo": "kuo", "huo": "huo",
    "shuo": "shuo", "gui": "kuei", "kui": "kuei",
}  # fmt: skip
_CANTONESE = tuple(
    (one, re.compile(pattern), letters)
    for one, pattern, letters in (
        ("tsz", "tsz(?:e|u)?", "ci"), ("sz", "sze?", "si"), ("", "ts|tz|ch|zh|j|z", "c"),
        ("sh", "", "s"), ("w", "[kg]w", "k"), ("g", "", "k"), ("d", "", "t"), ("b", "", "p"),
        ("h", "(?<=[aeiou])h(?![aeiou])", ""), ("aa", "a+", "a"), ("", "oe|eu|eo", "o"),
        ("yu", "y+u", "yu"), ("ue", "", "u"), ("yu", "(?<=[^y])yu", "u"),
        ("", "ee|ei|ie", "i"), ("oo", "", "u"), ("", "ou|aw", "o"), ("ow", "", "au"),
    )
)  # fmt: skip
"""Letters without which a pattern finds nothing, the pattern (none: these letters), and what it
becomes, in order."""


def spellings(text: str) -> frozenset[str]:
    """A Chinese name in Latin letters by each system, and with its last word, when that says what
    it is, in English too; empty for one too short or too long, or with other letters in it."""
    whole = fold(text).replace(" ", "")
    run = without_legal(whole)[0] if is_cjk(whole) else ""
    if not SHORTEST <= len(run) <= LONGEST or not all(map(is_cjk, run)):
        return frozenset()
    last = [piece.text for piece in pieces(run)][-1]
    written = "".join(filter(is_cjk, text))  # 醫, since 医 alone is read as another word
    at = whole.find(run)
    as_written = written[at : at + len(run)] if len(written) == len(whole) else run
    found = _systems(run, as_written, "")
    kind = words().english.get(last, ("",))[0].split()
    if kind and len(last) < len(run) and words().classes.get(kind[-1]) == WordClass.KIND:
        found |= _systems(run[: -len(last)], as_written[: -len(last)], "".join(kind))
    return frozenset(one for one in found if len(one) >= _LEAST_LETTERS)


def heard(text: str) -> tuple[str, ...]:
    """A Latin text as Mandarin, as Cantonese in English letters and in those of jyutping; () for
    one that is too short or too long."""
    letters = _LETTERS.sub("", fold(text))
    if not _LEAST_LETTERS <= len(letters) <= 8 * LONGEST:
        return ()
    cantonese = _as_cantonese(letters)
    spelled = _as_cantonese(letters.replace("j", "y")) if "j" in letters else cantonese
    return letters, cantonese, spelled


def _systems(run: str, as_written: str, kind: str) -> set[str]:
    mandarin = pinyin(run)
    found = {"".join(mandarin) + kind, "".join(map(_wade_giles, mandarin)) + kind}
    cantonese = jyutping(as_written)
    if cantonese:
        found.add(_as_cantonese("".join(map(_sounded, cantonese)) + kind))
    return found


def _wade_giles(syllable: str) -> str:
    """A syllable of pinyin in the letters of Wade and Giles, without their apostrophes."""
    if syllable in _WHOLE:
        return _WHOLE[syllable]
    for initial, letters in _INITIALS:
        if syllable.startswith(initial):
            final = syllable[len(initial) :]
            return letters + _FINALS.get(final, final)
    initial, final = syllable[:1], syllable[1:]
    return initial + _FINALS.get(final, final)


def _sounded(syllable: str) -> str:
    """A syllable of jyutping in letters that English readers would use."""
    for initial, letters in (("z", "j"), ("c", "ch"), ("j", "y")):
        if syllable.startswith(initial):
            return letters + syllable[1:]
    return syllable


def _as_cantonese(letters: str) -> str:
    """Letters with those made one that spellings of Cantonese disagree in; marked, so that it
    equals nothing that is Mandarin."""
    for needed, pattern, chosen in _CANTONESE:
        if not pattern.pattern:
            letters = letters.replace(needed, chosen)
        elif needed in letters:
            letters = pattern.sub(chosen, letters)
    return f"~{letters}"
