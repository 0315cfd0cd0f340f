"""Lists are gone through by cursors: whole, each thing once, also across a new build."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Live
from lionrock.build import build
from lionrock.serve.app import create_app
from lionrock.settings import Settings
from tests.world import facts, make_world

Client = TestClient[Any]
LISTS = {  # address: where the things are, and what tells one from another
    "/api/directory": ("entities", "id"),
    "/api/directory?kind=organisation": ("entities", "id"),
    "/api/statements": ("statements", "key"),
    "/api/statements?kind=deal&prop=amount": ("statements", "key"),
    "/api/facets/startups/table?order=label": ("rows", "entity"),
    "/api/search?q=lumen": ("hits", "id"),
    "/api/conflicts": ("conflicts", None),
    "/api/changes": ("changes", None),
    "/api/works": ("works", "work"),
    "/api/research/unknown": ("bodies", "id"),
    "/api/facets/startups/as-of?day=2026-06-30": ("rows", None),
    "/api/search/as-of?q=lumen&day=2026-06-30": ("hits", "id"),
}
OF_A_BUILD = [
    "/api/facets/startups/table", "/api/search?q=lumen", "/api/conflicts",
    "/api/facets/startups/as-of?day=2026-06-30",
]  # fmt: skip


@pytest.fixture(scope="module")
def settings(world: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("cursors")
    made = Settings(folder / "home", make_world(folder / "registry", facts()))
    shutil.copytree(world.home, made.home, symlinks=True)
    lines = facts()
    lines["organisations.jsonl"][0]["names"]["en"][0] = "Institute of Everything"
    make_world(made.registry, lines)
    build(made)
    return made


@pytest.fixture
def client(settings: Settings) -> Iterator[Client]:
    with TestClient(create_app(Live(settings))) as site:
        yield site


def through(client: Client, address: str, limit: int) -> Iterator[dict[str, Any]]:
    """Return one answer after another, as far as cursors lead."""
    join = "&" if "?" in address else "?"
    cursor = None
    while True:
        more = f"&cursor={cursor}" if cursor else ""
        answer = client.get(f"{address}{join}limit={limit}{more}")
        assert answer.status_code == 200, answer.text
        yield answer.json()
        cursor = answer.json()["next"]
        if cursor is None:
            return


def total_of(client: Client, address: str) -> int:
    return int(client.get(address).json()["total"])


@pytest.mark.parametrize(("address", "told"), LISTS.items())
def test_a_list_comes_whole_and_each_thing_once(
    client: Client, address: str, told: tuple[str, str | None]
) -> None:
    part, key = told
    (whole,) = through(client, address, 100) if part != "statements" else ({"total": None},)
    most = 7 if total_of(client, address) < 50 else 40
    pages = list(through(client, address, most))
    found = [one for page in pages for one in page[part]]
    assert len(found) == pages[0]["total"]
    if part != "statements":
        assert found == whole[part]
    if key is not None:
        assert len({one[key] for one in found}) == len(found)
    assert all(len(page[part]) == most for page in pages[:-1])


def test_there_is_something_to_go_through(client: Client) -> None:
    for address in ("/api/directory", "/api/facets/startups/table", "/api/search?q=lumen"):
        assert len(list(through(client, address, 2))) > 1
    assert len(list(through(client, "/api/changes", 1))) > 1
    assert client.get("/api/statements?limit=20").json()["next"]


def changed(settings: Settings, name: str) -> None:
    lines = facts()
    lines["organisations.jsonl"][0]["names"]["en"][0] = name
    make_world(settings.registry, lines)
    build(settings)


@pytest.mark.parametrize("address", ["/api/directory", "/api/statements", "/api/changes"])
def test_a_new_build_neither_repeats_nor_skips(
    client: Client, settings: Settings, address: str, request: pytest.FixtureRequest
) -> None:
    part, _ = LISTS[address]
    before = [repr(one) for page in through(client, address, 100) for one in page[part]]
    walk = through(client, address, 1 if address == "/api/changes" else 25)
    found = [repr(one) for one in next(walk)[part]]
    changed(settings, f"Institute of {request.node.name}")
    found += [repr(one) for page in walk for one in page[part]]
    assert len(found) == len(set(found))
    if address == "/api/changes":  # what is newer stands before where the walk had come to
        assert found == before
    else:
        assert len(set(before) - set(found)) <= 2  # the name that was changed, and its bearer
        assert len(found) == len(before)


@pytest.mark.parametrize("address", OF_A_BUILD)
def test_a_cursor_of_another_build_says_where_to_begin(
    client: Client, settings: Settings, address: str, request: pytest.FixtureRequest
) -> None:
    join = "&" if "?" in address else "?"
    cursor = client.get(f"{address}{join}limit=1").json()["next"]
    assert cursor
    changed(settings, f"Institute of {request.node.name}")
    gone = client.get(f"{address}{join}limit=1&cursor={cursor}")
    assert (gone.status_code, gone.headers["content-type"]) == (410, "application/problem+json")
    again = gone.json()["detail"].rpartition("begin again at ")[2]
    assert client.get(again).json()["next"]
    assert "cursor" not in again


@pytest.mark.parametrize(
    "spoil",
    [lambda c: c[:-2], lambda c: c + "AAAA",
     lambda c: ("B" if c[0] == "A" else "A") + c[1:], lambda c: "!", lambda c: "%00",
     lambda c: "A" * 1900, lambda c: "é"],
)  # fmt: skip
def test_what_is_no_cursor_is_told(client: Client, spoil: Any) -> None:
    for address in ("/api/directory?", "/api/changes?", "/api/conflicts?"):
        cursor = client.get(f"{address}limit=1").json()["next"]
        answer = client.get(f"{address}limit=1&cursor={spoil(cursor)}")
        assert answer.status_code == 404
        assert "next" in answer.json()["detail"]


def test_a_cursor_serves_only_the_question_it_was_given_for(client: Client) -> None:
    cursor = client.get("/api/directory?limit=1").json()["next"]
    assert client.get(f"/api/directory?limit=3&cursor={cursor}").status_code == 200
    assert client.get(f"/api/directory?kind=deal&cursor={cursor}").status_code == 404
    assert client.get(f"/api/statements?cursor={cursor}").status_code == 404


def test_limits_are_told_and_held(client: Client) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    for address in LISTS:
        path = address.partition("?")[0].replace("/startups/", "/{id}/")
        known = {one["name"]: one["schema"] for one in paths[path]["get"]["parameters"]}
        most = known["limit"]["maximum"]
        join = "&" if "?" in address else "?"
        assert client.get(f"{address}{join}limit={most}").status_code == 200
        assert client.get(f"{address}{join}limit={most + 1}").status_code == 400
        assert "cursor" in known
        assert "410" in paths[path]["get"]["responses"]


def test_a_kind_that_is_not_known_is_told(client: Client) -> None:
    for address in ("/api/directory", "/api/statements"):
        wrong = client.get(f"{address}?kind=dragon")
        assert wrong.status_code == 400
        assert "organisation" in wrong.json()["detail"]


def test_statements_are_those_of_the_documents(client: Client) -> None:
    (page,) = through(client, "/api/statements?subject=lumen", 500)
    shown = client.get("/api/entities/lumen").json()["facts"]
    assert {one["key"] for one in shown} <= {one["key"] for one in page["statements"]}
    assert all(one["sources"] for one in page["statements"])
