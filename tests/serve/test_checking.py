"""The page that checks what is pasted into it."""

import re
from html import unescape
from typing import Any

import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Observatory
from lionrock.model.text import LANGUAGES
from lionrock.serve.checking import check_text, report, shown
from lionrock.serve.words import Words


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


_TOLD = (
    "2019年香港有7間獨角獸企業。香港牙醫每年用機械人補牙12,345次。數碼港聚集了3,500間企業。"
    "澳門理工學院位於澳門。大灣區包括廣東省九個城市。AI界最精彩的時代來了。"
)
_ASCII = re.compile(r"[\u3400-\u9fff”」》）%\d][,;:](?!\d)|[,;:(]\s?[\u3400-\u9fff]")


def test_the_report_lists_conflicts_and_what_is_not_on_record(observatory: Observatory) -> None:
    found = check_text(observatory, _TOLD)
    listed = shown(found, "zh-Hant")
    assert [one["number"] for one in listed["conflicts"]] == [1]
    assert [one["number"] for one in listed["unknown"]] == [2]
    (teeth,) = listed["unknown"]
    assert "要核實，需要" in teeth["note"]
    for lang in LANGUAGES:
        page = report(found, lang)
        for name in ("conflicts", "unknown"):
            assert f'id="{name}"' in page
            assert Words(lang)(f"check_{name}_help") in unescape(page)
    nothing = shown(check_text(observatory, "Dentistry is fun. HKUST was founded in 1991."), "en")
    assert nothing["conflicts"] == nothing["unknown"] == []


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_a_chinese_report_has_its_own_punctuation(observatory: Observatory, lang: str) -> None:
    page = report(check_text(observatory, _TOLD), lang)
    body = re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)
    text = unescape(re.sub(r"<[^>]+>", "", body))
    assert [match.group() for match in _ASCII.finditer(text)] == []
    assert text.count("，") > 10
    assert "，place" not in text  # a tie is told by its label
