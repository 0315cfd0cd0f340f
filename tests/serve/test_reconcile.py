"""The reconciliation service as HTTP: manifests, refusals, other origins, languages."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lionrock.model.text import LANGUAGES
from lionrock.serve.labels import is_chinese
from lionrock.serve.reconcile.messages import MAX_BODY, MAX_IDS, MAX_QUERIES
from lionrock.settings import Settings
from tests.serve.reconciling import Client, asked, client_of, drafted, named

PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def client(world: Settings) -> Iterator[Client]:
    with client_of(world) as made:
        yield made


def test_the_manifest_tells_what_there_is(client: Client) -> None:
    found = client.get("/reconcile").json()
    assert found["versions"] == ["0.2"]
    assert found["batchSize"] == MAX_QUERIES
    assert found["view"]["url"].endswith("/en/entity/{{id}}")
    assert found["defaultTypes"][0] == {"id": "organisation", "name": "Organisation"}
    for template in (found["identifierSpace"] + "bank", found["schemaSpace"], found["logo"]):
        assert client.get(template).status_code == 200
    assert client.get(found["view"]["url"].replace("{{id}}", "bank")).status_code == 200


def test_the_draft_has_a_manifest_of_its_own(client: Client) -> None:
    found = client.get("/reconcile/1.0").json()
    assert found["versions"] == ["1.0-draft"]
    assert found["standardizedScore"] is True
    assert found["suggest"] == {"entity": True, "type": True, "property": True}
    assert found["view"]["url"].endswith("/en/entity/{id}")
    assert "identifierSpace" not in found


@pytest.mark.parametrize("version", ["", "/1.0"])
def test_every_language_has_an_address(client: Client, version: str) -> None:
    names = set()
    for lang in LANGUAGES:
        found = client.get(f"/reconcile/{lang}{version}")
        assert found.headers["content-language"] == lang
        assert f"/{lang}/entity/" in found.json()["view"]["url"]
        names.add(found.json()["name"])
        assert client.get(f"/reconcile{version}?lang={lang}").json() == found.json()
        header = client.get(f"/reconcile{version}", headers={"accept-language": lang})
        assert header.json()["name"] == found.json()["name"]
    assert len(names) == 3


def test_labels_follow_the_language(client: Client) -> None:
    query = {"query": "Vantry University", "limit": 1}
    (found,) = asked(client, {"a": query}, "/reconcile/zh-Hant")["a"]
    assert found["name"] == "雲翠大學"
    assert found["type"][0] == {"id": "organisation.university", "name": "大學"}
    assert all(is_chinese(one["name"]) for one in found["features"])
    assert found["description"] == "Vantry University · VU · 大學 · 雲翠"


def test_the_draft_can_name_a_candidate_in_all_languages(client: Client) -> None:
    (found,) = drafted(client, named("雲翠大學", limit=1), at="/reconcile/mul/1.0")
    assert {one["id"] for one in found} == {"vantry-university"}
    assert [(one["name"], one["lang"], one["dir"]) for one in found] == [
        ("Vantry University", "en", "ltr"), ("雲翠大學", "zh-Hant", "ltr"),
        ("云翠大学", "zh-Hans", "ltr"),
    ]  # fmt: skip


def test_other_origins_may_ask(client: Client) -> None:
    for method, path in (("GET", "/reconcile"), ("GET", "/reconcile/suggest/type"),
                         ("POST", "/reconcile"), ("GET", "/reconcile/nope")):  # fmt: skip
        answer = client.request(method, path, headers={"origin": "https://elsewhere.example"})
        assert answer.headers["access-control-allow-origin"] == "*"
    before = client.options("/reconcile/1.0/match", headers={"origin": "https://elsewhere.example"})
    assert before.status_code == 204
    assert "POST" in before.headers["access-control-allow-methods"]
    assert "Content-Type" in before.headers["access-control-allow-headers"]
    assert "access-control-allow-origin" not in client.get("/en/").headers


def test_head_has_no_body(client: Client) -> None:
    answer = client.head("/reconcile")
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_proxy_that_ends_tls_is_heard(client: Client) -> None:
    found = client.get("/reconcile", headers={"x-forwarded-proto": "https"}).json()
    assert found["preview"]["url"].startswith("https://")
    found = client.get("/reconcile", headers={"x-forwarded-proto": "javascript"}).json()
    assert found["preview"]["url"].startswith("http://")


def test_jsonp_takes_names_of_functions_only(client: Client) -> None:
    answer = client.get("/reconcile", params={"callback": "jQuery_1.done"})
    assert answer.headers["content-type"].startswith("application/javascript")
    body = answer.text.removeprefix("/**/jQuery_1.done(").removesuffix(");")
    assert json.loads(body) == client.get("/reconcile").json()
    for bad in ("alert(1)//", "a b", "<script>", "", "a" * 70, "é"):
        refused = client.get("/reconcile", params={"callback": bad})
        assert refused.status_code == 400
        assert refused.headers["content-type"] == PROBLEM


REFUSED: list[tuple[str, Any, int, str]] = [
    ("queries", "{", 400, "valid JSON"),
    ("queries", "[]", 400, "object"),
    ("queries", '{"q": {"limit": 1}}', 400, "neither query nor properties"),
    ("queries", '{"q": {"query": "x", "props": []}}', 400, "props"),
    ("queries", '{"q": {"query": "x", "limit": 0}}', 400, "limit"),
    ("queries", '{"q": {"query": 5}}', 400, "query"),
    ("queries", '{"q": {"query": "\\ud800"}}', 400, "JSON"),
    ("queries", '{"q":' * 20_000, 400, ""),
    ("queries", json.dumps({str(n): {"query": "x"} for n in range(MAX_QUERIES + 1)}), 413, "100"),
    ("extend", '{"ids": "bank", "properties": []}', 400, "ids"),
    ("extend", json.dumps({"ids": ["x"] * (MAX_IDS + 1), "properties": []}), 413, "200"),
    ("nothing", "{}", 400, "neither"),
    ("queries", "x" * MAX_BODY, 413, "batches"),
]


@pytest.mark.parametrize(("field", "text", "status", "said"), REFUSED)
def test_a_refusal_says_what_to_do(
    client: Client, field: str, text: str, status: int, said: str
) -> None:
    answer = client.post("/reconcile", data={field: text})
    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM)
    assert said in answer.json()["detail"]
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400), (b"\xff\xfe", 400), (b"[" * 100_000, 400), (b'{"queries": {}}', 400),
        (b'{"queries": [{"conditions": []}]}', 400),
        (b'{"queries": [{"query": "old format"}]}', 400),
        (b'{"queries": [{"conditions": [{"propertyValue": "x"}]}]}', 400),
        (b'{"queries": [{"type": [], "conditions": [{"matchType": "id", "propertyValue": ""}]}]}',
         400),
        (b'{"queries": [{"conditions": [{"matchType": "property", "propertyValue": "x"}]}]}', 400),
        (b'{"queries": []}', 200),
    ],
)  # fmt: skip
def test_the_draft_refuses_what_it_cannot_read(client: Client, body: bytes, status: int) -> None:
    answer = client.post("/reconcile/1.0/match", content=body)
    assert answer.status_code == status
    if status != 200:
        assert answer.headers["content-type"] == PROBLEM


_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
_JSON = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["q0", "query", "type", "limit", "properties", "pid", "v", "id",
                             "conditions", "matchType", "propertyId", "propertyValue", "queries",
                             "ids", "settings"]) | st.text(max_size=3),
            inner, max_size=3,
        )
    ),
    max_leaves=12,
)  # fmt: skip


@given(_JSON)
def test_any_json_is_answered_or_refused(client: Client, message: Any) -> None:
    text = json.dumps(message)
    for answer in (
        client.post("/reconcile", data={"queries": text}),
        client.post("/reconcile", data={"extend": text}),
        client.post("/reconcile/1.0/match", content=text.encode()),
        client.post("/reconcile/1.0/extend", content=text.encode()),
    ):
        assert answer.status_code in (200, 400)


def test_wrong_methods_and_addresses_are_refused(client: Client) -> None:
    assert client.put("/reconcile").status_code == 405
    assert client.get("/reconcile/match").status_code == 405
    assert client.post("/reconcile/1.0", data={"queries": "{}"}).status_code == 405
    assert client.post("/reconcile", json={"queries": {}}).status_code == 415
    assert client.get("/reconcile/fr").status_code == 404
    missing = client.get("/reconcile/preview", params={"id": "<b>"})
    assert (missing.status_code, missing.headers["content-type"]) == (404, PROBLEM)


def test_queries_may_stand_in_the_address(client: Client) -> None:
    answer = client.get("/reconcile", params={"queries": '{"a": {"query": "Cloudworks"}}'})
    assert answer.json()["a"]["result"][0]["id"] == "cloudworks"


def test_a_form_may_come_in_parts(client: Client) -> None:
    answer = client.post("/reconcile", files={"queries": (None, '{"a": {"query": "Cloudworks"}}')})
    assert answer.json()["a"]["result"][0]["id"] == "cloudworks"
