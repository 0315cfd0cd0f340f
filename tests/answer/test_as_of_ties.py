"""The graph as of a day: by dates, by the build of that day, and by taking changes back."""

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from lionrock.answer.as_of import TiesAsOf, as_of, ties_as_of
from lionrock.answer.graph import Neighbourhood, find_neighbourhood, find_way
from lionrock.answer.observatory import Live, Observatory
from lionrock.build import build
from lionrock.serve.app import create_app
from lionrock.settings import Settings
from lionrock.store import history
from tests.grown import Day
from tests.world import facts, make_world

UNKEPT, KEPT, NOW = "2024-01-10", "2024-02-10", "2024-03-10"


@pytest.fixture(scope="module")
def grown(grown_home: Settings) -> Observatory:
    return Observatory.open(grown_home)


def known(observatory: Observatory, day: str) -> TiesAsOf:
    return ties_as_of(observatory, dt.date.fromisoformat(day), "known")


def around(held: TiesAsOf, id_: str) -> Neighbourhood:
    return find_neighbourhood(held, id_, 1, ("place",), 500)


def ends(held: TiesAsOf) -> list[tuple[Any, ...]]:
    return sorted(row[1:6] for row in held.ties)


def without(observatory: Observatory, folder: Path) -> Observatory:
    """The same home when only the build that is served is left."""
    shutil.copytree(observatory.settings.home, folder / "home", symlinks=True)
    settings = Settings(folder / "home")
    for one in settings.builds.iterdir():
        if one.name != observatory.build_id:
            shutil.rmtree(one)
    return Observatory.open(settings)


def test_the_build_of_the_day_answers(grown: Observatory) -> None:
    held = known(grown, KEPT)
    assert held.told is not None
    assert (held.told.exact, held.told.state, held.told.begins) == (True, "holds", "2024-01-01")
    assert held.asked.build_id == held.told.build != grown.build_id
    found = around(held, "newcomer")
    assert [(one.source, one.target) for one in found.ties] == [("newcomer", "vantry")]
    assert all(one.sources for one in found.ties)
    assert len(find_way(held, "newcomer", "vantry", ("place",)).nodes) == 2


def test_who_was_not_known_yet_stands_nowhere(grown: Observatory) -> None:
    for day in (NOW, UNKEPT):
        found = around(known(grown, day), "newcomer")
        assert (found.total, found.nodes, found.ties) == (0, (), ())
        assert "newcomer" not in {one.id for one in around(known(grown, day), "vantry").nodes}


def test_of_today_it_is_what_stands_today(grown: Observatory) -> None:
    assert ends(known(grown, NOW)) == ends(ties_as_of(grown))


def test_before_the_memory_nothing_is_known(grown: Observatory) -> None:
    held = known(grown, "2023-12-31")
    assert held.told is not None
    assert (held.told.state, held.told.build, held.ties) == ("unknown", None, ())
    assert around(held, "vantry").total == 0


def test_changes_are_taken_back_where_the_build_is_lost(grown: Observatory, tmp_path: Path) -> None:
    held = known(without(grown, tmp_path), KEPT)
    assert held.told is not None
    assert not held.told.exact
    assert ends(held) == ends(known(grown, KEPT))
    found = around(held, "newcomer")
    assert [(one.id, one.label["en"]) for one in found.nodes] == [
        ("newcomer", "Newcomer"), ("vantry", found.nodes[1].label["en"])
    ]  # fmt: skip
    (tie,) = found.ties
    assert (tie.strength, tie.sources) == (None, ()), "withdrawn, and yet with a source"


def test_relations_that_changed_are_taken_back(tmp_path: Path) -> None:
    """One is withdrawn, one gets another date, one is new: the day before has what it had."""
    settings = Settings(tmp_path / "home", tmp_path / "registry")
    before, after = facts(), facts()
    first, second = before["relations.jsonl"][0], before["relations.jsonl"][1]
    new = {**first, "subject": first["object"], "object": first["subject"]}
    after["relations.jsonl"] = [
        {**second, "date": "2001-01"}, *before["relations.jsonl"][2:], new,
    ]  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history, "datetime", Day)
        for moment, lines in (("2024-01-01", before), ("2024-02-01", after)):
            Day.at = dt.datetime.fromisoformat(f"{moment}T00:00:00+00:00")
            make_world(settings.registry, lines)
            build(settings)
    now = Observatory.open(settings)
    then = known(now, "2024-01-10")
    assert then.told is not None
    assert then.told.exact
    undone = known(without(now, tmp_path / "copy"), "2024-01-10")
    assert ends(undone) == ends(then) != ends(ties_as_of(now))


def test_by_http(grown_home: Settings) -> None:
    with TestClient(create_app(Live(grown_home))) as site:
        then = site.get(f"/api/graph/around/newcomer?type=place&day={KEPT}&meaning=known")
        assert [one["id"] for one in then.json()["nodes"]] == ["newcomer", "vantry"]
        assert then.json()["as_of"]["exact"] is True
        assert site.get(f"/api/graph/around/newcomer?day={KEPT}").status_code == 404
        way = site.get(f"/api/graph/way?from=vantry&to=lumen&day={KEPT}&meaning=known")
        assert way.json()["as_of"]["state"] == "holds"


def test_known_links_stand_at_both_ends(grown: Observatory) -> None:
    found = as_of(grown, "vantry", dt.date.fromisoformat(KEPT), "known")
    assert found is not None
    links = {(one.name, one.direction, one.value): one for one in found.items if one.part == "link"}
    came = links["place", "in", "newcomer"]
    assert (came.since, came.until) == ("2024-02-01", "2024-03-01")
    assert came.label is not None
    assert came.label["en"] == "Newcomer"
    held = known(grown, KEPT)
    for type_, via, source, target in (row[1:5] for row in held.ties):
        for id_, direction, other in ((source, "out", target), (target, "in", source)):
            if via == "property" and direction == "out":
                continue
            there = as_of(grown, id_, dt.date.fromisoformat(KEPT), "known")
            assert there is not None
            assert (type_, direction, other) in {
                (one.name, one.direction, one.value) for one in there.items
            }
