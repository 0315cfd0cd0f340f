"""The index on disk: its fields, and how documents get into it.

| field | holds | serves |
|---|---|---|
| exact | canonical key of each name (`=`) and alias (`~`) | exact matches first |
| start | beginnings of each name, without spaces | names that begin as typed |
| name, body | raw tokens; body also concept tokens | matching, ranking |
| joined | neighbouring words of names written as one | "smartmore" finds Smart More |
| canon | canonical tokens of names, with positions | concepts in names, adjacency |
| kind, weight, id, hit | filter and counts, prominence, order of ties, what a hit shows | |
"""

from collections.abc import Iterable
from math import log2
from pathlib import Path

import tantivy
from msgspec import Struct, msgpack

from lionrock.derive.search.analysis import (
    canonical,
    folded,
    joined_hyphens,
    joined_pairs,
    key,
)
from lionrock.derive.search.concepts import Concepts
from lionrock.derive.search.opening import open_folder
from lionrock.derive.search.spelling import write_words
from lionrock.model.fold import bigrams

WORDS = "words"  # folder of the words for correction, inside the index's own
START_LENGTH = 12  # characters of a name's beginning that field `start` tells apart
_HEAP = 512_000_000  # bytes; above it the writer starts another segment
_MAX_PROMINENCE = 10.0  # log2 of the weight beyond which more weight changes nothing
_PROMINENCE = 0.08  # share of the score that each doubling of the weight adds


class SearchDocument(Struct, frozen=True):
    """One thing that can be found.

    `title` is the display name in English, traditional and simplified Chinese; `weight` ≥ 0 is
    its prominence (say the number of links); `concepts` are ids of concepts it has by its fields.
    """

    id: str
    kind: str
    names: tuple[str, ...]
    aliases: tuple[str, ...]
    abbreviations: tuple[str, ...]
    text: tuple[str, ...]
    concepts: tuple[str, ...]
    weight: float
    title: tuple[str, str, str]


def write_index(directory: Path, documents: Iterable[SearchDocument], concepts: Concepts) -> int:
    """Write a new index of `documents` into `directory` and return how many there were.

    The directory is made when missing and must not hold an index already (ValueError). Documents
    are read once, in any order, and are not kept.
    """
    directory.mkdir(parents=True, exist_ok=True)
    if tantivy.Index.exists(str(directory)):
        raise ValueError(f"{directory} already holds an index; write a new one beside it")
    index = tantivy.Index(schema(), path=str(directory), sort_by_field="id")
    _register_tokenizers(index)
    writer = index.writer(heap_size=_HEAP, num_threads=1)
    count = 0
    for document in documents:
        writer.add_document(_fields(document, concepts))
        count += 1
    writer.commit()
    writer.wait_merging_threads()
    write_words(directory / WORDS, index, concepts.words())
    return count


def open_index(directory: Path) -> tantivy.Index:
    """Open the index that `write_index` made; FileNotFoundError when there is none."""
    if not (directory.is_dir() and tantivy.Index.exists(str(directory))):
        raise FileNotFoundError(f"{directory} holds no search index")
    index = open_folder(directory)
    _register_tokenizers(index)
    return index


def schema() -> tantivy.Schema:
    """The fields, as the module's table tells them."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("exact", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("start", tokenizer_name="beginnings", index_option="basic")
    builder.add_text_field("name", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("canon", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("joined", tokenizer_name="whitespace", index_option="basic")
    builder.add_float_field("weight", fast=True)
    builder.add_bytes_field("hit", stored=True)
    return builder.build()


def _register_tokenizers(index: tantivy.Index) -> None:
    """Tell an index just made or opened what its tokenizers' names mean."""
    beginnings = tantivy.Tokenizer.ngram(1, START_LENGTH, prefix_only=True)
    for name, tokenizer in (
        ("whitespace", tantivy.Tokenizer.whitespace()),
        ("beginnings", beginnings),
    ):
        index.register_tokenizer(name, tantivy.TextAnalyzerBuilder(tokenizer).build())


def _fields(document: SearchDocument, concepts: Concepts) -> tantivy.Document:
    """Analyse one document."""
    fields = tantivy.Document()
    add = fields.add_text
    add("id", document.id)
    add("kind", document.kind)
    names = dict.fromkeys(map(folded, document.names + document.abbreviations), "=")
    for alias in map(folded, document.aliases):
        names.setdefault(alias, "~")
    names.pop("", None)
    for name, mark in names.items():
        tokens = canonical(name, concepts)
        add("exact", mark + key(tokens))
        add("start", name.replace(" ", ""))
        add("canon", " ".join(tokens))
        if pairs := joined_pairs(name):
            add("joined", " ".join(pairs))
    name = " ".join(names)
    name_tokens = bigrams(name)
    add("name", name_tokens)
    text = "\n".join(document.text)
    body = folded(text)
    body_tokens = bigrams(body)
    words = f"{name_tokens} {body_tokens}".split()
    marks = concepts.mentions(f"{name} | {body}", words)  # the bar keeps a form from straddling
    for concept in document.concepts:
        marks |= concepts.named(concept)
    add("body", " ".join([body_tokens, *joined_hyphens(text), *sorted(marks)]))
    fields.add_float("weight", _prominence(document.weight))
    fields.add_bytes("hit", msgpack.encode((document.id, document.kind, document.title)))
    return fields


def _prominence(weight: float) -> float:
    """The value of field `weight` that makes tantivy multiply scores by 1 plus a mild boost.

    tantivy multiplies by log2(2 + value).
    """
    doublings = min(log2(1.0 + max(weight, 0.0)), _MAX_PROMINENCE)
    return float(2.0 ** (1.0 + _PROMINENCE * doublings) - 2.0)
