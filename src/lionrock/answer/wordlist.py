"""Words of everything that can be found, for a search that no server answers.

What is found is in order of prominence, so that its number alone ranks it. Words are folded as the
search index folds them (model.fold): 繁體 and 简体 give the same, and Chinese is cut into pairs.
"""

from collections.abc import Iterable, Mapping

import msgspec

from lionrock.answer.observatory import Observatory
from lionrock.model.fold import fold, tokens

SHARDS = 64
_NAMES = ("name", "abbreviation", "former_name", "ror", "wikidata", "hkex", "lei")
_TEXTS = (
    "title", "what", "use_case", "note", "target", "eligibility", "obligation", "modality", "base",
    "paper", "language", "admin",
)  # fmt: skip
_ENTITIES = """
SELECT e.id, e.kind, any_value(e.label_en), any_value(e.label_hant), any_value(e.label_hans),
    list(s.value ORDER BY s.rank, s.value) FILTER (WHERE list_contains($names, s.prop)),
    list(s.value ORDER BY s.rank, s.value) FILTER (WHERE list_contains($texts, s.prop)),
    any_value(e.links + e.statements / 10)
FROM entities e JOIN facts s ON s.subject = e.id
GROUP BY e.id, e.kind
ORDER BY 8 DESC, e.id
"""

Postings = dict[str, tuple[list[int], list[int]]]
"""Word → numbers of what bears it as a name, and of what bears it in its texts only."""


class Listed(msgspec.Struct, frozen=True, array_like=True):
    """One thing that can be found: `title` in English, traditional and simplified Chinese."""

    id: str
    kind: str
    title: tuple[str, str, str]


def word_list(observatory: Observatory) -> tuple[list[Listed], list[Postings]]:
    """Everything that can be found, and the words that lead to it, parted into SHARDS."""
    listed: list[Listed] = []
    shards: list[Postings] = [{} for _ in range(SHARDS)]
    rows = observatory.query(_ENTITIES, {"names": list(_NAMES), "texts": list(_TEXTS)})
    for id_, kind, en, hant, hans, names, texts, _ in rows:
        _add(shards, len(listed), (id_, en, hant, hans, *(names or ())), texts or ())
        listed.append(Listed(id_, kind, (en, hant, hans)))
    for one in sorted(observatory.indicators(), key=lambda one: (-one["points"], one["id"])):
        labels, told = _texts(one["label"]), _texts(one["definition"])
        _add(shards, len(listed), (one["id"], *labels), told)
        listed.append(Listed(one["id"], "indicator", labels))
    return listed, shards


def shard_of(word: str) -> int:
    """The shard that words with the same first letter share."""
    return ord(word[0]) % SHARDS


def folding() -> tuple[str, str]:
    """Chinese characters that folding changes, and what it makes of each, in the same order."""
    spans = ((0x3400, 0xA000), (0xF900, 0xFB00))
    found = [
        (chr(point), folded)
        for first, last in spans
        for point in range(first, last)
        if len(folded := fold(chr(point))) == 1 and folded != chr(point)
    ]
    return "".join(one for one, _ in found), "".join(other for _, other in found)


def _texts(label: Mapping[str, str]) -> tuple[str, str, str]:
    return (label["en"], label["zh-Hant"], label["zh-Hans"])


def _add(shards: list[Postings], number: int, names: Iterable[str], texts: Iterable[str]) -> None:
    named = {word for text in names for word in tokens(text)}
    told = {word for text in texts for word in tokens(text)} - named
    for place, words in enumerate((named, told)):
        for word in words:
            shards[shard_of(word)].setdefault(word, ([], []))[place].append(number)
