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


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "What could have been cited"),
        ("zh-Hant", "可供引用的記錄"),
        ("zh-Hans", "可供引用的记录"),
    ],
)
def test_an_opinion_is_told_what_could_have_been_cited(
    site: TestClient[Any], lang: str, said: str
) -> None:
    found = site.post(f"/{lang}/check", data={"text": "HKUST is the best place to study."}).text
    assert said in found
    listed = found.split('<ul class="citable">')[1].split("</ul>")[0]
    assert 'href="http' in listed, "each with its source"
    held = site.post(f"/{lang}/check", data={"text": "HKUST was founded in 1991."}).text
    assert said not in held, "what is borne out has its evidence"
