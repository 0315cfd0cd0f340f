"""Search: one box over everything the observatory knows, in three scripts.

Writing: `write_index` analyses each `SearchDocument` once (folded text, pairs of Chinese
characters, concepts) into a tantivy index. Reading: `SearchIndex.search` parses a query into
units, asks for all of them, and relaxes only when nothing answers; `SearchIndex.suggest`
completes names. `Concepts` holds what makes 人工智能, 人工智慧 and "AI" the same word; the writer
and the reader must be given the same ones.
"""

from lionrock.derive.search.concepts import Concepts
from lionrock.derive.search.index import SearchDocument, write_index
from lionrock.derive.search.query import Hit, SearchIndex, SearchResult, Suggestion

__all__ = [
    "Concepts",
    "Hit",
    "SearchDocument",
    "SearchIndex",
    "SearchResult",
    "Suggestion",
    "write_index",
]
