"""What a Chinese name would be in English, word for word.

香港浸会医院 → hong kong baptist hospital. Words of the lexicon are translated, the others
written in pinyin, joined as names are (鹏城 → pengcheng). A reading is a guess that only matching
sees: it finds the English name of the same body when nobody recorded the pair.
"""

from functools import lru_cache
from itertools import product

from lionrock.model.fold import fold, is_cjk
from lionrock.model.names.chinese import pieces, without_legal
from lionrock.model.names.reading import units
from lionrock.model.names.romanise import pinyin
from lionrock.model.names.words import words

_READINGS = 4
_ALTERNATIVES = 3


@lru_cache(maxsize=20_000)
def english_readings(text: str) -> tuple[tuple[str, ...], ...]:
    """Up to four readings of a name as English units, likeliest first; () without Chinese."""
    parts: list[tuple[tuple[str, ...], ...]] = []
    legal: tuple[str, ...] = ()
    chinese = False
    for part in fold(text).split():
        if not is_cjk(part):
            parts.append((tuple(units(part)),))
            continue
        chinese = True
        run, forms = without_legal(part)
        legal += forms
        parts += [_english(piece.text, piece.sort) for piece in pieces(run)]
    if not chinese:
        return ()
    found = []
    for choice in product(*parts):
        found.append(tuple(unit for piece in choice for unit in piece) + legal)
        if len(found) == _READINGS:
            break
    return tuple(dict.fromkeys(reading for reading in found if reading))


@lru_cache(maxsize=20_000)
def _english(text: str, sort: str) -> tuple[tuple[str, ...], ...]:
    table = words()
    if sort == "place":
        place = table.places[table.place_names[text]]
        return (tuple(place.en[0].split()) if place.en else (text,),)
    if sort == "word":
        return tuple(tuple(units(reading)) for reading in table.english[text][:_ALTERNATIVES])
    syllables = pinyin(text)
    return (("".join(syllables),),) if syllables else ((),)
