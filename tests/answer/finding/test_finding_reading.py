"""What is read in a question: numbers, places, who one is."""

import pytest

from lionrock.answer.finding import numbers, reading
from lionrock.answer.finding.applicant import Applicant, in_sectors
from lionrock.answer.finding.asking import applicant
from lionrock.answer.finding.persons import of_age
from lionrock.answer.finding.programmes import _between
from lionrock.answer.finding.reasons import dated, quoted, reasons
from lionrock.answer.finding.stated import _patterns
from lionrock.answer.finding.uses import use
from lionrock.answer.observatory import Observatory
from lionrock.model.text import LANGUAGES


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("a two-year-old company", 2), ("18 months old", 1.5), ("founded in 2019", 7),
        ("set up three years ago", 3), ("成立兩年的公司", 2), ("成立了十二年", 12),
        ("2021年成立", 5), ("三年前创立", 3), ("成立6個月", 0.5), ("香港公司，五年，零售", 5),
        ("registered in Hong Kong in June 2023", 3), ("founded in March 2025", 1),
        ("2019年在深圳注册", 7), ("開咗四年", 4),
        ("incorporated in Hong Kong last year", 1), ("founded this year", 0), ("刚成立的公司", 0),
        ("去年在香港成立", 1), ("前年創立", 2), ("turnover fell last year", None),
        ("a four-year degree", None), ("2026年", None), ("since lunch", None),
    ],
)  # fmt: skip
def test_age(text: str, years: float | None) -> None:
    assert numbers.years(reading.folded(text), 2026) == years


@pytest.mark.parametrize(
    ("text", "staff"),
    [
        ("with 8 staff", 8), ("5,000 employees", 5_000), ("a team of twelve", 12),
        ("二十名員工", 20), ("8人", 8), ("一百二十名员工", 120), ("3 AI models", None),
        ("30人工智能", None), ("廿三個員工", 23), ("there are five of us", 5), ("two people", 2),
    ],
)  # fmt: skip
def test_staff(text: str, staff: int | None) -> None:
    assert numbers.staff(reading.folded(text)) == staff


@pytest.mark.parametrize(
    ("text", "are", "hong_kong"),
    [
        ("I want to open a tutoring business in Hong Kong", ("startup", "talent"), None),
        ("想在香港開設一間公司", ("startup", "talent"), None),
        ("our firm in Hong Kong wants to open a shop", ("corporate",), True),
        ("a firm in Singapore with funds for Hong Kong companies", ("corporate",), False),
    ],
)
def test_what_one_means_to_have_and_whom_one_serves(
    text: str, are: tuple[str, ...], hong_kong: bool | None
) -> None:
    read = applicant(text, 2026)
    assert (read.are, read.hong_kong) == (are, hong_kong)


def test_a_body_is_not_its_members() -> None:
    assert applicant("an association of toy makers", 2026).bodies == ("non_profit",)
    assert applicant("a toy maker", 2026).bodies == ("manufacturer",)


@pytest.mark.parametrize("text", ["members' photos", "client details", "客戶通話", "學生成績"])
def test_data_are_personal_by_whose_they_are(text: str) -> None:
    assert use(text).personal is True


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


@pytest.mark.parametrize(
    "text", ["不含客戶個人資料", "we never store customer data", "without any patient records"]
)
def test_personal_data_may_be_denied_in_other_words(text: str) -> None:
    assert use(text).personal is False


def test_data_that_do_not_cross_are_there() -> None:
    assert use("no personal data leaves Hong Kong").personal is True


@pytest.mark.parametrize(
    ("text", "hong_kong"),
    [
        ("a Shenzhen company, no Hong Kong company, wants Hong Kong grants", False),
        ("深圳公司，想申請香港的科技資助", False), ("a Hong Kong company wants grants", True),
        ("a Dubai firm, nothing to do with Hong Kong", False),
        ("a professor in Macau", False), ("a professor at CUHK", None),
    ],
)  # fmt: skip
def test_where_money_is_from_is_not_where_one_is(text: str, hong_kong: bool | None) -> None:
    assert applicant(text, 2026).hong_kong is hong_kong


