"""Names that bear another's name: what is said besides it must be a department, a place, a legal
form or the name again, else it is a body of its own."""

import pytest

from lionrock.answer.observatory import Observatory
from lionrock.model.match import Answer


def _sure(answer: Answer) -> list[str]:
    return [one.id for one in answer.found] if answer.verdict == "match" else []


@pytest.mark.parametrize(
    "text",
    [
        "HKU County Health Department",
        "HSUHK Law Firm",
        "HKRITA High School",
        "VTC Hotels Ltd",
        "OGCIO Construction Ltd, Hong Kong",
        "MDD Hotels Ltd",
        "Hong Kong Productivity Council Rowing Fours",
        "St. Francis Xavier University",
        "C&A Corporation",
        "Friends of Dayta AI",
        "The Second Affiliated Hospital of Guangzhou Medical University",
        "株式会社ニッピ",
        "Industrial and Commercial Bank of China",
        "Guangzhou Academy of Sciences",
        "广东省疾病预防控制中心",
        "Temasek Polytechnic",
        "Lion Global School",
        "Hunan Polytechnic",
        "Dongguan Polytechnic",
        "广东科技学院",
        "华南工商学院",
    ],
)
def test_a_name_that_says_more_is_another(observatory: Observatory, text: str) -> None:
    matcher = observatory.matcher()
    assert _sure(matcher.names([text])[0]) == []
    assert _sure(matcher.affiliations([text])[0]) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ITC Hotels Ltd, Gurgaon", []),
        ("Hebei Food Inspection and Research Institute", []),
        ("Grab Foods Co., Ltd., Leeds", []),
        ("EdUHK Jockey Club Primary School, Tai Po", []),
        ("School of Continuing and Professional Studies, CUHK", []),
        ("Cathay United Bank, Taipei", []),
        ("香港中文大學工會", []),
        ("深圳大学职工子弟学校", []),
        ("北大方正集团", []),
        ("香港教育大學賽馬會小學", []),
        ("广东工业大学实验中学", []),
        ("Shenzhen Hospital, Beijing University of Chinese Medicine", []),
        ("中山市博爱医院", []),
        ("商汤餐饮管理有限公司", []),
        ("商汤智能科技有限公司", ["sensetime"]),
        ("深圳大学食品科学与工程学院", ["szu"]),
        ("SUSTech-HIT Joint Graduate Program, Shenzhen", ["sustech"]),
        ("Tencent Technology (Shenzhen) Co., Ltd.", ["tencent"]),
        ("Huawei Technologies Research and Development Ltd", ["huawei"]),
    ],
)
def test_a_text_that_goes_on_is_another(
    observatory: Observatory, text: str, expected: list[str]
) -> None:
    assert _sure(observatory.matcher().affiliations([text])[0]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Innovation and Technology Commission (ITC)", "itc"),
        ("Sun Yet-sen University", "sysu"),
        ("香港中文大學學", "cuhk"),
        ("Shenzhen Mindray Bio-Medical Electronics Co., Ltd. (300760)", "mindray"),
        ("PolyU Department of Computing", "polyu"),
    ],
)
def test_what_may_be_said_besides(observatory: Observatory, text: str, expected: str) -> None:
    assert _sure(observatory.matcher().names([text])[0]) == [expected]
