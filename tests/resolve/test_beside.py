"""Bodies beside bodies in one text: a unit and its university, a college that is a school of its
own, a hospital behind a space, an "and" inside a name."""

import pytest

from lionrock.answer.observatory import Observatory


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # an "and" inside a unit's name parts no place from its university
        ("Hong Kong Univ Sci & Technol, Thrust Data Sci & Analyt, Guangzhou", ["hkust-guangzhou"]),
        # a unit where its university stands counts for that, one in another city for itself
        ("Hong Kong Univ Sci & Technol Guangzhou, Informat Hub, Guangzhou", ["hkust-guangzhou"]),
        ("City Univ Hong Kong, Shenzhen Res Inst, Shenzhen, Peoples R China", ["cityu-sri"]),
        # behind a space stands another body
        ("香港中文大學醫學院 威爾斯親王醫院", ["cuhk"]),
        ("香港大學 瑪麗醫院", ["hku"]),
        ("中山大学 附属第九医院", []),
        # independent colleges are no faculties
        ("广州大学松田学院", []),
        ("South China Agr Univ, Zhujiang Coll, Guangzhou, Peoples R China", []),
        ("Zhujiang College, South China Agricultural University, Guangzhou", []),
        ("华南农业大学食品学院", ["scau"]),
        # a college of one university bears the former name of another
        ("中山大学岭南学院", ["sysu"]),
        ("嶺南學院", ["lingnan"]),
        ("Shenzhen University Health System", []),
        ("Lingnan University College, Zhongshan University", ["sysu"]),
        # a school's name with the place of its address is another's, or its campus's
        ("Harbin Inst Technol, Sch Comp Sci & Technol, Shenzhen, Peoples R China", ["hitsz"]),
        ("Harbin Inst Technol, Sch Comp Sci & Technol, Weihai, Peoples R China", []),
        ("Harbin Institute of Technology, Harbin 150001, China", []),
        ("Polytechnic University, Hung Hom, Kowloon", ["polyu"]),
        ("University, Hong Kong", []),
        # numbers before names
        (
            "1.中山大学；2.南方海洋科学与工程广东省实验室(珠海)，珠海 519082",
            ["sysu", "southern-marine-laboratory-zhuhai"],
        ),
        ("1 ETH Zürich  2 University of Hong Kong  3 EPFL", ["eth-zurich", "hku"]),
        ("1Sun Yat-sen University 2Peng Cheng Laboratory 3MBZUAI", ["sysu", "pcl"]),
        ("1 University Road, Shatin, CUHK", ["cuhk"]),
        ("Huawei Munich Research Center, Munich, Germany", ["huawei"]),
        ("Citadel Bank, Munich, Germany", []),
        # a university's base in a city is no campus there
        (
            "Informat Engn, CUHK, Hong Kong, and Shenzhen Research Institute, CUHK, Shenzhen",
            ["cuhk"],
        ),
        ("Shenzhen Research Institute, The Chinese University of Hong Kong, Shenzhen", ["cuhk"]),
        (
            "School of Data Science, The Chinese University of Hong Kong, Shenzhen",
            ["cuhk-shenzhen"],
        ),
        # a department goes on to its field
        ("Department of Health Technology and Informatics, PolyU, Hung Hom", ["polyu"]),
        ("Department of Health, Hong Kong", ["department-of-health"]),
        # names on both sides of a hyphen
        (
            "Tsinghua University-Peking University Joint Center for Life Sciences, Beijing",
            ["tsinghua", "peking-university"],
        ),
        ("香港賽馬會中醫藥及疾病預防研究所", []),
        # a name that says only its field is another's where the address is elsewhere
        ("Centre for Artificial Intelligence and Robotics, Chengdu University, Chengdu", []),
        ("Centre for Eye and Vision Research, Hong Kong Science Park, Hong Kong", ["cevr"]),
        ("Institute of Energy Conversion, University of Delaware", []),
        ("Institute of Geochemistry, Chinese Academy of Sciences, Guiyang", ["cas"]),
    ],
)
def test_what_stands_beside(observatory: Observatory, text: str, expected: list[str]) -> None:
    answer = observatory.matcher().affiliations([text])[0]
    assert [one.id for one in answer.found if answer.verdict == "match"] == expected
