"""What the tests of the reconciliation service share: a client, and ways of asking."""

import json
from typing import Any

from litestar.testing import TestClient

from lionrock.answer.observatory import Live
from lionrock.serve.app import create_app
from lionrock.settings import Settings

Client = TestClient[Any]
Json = dict[str, Any]


def client_of(settings: Settings) -> Client:
    """A client of the app in this process."""
    return TestClient(create_app(Live(settings)), raise_server_exceptions=False)


def asked(client: Client, queries: Json, at: str = "/reconcile") -> Json:
    """The results of a 0.2 batch by key."""
    answer = client.post(at, data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    results: Json = answer.json()
    assert list(results) == list(queries)
    return {key: one["result"] for key, one in results.items()}


def candidates(client: Client, query: Json) -> list[Json]:
    """The candidates of one 0.2 query."""
    found: list[Json] = asked(client, {"q": query})["q"]
    return found


def matched(found: list[Json]) -> str | None:
    """The id of the candidate that is a match, if one is."""
    (match,) = [one["id"] for one in found if one["match"]] or [None]
    return match


def drafted(client: Client, *queries: Json, at: str = "/reconcile/1.0") -> list[list[Json]]:
    """The candidates of each query of a 1.0 batch."""
    answer = client.post(f"{at}/match", json={"queries": queries})
    assert answer.status_code == 200, answer.text
    return [one["candidates"] for one in answer.json()["results"]]


def named(name: Any, **more: Any) -> Json:
    """A 1.0 query for a name."""
    return {"conditions": [{"matchType": "name", "propertyValue": name}], **more}
