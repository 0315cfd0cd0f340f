"""In which language the pages of a site speak: every text of a page, and which are not the page's.

`python -m tests.gates.languages HOME [--without]` crawls every page of the build in HOME and prints
the share of English on Chinese pages, and each English sentence with a page that shows it;
`--without` leaves the registry's translations out, which is how the pages were before them.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from litestar.testing import TestClient

from lionrock.answer.observatory import Live, Observatory
from lionrock.serve.app import create_app
from lionrock.serve.tables import PAGE_ROWS
from lionrock.settings import Settings

_UNSAID = ("script", "style", "code", "kbd", "samp")
"""What is for machines, or stands as it was typed."""
_VOID = frozenset(("area", "br", "circle", "hr", "img", "input", "link", "meta", "path", "source"))
_CHINESE = re.compile("[\u3400-\u9fff]")
_WORD = re.compile("[A-Za-z][A-Za-z'’-]+")
_SMALL = frozenset(
    ("of", "the", "and", "for", "in", "on", "to", "a", "an", "with", "by", "at", "from")
)
FIXED = (
    "", "about", "indicators", "targets", "index-method", "audit", "changes", "works", "ties",
    "research-method", "search?q=AI", "find/programmes?q=a+Hong+Kong+start-up+in+health+AI",
    "find/rules?q=a+bank+uses+generative+AI", "find/partners?q=robotics&of=hkust", "check",
)  # fmt: skip


class Said:
    """A text of a page, and the language it is marked with; None where no mark can be (a title)."""

    def __init__(self, text: str, lang: str | None) -> None:
        self.text, self.lang = text, lang


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[Said] = []
        self._open: list[tuple[str, str, bool]] = [("", "", False)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        given = dict(attrs)
        _, lang, unsaid = self._open[-1]
        unsaid = unsaid or tag in _UNSAID or given.get("class") in ("at", "builds")
        self._open.append((tag, given.get("lang") or lang, unsaid))

    def handle_endtag(self, tag: str) -> None:
        while len(self._open) > 1:
            if self._open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        tag, lang, unsaid = self._open[-1]
        text = " ".join(data.split())
        if text and not unsaid:
            self.said.append(Said(text, None if tag in ("title", "option") else lang))


def texts(page: str) -> list[Said]:
    """Every text of an HTML page but code and addresses, with its language."""
    reader = _Texts()
    reader.feed(page)
    return reader.said


def is_sentence(text: str) -> bool:
    """Whether a text is English that says something, and no bare name: no Chinese in it, three
    words or more, and one of them small that does not only join names."""
    if _CHINESE.search(text):
        return False
    words = _WORD.findall(text)
    spaced = text.count(" ") > 1  # no address of a host
    return spaced and len(words) > 2 and any(w[0].islower() and w not in _SMALL for w in words)


def letters(said: Iterable[Said]) -> tuple[int, int, int]:
    """Letters of texts: in English sentences, in other English, and Chinese characters."""
    sentences = english = chinese = 0
    for one in said:
        chinese += len(_CHINESE.findall(one.text))
        if not _CHINESE.search(one.text):
            number = sum(map(len, _WORD.findall(one.text)))
            if is_sentence(one.text):
                sentences += number
            else:
                english += number
    return sentences, english, chinese


def pages(now: Observatory, every: int = 1) -> Iterator[str]:
    """Paths below a language: the fixed pages, each facet with each page of its tables and its
    boards, and every so manieth indicator and entity."""
    yield from FIXED
    for facet in now.facets():
        document = now.facet_document(facet["id"]) or {}
        for table in document["tables"]:
            for number in range(1, 2 + (table["rows"] - 1) // PAGE_ROWS, every):
                yield f"facet/{facet['id']}?table={table['id']}&page={number}"
        for board in document["boards"]:
            yield f"facet/{facet['id']}/board/{board['id']}"
    yield from [f"indicator/{one['id']}" for one in now.indicators()][::every]
    yield from [f"entity/{row[0]}" for row in now.query("SELECT id FROM entities ORDER BY id")][
        ::every
    ]


def strangers(site: TestClient[Any], lang: str, paths: Iterable[str]) -> dict[str, list[str]]:
    """Every English sentence on pages of a Chinese language, with the pages that show it."""
    found: dict[str, list[str]] = {}
    for path in paths:
        for said in texts(site.get(f"/{lang}/{path}").text):
            if is_sentence(said.text):
                found.setdefault(said.text, []).append(path)
    return found


def _measure(home: Path, without: bool) -> None:
    app = create_app(Live(Settings(home=home)))
    if without:
        Observatory.translations = lambda _self, _lang: {}  # type: ignore[method-assign]
    with TestClient(app) as site:
        paths = list(pages(app.state.live.now()))
        for lang in ("zh-Hant", "zh-Hans"):
            total: Counter[str] = Counter()
            where: dict[str, str] = {}
            counts = [0, 0, 0]
            for path in paths:
                said = texts(site.get(f"/{lang}/{path}").text)
                counts = [a + b for a, b in zip(counts, letters(said), strict=True)]
                for one in said:
                    if is_sentence(one.text):
                        total[one.text] += 1
                        where.setdefault(one.text, path)
            sys.stdout.write(f"{lang}: {len(paths)} pages; letters in English sentences, other "
                             f"English, Chinese: {counts}; {len(total)} sentences\n")  # fmt: skip
            for text, number in total.most_common():
                sys.stdout.write(f"  {number:5} {where[text]}: {text}\n")


if __name__ == "__main__":
    _measure(Path(sys.argv[1]), "--without" in sys.argv)
