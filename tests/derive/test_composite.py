"""The composite index: means, bounds, other weights, removals."""

import math

import pytest

from lionrock.derive.composite import Cells, Weights, mean, removals, scaled, standings, total

EQUAL: Weights = {"a": (1, {"x": 1, "y": 1}), "b": (1, {"z": 1})}


def cells(x: float | None, y: float | None, z: float | None) -> Cells:
    return {"a": {"x": x, "y": y}, "b": {"z": z}}


@pytest.mark.parametrize(
    ("value", "scale", "bound", "direction", "score"),
    [
        (40, "share", 0, "up", 40), (40, "share", 0, "down", 60), (140, "share", 0, "up", 100),
        (1, "rank", 11, "down", 100), (11, "rank", 11, "down", 0), (6, "rank", 11, "down", 50),
        (3, "leader", 6, "up", 50), (6, "leader", 6, "up", 100), (1, "leader", 0, "up", 0),
    ],
)  # fmt: skip
def test_figures_become_scores(
    value: float, scale: str, bound: float, direction: str, score: float
) -> None:
    assert scaled(value, scale, bound, direction) == score


def test_missing_cells_stay_missing_and_open_the_bounds() -> None:
    found = mean({"x": 80, "y": None}, {"x": 1, "y": 3})
    assert (found.value, found.low, found.high) == (80, 20, 95)
    nothing = mean({"x": None}, {"x": 1})
    assert (nothing.value, nothing.low, nothing.high) == (None, 0, 100)
    score, pillars = total(cells(80, None, None), EQUAL)
    assert (score.value, score.low, score.high) == (80, 20, 95)
    assert pillars["b"].value is None


def test_all_known_leaves_nothing_open() -> None:
    score, _ = total(cells(80, 40, 20), EQUAL)
    assert score.value == score.low == score.high == 40


def test_the_simulation_is_repeatable_and_knows_what_is_sure() -> None:
    places = {
        "best": cells(55, 55, 55),
        "worst": cells(45, 45, 45),
        "open": cells(None, None, None),
    }
    found = standings(places, EQUAL, 1_000, 7)
    assert found == standings(places, EQUAL, 1_000, 7)
    assert found["best"].weights is not None
    assert (found["best"].weights.low, found["best"].weights.high) == pytest.approx((55, 55))
    assert found["open"].weights is None
    assert found["open"].rank.low == 1 and found["open"].rank.high == 3
    assert found["worst"].rank.low == 2  # never before the best
    assert found["best"].rank.high == 2


def test_weights_are_flat_dirichlet() -> None:
    one = standings({"p": cells(100, 100, 0)}, EQUAL, 20_000, 1)["p"]
    assert one.weights is not None  # the weight of a pillar of two is even from 0 to 1
    assert one.weights.low == pytest.approx(5, abs=1)
    assert one.weights.high == pytest.approx(95, abs=1)


def test_a_place_is_scored_again_without_each_part() -> None:
    found = removals(cells(80, 40, 20), EQUAL)
    assert found == {"x": 30, "y": 50, "z": 60}
    assert removals(cells(80, None, None), EQUAL) == {"x": None}


def test_the_geometric_mean_rewards_evenness() -> None:
    one = standings({"p": cells(80, 80, 20)}, EQUAL, 100, 1)["p"]
    assert one.geometric == pytest.approx(math.sqrt(80 * 20))
    assert standings({"p": cells(80, 80, 0)}, EQUAL, 100, 1)["p"].geometric == 0
    assert standings({"p": cells(None, None, None)}, EQUAL, 100, 1)["p"].geometric is None
