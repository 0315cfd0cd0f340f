"""Departments: what a name holds besides its organisation when it names one of its departments.

"PolyU Department of Computing" and "中山大学计算机学院" name their universities. A college with a
name of its own ("华南农业大学珠江学院") may be another body and is none; so is a school of
continuing education, which is financed apart.
"""

import re

from lionrock.model.fold import fold, is_cjk
from lionrock.model.names.chinese import Piece, pieces
from lionrock.model.names.reading import units
from lionrock.model.names.words import WordClass, words
from lionrock.resolve.context import OTHER_BODIES

_LATIN = re.compile(
    r"\b(?:dep(?:artmen)?t|faculty|school of|(?:business|law|medical) school|division)\b",
    re.IGNORECASE,
)
_WARDS = "科|室|病房|[门門][诊診]部?"
_CHINESE_INSIDE = re.compile(
    f"(?:大[学學]|[A-Z]{{2}}).+(?:[学學]院|[学學]?系|[学學]部)$|[医醫]院.+(?:{_WARDS})$"
)
_OF_HOSPITAL = re.compile(f"(?!.*(?:[医醫]院|附[属屬]|公司|中心)).{{1,8}}(?:{_WARDS})")
_CHINESE = re.compile("(?:[学學]院|[学學]?系|[学學]部)$")
_KINDS = frozenset(("学院", "学系", "系", "学部", "部"))
_SUBJECTS = frozenset("法医商文理工农药数体美音")
_APART = ("城市学院", "继续教育", "专业进修", "国际教育", "网络教育", "成人教育", "社区")
_ANOTHER = OTHER_BODIES | {"continuing", "professional", "community", "affiliated", "secondary"}
_NAMED = 2
"""Words of a department's subject that no list may know."""


def is_department(text: str) -> bool:
    """Whether a text has a word of a department, and words enough to be one of something."""
    return bool((_LATIN if text.isascii() else _CHINESE_INSIDE).search(text))


def only_department(part: str) -> bool:
    """Whether what stands beside an organisation says which department it is, in general words."""
    folded = fold(part).replace(" ", "")
    if is_cjk(folded):
        return _chinese(folded)
    found = units(part)
    if _ANOTHER & set(found) or not _LATIN.search(part):
        return False
    known = words().classes
    classes = [known.get(unit, WordClass.NAME) for unit in found]
    return classes.count(WordClass.NAME) <= _NAMED and WordClass.PLACE not in classes


def _chinese(run: str) -> bool:
    found = list(pieces(run))
    last = found[-1]
    if _OF_HOSPITAL.fullmatch(run):
        return True
    if any(one in run for one in _APART) or not _CHINESE.search(run):
        return False
    if last.text in words().fields and last.text.endswith("学院"):
        return True  # a faculty with a benefactor's name: 李嘉诚医学院
    return all(_is_general(piece) for piece in found)


def _is_general(piece: Piece) -> bool:
    subject = piece.text.removesuffix("学院")
    return subject in words().fields or piece.text in _KINDS or set(subject) <= _SUBJECTS
