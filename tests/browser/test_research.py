"""The pages over bulk records in a browser: axe finds nothing, nothing leaves the page."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from lionrock.model.text import LANGUAGES
from lionrock.settings import Settings
from tests.serving import serving

pytestmark = pytest.mark.browser
PAGES = (
    "works?about=hkust", "works?about=hong-kong&field=nlp&year=2024", "research-method",
    "ties?from=cityu&to=cuhk-shenzhen", "facet/research?table=output",
    "facet/research?table=assignments", "entity/hkust", "indicator/works_ai",
)  # fmt: skip


@pytest.fixture(scope="module")
def with_works(works_home: Settings) -> Iterator[str]:
    with serving(works_home.home) as found:
        yield found


@pytest.fixture
def page(browser: Browser, with_works: str) -> Iterator[Page]:
    context = browser.new_context(base_url=with_works)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_no_violation(page: Page, lang: str, path: str) -> None:
    if lang == "zh-Hans":  # one language in the dark: colours are the same in all
        page.emulate_media(color_scheme="dark")
    page.goto(f"/{lang}/{path}")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_a_figure_can_be_followed_to_the_line_it_was_read_from(page: Page) -> None:
    page.goto("/en/entity/hkust-guangzhou")
    page.get_by_role("link", name="Show the works").click()
    page.get_by_label("Year").fill("2023")
    page.get_by_role("button", name="Filter").click()
    row = page.get_by_role("row").nth(1)
    assert row.get_by_role("link", name="W4300000016").get_attribute("href") == (
        "https://openalex.org/W4300000016"
    )
    assert "line 24" in row.inner_text()
