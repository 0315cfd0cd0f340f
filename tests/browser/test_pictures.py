"""The pictures of the documentation, taken anew with `make pictures`."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PICTURES = {
    "home-en": ("/en/", 860),
    "home-zh-Hant": ("/zh-Hant/", 860),
    "home-zh-Hans": ("/zh-Hans/", 860),
    "facet": ("/en/facet/startups", 1480),
    "people": ("/zh-Hant/facet/adoption/board/people", 1000),
    "outlook": ("/en/facet/outlook#board-trajectory", 1180),
    "entity": ("/zh-Hant/entity/sensetime", 1180),
    "indicator": ("/en/indicator/startups_total", 1180),
}
MAX_BYTES = 300_000


@pytest.mark.parametrize("name", PICTURES)
def test_picture(page: Page, pictures: Path | None, tmp_path: Path, name: str) -> None:
    path, height = PICTURES[name]
    page.set_viewport_size({"width": 1280, "height": height})
    page.goto(path)
    page.wait_for_load_state("networkidle")
    file = (pictures or tmp_path) / f"{name}.png"
    page.screenshot(path=file)
    assert 10_000 < file.stat().st_size < MAX_BYTES
