"""/api/check and /api/read: a text is sent, its answer has its shape, and nothing is kept."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Live
from lionrock.serve.api.asking import LONGEST, CheckAnswer, ReadAnswer
from lionrock.serve.app import create_app
from lionrock.settings import Settings

Client = TestClient[Any]
TEXT = (
    "HKUST was founded in 1991. 金管局聯同數碼港於2024年8月推出生成式人工智能沙盒。"
    "The Government will allocate HK$3 billion to the AI Subsidy Scheme."
)


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[Client]:
    with TestClient(create_app(Live(Settings(home=home)))) as client:
        yield client


@pytest.mark.parametrize("path", ["/api/read", "/api/check", "/reconcile/match"])
def test_a_body_nested_too_deeply_is_refused(client: Client, path: str) -> None:
    for body in ("[" * 50_000, '{"text": ' + "[" * 50_000):
        headers = {"content-type": "application/json"}
        answer = client.post(path, content=body, headers=headers)
        assert answer.status_code == 400, answer.text
        assert answer.json()["detail"]


def test_a_text_is_read(client: Client) -> None:
    answer = client.post("/api/read", json={"text": TEXT, "published": "2026-11-24"})
    assert answer.status_code == 200
    read = msgspec.json.decode(answer.content, type=ReadAnswer)
    assert read.text == TEXT
    assert {"hkust", "hkma", "cyberport", "hksar-government"} <= {one.id for one in read.mentions}
    for one in (*read.mentions, *read.amounts, *read.dates, *read.events):
        assert read.text[one.start : one.end] == one.text
    kinds = {event.kind: event for event in read.events}
    assert {role.id for role in kinds["launched"].roles} >= {"hkma", "cyberport"}
    funded = kinds["funded"]
    assert funded.planned and funded.amount is not None
    assert (funded.amount.value, funded.amount.currency) == (3e9, "HKD")


@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
def test_a_text_is_checked(client: Client, lang: str) -> None:
    answer = client.post("/api/check", json={"text": TEXT, "lang": lang})
    assert answer.status_code == 200
    checked = msgspec.json.decode(answer.content, type=CheckAnswer)
    assert checked.summary["claims"] == len(checked.claims) >= 3
    founded = checked.claims[0]
    assert founded.verdict == "supported"
    assert founded.evidence and all(one.sources for one in founded.evidence)
    assert founded.note.isascii() == (lang == "en")
    for claim in checked.claims:
        assert checked.text[claim.start : claim.end] == claim.text


@pytest.mark.parametrize("path", ["/api/check", "/api/read"])
def test_any_page_may_ask_and_nothing_is_kept(client: Client, path: str) -> None:
    answer = client.post(path, json={"text": "HKU"}, headers={"origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["lionrock-build"]
    allowed = client.options(path, headers={"origin": "https://example.org",
                                            "access-control-request-method": "POST"})  # fmt: skip
    assert allowed.status_code == 204
    assert "POST" in allowed.headers["access-control-allow-methods"]
    assert "content-type" in allowed.headers["access-control-allow-headers"].lower()
    refused = client.get(path)
    assert refused.status_code == 405
    assert "POST" in refused.headers["allow"]


@pytest.mark.parametrize("path", ["/api/check", "/api/read"])
@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"", 400, ""),
        (b"{", 400, ""),
        (b"[]", 400, ""),
        (b'{"text": 1}', 400, "text"),
        (b'{"text": ""}', 400, "text"),
        (b'{"text": "a", "lang": "fr"}', 400, "lang"),
        (b'{"text": "a", "published": "yesterday"}', 400, "published"),
        (b'{"text": "a", "published": "2026-99-99"}', 400, "published"),
        (b'{"words": "a"}', 400, ""),
        (b'{"text": "' + b"a" * (LONGEST + 1) + b'"}', 400, "text"),
        (b'{"text": "' + b"a" * (2 << 20) + b'"}', 413, "60,000"),
        (b'{"text": "\xff\xfe"}', 400, ""),
    ],
)
def test_a_wrong_question_is_told(
    client: Client, path: str, body: bytes, status: int, said: str
) -> None:
    answer = client.post(path, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "\u202egnal\u202c", "a" * LONGEST, "1," * 2000, "\x00\x1b[31m",
     "。" * 5000, "的" * 20_000, "金管局推出" * 12_000, "HKMA launched Cyberport " * 2500,
     "signed a " * 6000],
)  # fmt: skip
def test_hostile_texts_are_answered(client: Client, text: str) -> None:
    for path in ("/api/check", "/api/read"):
        answer = client.post(path, json={"text": text})
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/json"
