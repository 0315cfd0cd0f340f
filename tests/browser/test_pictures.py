"""The pictures of the documentation, taken anew with `make pictures`."""

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
COMPANY = "一家成立两年的香港语音人工智能初创，5名员工，需要算力"
BANK = "銀行以生成式人工智能處理客戶個人資料，數據存放在深圳"
ROBOTS = "surgical robots, looking for a start-up in Hong Kong"
PICTURES = {
    "home-en": ("/en/", 860),
    "home-zh-Hant": ("/zh-Hant/", 860),
    "home-zh-Hans": ("/zh-Hans/", 860),
    "facet": ("/en/facet/startups", 1480),
    "initiatives": ("/en/facet/initiatives#board-status", 1180),
    "research": ("/zh-Hans/facet/research#board-rankings", 1000),
    "crossborder": ("/zh-Hans/facet/crossborder#board-map", 1180),
    "governance": ("/zh-Hant/facet/governance#board-force", 860),
    "find-programmes": (f"/zh-Hans/find/programmes?q={quote(COMPANY)}", 1000),
    "find-rules": (f"/zh-Hant/find/rules?q={quote(BANK)}", 1000),
    "find-partners": (f"/en/find/partners?q={quote(ROBOTS)}&of=cuhk", 1000),
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
