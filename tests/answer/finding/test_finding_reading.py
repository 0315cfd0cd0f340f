"""What is read in a question: numbers, places, who one is."""

import pytest

from lionrock.answer.finding import reading
from lionrock.answer.finding.applicant import applicant, in_sectors
from lionrock.answer.finding.reasons import reasons
from lionrock.answer.finding.rules import use
from lionrock.answer.finding.stated import _patterns
from lionrock.model.text import LANGUAGES


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("a two-year-old company", 2), ("18 months old", 1.5), ("founded in 2019", 7),
        ("set up three years ago", 3), ("成立兩年的公司", 2), ("成立了十二年", 12),
        ("2021年成立", 5), ("三年前创立", 3), ("成立6個月", 0.5), ("香港公司，五年，零售", 5),
        ("a four-year degree", None), ("2026年", None), ("since lunch", None),
    ],
)  # fmt: skip
def test_age(text: str, years: float | None) -> None:
    assert reading.years(reading.folded(text), 2026) == years


@pytest.mark.parametrize(
    ("text", "staff"),
    [
        ("with 8 staff", 8), ("5,000 employees", 5_000), ("a team of twelve", 12),
        ("二十名員工", 20), ("8人", 8), ("一百二十名员工", 120), ("3 AI models", None),
        ("30人工智能", None), ("two people", 2),
    ],
)  # fmt: skip
def test_staff(text: str, staff: int | None) -> None:
    assert reading.staff(reading.folded(text)) == staff


def test_a_campus_elsewhere_is_not_the_university() -> None:
    assert applicant("a start-up of HKUST", 2026).links == ("hkust",)
    assert applicant("a start-up of HKUST (Guangzhou)", 2026).links == ()
    assert applicant("香港中文大學（深圳）的初創公司", 2026).links == ()
    assert applicant("香港科技大学的初创公司", 2026).links == ("hkust",)


def test_who_has_no_company_is_no_company() -> None:
    assert applicant("a student with no company", 2026).are == ("talent",)
    assert applicant("學生，尚未成立公司", 2026).are == ("talent",)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a bank processes data in Shenzhen", ("hong-kong", "shenzhen")),
        ("a Shenzhen company", ("shenzhen",)),
        ("a Macau company sends data to Zhuhai", ("macau", "delta")),
        ("數據傳送到廣州", ("hong-kong", "delta")), ("一間公司", ()),
        ("a company in Hong Kong stores data in Singapore", ("hong-kong", "elsewhere")),
    ],
)  # fmt: skip
def test_where_one_is_and_where_data_are(text: str, places: tuple[str, ...]) -> None:
    assert use(text).places == places


def test_no_personal_data_is_not_personal_data() -> None:
    assert use("uses personal data").personal is True
    assert use("uses no personal data").personal is False
    assert use("不涉及個人資料").personal is False
    assert use("uses data").personal is None


def test_a_part_is_in_the_whole_and_not_the_other_way() -> None:
    assert in_sectors(["life_health"], ["biotech"]) is True
    assert in_sectors(["biotech"], ["life_health"]) is None
    assert in_sectors(["biotech"], ["retail"]) is False
    assert in_sectors(["biotech"], []) is None


def test_every_condition_has_its_words() -> None:
    ids = {one.id for one in _patterns()} | {"open", "audience", "hong_kong", "link", "elsewhere"}
    for id_ in ids:
        for state in ("holds", "fails", "unknown"):
            assert set(reasons()[id_][state]) == set(LANGUAGES)
    assert set(reasons()["open_undated"]["holds"]) == set(LANGUAGES)


@pytest.mark.parametrize("text", ["1," * 5_000, "十" * 9_000, "process " * 2_000, "hk " * 3_000])
def test_texts_that_make_slow_patterns_hang_are_read(text: str) -> None:
    assert applicant(text, 2026).years is None
    assert use(text).personal is None


@pytest.mark.parametrize(
    ("text", "links", "are"),
    [
        ("a Hong Kong start-up collaborates with HKU", (), ("startup",)),
        ("深圳大學教授想與香港大學合作研究", (), ("researcher", "university")),
        ("a professor at HKU", ("hku",), ("researcher", "university")),
        ("a start-up of HKU professors", ("hku",), ("startup",)),
        ("a graduate of Cyberport's incubation", (), ("startup",)),
        ("a graduate of HKU", ("hku",), ("talent",)),
    ],
)  # fmt: skip
def test_whom_one_works_with_is_not_what_one_is(
    text: str, links: tuple[str, ...], are: tuple[str, ...]
) -> None:
    asked = applicant(text, 2026)
    assert asked.links == links
    assert asked.are[: len(are)] == are


def test_a_plural_is_the_word_itself() -> None:
    assert reading.said("ai_focus", reading.folded("smart cities")) == ("smart_city",)
    assert reading.said("ai_focus", reading.folded("robots")) == ("robotics",)
    assert reading.said("ai_focus", reading.folded("smart citys")) == ("smart_city",)


def test_a_city_is_not_another_of_its_country() -> None:
    assert use("a Shanghai company").places == ("farther",)
    assert applicant("a noodle shop in Osaka", 2026).hong_kong is False
