"""A client that knows only an address and walks the service as OpenRefine does."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from lionrock.settings import Settings
from tests.serve.reconciling import Client, client_of
from tests.serving import serving

Json = dict[str, Any]
COLUMN = ["Vantry University", "雲翠銀行", "Lumen Robotics", "海港醫院", "Nobody Knows Ltd",
          "云翠大学", "Harbour Hospital", "Cloudworks", "VU", "Vision Laboratory", "Egret", "Tern",
          "Heron Capital"]  # fmt: skip
PLACES = ["Vantry", "雲翠", "", "Vantry", "Vantry", "Eastmere"] + [""] * 7


class Refine:
    """What OpenRefine does with a service of version 0.2, addresses only from its manifest."""

    def __init__(self, client: httpx.Client, address: str) -> None:
        self._client = client
        self._address = address
        self.manifest = client.get(address).json()
        assert "0.2" in self.manifest["versions"]

    def guess_types(self, cells: list[str]) -> list[str]:
        """Ask for the first ten cells; the types of the candidates, the most frequent first."""
        queries = {f"q{n}": {"query": cell, "limit": 3} for n, cell in enumerate(cells[:10])}
        types = Counter(
            type_["id"]
            for one in self._asked(queries).values()
            for candidate in one["result"]
            for type_ in candidate["type"]
        )
        return [id_ for id_, _ in types.most_common()]

    def reconcile(self, cells: list[str], type_: str, places: list[str]) -> list[list[Json]]:
        """Ask for all cells in batches, each with a column of places as a property."""
        found: list[list[Json]] = []
        size = min(10, self.manifest["batchSize"])
        for at in range(0, len(cells), size):
            queries = {}
            for n in range(at, min(at + size, len(cells))):
                query: Json = {"query": cells[n], "type": type_, "type_strict": "should"}
                if places[n]:
                    query["properties"] = [{"pid": "place", "v": places[n]}]
                queries[f"q{n}"] = query
            found += [one["result"] for one in self._asked(queries).values()]
        return found

    def suggest(self, what: str, prefix: str) -> Json:
        """The first suggestion, with its flyout."""
        told = self.manifest["suggest"][what]
        address = told["service_url"] + told["service_path"]
        (first, *_) = self._client.get(address, params={"prefix": prefix}).json()["result"]
        path = told["flyout_service_path"].replace("${id}", quote(first["id"], safe=""))
        flyout = self._client.get(told["flyout_service_url"] + path).json()
        assert flyout["id"] == first["id"] and flyout["html"]
        shown: Json = first
        return shown

    def preview(self, id_: str) -> str:
        """The page that is shown in a frame."""
        told = self.manifest["preview"]
        answer = self._client.get(told["url"].replace("{{id}}", quote(id_, safe="")))
        assert answer.status_code == 200 and 0 < told["height"] <= told["width"] < 1000
        return answer.text

    def extend(self, type_: str, ids: list[str]) -> tuple[list[Json], dict[str, Json]]:
        """Propose properties for a type, then fetch the first eight."""
        told = self.manifest["extend"]["propose_properties"]
        address = told["service_url"] + told["service_path"]
        proposed = self._client.get(address, params={"type": type_}).json()["properties"]
        settings = {
            one["name"]: one["default"] for one in self.manifest["extend"]["property_settings"]
        }
        wanted = [{"id": one["id"], "settings": settings} for one in proposed[:8]]
        body = json.dumps({"ids": ids, "properties": wanted})
        answer = self._client.post(self._address, data={"extend": body})
        assert answer.status_code == 200, answer.text
        return answer.json()["meta"], answer.json()["rows"]

    def _asked(self, queries: Json) -> dict[str, Json]:
        answer = self._client.post(self._address, data={"queries": json.dumps(queries)})
        assert answer.status_code == 200, answer.text
        found: dict[str, Json] = answer.json()
        assert set(found) == set(queries)
        return found


@pytest.fixture(scope="module")
def client(world: Settings) -> Iterator[Client]:
    with client_of(world) as made:
        yield made


@pytest.fixture(scope="module", params=["app", "server"])
def anywhere(request: pytest.FixtureRequest, world: Settings) -> Iterator[httpx.Client]:
    """A client of the app in this process, then one of the real server."""
    if request.param == "app":
        with client_of(world) as near:
            yield near
    else:
        with serving(world.home) as address, httpx.Client(base_url=address, timeout=30) as far:
            yield far


def test_the_way_of_openrefine(anywhere: httpx.Client) -> None:
    refine = Refine(anywhere, "/reconcile")
    assert refine.guess_types(COLUMN)[0] == "organisation"
    found = refine.reconcile(COLUMN, "organisation", PLACES)
    matched = [next((one["id"] for one in cell if one["match"]), None) for cell in found]
    assert matched == [
        "vantry-university", "bank", "lumen", "harbour-hospital", None, None, "harbour-hospital",
        "cloudworks", "vantry-university", "vision-laboratory", None, "tern", "heron-capital",
    ]  # fmt: skip
    assert found[5][0]["id"] == "vantry-university", "the place differs: a person decides"
    assert found[10][0]["id"] == "egret", "another type: shown, never matched"
    assert refine.suggest("entity", "vantry un")["id"] == "vantry-university"
    assert refine.suggest("type", "univ")["id"] == "organisation.university"
    assert refine.suggest("property", "place")["id"] == "place"
    assert "雲翠大學" in refine.preview("vantry-university")
    meta, rows = refine.extend("organisation", ["vantry-university", "bank"])
    assert meta[0] == {"id": "name", "name": "Name"}
    assert rows["bank"]["name.zh-Hant"] == [{"str": "雲翠銀行"}]


def test_the_way_of_openrefine_in_chinese(client: Client) -> None:
    refine = Refine(client, "/reconcile/zh-Hant")
    assert refine.suggest("type", "大學")["name"] == "大學"
    meta, rows = refine.extend("organisation", ["bank"])
    assert [one["name"] for one in meta][:2] == ["名稱", "英文名稱"]
    assert {"str": "企業"} in rows["bank"]["class"]
    assert "所有已知資料及來源" in refine.preview("bank")
