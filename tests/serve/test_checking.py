"""The page that checks what is pasted into it."""

from typing import Any

import pytest
from litestar.testing import TestClient

from lionrock.model.text import LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_article_is_checked(site: TestClient[Any], lang: str) -> None:
    empty = site.get(f"/{lang}/check")
    assert empty.status_code == 200
    assert "<textarea" in empty.text
    text = "HKUST was founded in 1991. <b>HKUST was founded in 1955.</b>"
    found = site.post(f"/{lang}/check", data={"text": text})
    assert found.status_code in (200, 201)
    assert 'class="verdict supported"' in found.text
    assert 'class="verdict contradicted"' in found.text
    assert "<b>HKUST" not in found.text
    assert found.headers["cache-control"] == "no-store"


def test_nothing_pasted_and_unknown_languages(site: TestClient[Any]) -> None:
    assert site.post("/en/check", data={"text": "  "}).status_code in (200, 201)
    assert site.post("/xx/check", data={"text": "x"}).status_code == 404
