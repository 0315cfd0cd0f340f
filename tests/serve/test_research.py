"""Pages and routes over bulk records: works, ties, the method; hostile works stay text."""

import html
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Live
from lionrock.build import build
from lionrock.model.text import LANGUAGES
from lionrock.serve.api.research import MethodAnswer, TiesAnswer, WorksAnswer
from lionrock.serve.app import create_app
from lionrock.serve.words import Words
from lionrock.settings import Settings
from tests.works import CUHK, HKUST, HKUSTGZ_AS_HKUST, work, written
from tests.works_city import keep

Client = TestClient[Any]
EVIL = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>{{7*7}}\u202e\x00"
TABLES = (
    "output", "output-places", "output-fields", "output-years", "assignments", "together",
    "brokers", "institutions",
)  # fmt: skip


@pytest.fixture(scope="module")
def client(works_home: Settings) -> Iterator[Client]:
    with TestClient(create_app(Live(works_home)), raise_server_exceptions=False) as made:
        yield made


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Return a site over works in which every text is hostile, one of them a megabyte long."""
    settings = Settings(home=tmp_path_factory.mktemp("hostile-works"))
    spoiled = {"title": EVIL, "doi": f"javascript:alert(1)//{EVIL}", "type": "article"}
    lines = [
        work(1, 2024, "T10320", [HKUST], [(f"{EVIL} The University of Hong Kong", ())], **spoiled),
        work(2, 2024, "T10320", [("x" * 1_000_000, ("I200769079",))], [HKUST]),
        work(3, 2024, "T10320", [HKUSTGZ_AS_HKUST], [CUHK], **spoiled),
    ]
    lines[0]["primary_location"]["source"]["display_name"] = EVIL
    lines[0]["topics"][0]["display_name"] = EVIL
    lines[0]["authorships"][0]["institutions"][0]["display_name"] = EVIL
    lines.append(work(4, 2024, "T10320", [HKUST], updated_date=EVIL))
    folder = tmp_path_factory.mktemp("hostile-files")
    keep(settings, "openalex", [written(folder, lines, "works-1.gz")])
    build(settings)
    with TestClient(create_app(Live(settings)), raise_server_exceptions=False) as made:
        yield made


def said(page: str) -> str:
    """What a page says, without its mark-up."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", page)))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("table", TABLES)
def test_tables_of_works_are_shown(client: Client, lang: str, table: str) -> None:
    page = client.get(f"/{lang}/facet/research", params={"table": table})
    assert page.status_code == 200
    assert "<tbody>" in page.text
    assert f"/{lang}/research-method" in page.text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("table", TABLES)
def test_without_works_tables_say_so_and_what_to_do(site: Client, lang: str, table: str) -> None:
    page = client_page = site.get(f"/{lang}/facet/research", params={"table": table})
    assert page.status_code == 200
    assert "<tbody>" not in client_page.text.partition('id="table"')[2].partition("</section>")[0]
    assert "lionrock update openalex" in page.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_works_are_listed_with_their_place(client: Client, lang: str) -> None:
    page = client.get(f"/{lang}/works?about=hkust-guangzhou&year=2023")
    assert page.status_code == 200
    assert "https://openalex.org/W4300000016" in page.text
    assert re.search(r"(line |第)24\b|第24行", said(page.text))
    assert f"/{lang}/entity/hkust-guangzhou" in page.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_say_that_nothing_is_loaded_and_never_zero(site: Client, lang: str) -> None:
    for path in ("works", "works?about=hkust", "ties?from=hkust&to=cuhk"):
        page = site.get(f"/{lang}/{path}")
        assert page.status_code == 200
        assert "lionrock update openalex" in page.text, path
    page = site.get(f"/{lang}/research-method").text
    assert "lionrock update openalex" in page
    assert "T10320" in page  # the definition is told all the same


def test_an_entity_leads_to_its_works(client: Client, site: Client) -> None:
    page = client.get("/en/entity/hkust").text
    assert "/en/works?about=hkust" in page
    assert "11 by our matching, 13 by OpenAlex" in said(page)
    assert "works?about" not in site.get("/en/entity/hkust").text
    assert "/en/works?about=hong-kong" in client.get("/en/entity/hong-kong").text


