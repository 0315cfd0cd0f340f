"""Facet pages: the time each takes to make, beside the bare template of the site.

All in one process and one run, taking turns: the seven pages in three languages, as a reader of a
served build gets them (their parts above and below the table are kept), the same pages made whole
(nothing kept), and the site's template with an empty page in it. Run
`python bench/serving_facets.py` for a Markdown section.
"""

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any, NamedTuple

from lionrock.answer.observatory import Live
from lionrock.build import build
from lionrock.model.text import LANGUAGES
from lionrock.serve import pages
from lionrock.serve.charts import Drawer
from lionrock.serve.kept import Kept
from lionrock.serve.render import Page, environment
from lionrock.settings import Settings

GOAL = 50.0  # ms, warm
ROUNDS = 15
_BARE = '{% extends "base.html" %}{% block title %}{{ facet.title[lang] }}{% endblock %}'


class Taken(NamedTuple):
    """Milliseconds of processor time: the median of all rounds, and bytes of the page."""

    median: float
    size: int


def run() -> str:
    """Measure and return a section of docs/benchmarks.md."""
    with TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        build(Settings(home=home))
        live = Live(Settings(home=home))
        facets = [one["id"] for one in live.now().facets()]
        warm = SimpleNamespace(live=live, drawer=Drawer(), kept=Kept(), published=False)
        makes: dict[tuple[str, str], Callable[[], bytes]] = {}
        for facet in facets:
            makes[facet, "warm"] = lambda facet=facet: _pages(warm, facet)
            makes[facet, "whole"] = lambda facet=facet: _whole(live, facet)
            makes[facet, "bare"] = lambda facet=facet: _bare(live, facet)
        for make in makes.values():
            make()
        times: dict[tuple[str, str], list[float]] = {name: [] for name in makes}
        sizes: dict[tuple[str, str], int] = {}
        for _ in range(ROUNDS):
            for name, make in makes.items():
                begun = time.process_time()
                sizes[name] = len(make()) // len(LANGUAGES)
                times[name].append((time.process_time() - begun) * 1e3 / len(LANGUAGES))
    taken = {name: Taken(statistics.median(found), sizes[name]) for name, found in times.items()}
    return _section(facets, taken)


def _pages(state: SimpleNamespace, facet: str) -> bytes:
    """A facet's page in every language."""
    made = b""
    for lang in LANGUAGES:
        url = SimpleNamespace(path=f"/{lang}/facet/{facet}", query="")
        app = SimpleNamespace(state=state)
        request: Any = SimpleNamespace(app=app, url=url, query_params={}, headers={})
        made += pages.facet(request, facet).content
    return made


def _whole(live: Live, facet: str) -> bytes:
    return _pages(SimpleNamespace(live=live, drawer=Drawer(), kept=Kept(), published=False), facet)


def _bare(live: Live, facet: str) -> bytes:
    """The site's template around nothing, after the same document was read."""
    template = environment().from_string(_BARE)
    made = ""
    for lang in LANGUAGES:
        page = Page(lang, f"facet/{facet}", live.now())
        document = page.observatory.facet_document(facet)
        made += template.render(page.context() | {"facet": document})
    return made.encode()


def _section(facets: list[str], taken: dict[tuple[str, str], Taken]) -> str:
    rows = "\n".join(
        f"| {facet} | {taken[facet, 'warm'].size / 1000:,.0f} kB "
        f"| {taken[facet, 'bare'].median:.1f} | {taken[facet, 'warm'].median:.1f} "
        f"| {taken[facet, 'warm'].median / taken[facet, 'bare'].median:.1f}× "
        f"| {taken[facet, 'whole'].median:.0f} |"
        for facet in facets
    )
    slowest = max(taken[facet, "warm"].median for facet in facets)
    verdict = "met" if slowest <= GOAL else "missed"
    return f"""## Serving: facet pages

Milliseconds of processor time a page, median of {ROUNDS} turns, mean of three languages. Bare: the
site's template with nothing in it, after reading the facet's document. Warm: as served, with what
no address changes kept. Whole: nothing kept, as the first reader of a day gets it.

| | page | bare ms | warm ms | of bare | whole ms |
| --- | ---: | ---: | ---: | ---: | ---: |
{rows}

Goal: every facet page warm in at most {GOAL:.0f} ms: slowest **{slowest:.1f} ms, {verdict}**.
"""


if __name__ == "__main__":
    print(run())
