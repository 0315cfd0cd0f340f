"""Sentences with amounts and dates, and requests of the API, for `tests.sources.fuzzing`."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from litestar.testing import TestClient

from lionrock.answer.observatory import Live
from lionrock.build import build
from lionrock.read.amounts import amounts
from lionrock.read.dates import dates
from lionrock.serve.app import create_app
from lionrock.settings import Settings
from tests.read.fuzzing import TEXT
from tests.sources.fuzzing_rows import Parse
from tests.world import make_world

Parser = tuple[str, Parse, list[Path]]
SENTENCES = (
    TEXT
    + """
A fund of HK$3.5 billion (US$450m), RMB 2,000–3,000萬 or 三百五十億元, up 12.5% to about 七成半 by
2027; over 1,200 to 1,500 companies, a dozen labs, 1.2.3, £5k, 10^9, ½, ३४, １２３億.
On 8 October 2025, 2025-10-08, 08/10/2025, Oct. 8th, last Wednesday, in Q3 FY2025/26, the 2020s,
mid-2024; 二〇二五年十月八日、去年十月、上星期三、2025-26年度、第十四個五年規劃、本世紀。"""
)
QUERIES = (
    "search?q=科大 robotics&limit=10&offset=0", "suggest?q=hk&limit=5",
    "entities?id=lumen&id=guild", "indicators?limit=5", "conflicts?limit=3&about=lumen",
    "entities/lumen/as-of?day=2024-06-30", "graph/around/lumen?steps=2&most=20",
    "graph/way?from=lumen&to=guild", "facets/startups/table?sort=-founded&limit=3",
    "find/programmes?q=robotics startup seed&age=3&staff=20", "find/rules?q=chatbot for banks",
    "find/partners?q=university robotics&who=lumen", "works?field=ai&limit=3&year=2024",
    "graph/path?from=lumen&to=guild", "facets/startups", "research/unknown?limit=3",
)  # fmt: skip
BODIES = {
    "api!check": {"text": SENTENCES[:300], "lang": "en", "published": "2025-10-08"},
    "api!read": {"text": SENTENCES[:300], "lang": "zh-Hant", "published": "2025-10-08"},
    "reconcile!match": {"queries": [{"conditions": [
        {"matchType": "name", "propertyValue": "Lumen Robotics"}], "type": "organisation"}]},
    "reconcile!extend": {"ids": ["lumen", "guild"], "properties": [{"id": "founded"}]},
}  # fmt: skip


def texts(folder: Path) -> Iterator[Parser]:
    """(name, reader, a file of sentences) of amounts and of dates."""
    path = folder / "sentences.txt"
    path.write_text(SENTENCES, "utf-8")
    yield "amounts", _spans(lambda text: amounts(text, dates(text), "HKD")), [path]
    yield "dates", _spans(lambda text: dates(text, "2026-11-30")), [path]


def _spans(read: Any) -> Parse:
    def parse(path: Path) -> int:
        text = path.read_bytes().decode("utf-8", "replace")
        for span in read(text):
            assert text[span.start : span.end] == span.text, "a span is its own text"
        return 0

    return parse


@contextlib.contextmanager
def questions(folder: Path) -> Iterator[list[Parser]]:
    """(name, asker, requests) of the API: addresses with queries, and bodies of JSON."""
    settings = Settings(folder / "home", make_world(folder / "registry"))
    build(settings)
    asked = _written(folder / "queries", {f"{n}.txt": one for n, one in enumerate(QUERIES)})
    bodies = _written(folder / "bodies", {f"{n}.json": json.dumps(b) for n, b in BODIES.items()})
    with TestClient(create_app(Live(settings)), raise_server_exceptions=False) as site:
        yield [
            ("queries of the API", _query(site), asked),
            ("bodies of the API", _body(site), bodies),
        ]


def _written(folder: Path, files: dict[str, str]) -> list[Path]:
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return [folder / name for name in files]


def _query(site: TestClient[Any]) -> Parse:
    def parse(path: Path) -> int:
        where, _, query = path.read_bytes().partition(b"?")
        address = f"/api/{quote(where, safe='/')}?{quote(query, safe='=&%+,')}"
        return _answered(site.get(address[:60_000]))

    return parse


def _body(site: TestClient[Any]) -> Parse:
    def parse(path: Path) -> int:
        sent = {"content-type": "application/json"}
        return _answered(
            site.post("/" + path.stem.replace("!", "/"), content=path.read_bytes(), headers=sent)
        )

    return parse


def _answered(answer: Any) -> int:
    """1 for a request that was refused; an error of the server's own is no answer."""
    if answer.status_code >= 500:
        raise ArithmeticError(f"{answer.request.url}: {answer.status_code}: {answer.text[:300]}")
    if answer.status_code >= 400:
        assert "json" in answer.headers["content-type"]
    return int(answer.status_code >= 400)
