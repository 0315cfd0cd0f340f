"""Chinese pages speak Chinese and English ones English; what stays in its own language says so."""

import re
from typing import Any

import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Observatory
from lionrock.model.fields import definition
from tests.gates import languages

EVERY = 23  # of entities, indicators and pages of tables: some 200 pages a language


def _names(observatory: Observatory) -> set[str]:
    """Names in English that are nobody's to translate: on record, of publishers, of OpenAlex's
    topics."""
    rows = observatory.query(
        "SELECT value FROM facts WHERE prop IN ('name', 'former_name', 'abbreviation') "
        "UNION SELECT en FROM publishers"
    )
    topics = {name for field in definition().fields.values() for name in field.topics.values()}
    return {row[0] for row in rows} | topics


@pytest.fixture(scope="module")
def paths(observatory: Observatory) -> list[str]:
    return list(languages.pages(observatory, EVERY))


@pytest.mark.parametrize("lang", ["zh-Hant", "zh-Hans"])
def test_no_english_sentence_on_a_chinese_page(
    site: TestClient[Any], observatory: Observatory, paths: list[str], lang: str
) -> None:
    named = _names(observatory)
    found = languages.strangers(site, lang, paths)
    asked = {"a Hong Kong start-up in health AI", "a bank uses generative AI"}  # by the reader
    told = [f"{where[0]}: {text}" for text, where in found.items() if text not in named | asked]
    assert not told, "\n".join(told)


@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
def test_what_is_in_another_language_is_marked(
    site: TestClient[Any], paths: list[str], lang: str
) -> None:
    chinese = re.compile("[\u3400-\u9fff]")
    faults = []
    for path in paths:
        for said in languages.texts(site.get(f"/{lang}/{path}").text):
            strange = chinese.search if lang == "en" else languages.is_sentence
            if said.lang is not None and said.lang.startswith(lang[:2]) and strange(said.text):
                faults.append(f"{path}: {said.text[:90]}")
    assert not faults, "\n".join(sorted(set(faults)))


def test_a_translation_is_told_to_be_ours(site: TestClient[Any]) -> None:
    page = site.get("/zh-Hant/entity/pcpd-agentic-ai-alert-2026").text
    assert '<span class="ours" title="本站譯文，原文為英文">授予最小限度的存取權限</span>' in page
    assert "授予最小限度的访问权限" in site.get("/zh-Hans/entity/pcpd-agentic-ai-alert-2026").text


def test_the_document_carries_both(observatory: Observatory) -> None:
    rows = observatory.query("SELECT subject, value FROM facts WHERE prop = 'obligation' LIMIT 5")
    for subject, value in rows:
        facts = (observatory.entity_document(subject) or {})["facts"]
        (label,) = [one["label"] for one in facts if one["value"] == value]
        assert label["en"] == value
        assert label["zh-Hant"] != value
