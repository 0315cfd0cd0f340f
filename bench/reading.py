"""Reading: names in running text, whole documents, and the check of an article.

The limit of tagging is the bare automaton of ahocorasick-rs over the same folded text, without
boundaries, longest match or linking; the peer is spaCy's PhraseMatcher on a blank pipeline. Names
and text are made up (seeded), in both scripts. Each contender runs in a process of its own.
`python bench/reading.py [NAMES]` prints Markdown.
"""

import json
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))
import ahocorasick_rs

from lionrock.answer.checking.check import checker
from lionrock.answer.observatory import Observatory
from lionrock.answer.reading import linker, read
from lionrock.build import build
from lionrock.model.reading import Document
from lionrock.read.document import read_text
from lionrock.read.fold import folded_letters
from lionrock.read.gazetteer import Gazetteer, Name
from lionrock.read.linking import EntityLinker, Known
from lionrock.read.sentences import sentences
from lionrock.settings import Settings

NAMES, TEXT, SEED, RUNS = 100_000, 6_000_000, 7, 3
FIGURES = 60_000
"""Letters of the longest text that the site checks at once; goal 3 s, and linear."""
_PEER = Path(__file__).parent / "peers" / "phrases.py"
_SYLLABLES = re.findall(
    "...", "kalventrimarsoldexprabelcorfingarholjunkelmirnorpelquaroseltamvisvexyorzan"
)
_HAN = "华明德信诚嘉恒泰瑞祥宏远新创智云海天星光科达立方正源通汇聚丰盛合众联盟凯旋"
_KINDS = ("Robotics", "Laboratory", "Holdings Limited", "Institute of Technology", "Capital")
_HAN_KINDS = ("科技有限公司", "研究院", "實驗室", "集團", "大學")
_WORDS = re.findall(
    "[A-Z][a-z]*",
    "TheOfAndToInForWithOnByAsAtFromWasWereHasHaveSaidNewFundCityResearchModelDataFirmPlanYear"
    "MillionPeopleLaunchedOpenedSignedAgreed",
)
_WORDS = [word.lower() for word in _WORDS]
_HAN_WORDS = "的在和與為於今年去年宣布推出表示合作研究資金投資發展計劃人員系統服務應用市場"


def names(number: int, chance: random.Random) -> list[str]:
    """Made-up names of organisations, half of them Chinese."""
    found: dict[str, None] = {}
    while len(found) < number:
        if len(found) % 2:
            stem = "".join(chance.choices(_HAN, k=chance.randint(2, 4)))
            found[stem + chance.choice(_HAN_KINDS)] = None
        else:
            parts = ("".join(chance.choices(_SYLLABLES, k=3)).title() for _ in range(2))
            found[f"{' '.join(parts)} {chance.choice(_KINDS)}"] = None
    return list(found)


def prose(size: int, known: list[str], chance: random.Random) -> str:
    """Made-up text of about `size` bytes in UTF-8, a name in one sentence of three."""
    pieces: list[str] = []
    held = 0
    while held < size:
        if chance.random() < 0.5:
            words = " ".join(chance.choices(_WORDS, k=chance.randint(5, 12)))
            name = chance.choice(known) if chance.random() < 1 / 3 else "nobody"
            piece = f"{words} {name} {chance.choice(_WORDS)}. "
        else:
            words = "".join(chance.choices(_HAN_WORDS, k=chance.randint(8, 20)))
            name = chance.choice(known) if chance.random() < 1 / 3 else "無人"
            piece = f"{words}，{name}。"
        pieces.append(piece)
        held += len(piece.encode())
    return "".join(pieces)