def test_what_is_denied_of_a_place_leaves_no_home() -> None:
    assert use("a Dubai firm, nothing to do with Hong Kong or China").places == ("elsewhere",)
    assert use("a firm, nothing to do with Hong Kong").places == ("elsewhere",)


@pytest.mark.parametrize(
    ("text", "age", "woman"),
    [
        ("a woman scientist, 41, in Macau", 41, True), ("香港永久居民，25歲", 25, None),
        ("I am 33 and he pays", 33, False), ("12 outlets, 150 staff", None, None),
        ("a two-year-old company", None, None),
    ],
)  # fmt: skip
def test_the_age_of_a_person(text: str, age: int | None, woman: bool | None) -> None:
    who = applicant(text, 2026)
    assert (who.age, who.woman) == (age, woman)


@pytest.mark.parametrize(
    ("stated", "age", "woman", "state"),
    [
        ("under 38 (men) or 40 (women)", 39, True, "holds"),
        ("under 38 (men) or 40 (women)", 39, False, "fails"),
        ("under 38 (men) or 40 (women)", 39, None, "unknown"),
        ("men under 45, women under 48", 50, None, "fails"),
        ("residents 18-39", 39, None, "holds"), ("aged 18+", 17, None, "fails"),
        ("(18-35 earlier, 18-30 later)", 33, None, "unknown"),
        ("early-career", 33, None, "unknown"),
    ],
)  # fmt: skip
def test_stated_ages(stated: str, age: int, woman: bool | None, state: str) -> None:
    assert of_age(stated, Applicant(("talent",), age=age, woman=woman)) == state
    assert of_age(stated, Applicant(("startup",), age=age)) == "unknown"


def test_a_programme_runs_between_places() -> None:
    def between(*places: str) -> str:
        return _between(["hong-kong", "shenzhen"], Applicant(places=places))

    assert between("hong-kong") == between("qianhai") == between("macau", "shenzhen") == "holds"
    assert between("mainland") == between("guangdong") == "unknown"
    assert between("macau") == between("elsewhere") == "fails"


def test_where_we_are_is_not_where_we_look() -> None:
    said = reading.elsewhere(
        reading.folded("We make chips in Macau, need an investor in Hong Kong")
    )
    assert "macau" not in said and "hong kong" in said
    assert "shenzhen" in reading.elsewhere(reading.folded("robotics in Shenzhen, needs a company"))


def test_a_part_is_in_the_whole_and_not_the_other_way() -> None:
    assert in_sectors(["life_health"], ["biotech"]) is True
    assert in_sectors(["biotech"], ["life_health"]) is None
    assert in_sectors(["biotech"], ["retail"]) is False
    assert in_sectors(["biotech"], []) is None


def test_what_reasons_quote_is_in_chinese_too(observatory: Observatory) -> None:
    rows = observatory.query(
        "SELECT string_agg(value, ' ; ') FROM facts WHERE kind = 'programme' "
        "AND prop = 'eligibility' GROUP BY subject"
    )
    shown = {
        one.id
        for one in _patterns()
        if "{0}" in reasons()[one.id]["unknown"]["zh-Hant"].removeprefix("{0}")
    }
    found = {
        hit[0]
        for (text,) in rows
        for one in _patterns()
        if one.id in shown and (hit := one.pattern.search(text))
    }
    assert found and found <= set(quoted())
    assert all(set(told) == {"zh-Hant", "zh-Hans"} for told in quoted().values())


def test_a_day_in_words() -> None:
    assert dated("2024-05-07", "en") == "7 May 2024" and dated("2024", "en") == "2024"
    assert dated("2024-05", "zh-Hant") == "2024年5月"


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
