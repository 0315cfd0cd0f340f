"""Search: Lionrock's index beside bare tantivy and SQLite FTS5 on the same documents and tokens.

The peers get Lionrock's folded tokens and one field; they know no concepts, tiers or typing
errors. Run `python bench/search.py` for a Markdown table at the registry's size and at 100,000.
"""

import json
import random
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import opencc
import tantivy

from lionrock.derive.search import Concepts, SearchDocument, SearchIndex, write_index
from lionrock.model.fold import is_cjk, tokens

REGISTRY = Path(__file__).parent.parent / "src" / "lionrock" / "registry"
_WRITINGS = ("en", "zh-Hant", "zh-Hans")
SETS = 1000  # hits compared when two result sets ought to be equal
_TRANSLATED = [
    ("AI healthcare", "人工智能 醫療"),
    ("robotics", "機械人"),
    ("fintech startup", "金融科技 初創"),
    ("autonomous driving", "自動駕駛"),
    ("data centre", "數據中心"),
    ("Hong Kong university laboratory", "香港 大學 實驗室"),
    ("insurance fraud", "保險 詐騙"),
    ("Shenzhen bank", "深圳 銀行"),
    ("smart city transport", "智慧城市 交通"),
    ("privacy guideline", "私隱 指引"),
    ("research fund", "研究 基金"),
    ("Greater Bay Area cooperation", "大灣區 合作"),
]


def registry_documents(folder: Path = REGISTRY) -> list[SearchDocument]:
    """One document for each line of the registry that has names or a sentence to find it by."""
    documents = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            row = json.loads(line)
            names = [name for listed in row.get("names", {}).values() for name in listed]
            text = [row[part] for part in ("title", "what", "use_case", "note") if row.get(part)]
            text += row.get("obligations", [])
            if names or text:
                identity = f"{path.stem}/{row.get('id', number)}"
                sectors = tuple(f"sector/{sector}" for sector in row.get("sectors", []))
                documents.append(
                    _document(identity, names or text[:1], row.get("abbr", []), text, sectors)
                )
    return documents


def synthetic_documents(real: Sequence[SearchDocument], count: int) -> Iterator[SearchDocument]:
    """`count` bilingual documents recombined from real ones, names made distinct by a syllable."""
    chance = random.Random(20)
    english = [name for document in real for name in document.names if name.isascii()]
    chinese = [name for document in real for name in document.names if is_cjk(name[0])]
    texts = [text for document in real for text in document.text] + chinese
    yield from real[:count]
    for number in range(len(real), count):
        made = "".join(chance.choice("bdfgklmnprstvw") + chance.choice("aeiou") for _ in range(3))
        signs = "".join(chr(chance.randrange(0x4E00, 0x8000)) for _ in range(2))
        names = [
            f"{made.title()} {_part(chance, chance.choice(english).split(), ' ')}",
            signs + _part(chance, list(chance.choice(chinese)), ""),
        ]
        text = chance.choices(texts, k=2)
        yield _document(f"made/{number}", names, [], text, chance.choice(real).concepts)


class Lionrock:
    """The index under test."""

    name = "Lionrock"

    def __init__(self, directory: Path, documents: Sequence[SearchDocument]) -> None:
        concepts = Concepts.bundled()
        write_index(directory, documents, concepts)
        self.index = SearchIndex(directory, concepts)

    def search(self, query: str, limit: int = 20) -> list[str]:
        return [hit.id for hit in self.index.search(query, limit=limit).hits]


