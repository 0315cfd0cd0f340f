"""A headless Chromium in front of the real server; it may talk to nobody else."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.serving import serving

QUIET = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--force-color-profile=srgb",
]  # fmt: skip
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def address(home: Path) -> Iterator[str]:
    with serving(home) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        told = "there is no chromium: apt-get install chromium fonts-noto-cjk"
        pytest.fail(told) if "CI" in os.environ else pytest.skip(told)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield found
        found.close()


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    made = browser.new_context(base_url=address, viewport=WIDE)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """A page that fails its test when it asks another host, or has something to complain about."""
    made = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    made.on("request", lambda request: asked.append(request.url))
    made.on("pageerror", lambda error: said.append(str(error)))
    made.on(
        "console",
        lambda message: said.append(message.text) if message.type in ("error", "warning") else None,
    )
    yield made
    here = urlsplit(address).netloc
    assert {urlsplit(url).netloc for url in asked} <= {here}
    assert not said


@pytest.fixture
def plain(browser: Browser, address: str) -> Iterator[Page]:
    """A page in a browser without JavaScript."""
    context = browser.new_context(base_url=address, viewport=WIDE, java_script_enabled=False)
    yield context.new_page()
    context.close()
