"""The finders on the web and in the API: answers with reasons, sources and what is unknown."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Live
from lionrock.model.text import LANGUAGES
from lionrock.serve.api.finding import PartnersAnswer, ProgrammesAnswer, RulesAnswer
from lionrock.serve.app import create_app
from lionrock.settings import Settings

Client = TestClient[Any]

HEALTH = "a two-year-old Hong Kong company in health AI with 8 staff, needs compute"
BANK = "a bank uses generative AI on customers' personal data, processed in Shenzhen"
ASKED = {
    "programmes": {
        "en": HEALTH, "zh-Hant": "香港初創，成立兩年，醫療人工智能，8名員工，需要算力",
        "zh-Hans": "香港初创，成立两年，医疗人工智能，8名员工，需要算力",
    },
    "rules": {
        "en": BANK, "zh-Hant": "銀行以生成式人工智能處理客戶個人資料，數據存放在深圳",
        "zh-Hans": "银行以生成式人工智能处理客户个人信息，数据存放在深圳",
    },
}  # fmt: skip
SAID = {
    "programmes": {"en": "Fits, by all", "zh-Hant": "按現有記錄符合", "zh-Hans": "按现有记录符合"},
    "rules": {"en": "no legal advice", "zh-Hant": "並非法律意見", "zh-Hans": "并非法律意见"},
}
HOSTILE = '"><script>alert(1)</script>\u202e{0}{x.__class__}%s'


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[Client]:
    with TestClient(create_app(Live(Settings(home=home)))) as client:
        yield client


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("finder", ["programmes", "rules"])
def test_a_page_answers_in_every_language(client: Client, finder: str, lang: str) -> None:
    empty = client.get(f"/{lang}/find/{finder}")
    assert empty.status_code == 200 and 'class="match"' not in empty.text
    page = client.get(f"/{lang}/find/{finder}", params={"q": ASKED[finder][lang]}).text
    assert SAID[finder][lang] in page
    first = page.partition('class="match"')[2].partition("</article>")[0]
    expected = {"programmes": "/entity/aiss", "rules": "/entity/"}[finder]
    assert f'href="/{lang}{expected}' in first
    assert first.count("<li") >= 2 and "https://" in first
    assert html.escape(ASKED[finder][lang], quote=False).split(",")[0].split("'")[0] in page


@pytest.mark.parametrize("finder", ["programmes", "rules"])
def test_a_hostile_question_is_shown_and_does_nothing(client: Client, finder: str) -> None:
    response = client.get(f"/en/find/{finder}", params={"q": HOSTILE + "x" * 5_000})
    assert response.status_code == 200
    assert "<script>alert" not in response.text
    assert client.get("/de/find/rules").status_code == 404
    assert client.get(f"/api/find/{finder}", params={"q": HOSTILE}).status_code == 200
    assert client.get(f"/api/find/{finder}", params={"q": "x" * 2_001}).status_code == 400


def test_the_api_tells_programmes_with_their_reasons(client: Client) -> None:
    answer = msgspec.json.decode(
        client.get("/api/find/programmes", params={"q": HEALTH}).content, type=ProgrammesAnswer
    )
    assert (answer.applicant.years, answer.applicant.staff) == (2, 8)
    first = answer.programmes[0]
    assert (first.id, first.verdict, first.serves) == ("aiss", "fits", ("compute",))
    verdicts = [one.verdict for one in answer.programmes]
    assert verdicts == sorted(verdicts, key=("fits", "unsure", "no").index)
    for one in answer.programmes:
        states = {condition.state for condition in one.conditions}
        assert (one.verdict == "no") == ("fails" in states)
        assert (one.verdict == "fits") == (states == {"holds"})
        assert one.sources and all(c.words.en for c in one.conditions)
    assert dict(answer.decides)["link"] >= 1


def test_given_numbers_count_before_those_read(client: Client) -> None:
    asked = {"q": "a Hong Kong start-up, 2 years old", "years": "9", "staff": "500"}
    answer = msgspec.json.decode(
        client.get("/api/find/programmes", params=asked).content, type=ProgrammesAnswer
    )
    assert (answer.applicant.years, answer.applicant.staff) == (9, 500)
    verdicts = {one.id: one.verdict for one in answer.programmes}
    assert verdicts["tsssu-plus"] == "no" and verdicts["bud-fund"] == "no"


def test_the_api_tells_rules_binding_ones_first(client: Client) -> None:
    answer = msgspec.json.decode(
        client.get("/api/find/rules", params={"q": BANK}).content, type=RulesAnswer
    )
    assert answer.use.places == ("hong-kong", "shenzhen") and answer.use.personal
    applies = [one for one in answer.rules if one.bearing == "applies"]
    assert [one.binding for one in applies] == sorted(
        (one.binding for one in applies), reverse=True
    )
    assert {"pdpo-cap-486", "pipl-2021"} <= {one.id for one in applies[:8]}
    assert all(one.duties and one.sources and one.topics for one in applies)


def test_every_reason_is_written_in_three_languages(client: Client) -> None:
    for lang in LANGUAGES:
        for finder in ("programmes", "rules"):
            page = client.get(f"/{lang}/find/{finder}", params={"q": ASKED[finder]["en"]}).text
            cards = re.findall(r'<ul class="conditions">(.*?)</ul>', page, re.S)
            assert cards
            for card in cards:
                assert "{" not in card and "None" not in card


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_partners_shows_evidence_ties_and_ways(client: Client, lang: str) -> None:
    asked = {"q": "robotics in Shenzhen, needs a company", "of": "HKUST"}
    page = client.get(f"/{lang}/find/partners", params=asked).text
    cards = re.findall(r'<article class="match">(.*?)</article>', page, re.S)
    assert f'href="/{lang}/entity/daimon-robotics"' in cards[0]
    assert 'class="evidence"' in cards[0] and 'class="tie"' in cards[0]
    assert any('class="way"' in card for card in cards)
    lines = re.findall(r'<li class="(?:tie|way)">(.*?)</li>', page, re.S)
    assert lines and all('<a href="http' in line for line in lines), "each tie leads to its source"
    assert all("https://" in card and "None" not in card for card in cards)
    nobody = client.get(f"/{lang}/find/partners", params={"q": "x", "of": "qxzqxz"}).text
    assert "qxzqxz" in html.unescape(nobody.partition("<main")[2])
    for facet, finder in (("startups", "programmes"), ("governance", "rules")):
        assert f'href="/{lang}/find/{finder}"' in client.get(f"/{lang}/facet/{facet}").text


def test_the_api_tells_partners_with_sources_of_every_tie(client: Client) -> None:
    asked = {"q": "深圳機械人，需要企業", "of": "hkust"}
    answer = msgspec.json.decode(
        client.get("/api/find/partners", params=asked).content, type=PartnersAnswer
    )
    assert answer.wish.of == "hkust" and answer.wish.places == ("shenzhen",)
    assert not answer.works and answer.total >= len(answer.partners) > 3
    first = answer.partners[0]
    assert first.ties and all(tie.sources for tie in first.ties)
    assert all(trace.words.en and trace.words.zh_hant for trace in first.evidence)
    assert client.get("/api/find/partners").status_code == 200


@pytest.mark.parametrize(
    ("lang", "read"), [("en", "Shenzhen"), ("zh-Hant", "深圳"), ("zh-Hans", "个人资料")]
)
def test_the_page_of_rules_says_what_was_read(client: Client, lang: str, read: str) -> None:
    asked = {"q": "a bank uses generative AI on customers' personal data, processed in Shenzhen"}
    page = client.get(f"/{lang}/find/rules", params=asked).text
    understood = page[page.index('class="understood"') :].split("</p>")[0]
    assert read in understood


def test_the_day_a_programme_began_is_not_when_it_was_told_of_as_open(client: Client) -> None:
    asked = {"q": "a two-year-old Hong Kong company in health AI with 8 staff, needs compute"}
    page = client.get("/en/find/programmes", params=asked).text
    assert "told of as open, without a date; ask whether it still is" in page
    found = msgspec.json.decode(
        client.get("/api/find/programmes", params=asked).content, type=ProgrammesAnswer
    ).programmes
    aiss = next(one for one in found if one.id == "aiss")  # began on 2024-10-07
    assert (aiss.status, aiss.as_of) == ("open", None)
