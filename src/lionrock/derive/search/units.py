"""Units: the parts of a query that a document must each answer."""

from typing import Literal

from msgspec import Struct

from lionrock.derive.search.analysis import STOPWORDS, canonical, folded, key
from lionrock.derive.search.concepts import Concepts, Segment
from lionrock.model.fold import is_cjk

MAX_LENGTH = 200  # characters of a query that are read
_MAX_UNITS = 16


class Unit(Struct, frozen=True):
    """One part of a query: a concept's token, a word, or a run of Chinese outside any concept.

    `open` marks a word that may still be in the making (the query ends with it). `around` holds
    the pairs a single Chinese character makes with its neighbours.
    """

    kind: Literal["concept", "word", "run"]
    text: str
    open: bool = False
    around: tuple[str, ...] = ()


class ParsedQuery(Struct, frozen=True):
    """A query as the index sees it: its folded text, units, canonical tokens and exact key."""

    text: str
    units: tuple[Unit, ...]
    tokens: tuple[str, ...]
    key: str


def parse(query: str, concepts: Concepts) -> ParsedQuery:
    """Read a query; whatever was typed, the result is well formed, perhaps without units."""
    text = folded(query[:MAX_LENGTH])
    if not text:
        return ParsedQuery("", (), (), "")
    tokens = canonical(text, concepts)
    segments = concepts.segments(text)
    units = [_unit(segments, at, text) for at in range(len(segments))]
    kept = [unit for unit in units if unit.text not in STOPWORDS] or units
    last = kept[-1]
    if last.kind == "word" and not query[:MAX_LENGTH][-1:].isspace():
        kept[-1] = Unit("word", last.text, open=True)
    units = list(dict.fromkeys(kept))[:_MAX_UNITS]
    return ParsedQuery(text, tuple(units), tuple(tokens), key(tokens))


def _unit(segments: list[Segment], at: int, text: str) -> Unit:
    segment = segments[at]
    if segment.concept:
        return Unit("concept", segment.concept)
    if not is_cjk(segment.text):
        return Unit("word", segment.text)
    if len(segment.text) > 1:
        return Unit("run", segment.text)
    before = segments[at - 1].text[-1] if at else ""
    after = segments[at + 1].text[0] if at + 1 < len(segments) else ""
    pairs = (before + segment.text, segment.text + after)
    return Unit("run", segment.text, around=tuple(p for p in pairs if len(p) == 2 and p in text))
