"""Other ways of writing a known name: short names inside longer ones, departments, misreadings."""

import pytest

from lionrock.model.match import Organisation, OrganisationName
from lionrock.model.names.romanise import romanised
from lionrock.model.names.shapes import alike
from lionrock.model.text import T
from lionrock.resolve.departments import only_department
from lionrock.resolve.matcher import Both, matcher_of


def _organisation(id_, names, short, at=(("hong kong",), "HK"), kind="university", parents=()):
    every = [OrganisationName(name) for name in names]
    every += [OrganisationName(name, "abbreviation") for name in short]
    return Organisation(id_, kind, T(names[0], names[0], names[0]), tuple(every), *at, parents)


CITY = (
    _organisation("kite", ["Kite Hill University", "風箏山大學"], ["KHU", "風大"]),
    _organisation(
        "kite-delta",
        ["Kite Hill University Delta Research Institute"],
        ["KHUDRI"],
        (("zhuhai",), "CN"),
        "research_centre",
        ("kite",),
    ),
    _organisation(
        "kite-hospital", ["Kite Hill University Hospital", "風箏山大學醫院"], [], kind="hospital"
    ),
    _organisation("delta", ["Delta Pearl University", "三角珠大學"], [], (("guangzhou",), "CN")),
    _organisation("sparrow", ["Sparrow Robotics", "雀仔機械人有限公司"], [], kind="corporate"),
    _organisation("sparrow-bank", ["Sparrow Bank", "雀仔銀行有限公司"], [], kind="corporate"),
    _organisation("windmill", ["Windmill Laboratory", "風車實驗室"], [], kind="research_centre"),
)


@pytest.fixture(scope="module")
def matcher() -> Both:
    return matcher_of(CITY)


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("KHU Delta Research Institute", "kite-delta"),
        ("風大醫院", "kite-hospital"),
        ("Kite Hill University Department of Computing", "kite"),
        ("風箏山大學計算機學院", "kite"),
        ("(KHU) Kite Hill University", "kite"),
        ("Delta Pearl University Zhuhai Campus", "delta"),
        ("Delta Pearl University (Shenzhen)", "delta"),
        ("KiteHillUniversity", "kite"),
        ("Fengche Shiyanshi", "windmill"),
        ("Fengcheshiyanshi", "windmill"),
        ("风东实验宝", "windmill"),
        ("Feng che shi yan shi", "windmill"),
        ("Feng-ch'ê shih-yen-shih", "windmill"),
        ("Fung Che Sat Yim Sat", "windmill"),
        ("Fengche Laborat0ry", "windmill"),
        ("Kite Hi|l Univ ersity", "kite"),
        ("KITEHILLUNIVERSITY", "kite"),
        ("Kite Hlll Univeristy", "kite"),
        ("Klte Hill University Hospital", "kite-hospital"),
        ("風箏山夭學", "kite"),
        ("Sparrow Robotics (Shenzhen) Co., Ltd.", "sparrow"),
        ("Sparrow Robotics Hong Kong", "sparrow"),
        ("雀仔機械人有限公司深圳", "sparrow"),
        ("雀仔机械人（广州）有限公司", "sparrow"),
        ("Kite Hill University Business School", "kite"),
    ],
)
def test_it_is_the_organisation(matcher, name, id_):
    answer = matcher.names([name])[0]
    assert answer.verdict == "match", answer
    assert answer.found[0].id == id_


@pytest.mark.parametrize(
    "name",
    [
        "KHU Alumni Association",
        "KHU School of Continuing Education",
        "風箏山大學珠江學院",
        "Kite Hill University Hospital, Toronto",
        "Kite Hill University Hospital, Shenzhen",
        "封大",
        "Sparrow Bank (China) Co., Ltd.",
        "雀仔銀行（中国）有限公司",
        "Sparrow Bank (Shenzhen) Limited",
        "Sparrow Robotics (Germany) GmbH",
    ],
)
def test_it_is_another_body(matcher, name):
    assert matcher.names([name])[0].verdict != "match"


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("Department of Computing", True),
        ("Faculty of Engineering", True),
        ("School of Continuing Education", False),
        ("Department of Justice of Ohio", False),
        ("Hospital", False),
        ("计算机学院", True),
        ("李嘉誠醫學院", True),
        ("珠江学院", False),
        ("持續教育學院", False),
    ],
)
def test_a_department_is_told_from_another_body(part, says):
    assert only_department(part) is says


def test_long_words_are_parted_in_latin_letters():
    assert ("pazhou", "shiyanshi") in romanised("琶洲实验室")


def test_a_misread_legal_form_is_none():
    known, read = "三角鸢科技集团", "三角鸢科技集围"
    assert alike(known, [known])[0] == alike(read, [read])[0] != 0


def test_two_characters_look_like_nothing():
    assert alike("电大", ["电大"]) == (0, 0)
