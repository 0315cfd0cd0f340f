"""Stratified samples and the interval of a share."""

import pytest

from lionrock.derive.sampling import allocated, drawn, wilson


@pytest.mark.parametrize(
    ("held", "number", "low", "high"),
    # Values of Newcombe (1998), Statistics in Medicine 17, table I, method 3.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_wilsons(held: int, number: int, low: float, high: float) -> None:
    found = wilson(held, number)
    assert found is not None
    assert found == pytest.approx((low, high), abs=5e-5)
    assert wilson(0, 0) is None


def test_every_group_is_drawn_from_and_the_rest_in_proportion() -> None:
    sizes = {"large": 900, "small": 90, "one": 1}
    found = allocated(sizes, 101)
    assert sum(found.values()) == 101
    assert found["one"] == 1
    assert found["large"] == pytest.approx(90, abs=1) and found["small"] == pytest.approx(10, abs=1)


def test_fewer_than_groups_go_to_the_largest_and_no_more_than_there_are() -> None:
    assert allocated({"a": 5, "b": 9, "c": 2}, 2) == {"b": 1, "a": 1, "c": 0}
    assert allocated({"a": 5, "b": 9}, 100) == {"a": 5, "b": 9}
    assert allocated({}, 10) == {}


def test_a_sample_is_drawn_again_and_a_key_that_goes_moves_no_other() -> None:
    keys = [f"k{number}" for number in range(500)]
    first = drawn(keys, 20, 1)
    assert first == drawn(list(reversed(keys)), 20, 1) != drawn(keys, 20, 2)
    left = [key for key in keys if key != first[3]]
    assert set(first) - set(drawn(left, 20, 1)) == {first[3]}
