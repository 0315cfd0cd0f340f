"""Site and API are twins: what a page shows stands in the JSON of the routes beside it.

Every address of the site is listed here, with the routes that give the same facts or with the
reason why there is none. Of a page's main part are compared: the entities, indicators and works it
leads to, the public pages it cites, its dates, and its figures.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import pytest
from litestar.testing import TestClient

Client = TestClient[Any]


class Twin(NamedTuple):
    """A page below /en and the routes below /api that tell the same.

    `sent` is what is sent to a route that takes a text; `each` a route that is asked besides for
    each indicator that the first tells of. `reckoned` names the sections whose figures the page
    works out of others, `method` the pages that the page itself cites for its method.
    """

    page: str
    routes: tuple[str, ...]
    sent: str | None = None
    each: tuple[str, ...] = ()
    reckoned: frozenset[str] = frozenset()
    method: frozenset[str] = frozenset()


DAY = "day=2024-06-30&meaning=valid"
TEXT = "HKUST was founded in 1991 in Clear Water Bay."
QUESTION = "q=start-up+of+two+years+with+five+staff"
RULES = "q=a+hospital+that+uses+patient+data+in+a+chatbot"
PARTNERS = "q=robotics+in+Shenzhen&of=hkust"
TWINS = {
    "/{lang:str}": Twin("", ("home",)),
    "/{lang:str}/facet/{name:str}": Twin(
        "facet/startups?table=deals",
        (
            "facets/startups",
            "facets/startups/table?table=deals&limit=25",
            *(f"facets/startups/boards/{one}" for one in ("landscape",)),
        ),
    ),
    "/{lang:str}/facet/{name:str}/board/{board:str}": Twin(
        "facet/governance/board/force", ("facets/governance/boards/force",)
    ),
    "/{lang:str}/entity/{id_:str}": Twin("entity/hkust", ("entities/hkust", "targets")),
    "/{lang:str}/entity/{id_:str}/{section:str}": Twin(
        "entity/hong-kong/figures", ("entities/hong-kong",)
    ),
    "/{lang:str}/indicators": Twin("indicators", ("indicators",)),
    "/{lang:str}/indicator/{id_:str}": Twin(
        "indicator/unicorns", ("indicators/unicorns", "indicators/unicorns/forecast")
    ),
    "/{lang:str}/search": Twin("search?q=robotics", ("search?q=robotics&limit=20",)),
    "/{lang:str}/about": Twin("about", ("sources", "home")),
    "/{lang:str}/works": Twin("works?about=hkust", ("works?about=hkust", "research/method")),
    "/{lang:str}/ties": Twin("ties?from=hkust&to=hku", ("graph/path?from=hkust&to=hku",)),
    "/{lang:str}/research-method": Twin("research-method", ("research/method",)),
    "/{lang:str}/research-unknown": Twin("research-unknown", ("research/unknown",)),
    "/{lang:str}/find/programmes": Twin(
        f"find/programmes?{QUESTION}", (f"find/programmes?{QUESTION}",)
    ),
    "/{lang:str}/find/rules": Twin(f"find/rules?{RULES}", (f"find/rules?{RULES}",)),
    "/{lang:str}/find/partners": Twin(f"find/partners?{PARTNERS}", (f"find/partners?{PARTNERS}",)),
    "/{lang:str}/targets": Twin("targets", ("targets",)),
    "/{lang:str}/index-method": Twin(
        "index-method",
        ("index",),
        reckoned=frozenset(("removed",)),  # how far the score moves: told are both scores
        method=frozenset(("https://doi.org/10.1787/9789264043466-en",)),
    ),
    "/{lang:str}/forecasts": Twin(
        "forecasts", ("forecasts",), each=("indicators/{}", "indicators/{}/forecast")
    ),
    "/{lang:str}/audit": Twin("audit", ("audit",)),
    "/{lang:str}/changes": Twin("changes", ("changes",)),
    "/{lang:str}/as-of/{id_:str}": Twin(f"as-of/hkust?{DAY}", (f"entities/hkust/as-of?{DAY}",)),
    "/{lang:str}/as-of/indicator/{id_:str}": Twin(
        f"as-of/indicator/unicorns?{DAY}", (f"indicators/unicorns/as-of?{DAY}",)
    ),
    "/{lang:str}/as-of/facet/{name:str}": Twin(
        f"as-of/facet/startups?table=deals&{DAY}",
        (f"facets/startups/as-of?table=deals&limit=25&{DAY}",),
    ),
    "/{lang:str}/as-of": Twin(
        f"as-of?q=robotics&{DAY}", (f"search/as-of?q=robotics&limit=20&{DAY}",)
    ),
    "/{lang:str}/check": Twin("check", ("check",), TEXT),
}
NO_TWIN = {
    "/": "leads to the language of the reader; the API has no language",
    "/robots.txt": "is for crawlers",
    "/{lang:str}/chart/{name:str}": "is a picture of what /api/indicators/{id} tells in figures",
    "/{lang:str}/facet/{name:str}/{table:str}": "is a file of /api/facets/{id}/table, whole",
    "/{lang:str}/indicator/{id_:str}/values.csv": "is a file of /api/indicators/{id}",
    "/{lang:str}/changes.atom": "is a feed of /api/changes",
    "/{lang:str}/changes.json": "is a feed of /api/changes",
    "/{lang:str}/review": "is a form over /api/review: tests/serve/test_trusted_pages.py",
    "/{lang:str}/research-unknown/{id_:str}": "the bundled registry has no works, so no names of "
    "theirs: tests/serve/test_unknown.py compares them in a city that has",
}

EMPTY = {"/{lang:str}/changes", "/{lang:str}/research-unknown", "/{lang:str}/ties"}
"""Pages that have nothing to show where a home was built once, and has no works."""


class Shown(HTMLParser):
    """What the main part of a page shows."""

    def __init__(self, html: str, reckoned: frozenset[str]) -> None:
        super().__init__()
        self._reckoned, self._section = reckoned, ""
        self.ids: set[str] = set()
        self.urls: set[str] = set()
        self.dates: set[str] = set()
        self.figures: list[str] = []
        self._open: list[bool] = []
        self.feed(html.partition("<main")[2].partition("</main>")[0])

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "section":
            self._section = given.get("aria-labelledby") or ""
        if tag in ("td", "data"):
            kinds = set((given.get("class") or "").split())
            told = tag == "data" or bool(kinds & {"quantity", "number", "money"})
            told = told and self._section not in self._reckoned
            self._open.append(told)
            if told:
                self.figures.append("")
        if tag == "time" and given.get("datetime"):
            self.dates.add(str(given["datetime"]))
        if tag == "a" and (href := given.get("href")):
            parts = urlsplit(href)
            if parts.scheme:
                self.urls.add(href)
            elif found := re.fullmatch(
                r"/en/(?:entity|indicator|as-of(?:/indicator)?)/([^/]+)", parts.path
            ):
                self.ids.add(unquote(found[1]))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "data") and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1]:
            self.figures[-1] += data


_NUMBER = re.compile(r"(?<![\w.])(\d[\d,]*(?:\.\d+)?)\s?(trillion|billion|million)?")
_SCALE = {"trillion": 1e12, "billion": 1e9, "million": 1e6, "": 1.0}


def numbers_shown(texts: list[str]) -> Iterator[tuple[float, float]]:
    """The figures of a page, each with half of its last digit: it was rounded for reading."""
    for text in texts:
        for digits, scale in _NUMBER.findall(text):
            plain = digits.replace(",", "")
            step = 10.0 ** -len(plain.partition(".")[2])
            if len(plain) > 3 and set(plain[3:]) == {"0"}:  # told by three digits
                step = 10.0 ** (len(plain) - 3)
            step *= _SCALE[scale]
            yield float(plain) * _SCALE[scale], step / 2 * 1.001


def numbers_told(value: Any) -> Iterator[float]:
    """Every number of an answer, those inside texts too ("USD 320000000", "2024-06-30")."""
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list):
        for one in value:
            yield from numbers_told(one)
    elif isinstance(value, str):
        yield from (float(found) for found in re.findall(r"\d+(?:\.\d+)?", value))
    elif isinstance(value, int | float):
        yield from (abs(float(value)), abs(float(value)) * 100)


def texts_told(value: Any) -> Iterator[str]:
    """Every text of an answer."""
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list):
        for one in value:
            yield from texts_told(one)
    elif isinstance(value, str):
        yield value


def test_every_address_of_the_site_is_listed(site: Client) -> None:
    routes = {route.path for route in site.app.routes}
    ours = {path for path in routes if not path.startswith(("/api", "/reconcile", "/static"))}
    assert ours == {*TWINS, *NO_TWIN}
    assert all(NO_TWIN.values())


@pytest.mark.parametrize("path", TWINS)
def test_a_page_shows_what_its_routes_tell(site: Client, path: str) -> None:
    twin = TWINS[path]
    shown = Shown(page_of(site, twin), twin.reckoned)
    told = list(answers(site, twin))
    texts = {*texts_told(told), *re.split(r"[=&?/]", twin.page)}
    lost = {
        "ids": {one for one in shown.ids if one not in texts},
        "urls": {one for one in shown.urls - twin.method if not is_told(one, texts)},
        "dates": {one for one in shown.dates if one not in texts},
        "figures": missing(shown.figures, told),
    }
    assert not any(lost.values()), lost


def page_of(site: Client, twin: Twin) -> str:
    sent = {"data": {"text": twin.sent}} if twin.sent else {}
    page = site.request("POST" if sent else "GET", f"/en/{twin.page}", **sent)
    assert page.status_code == 200
    return page.text


def answers(site: Client, twin: Twin) -> Iterator[Any]:
    """What the routes of a page answer."""
    routes = list(twin.routes)
    for route in routes:
        sent = {"json": {"text": twin.sent}} if twin.sent else {}
        answer = site.request("POST" if sent else "GET", f"/api/{route}", **sent)
        assert answer.status_code == 200, (route, answer.text[:300])
        if twin.each and route == twin.routes[0]:
            ids = sorted({one["indicator"] for one in answer.json()["series"]})
            routes += [each.format(one) for one in ids for each in twin.each]
        yield answer.json()


def is_told(url: str, texts: set[str]) -> bool:
    """Whether an address is told, or what it is made of: a host, an identifier elsewhere."""
    bare = url.partition("://")[2].rstrip("/")
    return bool(texts & {url, bare, unquote(bare.rpartition("/")[2])})


def missing(figures: list[str], told: Any) -> list[float]:
    known = sorted(set(numbers_told(told)))
    return [
        value
        for value, half in numbers_shown(figures)
        if not any(abs(value - one) <= half for one in known)
    ]


def test_what_is_not_told_is_found_out() -> None:
    """The comparison itself can fail: of figures, addresses and ids."""
    told = {"value": 12.34, "url": "https://a.example/b", "id": "lumen", "site": "c.example"}
    assert missing(["12.3", "1,234%", "HK$12"], told) == []
    assert missing(["12.4", "13"], told) == [12.4, 13.0]
    assert missing(["6,320 cases"], {"error": 6321.3}) == []
    assert missing(["6,321 cases"], {"error": 6329.3}) == [6321.0]
    texts = set(texts_told(told))
    assert is_told("https://a.example/b", texts)
    assert is_told("https://c.example/", texts)
    assert not is_told("https://a.example/c", texts)
    html = '<main><a href="/en/entity/a">a</a><td class="number">7</td><td>8</td></main>'
    shown = Shown(html, frozenset())
    assert (shown.ids, shown.figures) == ({"a"}, ["7"])


def test_the_pages_that_are_compared_show_something(site: Client) -> None:
    pages = {path: page_of(site, twin) for path, twin in TWINS.items()}
    seen = {path: Shown(page, frozenset()) for path, page in pages.items()}
    empty = {path for path, shown in seen.items() if not (shown.ids or shown.urls or shown.figures)}
    assert empty <= EMPTY
    assert sum(len(shown.figures) for shown in seen.values()) > 300
    assert sum(len(shown.urls) for shown in seen.values()) > 200