class BareTantivy:
    """tantivy's query parser over one field of the same tokens."""

    name = "tantivy, one field"

    def __init__(self, directory: Path, documents: Sequence[SearchDocument]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
        directory.mkdir()
        self.index = tantivy.Index(builder.build(), path=str(directory))
        whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self.index.register_tokenizer("whitespace", whitespace)
        writer = self.index.writer(heap_size=512_000_000, num_threads=1)
        for document in documents:
            writer.add_document(tantivy.Document(id=document.id, text=_text(document)))
        writer.commit()
        self.index.reload()
        self.searcher = self.index.searcher()

    def search(self, query: str, limit: int = 20) -> list[str]:
        parsed = self.index.parse_query(_query(query), ["text"], conjunction_by_default=True)
        hits = self.searcher.search(parsed, limit).hits
        return [str(self.searcher.doc(address)["id"][0]) for _, address in hits]


class SQLite:
    """FTS5 over the same tokens."""

    name = "SQLite FTS5"

    def __init__(self, directory: Path, documents: Sequence[SearchDocument]) -> None:
        self.base = sqlite3.connect(directory.with_suffix(".sqlite"))
        self.base.execute("CREATE VIRTUAL TABLE d USING fts5(id UNINDEXED, text)")
        rows = ((document.id, _text(document)) for document in documents)
        self.base.executemany("INSERT INTO d VALUES (?, ?)", rows)
        self.base.commit()

    def search(self, query: str, limit: int = 20) -> list[str]:
        sql = "SELECT id FROM d WHERE d MATCH ? ORDER BY rank LIMIT ?"
        return [row[0] for row in self.base.execute(sql, (_query(query), limit))]


def run(documents: list[SearchDocument], samples: int = 300) -> dict[str, Any]:
    """Measure all engines on `documents`; a dictionary of figures for each engine by its name."""
    queries = _queries(documents, samples)
    results: dict[str, Any] = {"documents": len(documents)}
    with TemporaryDirectory() as home:
        for engine_type in (Lionrock, BareTantivy, SQLite):
            wall, processor = time.perf_counter(), time.process_time()
            engine = engine_type(Path(home) / engine_type.__name__, documents)
            wall, processor = time.perf_counter() - wall, time.process_time() - processor
            results[engine.name] = {
                "docs/s": len(documents) / wall,
                "docs per CPU s": len(documents) / processor,
                **_latencies(engine.search, queries),
                **_agreement(engine.search, queries),
            }
            if isinstance(engine, Lionrock):
                results[engine.name]["suggest"] = _suggestions(engine.index, documents, samples)
    return results


def _latencies(search: Callable[[str], object], queries: dict[str, list[str]]) -> dict[str, Any]:
    for listed in queries.values():
        _times(search, listed[:50])  # warm
    return {language: _quantiles(_times(search, listed)) for language, listed in queries.items()}


def _agreement(search: Callable[[str, int], list[str]], queries: dict[str, list[str]]) -> Any:
    """Shares of queries whose results are the same in both scripts, and in both languages."""
    scripts = zip(queries["zh-Hant"], queries["zh-Hans"], strict=True)
    equal = [set(search(a, SETS)) == set(search(b, SETS)) for a, b in scripts]
    same = [search(a, SETS) == search(b, SETS) for a, b in _TRANSLATED]
    return {"cross-script": statistics.mean(equal), "cross-language": statistics.mean(same)}


def _suggestions(
    index: SearchIndex, documents: Sequence[SearchDocument], samples: int
) -> tuple[float, float, float]:
    """p50, p95 and p99 in milliseconds, each prefix asked once; every fourth is mistyped."""
    chance = random.Random(4)
    prefixes = []
    for number in range(samples * 3):
        name = chance.choice(chance.choice(documents).names)
        prefix = name[: chance.randint(1, 12)]
        if number % 4 == 0 and len(prefix) > 3:
            at = chance.randrange(1, len(prefix) - 1)
            prefix = prefix[:at] + prefix[at + 1] + prefix[at] + prefix[at + 2 :]
        prefixes.append(prefix)
    return _quantiles(_times(index.suggest, list(dict.fromkeys(prefixes))))


def _queries(documents: Sequence[SearchDocument], samples: int) -> dict[str, list[str]]:
    """Parts of names and of texts, and the translated queries, in three writings."""
    chance = random.Random(7)
    english, chinese = [en for en, _ in _TRANSLATED], [zh for _, zh in _TRANSLATED]
    while len(english) < samples or len(chinese) < samples:
        document = chance.choice(documents)
        text = chance.choice((*document.names, *document.text))
        if text.isascii():
            english.append(_part(chance, text.split()[:6], " "))
        elif is_cjk(text[0]):
            chinese.append(_part(chance, list(text[:12]), ""))
    simplified = opencc.OpenCC("t2s")
    traditional = opencc.OpenCC("s2hk")
    hant = [traditional.convert(query) for query in chinese[:samples]]
    hans = [simplified.convert(query) for query in hant]
    return {"en": english[:samples], "zh-Hant": hant, "zh-Hans": hans}


def _times(call: Callable[[str], object], queries: Sequence[str]) -> list[float]:
    times = []
    for query in queries:
        start = time.perf_counter()
        call(query)
        times.append((time.perf_counter() - start) * 1000)
    return times


def _quantiles(times: list[float]) -> tuple[float, float, float]:
    cuts = statistics.quantiles(times, n=100)
    return cuts[49], cuts[94], cuts[98]


def _part(chance: random.Random, pieces: list[str], glue: str) -> str:
    """Two to four neighbouring pieces of a name."""
    length = chance.randint(2, 4)
    at = chance.randint(0, max(0, len(pieces) - length))
    return glue.join(pieces[at : at + length])


def _text(document: SearchDocument) -> str:
    return " ".join(tokens("\n".join((*document.names, *document.abbreviations, *document.text))))


def _query(query: str) -> str:
    return " ".join(f'"{token}"' for token in tokens(query)) or '"_"'


def _document(
    identity: str,
    names: Sequence[str],
    abbreviations: Sequence[str],
    text: Sequence[str],
    concepts: tuple[str, ...],
) -> SearchDocument:
    return SearchDocument(
        id=identity,
        kind=identity.partition("/")[0],
        names=tuple(names),
        aliases=(),
        abbreviations=tuple(abbreviations),
        text=tuple(text),
        concepts=concepts,
        weight=float(len(text)),
        title=(names[0], names[-1], names[-1]),
    )


def table(results: dict[str, Any]) -> str:
    """The figures as Markdown, with what each peer takes for one of Lionrock's."""
    columns = ["", "docs/s (per CPU s)", "en p50/p99 ms", "zh-Hant", "zh-Hans"]
    columns += ["p99 against Lionrock's", "scripts equal", "en = zh"]
    lines = [f"### {results['documents']:,} documents", ""]
    lines += [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
    for name in (Lionrock.name, BareTantivy.name, SQLite.name):
        row = results[name]
        times = " | ".join(f"{row[kind][0]:.2f} / {row[kind][2]:.2f}" for kind in _WRITINGS)
        ratios = [row[kind][2] / results[Lionrock.name][kind][2] for kind in _WRITINGS]
        lines.append(
            f"| {name} | {row['docs/s']:,.0f} ({row['docs per CPU s']:,.0f}) | {times} "
            f"| {' '.join(f'×{ratio:.2f}' for ratio in ratios)} "
            f"| {row['cross-script']:.3f} | {row['cross-language']:.3f} |"
        )
    median, most, rare = results[Lionrock.name]["suggest"]
    goals = "Goals: search p99 ≤ 5 ms, suggestions p95 ≤ 2 ms, scripts equal 1."
    figures = f"Suggestions: p50 {median:.2f}, p95 {most:.2f}, p99 {rare:.2f} ms."
    lines += ["", f"{figures} {goals}", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    registry = registry_documents()
    sys.stdout.write("## Search\n\n")
    sys.stdout.write(table(run(registry)) + "\n")
    sys.stdout.write(table(run(list(synthetic_documents(registry, 100_000)))) + "\n")
