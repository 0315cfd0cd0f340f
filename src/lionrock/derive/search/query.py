"""Searching: a query's words in, hits out."""

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

import tantivy
from msgspec import Struct, msgpack
from tantivy import Occur, Query

from lionrock.derive.search.clauses import Clauses, every, some
from lionrock.derive.search.concepts import Concepts
from lionrock.derive.search.index import WORDS, open_index
from lionrock.derive.search.spelling import Spelling
from lionrock.derive.search.suggest import suggestion_queries
from lionrock.derive.search.units import ParsedQuery, parse
from lionrock.model.shown import Frame, table_html

_HIT = msgpack.Decoder(tuple[str, str, tuple[str, str, str]])
_KINDS = {"kinds": {"terms": {"field": "kind", "size": 1000}}}
_REMEMBERED = 2048  # suggestions kept: the first letters people type are few


class Hit(Struct, frozen=True):
    """A document found; `title` in English, traditional and simplified Chinese."""

    id: str
    kind: str
    title: tuple[str, str, str]
    score: float


class Suggestion(Struct, frozen=True):
    """A document whose name the reader may be typing."""

    id: str
    kind: str
    title: tuple[str, str, str]


class SearchResult(Struct, frozen=True):
    """What a query found.

    `total` counts documents of the kinds asked for, `kinds` those of every kind. `relaxed` says
    that no document answers the whole query and that the hits answer part of it. `corrected` is
    the query that was answered instead, in folded spelling, when a word was taken for mistyped.
    """

    total: int = 0
    hits: tuple[Hit, ...] = ()
    kinds: dict[str, int] = {}
    relaxed: bool = False
    corrected: str = ""

    def frame(self) -> Frame:
        """The hits as rows, the best first."""
        columns = ("id", "kind", "en", "zh_hant", "zh_hans", "score")
        return Frame(columns, ((h.id, h.kind, *h.title, h.score) for h in self.hits))

    def _repr_html_(self) -> str:
        frame = self.frame()
        return table_html(frame.columns, frame.rows, f"{self.total} found")


class SearchIndex:
    """An index opened for reading. Safe to share between threads; never changes."""

    def __init__(self, directory: Path, concepts: Concepts) -> None:
        """Open the index in `directory`, written with the same `concepts`.

        Raises FileNotFoundError when there is none.
        """
        self._clauses = Clauses(open_index(directory))
        self._searcher = self._clauses.searcher
        self._spelling = Spelling(directory / WORDS)
        self._concepts = concepts
        self._suggest = lru_cache(maxsize=_REMEMBERED)(self._find_suggestions)

    def search(
        self, query: str, kinds: Collection[str] = (), limit: int = 20, offset: int = 0
    ) -> SearchResult:
        """Find documents by words in any language, the best first, ties by id.

        Every word has to be found; only when no document has them all are fewer enough, and the
        result says so. Words unknown to the index stand for known ones a typing error away. Any
        text is a valid query; an empty one finds nothing.
        """
        parsed = parse(query, self._concepts)
        if not parsed.units:
            return SearchResult()
        matching, counts = self._whole(parsed)
        answered, relaxed = parsed, False
        if not counts:
            answered = self._corrected(parsed)
            matching, counts = self._whole(answered)
        if not counts:
            matching, counts = self._partial(answered)
            relaxed = True
        chosen = [kind for kind in counts if kind in kinds] if kinds else list(counts)
        total = sum(counts[kind] for kind in chosen)
        clauses = [(Occur.Must, matching)]
        clauses += [(Occur.Should, query) for query in self._clauses.favoured(answered)]
        if kinds and total:
            of_kind = some([self._clauses.term("kind", kind) for kind in chosen])
            clauses.append((Occur.Must, Query.const_score_query(of_kind, 0.0)))
        ranked = self._ranked(Query.boolean_query(clauses), total, limit, max(offset, 0))
        corrected = answered.text if counts and answered is not parsed else ""
        return SearchResult(total, tuple(ranked), counts, relaxed and bool(counts), corrected)

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Names that begin like `prefix`, or have a word that does, prominent ones first.

        A typing error is forgiven when nothing begins as typed.
        """
        return self._suggest(prefix[:64], limit)

    def _find_suggestions(self, prefix: str, limit: int) -> tuple[Suggestion, ...]:
        for query in suggestion_queries(prefix, self._clauses, self._spelling, self._concepts):
            if hits := self._ranked(query, self._searcher.num_docs, limit, 0):
                return tuple(Suggestion(hit.id, hit.kind, hit.title) for hit in hits)
        return ()

    def _whole(self, parsed: ParsedQuery) -> tuple[Query, dict[str, int]]:
        """Documents that answer every unit, or are named exactly so, and their counts by kind."""
        exact = self._clauses.exact(parsed)
        matching = some([every(self._clauses.units(parsed.units)), *exact])
        return matching, self._counts(matching)

    def _partial(self, parsed: ParsedQuery) -> tuple[Query, dict[str, int]]:
        """Documents that answer as many units as any does, and their counts by kind."""
        known = list(filter(self._is_answered, map(self._clauses.unit, parsed.units)))
        for least in range(len(known), 0, -1):
            matching = some(known, least)
            if counts := self._counts(matching):
                return matching, counts
        return Query.empty_query(), {}

    def _corrected(self, parsed: ParsedQuery) -> ParsedQuery:
        """The query with each word that nothing answers put right; itself if none can be."""
        words: dict[str, str] = {}
        for unit in parsed.units:
            if unit.kind != "word" or self._is_answered(self._clauses.unit(unit)):
                continue
            if near := self._spelling.near(unit.text, limit=1):
                words[unit.text] = near[0]
        if not words:
            return parsed
        text = " ".join(words.get(word, word) for word in parsed.text.split())
        return parse(text + " ", self._concepts)

    def _is_answered(self, query: Query) -> bool:
        return bool(self._searcher.search(query, limit=1, count=False).hits)

    def _counts(self, query: Query) -> dict[str, int]:
        """Number of matching documents of each kind that has any, by name of kind."""
        buckets = self._searcher.aggregate(query, _KINDS)["kinds"]["buckets"]
        return dict(sorted((bucket["key"], bucket["doc_count"]) for bucket in buckets))

    def _ranked(self, query: Query, total: int, limit: int, offset: int) -> list[Hit]:
        """One page of hits by score and id."""
        end = min(offset + limit, total)
        if end <= offset:
            return []
        taken = end
        found = self._top(query, taken)
        if self._searcher.num_segments > 1:  # only within a segment do ties come by id
            while len(found) == taken < total and found[-1][0] == found[end - 1][0]:
                taken *= 2
                found = self._top(query, taken)
        hits = [self._hit(score, address) for score, address in found]
        if self._searcher.num_segments > 1:
            hits.sort(key=lambda hit: (-hit.score, hit.id))
        return hits[offset:end]

    def _top(self, query: Query, count: int) -> list[tuple[float, tantivy.DocAddress]]:
        return self._searcher.search(query, limit=count, count=False, weight_by_field="weight").hits

    def _hit(self, score: float, address: tantivy.DocAddress) -> Hit:
        stored = self._searcher.doc(address)["hit"][0]
        name, kind, title = _HIT.decode(bytes(stored))
        return Hit(name, kind, title, score)
