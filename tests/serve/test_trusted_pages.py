"""The pages that fetch or write: what they do for whom, in three languages."""

import json
from typing import Any

import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Live
from lionrock.serve.app import create_app
from lionrock.serve.guard import Guard
from lionrock.settings import Settings
from lionrock.store.judgements import NAME
from tests.doubled import NEW, OLD
from tests.sources.misbehaving import Server

TOKEN = "an-open-secret-of-this-test"


def asked(settings: Settings, guard: Guard, base: str = "http://127.0.0.1:8000") -> TestClient[Any]:
    return TestClient(create_app(Live(settings), guard=guard), base_url=base)


@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
def test_the_site_checks_the_page_at_an_address(
    settings: Settings, outside: Server, lang: str
) -> None:
    with asked(settings, Guard()) as client:
        assert 'name="url"' in client.get(f"/{lang}/check").text
        answer = client.post(f"/{lang}/check", data={"url": outside.url("/page.html")})
        failed = client.post(f"/{lang}/check", data={"url": outside.url("/none")})
        wrong = client.post(f"/{lang}/check", data={"url": "file:///etc/passwd"})
        foreign = client.post(
            f"/{lang}/check", data={"url": "http://x.example"}, headers={"Origin": "null"}
        )
    assert answer.status_code == 200 and 'class="verdict contradicted"' in answer.text
    assert failed.status_code == 422 and "404" in failed.text
    assert (wrong.status_code, foreign.status_code) == (422, 403)
    assert all('role="alert"' in one.text for one in (failed, wrong, foreign))


def test_the_site_asks_for_the_token_where_there_is_one(
    settings: Settings, outside: Server
) -> None:
    sent = {"url": outside.url("/page.html")}
    with asked(settings, Guard(False, TOKEN), "http://lionrock.example") as client:
        assert 'name="token"' in client.get("/en/check").text
        for token in ("", "wrong"):
            assert client.post("/en/check", data=sent | {"token": token}).status_code == 401
        assert not outside.requests
        assert client.post("/en/check", data=sent | {"token": TOKEN}).status_code == 200
    with asked(settings, Guard(near=False)) as client:
        assert 'name="url"' not in client.get("/en/check").text
        assert client.post("/en/check", data=sent).status_code == 403


@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
def test_the_site_keeps_a_judgement_and_takes_it_back(settings: Settings, lang: str) -> None:
    with asked(settings, Guard()) as client:
        pairs = client.get("/api/review").json()["pairs"]
        first = client.get(f"/{lang}/review").text
        assert f'name="left" value="{pairs[0]["left"]}"' in first
        assert 'value="same"' in first and 'accesskey="s"' in first
        sent = {"left": pairs[0]["left"], "right": pairs[0]["right"], "verdict": "different"}
        kept = client.post(f"/{lang}/review?skip=0", data=sent)
        assert kept.status_code == 200 and 'name="undo" value="1"' in kept.text
        assert f'value="{pairs[0]["left"]}"' not in kept.text
        undone = client.post(f"/{lang}/review", data={"undo": "1"})
        assert f'name="left" value="{pairs[0]["left"]}"' in undone.text
        assert client.get(f"/{lang}/review?skip=99999").status_code == 200
    line = json.loads((settings.home / NAME).read_text("utf-8").splitlines()[0])
    assert line["score"] == pytest.approx(pairs[0]["score"], abs=1e-4)
    assert len(line["reasons"]) == len(pairs[0]["reasons"])


def test_the_site_writes_nothing_for_who_may_not(settings: Settings) -> None:
    sent = {"left": OLD, "right": NEW, "verdict": "same"}
    with asked(settings, Guard()) as client:
        cross = client.post("/en/review", data=sent, headers={"Sec-Fetch-Site": "cross-site"})
        wrong = client.post("/en/review", data=sent | {"verdict": "undone"})
        nobody = client.post("/en/review", data=sent | {"left": "<script>"})
    with asked(settings, Guard(near=False)) as client:
        assert "<form" not in client.get("/en/review").text.partition("<main")[2]
        closed = client.post("/en/review", data=sent)
    with asked(settings, Guard(near=False, token=TOKEN)) as client:
        assert 'name="token"' in client.get("/en/review").text
        unknown = client.post("/en/review", data=sent)
        assert not (settings.home / NAME).exists()
        assert client.post("/en/review", data=sent | {"token": TOKEN}).status_code == 200
    told = [one.status_code for one in (cross, wrong, nobody, closed, unknown)]
    assert told == [403, 422, 422, 403, 401]
    assert "<script>" not in nobody.text.partition("<main")[2]
