"""An open observatory answers the same from any thread, and a server follows new builds."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import lionrock
from lionrock.answer.observatory import Live, Observatory
from lionrock.build import build
from lionrock.model.statement import Statement
from lionrock.settings import Settings
from lionrock.store import builds
from lionrock.store.duck import StepFailed
from lionrock.store.view import TableQuery
from tests.world import facts, make_world

FACETS = [
    "initiatives", "research", "startups", "adoption", "crossborder", "governance", "outlook",
]  # fmt: skip


@pytest.fixture(scope="module")
def tiny(world: Settings) -> Observatory:
    return Observatory.open(world)


def test_a_home_without_a_build_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(builds.NoBuild, match="make one with: lionrock build"):
        lionrock.open(tmp_path)


def test_a_home_opens_by_path_and_by_environment(
    world: Settings, tiny: Observatory, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert lionrock.open(world.home).build_id == tiny.build_id
    assert lionrock.open(str(world.home)).build_id == tiny.build_id
    monkeypatch.setenv("LIONROCK_HOME", str(world.home))
    assert lionrock.open().build_id == tiny.build_id


def test_home_counts_what_there_is(tiny: Observatory) -> None:
    totals = tiny.home()["totals"]
    assert totals["observations"] == len(facts()["observations.jsonl"])
    assert totals["entities"] == tiny.manifest.entities
    assert totals["gathered"] == "2026-06-30"
    urls = {url for rows in facts().values() for row in rows for url in row["sources"]}
    assert totals["sources"] == len(urls)


def test_home_shows_seven_facets_news_and_conflicts(tiny: Observatory) -> None:
    home = tiny.home()
    assert [facet["id"] for facet in home["facets"]] == FACETS
    assert [facet["id"] for facet in tiny.facets()] == FACETS
    dates = [event["date"] for event in home["new"]]
    assert dates == sorted(dates, reverse=True)
    assert all(date <= "2026-06-30" for date in dates)
    found = tiny.query("SELECT count(*) FROM disagreements")
    assert home["conflicts_number"] == found[0][0] == 9
    assert {conflict["indicator"] for conflict in home["conflicts"]} == {
        "startups", "funding", "ai_use"
    }  # fmt: skip


def test_unknown_ids_are_none(tiny: Observatory) -> None:
    assert tiny.entity("nobody") is None
    assert tiny.entity_document("nobody") is None
    assert tiny.indicator_document("nothing") is None
    assert tiny.facet_document("gossip") is None
    assert tiny.table("gossip") is None
    assert tiny.document("gossip", "lumen") is None


def test_an_entity_is_typed_and_its_keys_are_those_of_the_build(tiny: Observatory) -> None:
    entity = tiny.entity("vantry-university")
    assert entity is not None
    assert entity.kind == "organisation"
    assert [entity.name(lang) for lang in ("en", "zh-Hant", "zh-Hans")] == [
        "Vantry University", "雲翠大學", "云翠大学"
    ]  # fmt: skip
    assert entity.values("founded") == ("1911",)
    keys = tiny.query("SELECT key FROM statements WHERE subject = 'vantry-university'")
    assert {statement.key for statement in entity.statements} == {row[0] for row in keys}
    evidence = entity.sources[0]
    assert evidence.locator == "registry/organisations.jsonl:1"
    assert (evidence.method, evidence.tier) == ("curated", "primary")  # the strongest first
    digests = dict(tiny.query("SELECT url, digest FROM snapshots"))
    assert evidence.snapshot == digests["registry/organisations.jsonl"]


def test_indicators_are_listed_without_their_series(tiny: Observatory) -> None:
    listed = {one["id"]: one for one in tiny.indicators()}
    assert listed["startups"]["period"] == "2025"
    assert listed["startups"]["value"]["value"] == 167
    assert listed["startups"]["points"] == 6
    assert listed["startups"]["series"] == 2
    assert all("definition" in one for one in listed.values())


def test_a_table_is_filtered_sorted_and_paged(tiny: Observatory) -> None:
    page = tiny.table("startups", TableQuery())
    assert page is not None
    companies = [row["entity"] for row in page.rows]
    assert set(companies) == {"lumen", "quill", "tern"}
    assert page.total == 3
    assert page.rows[0]["evidence"]["sources"][0]["name"]["en"]
    second = tiny.table("startups", TableQuery(limit=1, offset=1))
    assert second is not None
    assert (second.total, [row["entity"] for row in second.rows]) == (3, companies[1:2])
    robots = tiny.table("startups", TableQuery(where={"sector": "robotics"}))
    assert robots is not None
    assert [row["entity"] for row in robots.rows] == ["lumen"]
    unknown = tiny.table("startups", TableQuery(where={"x' OR 1": "y"}, order="'; DROP", limit=-5))
    assert unknown is not None
    assert (unknown.total, unknown.rows) == (3, [])


def test_search_finds_in_every_script(tiny: Observatory) -> None:
    for words in ("vantry university", "雲翠大學", "云翠大学", "VU"):
        assert tiny.search(words).hits[0].id == "vantry-university", words
    assert not tiny.search("zzzzqqq").hits
    assert [one.id for one in tiny.suggest("lum")][:1] == ["lumen"]


def test_a_query_reads_and_cannot_write(tiny: Observatory) -> None:
    assert tiny.query("SELECT id FROM entities WHERE id = ?", ("lumen",)) == [("lumen",)]
    with pytest.raises(StepFailed, match="read-only"):
        tiny.query("CREATE TABLE mine (a INTEGER)")


def test_threads_share_an_observatory(world: Settings) -> None:
    tiny = Observatory.open(world)

    def ask(number: int) -> tuple[object, ...]:
        row = facts()["organisations.jsonl"][number % 5]
        document = tiny.entity_document(row["id"])
        found = tiny.search("vantry").total
        return row["id"], document and document["id"], found

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(ask, range(80)))
    assert len(answers) == 5
    assert all(asked == got for asked, got, _ in answers)


def test_a_server_follows_a_new_build_and_outlives_a_lost_one(
    world: Settings, tmp_path: Path
) -> None:
    settings = Settings(tmp_path / "home", make_world(tmp_path / "registry"))
    shutil.copytree(world.home, settings.home, symlinks=True)
    live = Live(settings)
    first = live.now()
    assert live.now() is first
    lines = facts()
    lines["organisations.jsonl"][8]["names"]["en"] = ["Lumen Machines"]
    make_world(settings.registry, lines)
    build(settings)
    second = live.now()
    assert second.build_id != first.build_id
    for observatory, name in ((first, "Lumen Robotics"), (second, "Lumen Machines")):
        entity = observatory.entity("lumen")
        assert isinstance(entity and entity.statements[0], Statement)
        assert entity is not None
        assert entity.name("en") == name
    settings.current.unlink()
    assert live.now() is second
    settings.current.symlink_to("builds/gone")
    assert live.now() is second
