"""Spelling: known words that are a small typing error away from the one that was typed.

The words lie in a small index of their own, found by their pairs of letters and then compared
letter by letter.
"""

from collections.abc import Iterable
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from lionrock.derive.search.opening import open_folder

_CANDIDATES = 60  # words with the most pairs in common that are compared letter by letter
_MIN_LENGTH = 4
_HEAP = 64_000_000


def write_words(directory: Path, index: tantivy.Index, extra: Iterable[str]) -> None:
    """Write the English words of an index, and `extra` ones, to `directory` for correction."""
    index.reload()
    searcher = index.searcher()
    counts = dict.fromkeys(filter(_is_correctable, extra), 1)
    for field in ("name", "body"):
        for word, count in searcher.terms_with_prefix(field, ""):
            if _is_correctable(word):
                counts[word] = max(counts.get(word, 0), count)
    directory.mkdir(parents=True)
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("pairs", tokenizer_name="pairs", index_option="basic")
    builder.add_bytes_field("word", stored=True)
    builder.add_unsigned_field("count", stored=True)
    words = tantivy.Index(builder.build(), path=str(directory))
    _register_tokenizer(words)
    writer = words.writer(heap_size=_HEAP, num_threads=1)
    for word, count in sorted(counts.items()):
        fields = tantivy.Document()
        fields.add_text("pairs", "^" + word)
        fields.add_bytes("word", word.encode())
        fields.add_unsigned("count", count)
        writer.add_document(fields)
    writer.commit()
    writer.wait_merging_threads()


class Spelling:
    """The words of an index, opened for correction. Safe to share between threads."""

    def __init__(self, directory: Path) -> None:
        """Open what `write_words` wrote to `directory`."""
        index = open_folder(directory)
        _register_tokenizer(index)
        self._schema = index.schema
        self._searcher = index.searcher()

    def near(self, typed: str, is_open: bool = False, limit: int = 8) -> list[str]:
        """Known words a typing error or two from `typed`, the nearest and then commonest first.

        When `is_open`, words that go on are as near as those that end there.
        """
        edits = allowed_edits(typed)
        if not edits:
            return []
        marked = "^" + typed
        pairs = {marked[at : at + 2] for at in range(len(typed))}
        clauses = [
            (Occur.Should, Query.term_query(self._schema, "pairs", pair)) for pair in sorted(pairs)
        ]
        found: list[tuple[int, int, str]] = []
        hits = self._searcher.search(Query.boolean_query(clauses), _CANDIDATES, count=False).hits
        for _, address in hits:
            fields = self._searcher.doc(address)
            word = bytes(fields["word"][0]).decode()
            away = distance(typed, word, edits, is_open)
            if away <= edits:
                found.append((away, -fields["count"][0], word))
        return [word for _, _, word in sorted(found)[:limit]]


def allowed_edits(word: str) -> int:
    """How many typing errors a word may have: one from four letters, two from eight.

    None in words with digits: a wrong digit is another number.
    """
    if not _is_correctable(word):
        return 0
    return 1 if len(word) < 2 * _MIN_LENGTH else 2


def distance(typed: str, word: str, limit: int, is_open: bool = False) -> int:
    """Letters to add, drop, change or swap with a neighbour to get from `typed` to `word`.

    More than `limit` of them count as `limit` + 1. When `is_open`, letters that `word` has
    beyond `typed` are free.
    """
    same = 0
    while same < len(typed) and same < len(word) and typed[same] == word[same]:
        same += 1
    typed, word = typed[same:], word[same:]
    if not typed:
        return 0 if is_open else min(len(word), limit + 1)
    if not word:
        return min(len(typed), limit + 1)
    if limit == 0:
        return 1
    rest = [(typed[1:], word), (typed, word[1:]), (typed[1:], word[1:])]
    if typed[1:2] == word[0] and word[1:2] == typed[0]:
        rest.append((typed[2:], word[2:]))
    return 1 + min(distance(a, b, limit - 1, is_open) for a, b in rest)


def _is_correctable(word: str) -> bool:
    return len(word) >= _MIN_LENGTH and word.isascii() and word.isalpha()


def _register_tokenizer(index: tantivy.Index) -> None:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(2, 2))
    index.register_tokenizer("pairs", builder.build())
