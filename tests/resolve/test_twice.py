"""Names written twice over, Chinese short forms, and what stands beside a name in signatures."""

import pytest

from lionrock.model.match import Organisation, OrganisationName
from lionrock.model.text import T
from lionrock.resolve.matcher import Both, matcher_of
from lionrock.resolve.shortened import shortens
from lionrock.resolve.twice import Twice, twice


def _body(id_, kind, names, former=(), parents=(), at=(("hong kong",), "HK")):
    every = [OrganisationName(name) for name in names]
    every += [OrganisationName(name, "former") for name in former]
    return Organisation(id_, kind, T(names[0], names[0], names[0]), tuple(every), *at, parents)


CITY = (
    _body("kite", "university", ["Kite Hill University", "風箏山大學"], ["Kite Hill College"]),
    _body("heron", "university", ["Heron Bay University", "蒼鷺灣大學"]),
    _body("sparrow", "corporate", ["雀仔機械人有限公司"]),
    _body("otter", "corporate", ["Otter Cove Holdings", "獺灣集團"], ["Beaver Dam Software"]),
    _body("otter-lab", "research_centre", ["Otter Cove Harbour Lab"], (), ("otter",)),
    _body("harbour-bank", "corporate", ["Harbour Construction Bank", "香港海港建設銀行有限公司"]),
    _body("clinic", "hospital", ["Pine Ridge Hospital", "松嶺醫院"], (), ("heron",)),
    _body("first", "hospital", ["风筝山大学附属第一医院"], (), ("kite",)),
)


@pytest.fixture(scope="module")
def matcher() -> Both:
    return matcher_of(CITY)


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("獺灣集團 Otter Cove", "otter"),
        ("Otter Cove獺灣集團", "otter"),
        ("雀仔機械人 Sparrow Robotics", "sparrow"),  # nobody knows the company's Latin name
        ("Heron Bay University / 蒼鷺灣大學", "heron"),
        ("Heron Bay University – Department of Physics", "heron"),
        ("Otter Cove Holdings (1234.HK)", "otter"),
        ("獺灣集團（股份代號：1234）", "otter"),
        ("Otter Cove (formerly Beaver Dam Software)", "otter"),
        ("獺灣集團（前稱青蛙石軟件）", "otter"),
        ("海港建銀", "harbour-bank"),
        ("香海建銀", None),  # no word in full
        ("风筝山大学附一院", "first"),
    ],
)
def test_a_name_written_twice_is_one_name(matcher, name, id_):
    answer = matcher.names([name])[0]
    assert (answer.found[0].id if answer.verdict == "match" else None) == id_, answer


@pytest.mark.parametrize(
    "name",
    [
        "風箏山大學 Heron Bay University",
        "Kite Hill University / Heron Bay University",
        "風箏山大學 Press",
        "風箏山大學 SPACE",
        "Kite Hill University 專業進修學院",
        "獺灣集團 Otter Holdings of Delaware",
        "獺灣集團（前稱蒼鷺灣大學）",
        "Otter Cove - Pine Ridge Hospital",
    ],
)
def test_two_names_of_two_bodies_are_not_one(matcher, name):
    assert matcher.names([name])[0].verdict != "match"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("怡和洋行 Jardines", Twice("怡和洋行", "Jardines")),
        ("A Bank (HKEX: 0011)", Twice("A Bank", "")),
        ("A Bank (f.k.a. B Bank)", Twice("A Bank", "B Bank", True)),
        ("A 銀行 B", None),
        ("A Bank", None),
        ("A / B / C", None),
        ("銀行A", None),
        ("甲" * 150 + "A" * 150, None),
        ("(0700.HK)", None),
        ("\ud800銀 / \x00", Twice("\ud800銀", "\x00")),
    ],
)
def test_where_a_name_is_parted(text, parts):
    assert twice(text) == parts


@pytest.mark.parametrize(
    ("short", "name", "is_short"),
    [
        ("建银亚洲", "中國建設銀行（亞洲）股份有限公司", True),
        ("广东药大", "广东药科大学", True),
        ("中大附一", "中山大学附属第一医院", False),
        ("华师大学", "华南理工大学", False),
        ("上海", "上海商業銀行", False),
        ("", "上海商業銀行", False),
    ],
)
def test_what_shortens_a_name(short, name, is_short):
    assert shortens(short, name) is is_short


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Engineer @ Otter Cove Holdings; student @ Kite Hill University CS", {"otter", "kite"}),
        ("博士後研究員\n風箏山大學 計算機科學系", {"kite"}),
        ("附屬風箏山大學", set()),
        ("Pine Ridge Hospital, Heron Bay University", {"clinic", "heron"}),
        ("Kite Hill College, Heron Bay University", {"heron"}),
        ("Kite Hill College, Hong Kong", {"kite"}),
        ("Otter Cove Harbour Lab and Kite Hill University", {"otter-lab", "kite"}),
    ],
)  # fmt: skip
def test_what_stands_beside_a_name_in_a_text(matcher, text, ids):
    answer = matcher.affiliations([text])[0]
    found = {one.id for one in answer.found} if answer.verdict == "match" else set()
    assert found == ids, answer
