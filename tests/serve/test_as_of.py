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
        assert item.value in text


def test_an_indicator_nobody_knows_is_not_found(client: Client) -> None:
    assert client.get("/api/indicators/nothing/as-of?day=2024").status_code == 404
    assert client.get("/en/as-of/indicator/nothing").status_code == 404
