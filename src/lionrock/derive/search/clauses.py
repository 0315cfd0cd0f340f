"""Clauses: units and names as queries that tantivy can run."""

from collections.abc import Sequence
from functools import lru_cache

import tantivy
from tantivy import Occur, Query

from lionrock.derive.search.index import START_LENGTH
from lionrock.derive.search.units import ParsedQuery, Unit
from lionrock.model.fold import tokens

# How much a match counts by where it is found. What was typed ranks above its stems, these above
# beginnings of words; a name above the text. The exact tiers lie above any sum of the others.
_NAME, _BODY = 3.0, 1.0
_STEM_NAME, _STEM_BODY = 1.2, 0.4
_JOINED = 2.0
_OPEN_NAME, _OPEN_BODY = 0.8, 0.3
_PHRASE = 2.0
_START = 4.0
_EXACT = (("=", 1000.0), ("~", 300.0))
_TIE = 0.1  # share of the lesser matches of a unit that is added to its best one
_STEM_LENGTH = 4  # shorter stems ("us" of "using") stand for too many words
_MAX_FORMS = 12


class Clauses:
    """Makes the clauses for one opened index. Safe to share between threads."""

    def __init__(self, index: tantivy.Index) -> None:
        self.searcher = index.searcher()
        self._schema = index.schema
        stemmer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
        self._stemmer = stemmer.filter(tantivy.Filter.stemmer("english")).build()
        self.forms = lru_cache(maxsize=4096)(self._forms)

    def term(self, field: str, token: str) -> Query:
        """Documents whose `field` holds `token`."""
        return Query.term_query(self._schema, field, token)

    def prefix(self, field: str, start: str) -> Query:
        """Documents whose `field` holds a token that begins so."""
        return Query.fuzzy_term_query(self._schema, field, start, distance=0, prefix=True)

    def start(self, text: str) -> Query:
        """Documents with a name that begins like folded text, spaces aside."""
        return self.term("start", text.replace(" ", "")[:START_LENGTH])

    def frequency(self, word: str) -> int:
        """How many documents hold a raw token, counted by the field that holds it most often."""
        return max(self.searcher.doc_freq(field, word) for field in ("name", "body", "joined"))

    def unit(self, unit: Unit) -> Query:
        """Documents that answer one unit of a query."""
        if unit.kind == "concept":
            fields = (("canon", _NAME), ("body", _BODY))
            return _best(*((self.term(field, unit.text), boost) for field, boost in fields))
        if unit.kind == "run":
            return self.run(unit)
        return self.word(unit.text, unit.open)

    def units(self, units: Sequence[Unit]) -> list[Query]:
        """One clause for each unit, or for two words that are also known written as one."""
        clauses: list[Query] = []
        at = 0
        while at < len(units):
            pair = units[at : at + 2]
            together = "".join(unit.text for unit in pair)
            words = len(pair) == 2 and {unit.kind for unit in pair} == {"word"}
            if words and self.frequency(together):
                apart = every([self.unit(unit) for unit in pair])
                clauses.append(_best((apart, 1.0), (self.word(together, pair[1].open), 1.0)))
                at += 2
            else:
                clauses.append(self.unit(units[at]))
                at += 1
        return clauses

    def word(self, word: str, is_open: bool = False) -> Query:
        """Documents that hold an English word, its other forms, or (open) a longer word."""
        found = [(self.term("name", word), _NAME), (self.term("body", word), _BODY)]
        if len(word) >= 4:
            found.append((Query.const_score_query(self.term("joined", word), 1.0), _JOINED))
        for form in self.forms(word):
            found.append((self.term("name", form), _STEM_NAME))
            found.append((self.term("body", form), _STEM_BODY))
        if is_open and len(word) >= 2:
            found.append((self.prefix("name", word), _OPEN_NAME))
        if is_open and len(word) >= 4:
            found.append((self.prefix("body", word), _OPEN_BODY))
        return _best(*found)

    def run(self, unit: Unit) -> Query:
        """Documents that hold a run of Chinese: all its pairs, in their names or in their text."""
        fields = (("name", _NAME), ("body", _BODY))
        if len(unit.text) > 1:
            pairs = tokens(unit.text)
            return _best(*((every([self.term(f, p) for p in pairs]), b) for f, b in fields))
        if unit.around:
            return _best(*((self.term(f, p), b) for f, b in fields for p in unit.around))
        return _best(*((self.prefix(field, unit.text), boost) for field, boost in fields))

    def exact(self, query: ParsedQuery) -> list[Query]:
        """Documents one of whose names or aliases is the query, one clause for each tier."""
        return [
            Query.const_score_query(self.term("exact", mark + query.key), score)
            for mark, score in _EXACT
        ]

    def favoured(self, query: ParsedQuery) -> list[Query]:
        """Clauses that need not match but raise what does: names that are close to the query.

        Those with its canonical tokens side by side and, while it is being typed, those that
        begin like it.
        """
        clauses = []
        if len(query.tokens) > 1:
            phrase = Query.phrase_query(self._schema, "canon", list(query.tokens))
            clauses.append(Query.boost_query(phrase, _PHRASE))
        if query.units[-1].open:
            clauses.append(Query.const_score_query(self.start(query.text), _START))
        return clauses

    def _forms(self, word: str) -> tuple[str, ...]:
        """Other words of the index with the same English stem."""
        stem = "".join(self._stemmer.analyze(word))
        if len(stem) < _STEM_LENGTH or not word.isascii():
            return ()
        start = stem[:-1] if stem.endswith("i") else stem
        listed = {
            term
            for field in ("name", "body")
            for term, _ in self.searcher.terms_with_prefix(field, start, limit=100)
        }
        forms = sorted(form for form in listed if self._stemmer.analyze(form) == [stem])
        return tuple(form for form in forms if form != word)[:_MAX_FORMS]


def every(queries: Sequence[Query]) -> Query:
    """Documents that answer all of the queries."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def some(queries: Sequence[Query], least: int = 1) -> Query:
    """Documents that answer at least `least` of the queries."""
    clauses = [(Occur.Should, query) for query in queries]
    return Query.boolean_query(clauses, minimum_number_should_match=least)


def _best(*found: tuple[Query, float]) -> Query:
    """Documents that answer any of the queries, scored by the best of them."""
    queries = [query if boost == 1.0 else Query.boost_query(query, boost) for query, boost in found]
    return queries[0] if len(queries) == 1 else Query.disjunction_max_query(queries, _TIE)
