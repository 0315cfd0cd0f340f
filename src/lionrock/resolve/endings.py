"""How names of other bodies go on after one they bear: 香港大學出版社 is a press, the staff
association of a bureau no bureau, a community college of a university another school.

What follows a name is looked at as it is written; Chinese is folded. Sorts of bodies are listed,
never bodies.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

_STARTS = (
    "附属", "附設", "附中", "附小", "出版社", "校友", "中学", "小学", "幼儿园", "基金会",
    "学生会", "专业进修",
    "医院", "同学会", "教职", "附设", "协会", "路", "大道", "大厦", "广场", "站", "街",
    "持续教育", "专上",
    "社区学院", "联合国际", "影业", "幼稚园", "之友", "大学",
)  # fmt: skip
_BUSINESSES = ("音乐", "文学", "银行", "保险", "证券", "产险", "寿险", "体育")
"""Businesses and societies of their own, unless a university teaches them: 文學系."""
_TAUGHT = re.compile("(?:系|学院|学部)")
_ANYWHERE = (
    "医院", "出版社", "附中", "附小", "幼儿园", "幼稚园", "校友", "专上学院", "专业进修",
    "持续教育", "继续教育", "社区学院", "社区书院", "附属", "附屬",
)  # fmt: skip
_COLLEGES = (
    "珠江学院", "松田学院", "天河学院", "华立学院", "南国商学院", "寸金学院", "城市学院",
    "华软软件学院", "华商学院",
)  # fmt: skip
"""Independent colleges (独立学院) of Guangdong, each a school of its own beside the university
whose name it bore. A faculty's name says a field, or its university alone has it."""
_ENDS = re.compile(
    "(?:学校|酒店|宾馆|招待所|餐厅|饭店|事务所|印刷厂|食品厂|纺织厂|药厂|书店|商店|药店|药房|诊所|旅行社|杂志社"
    "|报社|养老院|敬老院|福利院|安老院|护老院|护养院|疗养院|托儿所|村委会|居委会|街道|街道办|办事处|卫生服务中心"
    "|超市|商场|百货|乐园|公寓|宿舍|俱乐部|合作社|影院|剧院|剧团|乐团|教会|教堂|支行|分行|派出所|律师行|关注组"
    "|(?:学生|校友|职工)[报刊]"
    "|(?<!委员)(?<!理事)(?<!董事)(?<!校董)(?<!评审)(?<!聆讯)会)$"
)
"""Ends of names of other sorts of bodies. What ends in 会 is a society of its own, unless it is a
committee or a board, which are a body's organs; what a department is called is not among them."""
_SCHOOLS = frozenset((
    ("community", "college"), ("memorial", "college"), ("memorial", "school"),
    ("international", "school"), ("experimental", "school"), ("bilingual", "school"),
    ("foreign", "school"), ("bus", "terminus"),
    ("extension", "school"), ("health", "system"),
))  # fmt: skip
"""Two words that make a school, or a stop, of whatever bears them."""


_INDEPENDENT = frozenset(("city", "zhujiang", "songtian", "tianhe", "huali", "cunjin", "huashang"))


def is_independent(found: Sequence[str]) -> bool:
    """Whether words say one of the independent colleges of Guangdong: Zhujiang College."""
    return "college" in found and any(
        one in _INDEPENDENT and other == "college" for one, other in pairwise(found)
    )


def starts_otherwise(after: str, touches: bool = True) -> bool:
    """Whether what is written on to a Chinese name makes it the name of another sort of body. What
    a space parts from the name (`touches` is false) may be a body beside it: 香港大學 瑪麗醫院."""
    if after.startswith(_BUSINESSES):
        return _TAUGHT.search(after) is None
    if after.startswith((*_STARTS, *_COLLEGES)):
        return True
    return touches and any(one in after for one in _ANYWHERE)


def ends_otherwise(after: str) -> bool:
    """Whether what is written on to a Chinese name ends as another sort of body does."""
    return _ENDS.search(after) is not None


def is_school(after: Sequence[str]) -> bool:
    """Whether the words after a name, in its segment, are a school that bears it: HKU Community
    College."""
    return any(pair in _SCHOOLS for pair in pairwise(after)) or is_independent(after)
