"""Suggestions: names that a reader may be in the middle of typing."""

from collections.abc import Iterator

from tantivy import Occur, Query

from lionrock.derive.search.analysis import canonical, folded, key
from lionrock.derive.search.clauses import Clauses, every, some
from lionrock.derive.search.concepts import Concepts
from lionrock.derive.search.spelling import Spelling
from lionrock.model.fold import is_cjk, tokens

_MAX_WORDS = 8
_START, _EXACT = 2.0, 8.0  # added for a name that begins, or is, as typed; 1 for words within it


def suggestion_queries(
    prefix: str, clauses: Clauses, spelling: Spelling, concepts: Concepts
) -> Iterator[Query]:
    """Queries for names that fit `prefix`, to be tried in turn until one finds some.

    The first takes what was typed as it stands, the second forgives typing errors.
    """
    text = folded(prefix)
    words = text.split()[:_MAX_WORDS]
    if not words:
        return
    exact = clauses.term("exact", "=" + key(canonical(text, concepts)))
    fits = [
        Query.const_score_query(clauses.start(text), _START),
        Query.const_score_query(exact, _EXACT),
    ]
    if len(text) > 1 or is_cjk(text):  # one letter begins too many words to be of use within
        typed = [_typed(word, clauses) for word in words[:-1]]
        within = every([*typed, _beginning(words[-1], clauses)])
        fits.append(Query.const_score_query(within, 1.0))
    yield some(fits)
    mistyped = [_mistyped(word, clauses, spelling) for word in words[:-1]]
    yield every([*mistyped, _mistyped(words[-1], clauses, spelling, is_open=True)])


def _typed(word: str, clauses: Clauses) -> Query:
    """Names with a word, or with a run of Chinese."""
    if is_cjk(word):
        return every([clauses.term("name", token) for token in tokens(word)])
    return clauses.term("name", word)


def _beginning(word: str, clauses: Clauses) -> Query:
    """Names with a word that begins so, or with a run of Chinese."""
    if is_cjk(word) and len(word) > 1:
        return _typed(word, clauses)
    return clauses.prefix("name", word)


def _mistyped(word: str, clauses: Clauses, spelling: Spelling, is_open: bool = False) -> Query:
    """Names with a word a typing error away; of Chinese, all pairs but those of one character."""
    if is_cjk(word):
        pairs = [Query.const_score_query(clauses.term("name", pair), 1.0) for pair in tokens(word)]
        kept = some(pairs, max(1, len(pairs) - 2))
        begun = Query.const_score_query(clauses.start(word[0]), 1.0)
        return Query.boolean_query([(Occur.Must, kept), (Occur.Should, begun)])
    near = [clauses.term("name", known) for known in spelling.near(word, is_open)]
    known = _beginning(word, clauses) if is_open else _typed(word, clauses)
    ranked = [Query.const_score_query(query, 1.0 / at) for at, query in enumerate(near, 2)]
    return Query.disjunction_max_query([Query.const_score_query(known, 1.0), *ranked])
