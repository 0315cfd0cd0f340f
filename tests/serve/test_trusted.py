"""What fetches or writes: who may ask for it, what comes of it, what is refused and why."""

import json
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Live, Observatory
from lionrock.build import build
from lionrock.cli import run
from lionrock.serve.api.reply import TAKING_POST
from lionrock.serve.app import create_app
from lionrock.serve.guard import Guard, WrongToken, guard_of
from lionrock.settings import Settings
from lionrock.store.judgements import NAME
from tests.doubled import NEW, OLD
from tests.serving import serving
from tests.sources.misbehaving import Server, http

TOKEN = "an-open-secret-of-this-test"
WRITING = ("/api/review/judge", "/api/review/undo")


def asked(settings: Settings, guard: Guard, base: str = "http://127.0.0.1:8000") -> TestClient[Any]:
    return TestClient(create_app(Live(settings), guard=guard), base_url=base)


def test_the_page_at_an_address_is_checked(settings: Settings, outside: Server) -> None:
    with asked(settings, Guard()) as client:
        url = outside.url("/page.html")
        answer = client.post("/api/check/address", json={"url": url, "published": "2026-11-30"})
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    told = answer.json()
    assert (told["title"], told["published"]) == ("A record", "2026-11-30")
    assert told["claims"][0]["verdict"] == "contradicted"
    assert outside.asked("/page.html") == 1


@pytest.mark.parametrize(
    ("path", "said"),
    [("/none.html", "404"), ("/picture", "image/png"), ("", "169.254.169.254")],
)
def test_what_cannot_be_had_is_told_with_the_reason(
    settings: Settings, outside: Server, path: str, said: str
) -> None:
    outside.answers["/picture"] = lambda _: http(b"none", Content_Type="image/png")
    url = outside.url(path) if path else "http://169.254.169.254/latest/meta-data"
    with asked(settings, Guard()) as client:
        answer = client.post("/api/check/address", json={"url": url})
    assert answer.status_code == 422
    assert said in answer.json()["detail"]


def test_a_judgement_is_written_and_taken_back(settings: Settings) -> None:
    with asked(settings, Guard()) as client:
        listed = client.get("/api/review").json()
        pair = next(one for one in listed["pairs"] if {one["left"], one["right"]} == {OLD, NEW})
        assert pair["reasons"] and 0 < pair["score"] <= 1
        said = {"left": pair["left"], "right": pair["right"], "verdict": "same", "by": "Ann",
                "reason": "Its register says so."}  # fmt: skip
        judged = client.post("/api/review/judge", json=said).json()
        assert (judged["number"], judged["verdict"], judged["by"]) == (1, "same", "Ann")
        assert client.get("/api/review").json()["total"] == listed["total"] - 1
        build(settings)
        assert Observatory.open(settings).redirect(pair["right"]) == pair["left"]
        undone = client.post("/api/review/undo", json={"number": 1, "by": "Bob"}).json()
        assert (undone["number"], undone["verdict"]) == (2, "undone")
        assert client.post("/api/review/undo", json={"number": 1}).status_code == 422
    kept = (settings.home / NAME).read_text("utf-8").splitlines()
    assert [json.loads(line)["by"] for line in kept] == ["Ann", "Bob"]
    assert json.loads(kept[0])["reasons"] == ["Its register says so."]


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"left": "lumen", "right": "nobody", "verdict": "same"}, 422, "lionrock search nobody"),
        ({"left": "lumen", "right": "lumen", "verdict": "same"}, 422, "expected two ids"),
        ({"left": "lumen", "right": "tern", "verdict": "undone"}, 400, "verdict"),
        ({"left": "lumen", "right": "tern", "verdict": "same", "by": "\x1b[1m"}, 400, "plain"),
        ({"left": "lumen", "right": "tern", "verdict": "same", "reason": "\x07"}, 422, "plain"),
    ],
)
def test_what_cannot_be_judged_is_told_and_nothing_is_written(
    settings: Settings, body: dict[str, Any], status: int, said: str
) -> None:
    with asked(settings, Guard()) as client:
        answer = client.post("/api/review/judge", json=body)
    assert (answer.status_code, said in answer.text) == (status, True), answer.text
    assert not (settings.home / NAME).exists()


def everything(client: TestClient[Any], headers: dict[str, str]) -> set[tuple[int, str]]:
    """What the guarded routes say, to whoever sends such headers."""
    said = {"left": "lumen", "right": "tern", "verdict": "different"}
    answers = [
        client.get("/api/review", headers=headers),
        client.post("/api/review/judge", json=said, headers=headers),
        client.post("/api/review/undo", json={"number": 1}, headers=headers),
        client.post("/api/check/address", json={"url": "http://x.example/"}, headers=headers),
    ]
    return {(one.status_code, one.json().get("detail", "")) for one in answers}


