"""The article: every sentence of it is supported when the article is checked like any other."""

import re
from pathlib import Path

import msgspec
import pytest

from lionrock.answer.checking.check import checker
from lionrock.answer.observatory import Observatory
from lionrock.answer.reading import read_raw
from lionrock.answer.report import typeset
from lionrock.answer.report.article import Article, Section, Sentence, Source
from lionrock.answer.report.markdown import document, markdown
from lionrock.answer.report.pages import day_of
from lionrock.answer.report.phrases import value_in, when
from lionrock.answer.report.write import write
from lionrock.model.text import LANGUAGES
from lionrock.serve.report import article_page

FACETS = (
    "initiatives", "research", "startups", "adoption", "crossborder", "governance", "outlook",
)  # fmt: skip


@pytest.fixture(scope="module", params=LANGUAGES)
def article(request: pytest.FixtureRequest, observatory: Observatory) -> Article:
    return write(observatory, request.param)


def test_checked_like_any_article_every_sentence_is_supported(
    observatory: Observatory, article: Article
) -> None:
    page = article_page(article, observatory)
    found = checker(observatory).check(read_raw(observatory, page.encode(), "report.html"))
    wrong = [one for one in found.claims if one.finding.verdict != "supported"]
    assert [(one.finding.verdict, one.claim.text) for one in wrong] == []
    assert len(found.claims) >= len(article.sentences) >= 80


def test_every_part_says_something_and_every_sentence_has_its_sources(article: Article) -> None:
    assert [s.id for s in article.sections] == ["introduction", *FACETS, "conclusion"]
    for section in article.sections:
        assert len(section.sentences) >= 5, section.id
    for sentence in article.sentences:
        assert sentence.rests_on and sentence.sources, sentence.text
        assert all(source.url.startswith("http") for source in sentence.sources)
    assert len({one.text for one in article.sentences}) == len(article.sentences)
    assert article.proposed >= len(article.sentences)
    assert sum(bool(section.differ) for section in article.sections) >= 1
    assert sum(bool(section.unknown) for section in article.sections) >= 5


def test_what_a_sentence_says_stands_on_record(observatory: Observatory, article: Article) -> None:
    """Not by the check, but by the record itself: the value of each observation is in the text."""
    seen = 0
    for sentence in article.sentences:
        if sentence.kind != "figure":
            continue
        ((value, unit, qualifier),) = observatory.query(
            "SELECT value, unit, qualifier FROM observations WHERE id = ?", sentence.rests_on
        )
        assert value_in(value, unit, qualifier, article.lang) in sentence.text
        seen += 1
    assert seen >= 50


def test_footnotes_lead_to_sources(article: Article) -> None:
    text = markdown(article)
    cited = {int(n) for n in re.findall(r"\[\^(\d+)\](?!:)", text)}
    listed = {int(n) for n in re.findall(r"^\[\^(\d+)\]:", text, re.M)}
    assert cited == listed == set(range(1, len(article.sources) + 1))
    told = document(article)
    assert msgspec.json.decode(msgspec.json.encode(told)) == told
    for section in told["sections"]:
        for one in (*section["sentences"], *section["differ"]):
            assert all(told["sources"][n - 1]["number"] == n for n in one["numbers"])


def test_the_page_is_whole_and_needs_nothing(observatory: Observatory, article: Article) -> None:
    page = article_page(article, observatory)
    assert "<script" not in page and "@import" not in page and "url(" not in page
    anchors = set(re.findall(r'href="#(source-\d+)"', page))
    assert anchors == set(re.findall(r'id="(source-\d+)"', page))
    assert page.count("<svg") >= 4
    drawn = [section for section in article.sections if section.chart]
    assert len(drawn) >= 4


