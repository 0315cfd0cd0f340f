"""Messages of both versions against the JSON schemas of the specification.

LIONROCK_RECONCILIATION_SPECS names a folder that holds 0.2/ and 1.0-draft/ of
https://github.com/reconciliation-api/specs; without it these tests are skipped, and the others
hold the messages to the same by hand.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, ValidationError
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from lionrock.serve.api.reply import Wrong
from lionrock.serve.reconcile.messages import read_batch, read_draft, read_extension
from lionrock.settings import Settings
from tests.serve.reconciling import Client, client_of

SPECS = Path(os.environ.get("LIONROCK_RECONCILIATION_SPECS", "none"))
pytestmark = pytest.mark.skipif(
    not (SPECS / "0.2").is_dir(), reason="LIONROCK_RECONCILIATION_SPECS names no specification"
)

VERSIONS = ("0.2", "1.0-draft")
NAMES = ("Vantry University", "雲翠大學", "Harbour Plan", "none such", "VU", "Egret")
PROPERTIES = ("name", "place", "founded", "class", "sources", "country", "milestone", "population",
              "relation.part_of", "lat", "no such property", "name.zh-Hant")  # fmt: skip
IDS = ("vantry-university", "lumen", "harbour-plan", "vantry", "no such id", "quill")


CHECKED = frozenset((
    "manifest", "reconciliation-query-batch", "reconciliation-result-batch",
    "suggest-entities-response", "suggest-types-response", "suggest-properties-response",
    "data-extension-query", "data-extension-response", "data-extension-property-proposal",
))  # fmt: skip
PARTS = frozenset(("type", "lang", "dir"))
DESCRIPTION = "openapi"  # of how a service is described elsewhere: ours has its own under /api


@pytest.fixture(scope="module")
def client(world: Settings) -> Iterator[Client]:
    with client_of(world) as made:
        yield made


def _base(version: str, lang: str = "") -> str:
    return "/".join(filter(None, ["/reconcile", lang, "1.0" if version == "1.0-draft" else ""]))


def _check(version: str, schema: str, message: Any) -> None:
    folder = SPECS / version / "schemas"
    loaded = {path.name: json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")}
    resources: list[tuple[str, Resource[Any]]] = []
    for name, body in loaded.items():
        resource = Resource.from_contents(body, default_specification=DRAFT7)
        resources += [(name, resource), (body.get("$id", name).rstrip("#"), resource)]
    registry: Registry[Any] = Registry().with_resources(resources)
    Draft7Validator(loaded[f"{schema}.json"], registry=registry).validate(message)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("lang", ["", "zh-Hant"])
def test_what_the_service_says_of_itself(client: Client, version: str, lang: str) -> None:
    base = _base(version, lang)
    _check(version, "manifest", client.get(base).json())
    for what, schema in (("entity", "entities"), ("type", "types"), ("property", "properties")):
        for prefix in ("", "va", "雲翠", "n"):
            answer = client.get(f"{base}/suggest/{what}", params={"prefix": prefix})
            _check(version, f"suggest-{schema}-response", answer.json())
    for query in ("type=organisation&limit=5", "type=place", ""):
        proposed = client.get(f"{base}/extend/propose?{query}").json()
        _check(version, "data-extension-property-proposal", proposed)


def test_results_of_both_versions(client: Client) -> None:
    old = {f"q{n}": {"query": name} for n, name in enumerate(NAMES)}
    place = {"pid": "place", "v": "vantry"}
    old["typed"] = {"query": "VU", "type": ["organisation"], "properties": [place]}  # type: ignore[dict-item]
    _check("0.2", "reconciliation-query-batch", old)
    answer = client.post("/reconcile", data={"queries": json.dumps(old)}).json()
    _check("0.2", "reconciliation-result-batch", answer)
    assert any(one["result"] for one in answer.values())
    draft = {"queries": [{"conditions": [{"matchType": "name", "propertyValue": name}]}
                         for name in NAMES]}  # fmt: skip
    _check("1.0-draft", "reconciliation-query-batch", draft)
    for base in ("/reconcile/1.0", "/reconcile/mul/1.0", "/reconcile"):
        answer = client.post(f"{base}/match", json=draft).json()
        _check("1.0-draft", "reconciliation-result-batch", answer)
        assert len(answer["results"]) == len(NAMES)


@pytest.mark.parametrize("version", VERSIONS)
def test_extensions_of_both_versions(client: Client, version: str) -> None:
    for settings in ({}, {"content": "id", "limit": 1}):
        asked = {"ids": IDS, "properties": [{"id": p, "settings": settings} for p in PROPERTIES]}
        _check(version, "data-extension-query", json.loads(json.dumps(asked)))
        if version == "0.2":
            answer = client.post("/reconcile", data={"extend": json.dumps(asked)})
        else:
            answer = client.post("/reconcile/1.0/extend", json=asked)
        _check(version, "data-extension-response", answer.json())


@pytest.mark.parametrize("version", VERSIONS)
def test_examples_are_read_or_refused_as_the_specification_says(version: str) -> None:
    folder = SPECS / version / "examples"
    read = read_batch if version == "0.2" else read_draft
    valid = sorted(folder.glob("reconciliation-query-batch/valid/*.json"))
    invalid = sorted(folder.glob("reconciliation-query-batch/invalid/*.json"))
    assert valid and invalid
    for path in valid:
        assert read(path.read_bytes()), path.name
    for path in invalid:
        with pytest.raises(Wrong):
            read(path.read_bytes())
    for path in sorted(folder.glob("data-extension-query/valid/*.json")):
        assert read_extension(path.read_bytes()).ids, path.name


@pytest.mark.parametrize("version", VERSIONS)
def test_every_schema_of_the_specification_is_applied(version: str) -> None:
    folder = SPECS / version / "schemas"
    found = {path.stem for path in folder.glob("*.json")}
    assert found - PARTS - {DESCRIPTION} == CHECKED
    texts = "".join((folder / f"{name}.json").read_text("utf-8") for name in CHECKED)
    assert all(f"{part}.json" in texts for part in PARTS & found)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_broken_message_fails_its_schema(client: Client, version: str) -> None:
    """The schemas can say no: each refuses our message with its first key left out or turned."""
    manifest = client.get(_base(version)).json()
    with pytest.raises(ValidationError):
        _check(version, "manifest", {**manifest, "name": 3})
    suggested = client.get(f"{_base(version)}/suggest/entity", params={"prefix": "va"}).json()
    for schema in ("entities", "types", "properties"):
        with pytest.raises(ValidationError):
            _check(version, f"suggest-{schema}-response", {**suggested, "result": [{"name": 1}]})
    with pytest.raises(ValidationError):
        _check(version, "data-extension-property-proposal", {"properties": [{"id": 1}]})
