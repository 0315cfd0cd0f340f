"""Research indicators from works, against figures worked out by hand."""

from pathlib import Path
from typing import Any

import pytest

from lionrock.derive.works import load_works, make_works, write_figures
from lionrock.model.fields import definition
from lionrock.resolve.matcher import open_matcher
from lionrock.settings import Settings
from lionrock.store import builds
from lionrock.store.duck import Duck
from tests.works import HKUST, WORKS, work, written
from tests.works_city import City, without_works


def figure(city: City, indicator: str, about: str, year: int) -> Any:
    rows = city.rows(
        f"SELECT value FROM observations WHERE indicator = '{indicator}' AND about = '{about}' "
        f"AND period = '{year}' AND id LIKE 'works-%'"
    )
    return rows[0][0] if rows else None


@pytest.mark.parametrize(
    ("indicator", "about", "year", "expected"),
    [
        ("works_ai", "hong-kong", 2021, 4),
        ("works_ai", "hong-kong", 2022, 3),  # 5, 7 and 9; 6 and 8 are of other cities
        ("works_ai", "guangzhou", 2022, 2),
        ("works_ai", "greater-bay-area", 2022, 5),
        ("works_ai", "hkust-guangzhou", 2023, 1),
        ("works_ai", "hkust", 2023, 1),  # the retracted and the data set do not count
        ("works_ai_fractional", "hong-kong", 2021, 3.5),
        ("works_ai_fractional", "hkust-guangzhou", 2022, 1.5),
        ("works_machine_learning", "hong-kong", 2021, 2),
        ("works_ai_abroad_share", "hong-kong", 2021, 25),
        ("works_ai_industry_share", "hong-kong", 2023, 100 / 3),
        ("works_ai_cross_city_share", "hong-kong", 2022, 200 / 3),
        ("works_ai_mainland_share", "hong-kong", 2022, 200 / 3),
        ("works_ai_world_share", "hong-kong", 2022, None),  # unknown: not the whole world's
        ("works_speech", "hong-kong", 2022, None),  # nothing found is not a zero
    ],
)
def test_figures_add_up_by_hand(
    city: City, indicator: str, about: str, year: int, expected: float | None
) -> None:
    found = figure(city, indicator, about, year)
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-5))


def test_concentration_is_the_sum_of_squared_shares(city: City) -> None:
    # 2021: hkust 1.5, cuhk 1, cityu 1
    expected = (1.5**2 + 1 + 1) / 3.5**2
    found = figure(city, "works_ai_concentration", "hong-kong", 2021)
    assert found == pytest.approx(expected, abs=1e-6)


def test_a_figure_leads_to_the_works_behind_it(city: City) -> None:
    rows = city.rows(
        "SELECT o.basis, o.n, r.source, e.url FROM observations o JOIN records r ON r.n = o.n "
        "JOIN evidence e ON e.n = o.n WHERE o.id = 'works-works_ai-hkust-2021'"
    )
    ((basis, _, source, url),) = rows
    assert basis == "works:works_ai:hkust:2021"
    assert (source, url) == ("openalex", "https://openalex.org/works")


def test_the_year_that_is_not_over_is_a_span(city: City, home: Path, tmp_path: Path) -> None:
    build = builds.current(Settings(home=home))
    database = without_works(build, tmp_path)
    load_works(database, [written(tmp_path, [work(1, 2026, "T10320", [HKUST])])], tmp_path / "l")
    match = open_matcher(build / builds.MATCH).affiliations
    make_works(database, match, definition(), False, tmp_path / "s")
    write_figures(database, definition(), "m1", tmp_path / "s")
    found = database.rows(
        "SELECT period, period_text, period_kind, last_day FROM observations "
        "WHERE indicator = 'works_ai' AND about = 'hkust'"
    )
    database.close()
    assert found == [("2026-01-01/2026-10-31", "2026-01/2026-10", "range", "2026-10-31")]


def test_shares_of_the_world_are_told_when_the_works_are_the_world_s(
    home: Path, tmp_path: Path
) -> None:
    build = builds.current(Settings(home=home))
    database = without_works(build, tmp_path)
    load_works(database, [written(tmp_path, WORKS)], tmp_path / "loading")
    match = open_matcher(build / builds.MATCH).affiliations
    make_works(database, match, definition(), True, tmp_path / "s")
    write_figures(database, definition(), "m1", tmp_path / "s")
    found = database.rows(
        "SELECT value FROM observations WHERE indicator = 'works_ai_world_share' "
        "AND about = 'hong-kong' AND period = '2022'"
    )
    database.close()
    assert found == [(60,)]


def made(home: Path, folder: Path, works: list[Any], whole: bool) -> Duck:
    """A database with these works, counted."""
    build = builds.current(Settings(home=home))
    database = without_works(build, folder)
    load_works(database, [written(folder, works)], folder / "loading")
    match = open_matcher(build / builds.MATCH).affiliations
    make_works(database, match, definition(), whole, folder / "s")
    write_figures(database, definition(), "m1", folder / "s")
    return database


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        (("2026-09-30T00:00:00", "2026-10-20T00:00:00"), "; broken: openalex-topics-v2"),
        (("2026-10-06T00:00:00", "2026-10-20T00:00:00"), ""),
        (("2025-01-01", "2026-10-05 23:59:59"), ""),
    ],
)
def test_works_on_both_sides_of_a_break_are_marked(
    home: Path, tmp_path: Path, dates: tuple[str, str], told: str
) -> None:
    works = [work(n, 2024, "T10320", [HKUST], updated_date=date) for n, date in enumerate(dates)]
    database = made(home, tmp_path, works, whole=False)
    found = database.rows("SELECT DISTINCT definition FROM observations WHERE id LIKE 'works-%'")
    database.close()
    assert found == [(f"definition 1, matcher m1{told}",)]


def test_percentiles_are_our_own_only_where_the_works_are_the_world_s(
    home: Path, tmp_path: Path
) -> None:
    works = [
        work(n, 2024, "T10320", [HKUST], cited_by_count=cited, citation_normalized_percentile=None)
        for n, cited in enumerate([0, 0, 3, 9, 9, 20])
    ]
    works.append(work(8, 2024, "T10320", [HKUST], cited_by_count=50))  # OpenAlex says .58
    found = {}
    for whole in (True, False):
        (tmp_path / str(whole)).mkdir()
        database = made(home, tmp_path / str(whole), works, whole)
        rows = database.rows("SELECT percentile FROM outputs ORDER BY cited_by, work")
        found[whole] = [row[0] for row in rows]
        database.close()
    assert found[True] == pytest.approx([0, 0, 2 / 7, 3 / 7, 3 / 7, 5 / 7, 0.58])
    assert found[False] == [None, None, None, None, None, None, 0.58]
