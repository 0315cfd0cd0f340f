"""axe finds no violation on any kind of page, in any language, light or dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from lionrock.model.text import LANGUAGES

pytestmark = pytest.mark.browser
PAGES = (
    "", "facet/initiatives", "facet/research", "facet/startups", "facet/adoption",
    "facet/crossborder", "facet/governance", "facet/outlook", "facet/startups/board/beside",
    "facet/crossborder/board/map", "facet/governance?table=duties&where.topic=privacy",
    "entity/hkust", "entity/hong-kong", "about",
    "indicator/startups_total", "indicator/gdp", "indicators", "search?q=AI+healthcare", "nope",
    "find/programmes?q=a+Hong+Kong+start-up", "find/rules?q=a+bank", "check",
    "review",
    "find/partners?q=robotics,+needs+a+company&of=hkust",
    "targets", "index-method", "audit", "changes", "changes?entity=hkust", "as-of/hkust",
    "as-of/hkust?day=2024-06-30&meaning=known", "research-method", "works", "ties",
    "facet/governance/board/duties", "facet/research/board/together",
    "facet/initiatives/board/chains", "facet/initiatives/board/status",
    "facet/outlook/board/rankings", "indicator/technology_crime_cases", "entity/hku/timeline",
    "as-of/facet/startups", "as-of?q=robotics", "as-of/indicator/unicorns",
)  # fmt: skip


def _check(page: Page, path: str) -> None:
    if path.endswith("nope"):  # the browser itself complains of the 404 that is meant here
        page.route("**/nope", lambda route: route.fulfill(response=route.fetch(), status=200))
    page.goto(path)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_violation(page: Page, lang: str, path: str) -> None:
    _check(page, f"/{lang}/{path}")


@pytest.mark.parametrize("path", PAGES)
def test_no_violation_in_the_dark(page: Page, path: str) -> None:
    page.emulate_media(color_scheme="dark")
    _check(page, f"/en/{path}")


def test_no_violation_with_suggestions_open(page: Page) -> None:
    page.goto("/en/")
    page.get_by_role("combobox").press_sequentially("hk", delay=20)
    page.get_by_role("option").first.wait_for()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
