"""An entity as of a day, as page and route: which of the two meanings is meant is always said."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient

from lionrock.answer.as_of import today
from lionrock.answer.observatory import Live
from lionrock.model.text import LANGUAGES
from lionrock.serve.api.as_of import AsOfAnswer
from lionrock.serve.api.as_of_lists import FoundOnDay, TableOnDay
from lionrock.serve.app import create_app
from lionrock.settings import Settings

Client = TestClient[Any]
SAID = {
    "valid": {"en": "as known today", "zh-Hant": "就今日所知", "zh-Hans": "就今日所知"},
    "known": {"en": "knew on", "zh-Hant": "當日所知", "zh-Hans": "当日所知"},
}


@pytest.fixture(scope="module")
def client(world: Settings) -> Iterator[Client]:
    with TestClient(create_app(Live(world)), raise_server_exceptions=False) as made:
        yield made


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("meaning", SAID)
def test_the_page_says_which_meaning_is_meant(client: Client, lang: str, meaning: str) -> None:
    answer = client.get(f"/{lang}/as-of/lumen?day={today()}&meaning={meaning}")
    heading = answer.text.partition("<h1>")[2].partition("</h1>")[0]
    assert SAID[meaning][lang] in heading
    assert "https://lumen.example/about" in answer.text
    assert f'href="/{lang}/entity/lumen"' in answer.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_day_before_the_memory_is_unknown(client: Client, lang: str) -> None:
    page = client.get(f"/{lang}/as-of/lumen?day=2001-01-01&meaning=known").text
    unknown = {"en": "Unknown: nothing is remembered", "zh-Hant": "未知", "zh-Hans": "未知"}
    assert unknown[lang] in page
    assert "<table" not in page


def test_a_wrong_day_is_named_and_today_is_shown(client: Client) -> None:
    page = client.get("/en/as-of/lumen?day=%3Cb%3E").text
    assert "&lt;b&gt;" in page
    assert f'value="{today()}"' in page
    assert client.get("/en/as-of/nobody").status_code == 404


@pytest.mark.parametrize("meaning", SAID)
def test_the_route_answers_in_its_own_shape(client: Client, meaning: str) -> None:
    answer = client.get(f"/api/entities/lumen/as-of?day={today()}&meaning={meaning}")
    found = msgspec.json.decode(answer.content, type=AsOfAnswer)
    assert (found.meaning, found.day) == (meaning, today().isoformat())
    assert all(item.sources for item in found.items)
    assert answer.headers["etag"]
    year = client.get(f"/api/entities/lumen/as-of?day={today().year}&meaning={meaning}")
    assert year.json()["items"] == answer.json()["items"]
    assert "etag" not in year.headers


@pytest.mark.parametrize(
    ("path", "status"),
    [("lumen/as-of", 400), ("lumen/as-of?day=x", 400), ("lumen/as-of?day=2201", 400),
     ("lumen/as-of?day=2024&meaning=both", 400), ("nobody/as-of?day=2024", 404)],
)  # fmt: skip
def test_a_wrong_question_is_explained(client: Client, path: str, status: int) -> None:
    answer = client.get(f"/api/entities/{path}")
    assert answer.status_code == status
    assert answer.json()["detail"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("meaning", SAID)
def test_the_page_of_an_indicator_says_it_too(client: Client, lang: str, meaning: str) -> None:
    address = f"as-of/indicator/startups?day={today()}&meaning={meaning}"
    page = client.get(f"/{lang}/{address}").text
    heading = page.partition("<h1>")[2].partition("</h1>")[0]
    assert SAID[meaning][lang] in heading
    assert f'href="/{lang}/indicator/startups"' in page
    assert f'href="/{lang}/entity/vantry"' in page
    answer = client.get(f"/api/indicators/startups/as-of?{address.partition('?')[2]}")
    found = msgspec.json.decode(answer.content, type=AsOfAnswer)
    assert (found.kind, found.meaning) == ("indicator", meaning)
    assert found.items
    text = unescape(re.sub("<[^>]+>", "", page))
    for item in found.items:
        assert item.sources
        assert item.about
        assert item.figure is not None
        assert f"{item.figure.measured:g}" in text
        assert item.value not in text, "the page says it in its own words"


def test_an_indicator_nobody_knows_is_not_found(client: Client) -> None:
    assert client.get("/api/indicators/nothing/as-of?day=2024").status_code == 404
    assert client.get("/en/as-of/indicator/nothing").status_code == 404


@pytest.fixture(scope="module")
def grown(grown_home: Settings) -> Iterator[Client]:
    with TestClient(create_app(Live(grown_home)), raise_server_exceptions=False) as made:
        yield made


TABLE = "table=companies&day={}&meaning={}"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("meaning", SAID)
@pytest.mark.parametrize("day", ["2024-01-15", "2024-02-15", "2024-03-15"])
def test_the_page_of_a_table_has_what_the_route_says(
    grown: Client, lang: str, meaning: str, day: str
) -> None:
    asked = TABLE.format(day, meaning)
    page = grown.get(f"/{lang}/as-of/facet/startups?{asked}").text
    assert SAID[meaning][lang] in page.partition("<h1>")[2].partition("</h1>")[0]
    answer = grown.get(f"/api/facets/startups/as-of?{asked}&limit=25")
    found = msgspec.json.decode(answer.content, type=TableOnDay)
    assert answer.headers["etag"]
    assert (found.meaning, found.state) == (meaning, "holds")
    assert found.exact == (meaning == "valid" or day != "2024-01-15")
    assert found.rows
    for row in found.rows:
        assert f'href="/{lang}/as-of/{row.cells["entity"]}?day={day}' in page
    assert ("newcomer" in page) == (meaning == "known" and day == "2024-02-15")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("meaning", SAID)
def test_the_page_of_a_search_has_what_the_route_says(
    grown: Client, lang: str, meaning: str
) -> None:
    asked = f"q=lumen&day=2024-02-15&meaning={meaning}"
    page = grown.get(f"/{lang}/as-of?{asked}").text
    assert SAID[meaning][lang] in page.partition("<h1>")[2].partition("</h1>")[0]
    answer = grown.get(f"/api/search/as-of?{asked}")
    found = msgspec.json.decode(answer.content, type=FoundOnDay)
    assert found.hits
    for hit in found.hits:
        way = "indicator/" if hit.kind == "indicator" else ""
        assert f'href="/{lang}/as-of/{way}{hit.id}?day=2024-02-15' in page
    assert "lumen" in [hit.id for hit in found.hits]


def test_every_link_of_these_pages_leads_somewhere(grown: Client) -> None:
    """Whoever was withdrawn since has no page now, but has one as of the day."""
    for meaning in SAID:
        for start in (
            f"/en/as-of/facet/startups?{TABLE.format('2024-02-15', meaning)}",
            f"/en/as-of?q=newcomer&day=2024-02-15&meaning={meaning}",
        ):
            page = grown.get(start).text
            main = page.partition("<main")[2].partition("</main>")[0]
            hrefs = {unescape(found) for found in re.findall(r'href="([^"#]+)', main)}
            for href in hrefs:
                if not href.startswith("http"):
                    address = start.partition("?")[0] + href if href.startswith("?") else href
                    assert grown.get(address).status_code == 200, (start, href)


@pytest.mark.parametrize(
    ("path", "status"),
    [("facets/nothing/as-of?day=2024", 404), ("facets/startups/as-of?day=2024&table=nothing", 404),
     ("facets/startups/as-of?day=x", 400), ("facets/startups/as-of?day=2024&state=good", 400),
     ("facets/startups/as-of", 400), ("search/as-of?q=a&day=2024&kind=nothing", 400),
     ("search/as-of?day=2024", 400)],
)  # fmt: skip
def test_a_wrong_question_of_lists_is_explained(client: Client, path: str, status: int) -> None:
    answer = client.get(f"/api/{path}")
    assert answer.status_code == status
    assert answer.json()["detail"]
