"""A build as a whole: the same inputs give the same observatory, bad ones give none."""

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import msgspec
import pytest

from lionrock.answer.observatory import Observatory
from lionrock.build import STAGES, Built, Refused, build, validate
from lionrock.model.statement import statement_key
from lionrock.settings import BUNDLED_REGISTRY, Settings
from lionrock.store import builds
from lionrock.store.duck import Duck, Row
from tests.sources.reading import gathered
from tests.world import facts, make_world


def tables(settings: Settings) -> dict[str, list[Row]]:
    """Every row of every table of the build that is served, in one order."""
    database = Duck(builds.current(settings) / builds.DATABASE, read_only=True)
    try:
        names = [row[0] for row in database.rows("SELECT table_name FROM duckdb_tables()")]
        return {name: database.rows(f"SELECT * FROM {name} ORDER BY ALL") for name in sorted(names)}
    finally:
        database.close()


def documents(settings: Settings) -> list[tuple[Any, ...]]:
    """Every prebuilt document and row of a facet's table, to the byte."""
    path = builds.current(settings) / builds.DOCUMENTS
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        found = connection.execute("SELECT * FROM documents ORDER BY 1, 2").fetchall()
        return found + connection.execute("SELECT * FROM facet_rows ORDER BY 1, 2, 3").fetchall()
    finally:
        connection.close()


def hits(settings: Settings, query: str) -> list[str]:
    return [hit.id for hit in Observatory.open(settings).search(query).hits]


def test_the_same_inputs_give_the_same_build(world: Settings, tmp_path: Path) -> None:
    again = Settings(tmp_path / "home", make_world(tmp_path / "registry"))
    built = build(again)
    assert built.manifest == Observatory.open(world).manifest
    assert documents(again) == documents(world)
    assert tables(again) == tables(world)
    for query in ("vantry", "雲翠", "云翠", "robotics", "AI"):
        assert hits(again, query) == hits(world, query)


@pytest.mark.slow
def test_the_bundled_registry_builds_the_same_twice(home: Path, tmp_path: Path) -> None:
    one, two = Settings(home), Settings(tmp_path)
    assert build(two).manifest == Observatory.open(one).manifest
    assert documents(two) == documents(one)
    assert tables(two) == tables(one)


def test_the_order_of_lines_makes_no_difference_to_what_is_said(
    world: Settings, tmp_path: Path
) -> None:
    lines = facts()
    for rows in lines.values():
        rows.reverse()
    other = Settings(tmp_path / "home", make_world(tmp_path / "registry", lines))
    assert build(other).manifest.id != Observatory.open(world).build_id
    before, after = tables(world), tables(other)
    for name in ("statements", "edges", "observations", "entities", "disagreements"):
        assert len(before[name]) == len(after[name]), name
    assert {row[0] for row in before["statements"]} == {row[0] for row in after["statements"]}
    assert before["disagreements"] == after["disagreements"]


def test_sql_and_python_give_a_statement_the_same_key(world: Settings) -> None:
    _, records = gathered(world.registry)
    expected = {
        statement_key(("registry", r.subject, r.kind, prop, value, lang or ""))
        for r in records
        for prop, value, lang, _ in r.claims
    }
    rows = Observatory.open(world).query(
        "SELECT key, source, subject, kind, prop, value, lang FROM statements"
    )
    assert {row[0] for row in rows} == expected
    assert len(rows) == len(expected)
    for key, *claim, lang in rows:
        assert key == statement_key((*claim, lang or ""))


def test_nothing_is_done_when_nothing_changed(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "home", make_world(tmp_path / "registry"))
    told: list[str] = []
    first = build(settings, told.append)
    assert first.fresh
    assert [*dict.fromkeys(told)] == list(STAGES)
    assert set(first.seconds) == set(STAGES)
    second = build(settings, told.append)
    assert second == Built(first.manifest, False, {})
    assert [*dict.fromkeys(told)] == list(STAGES)


def test_any_change_of_the_inputs_makes_another_build(world: Settings, tmp_path: Path) -> None:
    settings = copied(world, tmp_path)
    ids = [build(settings).manifest.id]
    for name in ("rates.toml", "deals.jsonl"):
        path = settings.registry / name
        path.write_text(path.read_text("utf-8") + "\n", "utf-8")
        ids.append(build(settings).manifest.id)
    assert len(set(ids)) == 3
    assert Observatory.open(settings).build_id == ids[-1]


def test_the_manifest_says_what_went_in_and_came_out(world: Settings) -> None:
    manifest = Observatory.open(world).manifest
    names = {path.name for path in world.registry.iterdir()}
    bundled = {"registry/documents.toml"}  # the world has none of its own
    own = {f"registry/{name}" for name in names}
    assert own | bundled | {"lionrock", "code"} == set(manifest.inputs)
    assert manifest.gathered == "2026-06-30"
    assert manifest.counts["organisation"] == len(facts()["organisations.jsonl"])
    assert manifest.counts["observation"] == len(facts()["observations.jsonl"])
    path = builds.current(world) / builds.MANIFEST
    assert msgspec.json.decode(path.read_bytes(), type=builds.Manifest) == manifest