def _best(function: Callable[[], object], runs: int = RUNS) -> float:
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        function()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def _tagging(number: int) -> Iterator[str]:
    chance = random.Random(SEED)
    known = names(number, chance)
    text = prose(TEXT, known[:: max(1, number // 20_000)], chance)
    size = len(text.encode()) / 1e6
    folded = folded_letters(text).lower()
    patterns = list(dict.fromkeys(folded_letters(one).lower() for one in known))
    bare = ahocorasick_rs.AhoCorasick(patterns, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    limit = _best(lambda: bare.find_matches_as_indexes(folded))
    gazetteer = Gazetteer((Name(one, f"n{n}", "organisation") for n, one in enumerate(known)), {})
    by = EntityLinker(gazetteer, Known({}, {}))
    document = Document(text)
    cut = sentences(text)
    hits = _best(lambda: gazetteer.hits(text))
    linked = _best(lambda: by.mentions(document, cut))
    yield f"{number:,} names of both scripts over {size:.1f} MB of text; the best of {RUNS} runs.\n"
    yield "| contender | MB/s | against the automaton |\n|---|---:|---:|"
    yield f"| the bare automaton (ahocorasick-rs), on folded text | {size / limit:.1f} | 1.00 |"
    yield f"| **Lionrock**: folding, boundaries, longest | {size / hits:.1f} | {limit / hits:.2f} |"
    yield f"| **Lionrock**: with linking | {size / linked:.1f} | {limit / linked:.2f} (goal 0.6) |"
    peer = _spacy(known, text[: len(text) // 6])
    if peer is None:
        yield "| spaCy PhraseMatcher | not installed | |"
    else:
        yield f"| spaCy PhraseMatcher, blank pipeline | {peer:.2f} | {peer * limit / size:.3f} |"


def _spacy(known: list[str], text: str) -> float | None:
    """spaCy's MB/s, None where it cannot be run."""
    python = Path(__file__).parent.parent / ".venv-bench" / "peers" / "bin" / "python"
    if not python.exists():
        return None
    with TemporaryDirectory() as folder:
        (Path(folder) / "names.json").write_text(json.dumps(known), "utf-8")
        (Path(folder) / "text.txt").write_text(text, "utf-8")
        done = subprocess.run([python, _PEER, folder], capture_output=True, text=True, check=False)
    return float(done.stdout) if done.returncode == 0 else None


def _page(chance: random.Random, told: list[str]) -> str:
    """A page of about 400 words: sentences of the registry's names, sums and dates."""
    verbs = ("launched a model", "signed an agreement", "raised HK$3.5 million", "opened a centre")
    lines = []
    for _ in range(18):
        day = f"on {chance.randint(1, 28)} March {chance.randint(2015, 2025)}"
        extra = " ".join(chance.choices(_WORDS, k=10))
        lines.append(f"{chance.choice(told)} {chance.choice(verbs)} {day}, {extra}.")
    for _ in range(8):
        lines.append(
            f"{chance.choice(told)}去年十月宣布投資{chance.randint(2, 90)}億港元推出人工智能系統。"
        )
    return "\n\n".join(lines)


_STATE: dict[str, Observatory] = {}


def _figures(size: int, chance: random.Random) -> str:
    """A list without a full stop: numbers, what they count, and years."""
    nouns = ("companies", "people", "projects", "AI firms", "start-ups", "patents", "scams")
    told: list[str] = []
    while sum(map(len, told)) + 2 * len(told) < size:
        number, year = chance.randint(100, 99_999), chance.randint(2010, 2026)
        told.append(f"{number:,} {chance.choice(nouns)} in {year}")
    return ", ".join(told)


def _open(home: str) -> None:
    _STATE["it"] = Observatory.open(Settings(Path(home)))
    linker(_STATE["it"])


def _read_all(pages: list[str]) -> int:
    return sum(len(read(_STATE["it"], read_text(page)).mentions) for page in pages)


def _documents() -> Iterator[str]:
    with TemporaryDirectory() as folder:
        home = Path(folder)
        build(Settings(home))
        observatory = Observatory.open(Settings(home))
        told = [one.names[0].text for one in observatory.organisations()][:400]
        chance = random.Random(SEED)
        pages = [_page(chance, told) for _ in range(800)]
        words = statistics.mean(len(page.split()) for page in pages)
        with ProcessPoolExecutor(2, initializer=_open, initargs=(str(home),)) as pool:
            halves = [pages[:20], pages[20:40]]
            list(pool.map(_read_all, halves))  # both have started
            halves = [pages[0::2], pages[1::2]]
            taken = _best(lambda: list(pool.map(_read_all, halves)))
        yield "\n| whole reading, two processes | |\n|---|---:|"
        rate = len(pages) / taken
        yield f"| pages of {words:.0f} words a second | {rate:,.0f} (goal 200) |"
        article = "\n\n".join(pages[:6])[:7_000]
        check = checker(observatory)
        check.check(read(observatory, read_text(article)))
        once = _best(lambda: check.check(read(observatory, read_text(article))))
        size = len(article.split())
        yield f"| check of an article of {size:,} words, warm, s | {once:.2f} (goal 1) |"
        for size in (FIGURES // 4, FIGURES):
            table = read(observatory, read_text(_figures(size, chance)))
            spent = time.process_time()
            check.check(table)
            spent = time.process_time() - spent
            yield f"| check of {size:,} letters of nothing but figures, CPU s | {spent:.2f} |"


def run(number: int = NAMES) -> str:
    """Measure everything and return a section of Markdown."""
    parts = ["## Reading and checking\n", *_tagging(number)]
    return "\n".join(parts) + "\n" + "\n".join(_documents()) + "\n"


if __name__ == "__main__":
    sys.stdout.write(run(*map(int, sys.argv[1:])))
