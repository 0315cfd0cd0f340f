"""Names in a text that goes on: what another sort of body is called, where another body stands."""

import pytest

from lionrock.answer.observatory import Observatory


def _named(observatory: Observatory, text: str) -> list[str]:
    [answer] = observatory.matcher().affiliations([text])
    return sorted(one.id for one in answer.found) if answer.verdict == "match" else []


@pytest.mark.parametrize(
    "text",
    [
        "香港大學職員會",
        "暨南大学继续教育学院",
        "香港科技大學關注組",
        "廣州市第一人民醫院護養院",
        "Lingnan University Community College",
        "PolyU Hong Kong Community College, Hung Hom",
        "Pok Oi Hospital Chan Kai Memorial College",
        "Medical University of Macau",
        "Zhaoqing University of Science",
        "Guangzhou Univ Sport & Finance, Guangzhou",
        "廣州教育大學",
        "華南理工研究所",
        "HSBC Bank, London, UK",
    ],
)
def test_another_sort_of_body_or_place_is_another(observatory: Observatory, text: str) -> None:
    assert _named(observatory, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("香港大學校務委員會", ["hku"]),
        ("Hong Kong Baptist University School of International Affairs", ["hkbu"]),
        ("Taipa University of Macau", ["um"]),
        ("香港教育大學教育學系", ["eduhk"]),
        ("華南理工計算機學院", ["scut"]),
        ("Huawei Technologies, Munich, Germany", ["huawei"]),
        ("Huawei Noah's Ark Lab, London, UK", ["noahs-ark-lab"]),
        ("Kyoto University, Kyoto, Japan; Sun Yat-sen University", ["sysu"]),
        ("Department of Physics; Sun Yat-sen University; Boston, USA", []),
    ],
)
def test_organs_offices_and_neighbours_do_not_hide_a_body(
    observatory: Observatory, text: str, expected: list[str]
) -> None:
    assert _named(observatory, text) == expected


@pytest.mark.parametrize(
    "text", ["深圳大学第二附属医院", "香港大學控股有限公司", "香港大學學生報", "香港理工有限公司"]
)
def test_a_name_with_another_number_or_a_legal_form_is_asked_about(
    observatory: Observatory, text: str
) -> None:
    [answer] = observatory.matcher().names([text])
    assert answer.verdict != "match"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HKUST and Ji Hua Laboratory (Foshan)", ["hkust", "jihua-lab"]),
        ("HKUST, and Guangzhou Institute of Energy Conversion",
         ["guangzhou-institute-of-energy-conversion", "hkust"]),
        ("HKUST and Pazhou Lab, Guangzhou, China", ["hkust", "pazhou-lab"]),
        ("Pazhou Lab, Guangzhou, and HKUST", ["hkust", "pazhou-lab"]),
        ("HKUST, Guangzhou and Peng Cheng Lab, Shenzhen", ["hkust-guangzhou", "pcl"]),
        ("Dept of Electronic and Computer Engineering, HKUST, Guangzhou", ["hkust-guangzhou"]),
        ("The University of Hong Kong & BGI Research, Shenzhen", ["bgi-research", "hku"]),
        ("National Sun Yat-sen University and Kaohsiung Medical University", []),
        ("HSBC Business School, Peking University", ["peking-university"]),
        ("CUHK Shenzhen Research Institute", []),
        ("中国科学院大学，北京", []),
        ("香港科大霍英东研究院，广州南沙", ["hkust-fyt"]),
        ("Social Welfare Department, Government of Bermuda", []),
        ("香港教育大學文學及文化學系", ["eduhk"]),
        ("PolyU Shenzhen Research Institute, Shenzhen, and PolyU", ["polyu", "polyu-szri"]),
    ],
)  # fmt: skip
def test_what_an_and_parts_does_not_tell_the_campus(
    observatory: Observatory, text: str, expected: list[str]
) -> None:
    assert _named(observatory, text) == expected
