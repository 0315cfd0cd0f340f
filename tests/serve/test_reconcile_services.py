"""Suggestions, previews and data extension."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from lionrock.model.schema import schema
from lionrock.settings import Settings
from tests.serve.reconciling import Client, Json, client_of


@pytest.fixture(scope="module")
def client(world: Settings) -> Iterator[Client]:
    with client_of(world) as made:
        yield made


def _suggested(client: Client, what: str, at: str = "/reconcile", **asked: Any) -> list[Json]:
    answer = client.get(f"{at}/suggest/{what}", params=asked)
    assert answer.status_code == 200, answer.text
    found: list[Json] = answer.json()["result"]
    return found


def _extended(client: Client, id_: str, *props: Any, at: str = "/reconcile") -> Json:
    wanted = [prop if isinstance(prop, dict) else {"id": prop} for prop in props]
    body = json.dumps({"ids": [id_], "properties": wanted})
    answer = client.post(at, data={"extend": body})
    assert answer.status_code == 200, answer.text
    row: Json = answer.json()["rows"][id_]
    return row


def test_entities_are_suggested_by_beginning_and_by_id(client: Client) -> None:
    found = _suggested(client, "entity", prefix="vantry univ")
    assert found[0]["id"] == "vantry-university"
    assert found[0]["notable"][0] == {"id": "organisation.university", "name": "University"}
    assert "雲翠大學" in found[0]["description"]
    assert _suggested(client, "entity", prefix="bank")[0]["id"] == "bank"
    assert _suggested(client, "entity", prefix="雲翠大")[0]["id"] == "vantry-university"
    assert _suggested(client, "entity", prefix="") == []


def test_suggestions_can_be_paged_and_of_a_type(client: Client) -> None:
    found = _suggested(client, "entity", prefix="vantry")
    assert len(found) > 3
    for name in ("cursor", "offset"):
        page = _suggested(client, "entity", prefix="vantry", limit=2, **{name: 1})
        assert page == found[1:3]
    parks = _suggested(client, "entity", prefix="vantry", type="organisation.park")
    assert [one["id"] for one in parks] == ["park"]
    for wrong in ("-1", "x", "1.5"):
        answer = client.get("/reconcile/suggest/entity", params={"prefix": "a", "cursor": wrong})
        assert answer.status_code == 400


def test_types_are_suggested(client: Client) -> None:
    every = [one["id"] for one in _suggested(client, "type", prefix="")]
    assert set(schema().kinds) <= set(every)
    found = _suggested(client, "type", prefix="univ")
    assert [one["id"] for one in found] == ["organisation.university"]
    assert found[0]["broader"] == [{"id": "organisation", "name": "Organisation"}]
    assert _suggested(client, "type", "/reconcile/zh-Hans", prefix="大学")[0]["name"] == "大学"
    assert _suggested(client, "type", prefix="organization")[0]["id"] == "organisation"


def test_properties_are_suggested(client: Client) -> None:
    ids = [one["id"] for one in _suggested(client, "property", prefix="")]
    assert {"name", "place", "ror", "country", "sources", "relation.part_of"} <= set(ids)
    of_places = [one["id"] for one in _suggested(client, "property", prefix="", type="place")]
    assert "population" in of_places and "ror" not in of_places
    found = _suggested(client, "property", "/reconcile/zh-Hant", prefix="所在")
    assert found[0]["id"] == "place"
    assert _suggested(client, "property", prefix="ror")[0]["id"] == "ror"


def test_every_property_of_the_schema_is_proposed_for_its_kind(client: Client) -> None:
    for kind in schema().kinds.values():
        answer = client.get("/reconcile/extend/propose", params={"type": kind.id}).json()
        ids = [one["id"] for one in answer["properties"]]
        assert set(kind.properties) <= set(ids)
        assert "sources" in ids
        assert (answer["type"], "limit" in answer) == (kind.id, False)
    few = client.get("/reconcile/extend/propose?type=organisation.bank&limit=3").json()
    assert len(few["properties"]) == few["limit"] == 3


def test_values_have_their_types(client: Client) -> None:
    row = _extended(client, "vantry-university", "place", "class", "founded", "ror", "nonsense",
                    "former_name", "name.zh-Hant", "country", "page")  # fmt: skip
    assert row["place"] == [{"id": "vantry", "name": "Vantry"}]
    assert row["class"] == [{"str": "University"}]
    assert row["founded"] == [{"str": "1911"}], "a year is not given a day it never had"
    assert row["ror"] == [{"str": "https://ror.org/00invented"}]
    assert row["nonsense"] == row["country"] == []
    assert row["former_name"] == [{"str": "Vantry College"}, {"str": "雲翠書院"}]
    assert row["name.zh-Hant"] == [{"str": "雲翠大學"}, {"str": "翠大"}]
    assert row["page"][0]["str"].endswith("/en/entity/vantry-university")
    lumen = _extended(client, "lumen", "founded", "relation.partners_with")
    assert lumen["founded"] == [{"date": "2018-05-04T00:00:00Z"}]
    assert lumen["relation.partners_with"] == [
        {"id": "harbour-hospital", "name": "Harbour Hospital"}
    ]
    plan = _extended(client, "harbour-plan", "milestone", "amount", "status")
    assert plan["milestone"][0]["str"].startswith("2024-06: ")
    assert plan["amount"] == [{"str": "HKD 3000000000"}]
    places = _extended(client, "vantry", "population", "lat")
    assert {"float": 710000.0} in places["population"]
    assert places["lat"] == [{"float": -22.5}]


def test_settings_bound_and_bare_values(client: Client) -> None:
    row = _extended(
        client, "vantry-university",
        {"id": "name", "settings": {"limit": "2"}},
        {"id": "place", "settings": {"content": "id"}},
        {"id": "class", "settings": {"content": "id", "limit": "all of it"}},
    )  # fmt: skip
    assert len(row["name"]) == 2
    assert row["place"] == [{"str": "vantry"}]
    assert row["class"] == [{"str": "university"}]


def test_every_value_leads_to_its_sources(client: Client) -> None:
    row = _extended(client, "vantry-university", "sources", "sources.founded", "sources.nothing")
    urls = {one["str"] for one in row["sources"]}
    assert {"https://roll.example/1", "https://www.vantry.example/press/1"} <= urls
    assert {one["str"] for one in row["sources.founded"]} <= urls
    assert row["sources.founded"] and not row["sources.nothing"]


def test_the_draft_tells_the_language_of_a_value(client: Client) -> None:
    body = {"ids": ["bank", "no such"], "properties": [{"id": "name"}, {"id": "sector"}]}
    answer = client.post("/reconcile/zh-Hant/1.0/extend", json=body).json()
    assert [one["name"] for one in answer["meta"]] == ["名稱", "行業"]
    rows = {one["id"]: {p["id"]: p["values"] for p in one["properties"]} for one in answer["rows"]}
    assert {"str": "雲翠銀行", "lang": "zh-Hant"} in rows["bank"]["name"]
    assert {"str": "金融", "lang": "zh-Hant"} in rows["bank"]["sector"]
    assert rows["no such"] == {"name": [], "sector": []}


def test_a_preview_can_be_framed_and_carries_no_script(client: Client) -> None:
    answer = client.get("/reconcile/zh-Hant/preview", params={"id": "quill"})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors *" in policy and "default-src 'none'" in policy
    assert "x-frame-options" not in answer.headers
    assert "<b>" not in answer.text and "&lt;b&gt;" in answer.text
    assert "<script" not in answer.text and 'href="http://testserver' in answer.text
    elsewhere = client.get("/en/entity/quill").headers["content-security-policy"]
    assert "frame-ancestors 'none'" in elsewhere
    json_policy = client.get("/reconcile").headers["content-security-policy"]
    assert "frame-ancestors 'none'" in json_policy


def test_flyouts_are_escaped(client: Client) -> None:
    answer = client.get("/reconcile/flyout/entity", params={"id": "quill"}).json()
    assert answer["id"] == "quill"
    assert "<b>&" not in answer["html"] and "&lt;b&gt;" in answer["html"]
    for what, id_ in (("type", "organisation.bank"), ("property", "no such"), ("entity", "")):
        assert client.get(f"/reconcile/flyout/{what}", params={"id": id_}).status_code == 404
    assert client.get("/reconcile/flyout/property?id=ror").json()["html"].count("ROR")
    assert client.get("/reconcile/flyout/type?id=place").json()["html"].count("Place")


def test_the_features_are_explained(client: Client) -> None:
    told = client.get("/reconcile/zh-Hans/feature").text
    for id_ in ("entity_id", "identifier", "name_similarity", "type", "property_place"):
        assert f'id="{id_}"' in told
