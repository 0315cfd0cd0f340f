"""Amounts as they are written, in both languages and three scripts."""

import pytest

from lionrock.read.amounts import amounts
from lionrock.read.dates import dates

MONEY = [
    ("HK$3bn", 3e9, "HKD"),
    ("HK$3 billion", 3e9, "HKD"),
    ("HKD 3,000 million", 3e9, "HKD"),
    ("30億港元", 3e9, "HKD"),
    ("三十億元", 3e9, "HKD"),
    ("US$1.3 billion", 1.3e9, "USD"),
    ("約34亿港元", 3.4e9, "HKD"),
    ("RMB 5亿", 5e8, "CNY"),
    ("人民幣2.5億元", 2.5e8, "CNY"),
    ("S$20 million", 2e7, "SGD"),
    ("€4.5m", 4.5e6, "EUR"),
    ("13億美元", 1.3e9, "USD"),
    ("$8.12 billion", 8.12e9, "HKD"),
    ("4,500萬元", 4.5e7, "HKD"),
]


@pytest.mark.parametrize(("text", "value", "currency"), MONEY)
def test_money(text: str, value: float, currency: str) -> None:
    for sentence in (f"The fund has {text} in all.", f"涉及{text}。"):
        (found,) = [a for a in amounts(sentence) if a.currency]
        assert (found.value, found.currency) == (value, currency), sentence
        assert sentence[found.start : found.end] == found.text


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("七成受訪企業", 70),
        ("七成半", 75),
        ("三分之一的公司", 100 / 3),
        ("70 per cent", 70),
        ("1.13%", 1.13),
        ("百分之三十五", 35),
        ("a third of firms", 100 / 3),
        ("九成", 90),
    ],
)
def test_shares(text: str, share: float) -> None:
    (found,) = amounts(text)
    assert found.value == pytest.approx(share)
    assert found.unit == "%"


@pytest.mark.parametrize(
    ("text", "value", "bound"),
    [
        ("over 2,300 start-ups", 2300, "over"),
        ("逾2,300間初創企業", 2300, "over"),
        ("up to HK$600,000", 600_000, "up_to"),
        ("最多60萬元", 600_000, "up_to"),
        ("nearly 30 projects", 30, "about"),
        ("近30個項目", 30, "about"),
        ("at least 200 procedures", 200, "at_least"),
        ("不少於200個程序", 200, "at_least"),
        ("fewer than 50 firms", 50, "under"),
        ("3千多人", 3000, "over"),
    ],
)
def test_bounds(text: str, value: float, bound: str) -> None:
    (found,) = amounts(text)
    assert (found.value, found.bound) == (value, bound)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("HK$1-2 billion", 1e9, 2e9),
        ("10至20億元", 1e9, 2e9),
        ("20 to 30 companies", 20, 30),
        ("五至十間公司", 5, 10),
    ],
)
def test_ranges(text: str, low: float, high: float) -> None:
    (found,) = amounts(text)
    assert (found.low, found.high, found.bound) == (low, high, "range")


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("2,300 start-ups", "start-ups"),
        ("4,694間初創企業", "初創企業"),
        ("27 use cases", "use cases"),
        ("三個實驗室", "實驗室"),
        ("47,210 people", "people"),
    ],
)
def test_what_is_counted(text: str, noun: str) -> None:
    (found,) = amounts(text)
    assert found.noun == noun


@pytest.mark.parametrize(
    "text",
    [
        "Cap. 486",
        "GPT-4",
        "a 5G network",
        "Cyberport 3",
        "Phase 2",
        "In 2024",
        "the 2025-26 Budget",
        "第三季",
        "2024年",
        "Room 1301",
        "on 8 October 2025",
        "數碼港3座",
        "一直以來",
        "一般而言",
    ],
)
def test_numbers_that_are_no_amounts(text: str) -> None:
    assert amounts(text, dates(text, "2025-11-12")) == ()


def test_compute() -> None:
    (found,) = amounts("a capacity of 3,000 petaFLOPS")
    assert (found.value, found.unit) == (3000, "petaflops")
