"""Analysis: what documents and queries are both turned into, so that they can meet.

A text has two readings. The *raw* one is its words and pairs of Chinese characters. The
*canonical* one has each mention of a concept replaced by the concept's token and stop words left
out; it is the same whichever language the text is in, as far as its concepts reach.
"""

import re
from itertools import pairwise

from lionrock.derive.search.concepts import Concepts
from lionrock.model.fold import bigrams, fold, is_cjk

_ENGLISH_STOPWORDS = "a an and at by for from in of on or the to with"
STOPWORDS = frozenset([*_ENGLISH_STOPWORDS.split(), *"的之与及和在是了于或为"])
_IDENTIFIER = re.compile(r"^(?:https? )?(?:www )?(?:ror org|wikidata org(?: wiki| entity)?) (\w+)$")
_HYPHENS = re.compile(r"[-‐‑]")


def folded(text: str) -> str:
    """Fold `text`; the web address of a ROR or Wikidata id comes out as the bare id."""
    plain = fold(text)
    match = _IDENTIFIER.match(plain) if " org " in plain else None
    return match.group(1) if match else plain


def canonical(text: str, concepts: Concepts) -> list[str]:
    """Tokens of folded text in the canonical reading, in order; stop words kept if all else."""
    found = bigrams(concepts.marked(text)).split()
    return [token for token in found if token not in STOPWORDS] or found


def key(tokens: list[str]) -> str:
    """The string that equal names share, from their canonical tokens.

    Leading zeros of a bare number do not count: stock codes are written with and without.
    """
    text = " ".join(tokens)
    return text.lstrip("0") if text.isdigit() else text


def joined_pairs(text: str) -> list[str]:
    """Neighbouring words of a folded name written as one: "smart more" gives "smartmore"."""
    words = text.split() if text.isascii() else [w for w in text.split() if not is_cjk(w)]
    return [a + b for a, b in pairwise(words)]


def joined_hyphens(text: str) -> list[str]:
    """Hyphenated words of an unfolded text written as one, folded: "Pre-trained", "pretrained"."""
    if not text.isascii():
        text = _HYPHENS.sub("-", text)
    if "-" not in text:
        return []
    return [fold(word.replace("-", "")) for word in text.split() if "-" in word.strip("-")]
