"""Figures and dates, as each language writes them."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lionrock.model.schema import schema
from lionrock.model.text import LANGUAGES
from lionrock.serve.labels import Labels, is_chinese, safe_url, shown_url
from lionrock.serve.moments import Moments
from lionrock.serve.present import Figures
from lionrock.serve.words import Words

TODAY = dt.date(2026, 11, 23)


def figures(lang: str) -> Figures:
    return Figures(Words(lang))


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (34_300_000, "HKD", ("HK$34.3 million", "3,430 萬港元", "3430万港元")),
        (285_800_000_000, "HKD", ("HK$285.8 billion", "2,858 億港元", "2858亿港元")),
        (1_900_000_000_000, "CNY", ("RMB 1.9 trillion", "1.9 萬億元人民幣", "1.9万亿元人民币")),
        (500, "USD", ("US$500", "500 美元", "500美元")),
        (5221, "companies", ("5,221 companies", "5,221 間公司", "5221家公司")),
        (82_133, "projects", ("82,133 projects", "82,133 個項目", "82,133个项目")),
        (7_527_500, "persons", ("7.528 million people", "752.8 萬人", "752.8万人")),
        (1.13, "percent", ("1.13%", "1.13%", "1.13%")),
        (3, "rank", ("3rd", "第 3 位", "第3位")),
        (12, "rank", ("12th", "第 12 位", "第12位")),
        (101, "rank", ("101st", "第 101 位", "第101位")),
        (43.9, "points", ("43.9 points", "43.9 分", "43.9分")),
        (20_000, "HKD_per_month", ("HK$20,000 a month", "2 萬港元／月", "2万港元／月")),
        (5000, "petaflops", ("5,000 PFLOPS", "5,000 PFLOPS", "5000 PFLOPS")),
        (0, "companies", ("0 companies", "0 間公司", "0家公司")),
        (None, "HKD", ("unknown", "未知", "未知")),
    ],
)  # fmt: skip
def test_quantities(value: float | None, unit: str, written: tuple[str, ...]) -> None:
    assert tuple(figures(lang).quantity(value, unit) for lang in LANGUAGES) == written


@pytest.mark.parametrize(
    ("qualifier", "written"),
    [
        (None, ("4,250", "4,250", "4250")),
        ("over", ("over 4,250", "超過4,250", "超过4250")),
        ("about", ("about 4,250", "約4,250", "约4250")),
        ("up_to", ("up to 4,250", "最多4,250", "最多4250")),
    ],
)
def test_qualifiers(qualifier: str | None, written: tuple[str, ...]) -> None:
    for lang, text in zip(LANGUAGES, written, strict=True):
        one = figures(lang)
        assert one.qualified(one.number(4250), qualifier) == text


def test_exact_figures_keep_their_digits() -> None:
    english, hant = figures("en"), figures("zh-Hant")
    assert english.money(4_348_145_900, "HKD") == "HK$4.348 billion"
    assert english.money(4_348_145_900, "HKD", exact=True) == "HK$4,348,145,900"
    assert english.money(274_600_000_000, "HKD", exact=True) == "HK$274.6 billion"
    assert hant.money(4_348_145_900, "HKD", exact=True) == "434,814.59 萬港元"
    assert english.money(-5_000_000, "HKD") == "−HK$5 million"
    assert english.quantity(4257, "companies", exact=True) == "4,257 companies"


def test_small_figures_are_rounded_by_hand() -> None:
    english = figures("en")
    assert english.number(2.00005) == "2"
    assert english.number(7.5275) == "7.528"
    assert english.number(-0.00001) == "0"
    assert english.number(1234.5) == "1,235"


def test_ranges() -> None:
    assert figures("en").spread(40, 44, "listings") == "40 listings to 44 listings"
    assert figures("zh-Hans").spread(40, 44, "listings") == "40起上市至44起上市"


def value(**changes: Any) -> dict[str, Any]:
    given_ = {"value": 78e9, "unit": "HKD", "measured": 1e10, "measured_unit": "USD"}
    return given_ | {"qualifier": "over"} | changes


def test_a_converted_figure_says_what_was_published() -> None:
    assert figures("en").figure(value(), exact=True) == "over HK$78 billion"
    assert figures("en").published(value()) == "US$10 billion"
    assert figures("en").published(value(measured_unit="HKD")) is None
    assert figures("zh-Hans").figure(value(value=None)) == "超过100亿美元"


@pytest.mark.parametrize(
    ("trend", "unit", "direction", "seen"),
    [
        ({"change": 527, "relative": 0.112}, "companies", "up", ("11%", "▲", "better")),
        ({"change": -527, "relative": -0.0512}, "companies", "up", ("5.1%", "▼", "worse")),
        ({"change": 21, "relative": 0.21}, "cases", "down", ("21%", "▲", "worse")),
        ({"change": -2, "relative": -0.2}, "rank", "down", ("2 places", "▲", "better")),
        ({"change": 1, "relative": 0.2}, "rank", "down", ("1 place", "▼", "worse")),
        ({"change": 0.02, "relative": 0.1}, "percent", "up",
         ("0.02 percentage points", "▲", "better")),
        ({"change": 9e9, "relative": 14.0}, "HKD", "up", ("15 times as much", "▲", "better")),
        ({"change": 5, "relative": None}, "companies", "neutral", ("5 companies", "▲", "neutral")),
        ({"change": 0, "relative": 0.0}, "companies", "up", ("no change", "＝", "neutral")),
    ],
)  # fmt: skip
def test_changes(
    trend: dict[str, Any], unit: str, direction: str, seen: tuple[str, str, str]
) -> None:
    change = figures("en").change(trend | {"from": "2024"}, unit, direction)
    assert change is not None
    assert (change.text, change.arrow, change.verdict) == seen


def test_no_trend_is_no_change() -> None:
    assert figures("en").change(None, "HKD", "up") is None


@given(st.floats(-1e15, 1e15), st.sampled_from(sorted(schema().units)), st.booleans())
def test_any_figure_can_be_written(number: float, unit: str, exact: bool) -> None:
    for lang in LANGUAGES:
        text = figures(lang).quantity(number, unit, exact)
        assert any(letter.isdigit() for letter in text)
        assert "e+" not in text


@pytest.mark.parametrize(
    ("iso", "written"),
    [
        ("2024", ("2024", "2024年", "2024年")),
        ("2024-05", ("May 2024", "2024年5月", "2024年5月")),
        ("2024-05-07", ("7 May 2024", "2024年5月7日", "2024年5月7日")),
        (None, ("unknown", "未知", "未知")),
        ("soon", ("soon", "soon", "soon")),
    ],
)
def test_dates_keep_their_precision(iso: str | None, written: tuple[str, ...]) -> None:
    assert tuple(Moments(Words(lang), TODAY).date(iso) for lang in LANGUAGES) == written


@pytest.mark.parametrize(
    ("period", "written"),
    [
        ("2025-H1", ("first half of 2025", "2025年上半年", "2025年上半年")),
        ("2026-Q3", ("Q3 2026", "2026年第三季", "2026年第三季度")),
        ("2023/24", ("2023/24", "2023/24 年度", "2023/24年度")),
        ("2019-2024", ("2019–2024", "2019年–2024年", "2019年–2024年")),
        ("2023-04/2024-03",
         ("April 2023–March 2024", "2023年4月–2024年3月", "2023年4月–2024年3月")),
        ("first phase", ("first phase", "first phase", "first phase")),
        (None, ("unknown", "未知", "未知")),
    ],
)  # fmt: skip
def test_periods(period: str | None, written: tuple[str, ...]) -> None:
    assert tuple(Moments(Words(lang), TODAY).period(period) for lang in LANGUAGES) == written


@pytest.mark.parametrize(
    ("end", "start", "written"),
    [
        ("2026-08-23", None, ("3 months ago", "3 個月前", "3个月前")),
        ("2026-11-22", None, ("1 day ago", "1 天前", "1天前")),
        ("2026-11-23", None, ("today", "今天", "今天")),
        ("2019-12-31", None, ("7 years ago", "7 年前", "7年前")),
        ("2030-12-31", "2030-01-01", ("in 3 years", "3 年後", "3年后")),
        ("2026-12-31", "2026-01-01", ("period not over", "期間未完結", "期间未结束")),
        ("", None, ("", "", "")),
    ],
)
def test_ages(end: str, start: str | None, written: tuple[str, ...]) -> None:
    assert tuple(Moments(Words(lang), TODAY).age(end, start) for lang in LANGUAGES) == written


@pytest.mark.parametrize(
    ("period", "written"),
    [("2026", "period not over"), ("2025", "11 months ago"), ("2030", "in 3 years"),
     ("first phase", ""), (None, "")],
)  # fmt: skip
def test_ages_of_periods(period: str | None, written: str) -> None:
    assert Moments(Words("en"), TODAY).age_of(period) == written


def test_text_says_which_language_it_is_in() -> None:
    english, hant = Labels(Words("en")), Labels(Words("zh-Hant"))
    assert english.text("科大") == '<span lang="zh">科大</span>'
    assert hant.text("SoftBank") == '<span lang="en">SoftBank</span>'
    assert hant.text("科大") == "科大"
    assert hant.text("2024") == "2024"
    assert english.in_lang("科大", "zh-Hans") == '<span lang="zh-Hans-CN">科大</span>'
    assert english.text("<b>") == "&lt;b&gt;"
    assert not is_chinese("Ａ１，")


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://www.info.gov.hk/a?b=c", True), ("http://itc.gov.hk", True),
        ("javascript:alert(1)", False), ("data:text/html,x", False), ("//host/x", False),
        ("https://", False), ("https://[", False),
    ],
)  # fmt: skip
def test_only_web_addresses_are_linked(url: str, safe: bool) -> None:
    assert (safe_url(url) == url) is safe


def test_addresses_are_shortened() -> None:
    assert shown_url("https://www.itc.gov.hk/en/") == "itc.gov.hk/en"
    assert len(shown_url("https://itc.gov.hk/" + "x" * 99)) == 64


@pytest.mark.parametrize(
    ("prop", "value_", "page"),
    [
        ("ror", "https://ror.org/00q4vv597", "https://ror.org/00q4vv597"),
        ("wikidata", "Q1333303", "https://www.wikidata.org/wiki/Q1333303"),
        ("openalex", "I200769079", "https://openalex.org/I200769079"),
        ("lei", "254900ABC", "https://search.gleif.org/#/record/254900ABC"),
        ("domain", "ust.hk", "https://ust.hk/"),
        ("url", "javascript:alert(1)", None),
        ("admin_code", "810000", None),
    ],
)  # fmt: skip
def test_identifiers_lead_to_their_pages(prop: str, value_: str, page: str | None) -> None:
    assert Labels(Words("en")).id_page(prop, value_) == page
