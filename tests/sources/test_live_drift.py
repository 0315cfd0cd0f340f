"""GLEIF's and Hugging Face's answers drift: the field is named, and what is kept is used."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lionrock.answer.observatory import Observatory
from lionrock.build import build
from lionrock.sources import gleif, huggingface
from lionrock.store.live import latest
from tests.sources.live_home import LEI, Home, answer, kept
from tests.sources.misbehaving import Server

Change = Callable[[Any], object]
GLEIF, HUB = (
    ("/gleif/", "records-001.json"),
    ("/huggingface/models", "models-lanting-lab-0000-001.json"),
)


def _legal(body: Any) -> dict[str, Any]:
    found: dict[str, Any] = body["data"][0]["attributes"]["entity"]
    return found


@pytest.fixture
def home(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home in which both sources have a good set."""
    made = Home(tmp_path, server, monkeypatch)
    server.answers[HUB[0]] = answer(kept("huggingface", HUB[1]))
    server.answers["/huggingface/datasets"] = answer([])
    statuses = made.update("wikidata", "gleif", "huggingface")
    assert [one.failure for one in statuses] == [None, None, None]
    return made


@pytest.mark.parametrize(
    ("source", "change", "field"),
    [
        ("gleif", lambda body: _legal(body).update(mood="calm"), "data.attributes.entity.mood"),
        ("gleif", lambda body: _legal(body).pop("legalName"), "legalName"),
        ("gleif", lambda body: _legal(body).update(legalName=7),
         "$.data[0].attributes.entity.legalName"),
        ("gleif", lambda body: _legal(body).update(creationDate="long ago"), "creationDate"),
        ("gleif", lambda body: body["data"][0].update(id="5493000SOMEONE000A99"), "id"),
        ("gleif", lambda body: body["links"].update(next="https://a.example/2"), "links.next"),
        ("gleif", lambda body: body.pop("data"), "data"),
        ("huggingface", lambda body: body[0].update(mood="calm"), "mood"),
        ("huggingface", lambda body: body[0].pop("id"), "id"),
        ("huggingface", lambda body: body[0].update(id="no-account"), "id"),
        ("huggingface", lambda body: body[0].update(tags="text"), "$[0].tags"),
        ("huggingface", lambda body: body[0].update(createdAt="1 May"), "createdAt"),
    ],
)  # fmt: skip
def test_what_drifted_is_named_and_the_set_before_is_used(
    home: Home, source: str, change: Change, field: str
) -> None:
    before = latest(home.settings, source)
    address, name = GLEIF if source == "gleif" else HUB
    body = kept(source, name)
    change(body)
    home.server.answers[address] = answer(body)
    (status,) = home.update(source)
    assert status.state == "failed" and status.failure is not None
    assert status.failure.reason == "drift"
    assert status.failure.field == field
    assert status.failure.message.startswith(name.partition("-0")[0])
    module = gleif if source == "gleif" else huggingface
    assert status.stale(module.SOURCE, status.failure.at)
    assert latest(home.settings, source) == before
    home.server.answers[address] = answer(kept(source, name))
    (healed,) = home.update(source)
    assert (healed.state, healed.failure) == ("unchanged", None)


def test_a_build_after_the_drift_has_the_records_of_before(home: Home) -> None:
    for source, (address, name) in (("gleif", GLEIF), ("huggingface", HUB)):
        body = kept(source, name)
        (body["data"][0] if source == "gleif" else body[0]).pop("id")
        home.server.answers[address] = answer(body)
        (status,) = home.update(source)
        assert status.state == "failed"
    build(home.settings)
    held = {(fact["prop"], fact["value"]) for fact in home.facts("bank")}
    assert {("lei", LEI), ("former_name", "Orchid Machines Limited")} <= held
    made = Observatory.open(home.settings).query(
        "SELECT count(*) FROM entities WHERE id LIKE 'hf-%'"
    )
    assert made == [(2,)]
