"""The works behind a figure, and the ways between bodies that works make."""

import pytest

from lionrock.answer.method import research_method
from lionrock.answer.observatory import Observatory
from lionrock.answer.ties import MAX_STEPS, find_ties, shortest
from lionrock.answer.works import Asked, find_works
from lionrock.settings import Settings
from tests.works import MALFORMED, WORKS


@pytest.fixture(scope="module")
def published(works_home: Settings) -> Observatory:
    return Observatory.open(works_home)


def found(observatory: Observatory, asked: Asked) -> list[str]:
    return [one.work for one in find_works(observatory, asked, limit=100).works]


def test_every_figure_of_works_has_as_many_works_behind_it(published: Observatory) -> None:
    figures = published.query(
        "SELECT indicator, about, CAST(left(period, 4) AS INTEGER), value "
        "FROM observations o JOIN entities e ON e.id = o.about "
        "WHERE o.id LIKE 'works-%' AND unit = 'works' AND indicator <> 'works_ai_fractional'"
    )
    assert len(figures) > 20
    for indicator, about, year, value in figures:
        field = indicator.removeprefix("works_")
        asked = Asked(about, field, year)
        assert find_works(published, asked).total == value, (indicator, about, year)


def test_a_work_says_where_it_was_read(published: Observatory) -> None:
    asked = Asked(about="hkust-guangzhou", field="ai", year=2023)
    (one,) = find_works(published, asked).works
    assert one.work == "W4300000016"
    assert one.row_number == 16 + len(MALFORMED)
    assert published.manifest.inputs["snapshots/openalex"]
    snapshots = [row[0] for row in published.query("SELECT snapshot FROM work_files")]
    assert one.snapshot in snapshots
    assert (one.ours, one.openalex) == (("hkust-guangzhou",), ("hkust",))


def test_works_can_be_paged_through_in_one_order(published: Observatory) -> None:
    every = found(published, Asked(field="ai"))
    pages = [
        one.work
        for offset in range(0, len(every), 5)
        for one in find_works(published, Asked(field="ai"), 5, offset).works
    ]
    assert pages == every
    assert len(set(every)) == len(every) == find_works(published, Asked(field="ai")).total


def test_nothing_fits_what_is_not_there(published: Observatory) -> None:
    assert found(published, Asked(about="nobody'; DROP TABLE works; --")) == []
    assert find_works(published, Asked(year=1999)).total == 0


def test_without_works_it_is_said_that_none_are_loaded(observatory: Observatory) -> None:
    works = find_works(observatory, Asked(field="ai"))
    assert (works.loaded, works.total, works.works) == (False, 0, ())
    ties = find_ties(observatory, "hkust", "cuhk")
    assert (ties.loaded, ties.steps) == (False, ())
    method = research_method(observatory)
    assert (method.works, method.whole, method.agreement, method.files) == (0, None, (), ())
    assert method.fields


def test_the_shortest_way_leads_over_works_made_together(published: Observatory) -> None:
    ties = find_ties(published, "cityu", "cuhk-shenzhen")
    assert [(one.source, one.target) for one in ties.steps] == [
        ("cityu", "cuhk"),
        ("cuhk", "cuhk-shenzhen"),
    ]
    for step in ties.steps:
        assert step.works >= len(step.examples) > 0
        for work in step.examples:
            assert {step.source, step.target} <= set(work.ours)
    assert ties.steps[0].works == 2
    assert {one.work for one in ties.steps[0].examples} == {"W4300000005", "W4300000027"}


def test_a_way_back_is_the_way_there_turned_round(published: Observatory) -> None:
    there = find_ties(published, "hkust", "cuhk-shenzhen").steps
    back = find_ties(published, "cuhk-shenzhen", "hkust").steps
    assert [(one.source, one.target) for one in there] == [
        (one.target, one.source) for one in reversed(back)
    ]


def test_no_way_leads_to_where_no_work_does(published: Observatory) -> None:
    assert find_ties(published, "hkust", "hkma").steps == ()
    assert find_ties(published, "hkust", "hkust").steps == ()


GRAPH = {
    "a": {"b": 1, "c": 9},
    "b": {"a": 1, "d": 1},
    "c": {"a": 9, "d": 9},
    "d": {"b": 1, "c": 9, "e": 1},
    "e": {"d": 1},
}


def test_of_ways_with_as_many_steps_the_one_with_more_works_is_taken() -> None:
    assert shortest(GRAPH, "a", "d") == ["a", "c", "d"]
    assert shortest(GRAPH, "a", "e") == ["a", "c", "d", "e"]


def test_fewer_steps_come_before_more_works() -> None:
    graph = {"a": {"b": 1, "c": 99}, "b": {"a": 1}, "c": {"a": 99, "b": 99}}
    assert shortest(graph, "a", "b") == ["a", "b"]


def test_ways_that_are_too_long_or_not_there_are_none() -> None:
    line = {str(n): {str(n - 1): 1, str(n + 1): 1} for n in range(1, 20)} | {"0": {"1": 1}}
    assert len(shortest(line, "0", str(MAX_STEPS))) == MAX_STEPS + 1
    assert shortest(line, "0", str(MAX_STEPS + 1)) == []
    assert shortest({}, "a", "b") == []
    assert shortest(GRAPH, "a", "z") == []


def test_the_method_tells_what_was_read_and_set_aside(published: Observatory) -> None:
    method = research_method(published)
    (file,) = method.files
    assert (file.lines, file.quarantined) == (len(WORKS) + len(MALFORMED), len(MALFORMED))
    of_works = [one for one in method.quarantined if not one.reason.startswith("openalex_topics:")]
    assert sum(one.lines for one in of_works) == len(MALFORMED)
    assert (method.works, method.counted, method.whole) == (27, 23, False)
    assert (method.strings, method.matched) == (10, 7)
    (model,) = method.breaks
    assert (model.before, model.since, model.splits) == (0, 27, False)


def test_figures_say_by_which_definition_and_matcher(published: Observatory) -> None:
    rows = published.query("SELECT DISTINCT definition FROM observations WHERE id LIKE 'works-%'")
    ((told,),) = rows
    assert told.startswith("definition 1, matcher ")
