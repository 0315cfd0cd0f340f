"""Whole pages of the tiny world, kept as files: a change of any page shows in a diff."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Live
from lionrock.model.text import LANGUAGES
from lionrock.serve import moments
from lionrock.serve.app import create_app
from lionrock.settings import Settings

PAGES = {
    "home": "",
    "facet": "facet/startups",
    "entity": "entity/lumen",
    "indicator": "indicator/startups",
    "search": "search?q=lumen",
    "missing": "entity/nobody",
}


@pytest.fixture
def tiny(world: Settings, monkeypatch: pytest.MonkeyPatch) -> TestClient[Any]:
    """Return a client of the site on the tiny world, on a day that never changes."""
    monkeypatch.setattr(moments, "today", lambda: dt.date(2026, 7, 1))
    return TestClient(create_app(Live(world)), raise_server_exceptions=False)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_stays_as_it_was(
    tiny: TestClient[Any], golden: Callable[[str, str], None], world: Settings, name: str, lang: str
) -> None:
    with tiny as client:
        answer = client.get(f"/{lang}/{PAGES[name]}")
    assert answer.status_code == (404 if name == "missing" else 200)
    build = Live(world).now().build_id  # differs whenever the code does
    text = re.sub(r"[ \t]+\n|\n\s*\n+", "\n", answer.text.replace(build, "BUILD"))
    golden(f"pages/{name}.{lang}.html", text)