def test_pdf_is_made_and_draws_its_script(article: Article, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    import pypdfium2

    try:
        made = typeset.pdf(article)
    except typeset.NoFont as fault:
        assert "apt install fonts-noto-cjk" in str(fault)
        pytest.skip(str(fault))
    pdf = pypdfium2.PdfDocument(made)
    text = "".join(pdf[n].get_textpage().get_text_bounded() for n in range(len(pdf)))
    flat = re.sub(r"\s", "", text)
    drawn = sum(re.sub(r"\s", "", one.text)[:12] in flat for one in article.sentences)
    assert drawn >= 0.9 * len(article.sentences)
    assert "\ufffd" not in text


def hostile() -> Article:
    nasty = '<script>alert(1)</script> #let x = 1 [a](javascript:1) *b* `c` \\ "d" $e$ @f'
    source = Source("javascript:alert(1)", nasty, "primary")
    sentence = Sentence(nasty, "figure", (source,), ("obs-1",), "gdp")
    section = Section("startups", nasty, (sentence,))
    return Article("en", nasty, "b", "2026-01-01", (section,), 1, "0")


def test_hostile_text_stays_text(observatory: Observatory) -> None:
    page = article_page(hostile(), observatory)
    assert "<script" not in page and 'href="javascript' not in page
    text = markdown(hostile())
    assert "<script>" not in text and "[a](" not in text
    assert "<javascript:" not in text
    pytest.importorskip("typst")
    made = typeset.pdf(hostile())
    assert made.startswith(b"%PDF") and b"javascript:alert" not in made


def test_without_a_chinese_font_a_pdf_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Typst leaves out what it cannot draw, so it is not asked."""
    pytest.importorskip("typst")
    article = msgspec.structs.replace(hostile(), lang="zh-Hant", title="香港的人工智能")
    monkeypatch.setattr(typeset, "_CHINESE", {"zh-Hant": (), "zh-Hans": ()})
    with pytest.raises(typeset.NoFont, match="fonts-noto-cjk"):
        typeset.pdf(article)


@pytest.mark.parametrize(
    ("period", "english", "chinese"),
    [
        ("2024", "in 2024", "2024年"),
        ("2024-06", "in June 2024", "2024年6月"),
        ("2024-06-09", "on 9 June 2024", "2024年6月9日"),
        ("2024-Q3", "in the third quarter of 2024", "2024年第三季"),
        ("2024-H1", "in the first half of 2024", "2024年上半年"),
        ("2024-13", None, None),
        ("2024-02-30", None, None),
        ("first cohort", None, None),
    ],
)
def test_times_are_said_plainly(period: str, english: str | None, chinese: str | None) -> None:
    assert when(period, "en") == english
    assert when(period, "zh-Hant") == when(period, "zh-Hans") == chinese


def test_a_wrong_request_is_told(observatory: Observatory) -> None:
    with pytest.raises(ValueError, match="no facet 'weather'; known: initiatives"):
        write(observatory, "en", ("weather",))
    with pytest.raises(ValueError, match="language 'fr' is none of"):
        write(observatory, "fr")


_ASCII = re.compile(r"[\u3400-\u9fff”」》）%\d][,;:](?!\d)|[,;:(]\s?[\u3400-\u9fff]")
"""A comma of the other script beside a Chinese character; 4,694 and 12:30 have theirs."""


def test_chinese_has_its_own_punctuation(article: Article) -> None:
    if article.lang == "en":
        return
    told = document(article)
    texts = [told["made"], *(one["told"] for one in told["sources"])]
    for section in told["sections"]:
        for name in ("sentences", "differ", "unknown"):
            texts += [one["text"] for one in section[name]]
    wrong = [text for text in texts if _ASCII.search(text)]
    assert wrong == []
    assert len(texts) > 150


def test_a_footnote_tells_publisher_title_and_day(article: Article) -> None:
    told = document(article)["sources"]
    dated = [one for one in told if one["published"]]
    assert len(dated) >= 20
    assert all(one["published"][:4] in one["told"] for one in dated)
    assert all(one["publisher"] in one["told"] and one["tier"] in one["told"] for one in told)
    titled = [one for one in told if one["title"]]
    assert titled and all(one["title"] in one["told"] for one in titled)
    ids = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")  # stheadline-com: an id is no name
    assert not [one["publisher"] for one in told if ids.fullmatch(one["publisher"])]


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://www.caproasia.com/2025/05/24/fund", "2025-05-24"),
        ("https://news.gov.hk/eng/2024/01/20240124/20240124_124952_125.html", "2024-01-24"),
        ("https://a.hk/20240124/and/20230101", ""),
        ("https://a.hk/2024/02/31/x", ""),
        ("https://a.hk/120240124", ""),
        ("https://a.hk/2024", ""),
    ],
)
def test_a_page_is_dated_by_its_address(url: str, day: str) -> None:
    assert day_of(url) == day