def test_every_snapshot_is_kept_by_its_digest(world: Settings) -> None:
    for digest, source, url in Observatory.open(world).query(
        "SELECT digest, source, url FROM snapshots"
    ):
        kept = world.snapshots / source / digest
        assert kept.read_bytes() == (world.registry / Path(url).name).read_bytes()
        described = json.loads(kept.with_name(f"{digest}.json").read_bytes())
        assert described["licence"] == "CC-BY-4.0"


def copied(world: Settings, folder: Path) -> Settings:
    """A home and a registry of its own for a test that changes them, already built."""
    shutil.copytree(world.home, folder / "home", symlinks=True)
    return Settings(folder / "home", make_world(folder / "registry"))


def refused(settings: Settings) -> list[str]:
    """What the build says as it refuses; what was served before is served still."""
    before = builds.current(settings)
    with pytest.raises(Refused) as refusal:
        build(settings)
    assert builds.current(settings) == before
    assert Observatory.open(settings).entity_document("lumen")
    assert [path.name for path in settings.builds.iterdir()] == [before.name]
    return [str(problem) for problem in refusal.value.problems]


def test_too_few_lines_are_not_published(world: Settings, tmp_path: Path) -> None:
    settings = copied(world, tmp_path)
    lines = facts()
    del lines["observations.jsonl"][5:]
    make_world(settings.registry, lines)
    assert refused(settings) == ["registry:0: 5 of kind 'observation'; expected 20 to 90"]


def test_the_bundled_registry_cut_short_is_not_published(tmp_path: Path) -> None:
    folder = tmp_path / "registry"
    folder.mkdir()
    for path in BUNDLED_REGISTRY.glob("*.jsonl"):
        lines = path.read_text("utf-8").splitlines(keepends=True)
        (folder / path.name).write_text("".join(lines[:3]), "utf-8")
    problems = [str(p) for p in validate(Settings(tmp_path / "home", folder)).problems]
    assert "registry:0: 3 of kind 'organisation'; expected 800 to 500000" in problems
    with pytest.raises(Refused):
        build(Settings(tmp_path / "home", folder))
    with pytest.raises(builds.NoBuild, match="make one with: lionrock build"):
        Observatory.open(Settings(tmp_path / "home"))


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("registry.toml", "gathered =", "registry.toml: Invalid value"),
        ("registry.toml", 'gathered = "2026"', "registry.toml: no key 'licence'"),
        ("registry.toml", 'gathered = "soon"\nlicence = "x"', "registry.toml: date 'soon'"),
        ("registry.toml", 'gathered = 2026-01-01\nlicence = "x"\nexpects = 3', "expects: not a"),
        ("publishers.toml", '[a]\ntier = "gold"\nname = { en = "A" }', "[a]: tier 'gold'"),
        ("publishers.toml", '[a]\ntier = "press"\nname = "A"', "publishers.toml: a value is of"),
        ("indicators.toml", "[a]\nunit = 3", "[a]: unit 3 is not in the schema"),
        ("indicators.toml", '[a]\nunit = "percent"', "indicators.toml: no key 'direction'"),
        ("indicators.toml", "a = 3", "indicators.toml: a value is of the wrong type"),
        ("rates.toml", "source", "rates.toml: Expected"),
        ("rates.toml", "source = 3", "no key 'per_usd'"),
        ("deals.jsonl", '{"company": "nobody"}', "missing key 'round'"),
        ("gossip.jsonl", "{}", "not a file of the registry"),
    ],
)
def test_a_wrong_file_is_named_and_nothing_is_published(
    world: Settings, tmp_path: Path, name: str, text: str, reason: str
) -> None:
    settings = copied(world, tmp_path)
    (settings.registry / name).write_text(text, "utf-8")
    assert any(reason in problem for problem in refused(settings))


def test_a_registry_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        build(Settings(tmp_path / "home", tmp_path / "nowhere"))
    assert "no such folder" in str(refusal.value.problems[0])


def test_validation_leaves_no_trace(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "home", make_world(tmp_path / "registry"))
    outcome = validate(settings)
    assert not outcome.problems
    assert outcome.kinds["organisation"] == len(facts()["organisations.jsonl"])
    assert not settings.home.exists()


def test_another_builder_is_busy(world: Settings, tmp_path: Path) -> None:
    settings = copied(world, tmp_path)
    with builds.locked(settings), pytest.raises(builds.Busy, match="another build is running"):
        build(settings)
    assert not build(settings).fresh