@pytest.mark.parametrize(
    ("base", "headers"),
    [
        ("http://lionrock.example", {}),  # a name that was made to lead here
        ("http://192.0.2.1:8000", {}),
        ("http://127.0.0.1:8000", {"Origin": "https://evil.example"}),
        ("http://127.0.0.1:8000", {"Origin": "http://127.0.0.1:9000"}),
        ("http://127.0.0.1:8000", {"Origin": "null"}),
        ("http://127.0.0.1:8000", {"Sec-Fetch-Site": "cross-site"}),
        ("http://127.0.0.1:8000", {"Sec-Fetch-Site": "same-site", "Host": "localhost:8000"}),
    ],
)
def test_no_page_of_another_site_may_ask(
    settings: Settings, base: str, headers: dict[str, str]
) -> None:
    with asked(settings, Guard(), base) as client:
        ((status, detail),) = everything(client, headers)
        preflight = client.options(WRITING[0], headers=headers)
    assert status == 403 and "from another site" in detail
    assert "access-control-allow-origin" not in preflight.headers
    assert not (settings.home / NAME).exists()


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000"])
def test_who_sits_at_the_machine_may(settings: Settings, host: str) -> None:
    with asked(settings, Guard()) as client:
        for more in ({}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": f"http://{host}"}):
            assert client.get("/api/review", headers={"Host": host} | more).status_code == 200


def test_a_server_that_others_reach_takes_nothing_without_a_token(settings: Settings) -> None:
    with asked(settings, Guard(near=False)) as client:
        ((status, detail),) = everything(client, {"Authorization": f"Bearer {TOKEN}"})
    assert status == 403 and "LIONROCK_TOKEN" in detail


@pytest.mark.parametrize("near", [True, False])
@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", "Bearer é"])
def test_a_token_that_is_missing_or_wrong_is_refused(
    settings: Settings, near: bool, given: str
) -> None:
    with asked(settings, Guard(near, TOKEN)) as client:
        headers = {"Authorization": given.encode("latin-1")}  # type: ignore[dict-item]
        ((status, detail),) = everything(client, headers)  # type: ignore[arg-type]
        told = client.get("/api/review")
    assert status == 401 and "Authorization: Bearer" in detail
    assert told.headers["www-authenticate"] == "Bearer"
    assert TOKEN not in told.text


def test_whoever_has_the_token_may_ask_from_anywhere(settings: Settings) -> None:
    with asked(settings, Guard(False, TOKEN), "http://lionrock.example") as client:
        answer = client.get("/api/review", headers={"Authorization": f"bearer {TOKEN}"})
    assert answer.status_code == 200


def test_a_token_that_is_none_stops_the_server_before_it_starts(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for wrong in ("short", "with spaces in between it", "é" * 20):
        with pytest.raises(WrongToken, match="LIONROCK_TOKEN: expected 16 to 500"):
            guard_of({"LIONROCK_TOKEN": wrong})
    monkeypatch.setenv("LIONROCK_TOKEN", "short")
    assert run(["serve", "--home", str(settings.home)]) == 2
    assert "openssl rand -hex 16" in capsys.readouterr().err


def test_a_real_server_that_others_reach_asks_for_the_token(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIONROCK_TOKEN", TOKEN)
    with serving(settings.home, "--host", "0.0.0.0") as address:
        said = {"left": OLD, "right": NEW, "verdict": "different", "by": "Ann"}
        refused = httpx.post(f"{address}/api/review/judge", json=said)
        assert refused.status_code == 401
        assert not (settings.home / NAME).exists()
        own = {"Authorization": f"Bearer {TOKEN}"}
        assert httpx.post(f"{address}/api/review/judge", json=said, headers=own).is_success
        inner = {"url": f"{address}/en/"}
        told = httpx.post(f"{address}/api/check/address", json=inner, headers=own, timeout=30)
        assert told.status_code == 422 and "127.0.0.1" in told.json()["detail"]
    assert len((settings.home / NAME).read_text("utf-8").splitlines()) == 1


def test_what_takes_post_is_told_where_it_is_not_post(settings: Settings) -> None:
    app = create_app(Live(settings))
    posted = {
        route.path
        for route in app.routes
        if "POST" in getattr(route, "methods", ()) and route.path.startswith("/api")
    }
    assert posted == TAKING_POST
    with TestClient(app, raise_server_exceptions=False) as client:
        for path in sorted(TAKING_POST):
            answer = client.put(path)
            assert answer.status_code == 405 and answer.headers["allow"] == "POST, OPTIONS"