@pytest.mark.parametrize(
    "asked",
    ["field=zzz", "year=abcd", "year=99999", "page=-1", "page=x", "about=%00%ff",
     "about=" + "a" * 5000, "field=" + "%3Cscript%3E"],
)  # fmt: skip
def test_odd_addresses_are_answered(client: Client, asked: str) -> None:
    assert client.get(f"/en/works?{asked}").status_code == 200


def test_ties_are_a_page(client: Client) -> None:
    page = said(client.get("/en/ties?from=cityu&to=cuhk-shenzhen").text)
    assert "The Chinese University of Hong Kong 2 2022 to 2025" in page
    named = {"from": "城市大學", "to": "CUHK-Shenzhen"}
    assert "2022 to 2025" in said(client.get("/en/ties", params=named).text)
    assert "no way" in said(client.get("/en/ties?from=hkust&to=hkma").text)
    assert "is called qxzqxz" in said(client.get("/en/ties?from=qxzqxz&to=cuhk").text)
    assert client.get("/en/ties").status_code == 200


def test_the_api_answers_in_the_shapes_it_describes(client: Client, site: Client) -> None:
    for one in (client, site):
        for address, shape in (
            ("/api/works", WorksAnswer),
            ("/api/works?about=hkust&field=nlp&year=2024&limit=1", WorksAnswer),
            ("/api/graph/path?from=cityu&to=cuhk-shenzhen", TiesAnswer),
            ("/api/research/method", MethodAnswer),
        ):
            answer = one.get(address)
            assert answer.status_code == 200
            msgspec.json.decode(answer.content, type=shape, strict=True)
    assert client.get("/api/works").json()["total"] == 23
    assert site.get("/api/works").json() == {
        "loaded": False, "total": 0, "next": None, "works": []
    }  # fmt: skip


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/api/works?field=zzz", 400, "no field 'zzz'; known: machine_learning"),
        ("/api/works?limit=1000", 400, "limit"),
        ("/api/works?year=12", 400, "year"),
        ("/api/graph/path?from=cityu", 400, "to: missing"),
        ("/api/graph/path?from=cityu&to=nobody", 404, "no entity has the id 'nobody'"),
    ],
)
def test_the_api_says_what_is_wrong(client: Client, address: str, status: int, told: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert told in answer.json()["detail"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_works_stay_text(hostile: Client, lang: str) -> None:
    pages = ["", "works", "ties?from=hkust&to=cuhk", "research-method", "indicators",
             "entity/hkust", "indicator/works_ai"]  # fmt: skip
    pages += [f"facet/research?table={table}" for table in TABLES]
    for path in pages:
        page = hostile.get(f"/{lang}/{path}")
        assert page.status_code == 200, path
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert 'href="javascript:' not in page.text
        assert len(page.text) < 300_000
    assert "&lt;script&gt;alert" in hostile.get(f"/{lang}/works").text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_topics_of_the_definition_are_told_as_the_taxonomy_has_them(
    client: Client, lang: str
) -> None:
    words = Words(lang)
    method, field = (
        said(client.get(f"/{lang}/{path}").text)
        for path in ("research-method", "works?field=nlp")
    )  # fmt: skip
    for page in (method, field):
        assert "Physical Sciences › Computer Science › Artificial Intelligence" in page
        assert words("topic_renamed", name="Language Models") in page
        assert words("topic_gone") in page
    assert words("method_gone", topics="T12031") in method
    assert "openalex_topics: " in method, "the line set aside is told"


def test_where_no_taxonomy_is_kept_nothing_is_said_of_its_topics(hostile: Client) -> None:
    page = said(hostile.get("/en/research-method").text)
    assert Words("en")("method_no_taxonomy") in page
    assert Words("en")("topic_gone") not in page
    assert hostile.get("/api/research/method").json()["taxonomy"] is None


def test_the_taxonomy_is_told_to_programs(client: Client) -> None:
    answer = msgspec.json.decode(client.get("/api/research/method").content, type=MethodAnswer)
    assert answer.taxonomy is not None
    gone = [one.topic for one in answer.taxonomy.named if one.standing == "gone"]
    assert gone == ["T12031"]
    assert answer.taxonomy.topics == len(answer.taxonomy.named) - 1
