"""The graph of bodies that publish together, on graphs small enough to work out by hand."""

import math
import random
from pathlib import Path

import pytest

from lionrock.derive.graph import Body, Standing, standings, write_graph
from tests.works_city import City

# Two groups of three that know one another, joined by x - y alone.
#   a, b in Hong Kong with x; c, d in Shenzhen with y
TRIANGLES = [
    ("a", "b", 2.0), ("a", "x", 2.0), ("b", "x", 2.0),
    ("c", "d", 1.0), ("c", "y", 1.0), ("d", "y", 1.0),
    ("x", "y", 0.5),
]  # fmt: skip
BODIES = [
    Body("a", "university", "hong-kong"),
    Body("b", "research_centre", "hong-kong"),
    Body("x", "corporate", "hong-kong"),
    Body("c", "university", "shenzhen"),
    Body("d", "hospital", "shenzhen"),
    Body("y", "university", "shenzhen"),
    Body("alone", "university", "macau"),
]


def by_id(found: list[Standing]) -> dict[str, Standing]:
    return {one.organisation: one for one in found}


def test_communities_are_the_groups_that_know_one_another() -> None:
    found = by_id(standings(BODIES, TRIANGLES))
    assert {id_ for id_, one in found.items() if one.community == found["x"].community} == {
        "a", "b", "x"
    }  # fmt: skip
    assert {id_ for id_, one in found.items() if one.community == found["y"].community} == {
        "c", "d", "y"
    }  # fmt: skip
    assert found["a"].size == 3
    assert found["a"].centre == "x"  # 2 + 2 + 0.5 is the most
    assert found["c"].centre == "y"


def test_a_body_without_ties_has_no_standing() -> None:
    assert "alone" not in by_id(standings(BODIES, TRIANGLES))


def test_brokers_lie_on_the_paths_between_cities() -> None:
    found = by_id(standings(BODIES, TRIANGLES))
    # 3 by 3 pairs of the two cities: x lies within those that begin at a or b, 2 by 3.
    assert found["x"].between_cities == pytest.approx(6 / 9)
    assert found["y"].between_cities == pytest.approx(6 / 9)
    assert found["a"].between_cities == 0


def test_brokers_lie_on_the_paths_between_academia_and_industry() -> None:
    found = by_id(standings(BODIES, TRIANGLES))
    # x is the only company: of its five paths to academic bodies two lead through y.
    assert found["y"].between_sides == pytest.approx(2 / 5)
    assert found["x"].between_sides == 0


def test_without_two_groups_nothing_lies_between() -> None:
    alike = [Body(one, "university", "hong-kong") for one in "abxcdy"]
    found = standings(alike, TRIANGLES)
    assert {one.between_cities for one in found} == {None}
    assert {one.between_sides for one in found} == {None}


def test_constraint_is_burt_s() -> None:
    """A star's centre has as much constraint as a share per partner; a leaf is wholly bound."""
    found = by_id(standings([], [("m", "p", 1.0), ("m", "q", 1.0), ("m", "r", 1.0)]))
    assert found["m"].constraint == pytest.approx(3 * (1 / 3) ** 2, abs=1e-6)
    assert found["p"].constraint == pytest.approx(1)
    bridge = by_id(standings(BODIES, TRIANGLES))
    assert bridge["y"].constraint is not None and bridge["c"].constraint is not None
    assert bridge["y"].constraint < bridge["c"].constraint


def test_the_order_of_ties_does_not_matter_and_nothing_is_left_to_chance() -> None:
    first = standings(BODIES, TRIANGLES)
    shuffled = TRIANGLES[:]
    random.Random(7).shuffle(shuffled)
    random.seed(99)
    assert standings(BODIES[::-1], shuffled) == first


def test_no_ties_no_graph() -> None:
    assert standings(BODIES, []) == []


def test_pairs_of_bodies_come_from_the_works_they_made_together(city: City, tmp_path: Path) -> None:
    number = write_graph(city.database, tmp_path / "scratch")
    found = {
        (a, b): (works, weight, first, last)
        for a, b, works, weight, first, last in city.rows("FROM collaborations")
    }
    # works 2, 5, 20 and 27: the last two of three bodies each share their weight
    assert found["cuhk", "hkust"] == (4, 3.0, 2021, 2025)
    assert found["hkust", "hkust-guangzhou"] == (2, 2.0, 2022, 2024)
    assert ("cuhk", "cuhk-shenzhen") in found
    assert all(a < b for a, b in found)
    weights = city.one("SELECT sum(weight) FROM collaborations")
    bodies = city.one(
        "SELECT sum(number) FROM (SELECT count(*) AS number FROM work_organisations o "
        "JOIN outputs u ON u.work = o.work WHERE via = 'ours' GROUP BY o.work HAVING count(*) > 1)"
    )
    assert weights == pytest.approx(bodies / 2)
    ((standing, constraint),) = city.rows(
        "SELECT partners, \"constraint\" FROM standings WHERE organisation = 'hkust'"
    )
    assert standing == len([pair for pair in found if "hkust" in pair])
    assert math.isfinite(constraint)
    assert number == city.one("SELECT count(*) FROM standings")
