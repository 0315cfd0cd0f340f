"""Doubts: what a person should look at however likely it is.

Weights know how alike two names are; these rules know what a likeness cannot settle. Each says
why, and none of them makes a match: they only ask for a second look.
"""

import re

from rapidfuzz.distance import LCSseq

from lionrock.model.fold import fold, is_cjk
from lionrock.model.names.places import around, localities_of, standing
from lionrock.model.names.reading import units
from lionrock.model.names.romanise import is_romanised
from lionrock.model.names.words import WordClass, words
from lionrock.model.text import T
from lionrock.resolve.context import OTHER_BODIES
from lionrock.resolve.features import FEATURES
from lionrock.resolve.index import Index
from lionrock.resolve.ranking import Ranking
from lionrock.resolve.rows import RowType

_AT = {feature.id: number for number, feature in enumerate(FEATURES)}
_COUNTRY = re.compile("[(（](?:China|Asia|中国|中國|亚洲|亞洲|UK|US)[)）]")
_NATIONAL = re.compile("^(?:The )?National |国立|國立")
_BRACKETS = re.compile(r"[(（\[【]")
_OTHER_CHINESE = (
    "附属", "附设", "附中", "附小", "中学", "小学", "出版社", "校友", "幼儿园", "基金会", "学生会",
    "医院", "专业进修", "社区学院", "国际学院", "持续教育", "学生报", "职员会", "校报",
)  # fmt: skip
"""Words of other sorts of bodies, folded."""
_OTHER_LATIN = OTHER_BODIES | {"kindergarten", "community", "affiliated", "friends"}
_OTHER_WORDS = re.compile(f"(?<![a-z])(?:{'|'.join(sorted(_OTHER_LATIN))})(?![a-z])")

_CHINESE = re.compile(r"\b(?:chin|trad|tcm)", re.IGNORECASE)
_DOUBLED = re.compile(r"([\u4e00-\u9fff])\1")
_TAUGHT = re.compile(r"\b(?:school|polytechnic|college)$", re.IGNORECASE)
LICENSED = re.compile(
    "bank|insur|assur|securit|asset|capital|fund|trust|银行|銀行|保险|保險|人寿|人壽|证券|證券|基金",
    re.IGNORECASE,
)
"""Words of bodies that are licensed apart in each place: Bank of East Asia (China) is another."""
_CAMPUS_WORD = re.compile("campus$|校[区區园園]$", re.IGNORECASE)
_SHORTENED = 5
"""Characters of a Chinese name that may be a short form."""
_WRITTEN, _SCHOOL_WRITTEN = 0.6, 0.7
"""Share of a Chinese name's characters that stand in this order in another of the same body; of a
school's, whose sort is two characters of few (科技学院 is no 理工学院)."""
_MISSPELT = 0.6
"""Likeness in letters (feature "close") of a name that has a word wrong, and not one more."""
_A_WORD = 0.2
"""Weight (features "lost_name", "lost_generic") of a word; less is only the address beside it."""
_OWN, _NEARLY = 0.3, 0.8
"""Weight (feature "extra_name") of a word of its own, and likeness that a lack may have."""
_FEW = 3
"""Characters of a Chinese name that too many others sound like."""

_COMPANIES = frozenset(("corporate", "startup", "provider", "investor"))
_NO_COMPANIES = frozenset(("university", "government"))
_ORDINAL = re.compile("第([一二三四五六七八九十])")
_OF_ONE_PLACE = frozenset(("hospital", "government", "regulator"))

CAMPUS = T("may be another campus", "可能是另一校區", "可能是另一校区")
OTHER_BODY = T("may be a body of its own", "可能是另一機構", "可能是另一机构")
PLACE = T("known in another place", "已知位於其他地點", "已知位于其他地点")
NUMBER = T("another number", "序號不同", "序号不同")
SHORT = T("a short name, misspelt", "短名稱有誤寫", "短名称有误写")
GUESSED = T("only the initials agree", "僅首字母縮寫相符", "仅首字母缩写相符")


def doubt(index: Index, text: str, ranking: Ranking, best: tuple[int, str]) -> T | None:
    """Why a candidate is no sure match for the name `text`; None if it is. `best` is its position
    and the name it was found under."""
    at, key = best
    features = ranking.features[at].tolist()
    organisation, row = int(ranking.organisations[at]), int(ranking.rows[at])
    lost = features[_AT["lost_name"]] > 0
    placed = _BRACKETS.search(text) or _CAMPUS_WORD.search(text)
    if lost and placed and _has_siblings(index, organisation):
        return CAMPUS
    if _is_holding(index, text, organisation):
        return OTHER_BODY
    if _other_body(index, text, row, key):
        return OTHER_BODY
    kind = int(index.arrays["row_type"][row])
    syllables = kind == RowType.ROMANISED and features[_AT["same_name"]] and "," not in text
    elsewhere = features[_AT["elsewhere"]] > 0 and not (
        syllables or features[_AT["campus_named"]] or _is_office(index, text, organisation)
    )
    if elsewhere or ("," in text and _away(index, text, organisation)):
        return CAMPUS if _has_siblings(index, organisation) else PLACE
    if kind == RowType.INITIALS:
        return GUESSED
    if features[_AT["lost_legal"]] and _is_no_company(index, organisation, kind):
        return OTHER_BODY
    if kind >= RowType.TRANSLATED and _is_of_other_sort(index, text, organisation):
        return OTHER_BODY
    if key.isascii() and not text.isascii() and not _is_written_so(index, text, organisation, key):
        return SHORT if len(text) <= _SHORTENED else OTHER_BODY
    if kind >= RowType.TRANSLATED and len(text) <= _FEW and not text.isascii():
        return SHORT
    if features[_AT["guessed_short"]] > 0 and not features[_AT["look_alike"]]:
        return SHORT
    if features[_AT["other_number"]] > 0 or _is_numbered_otherwise(text, key):
        return NUMBER
    if "chinese medical" in key and not features[_AT["same_name"]] and _is_western(text):
        return OTHER_BODY
    if _country(text, key):
        return PLACE
    if _NATIONAL.search(text) and not re.search("national|国立|國立|国家", key):
        return OTHER_BODY
    if features[_AT["sound_alike"]] > 0 and features[_AT["lost_name"]] > 0:
        return SHORT
    if _says_less(index, features, key, organisation):
        return PLACE if features[_AT["extra_place"]] > 0 else OTHER_BODY
    if features[_AT["lost_unit"]] and _TAUGHT.search(text) and _is_company(index, organisation):
        return OTHER_BODY
    return OTHER_BODY if _says_more(features) and not _DOUBLED.search(fold(text)) else None


def _is_numbered_otherwise(text: str, key: str) -> bool:
    """Whether a Chinese name bears a number and the known name, which is Chinese too, others: of
    two hospitals of one university every other character agrees."""
    asked = set(_ORDINAL.findall(text))
    return bool(asked) and not key.isascii() and asked != set(_ORDINAL.findall(key))


def _is_western(text: str) -> bool:
    """Whether a Latin name says medicine but not Chinese medicine, which is another university's
    though it differs in no more than the word for a country."""
    return text.isascii() and "medical" in units(text) and _CHINESE.search(text) is None


def _is_company(index: Index, organisation: int) -> bool:
    return index.organisation(organisation).kind in _COMPANIES


def _is_no_company(index: Index, organisation: int, row_type: int) -> bool:
    """Whether a name with a legal form is no name of this body: C&A Corporation is no authority,
    and a university's company not the university."""
    if row_type == RowType.ABBREVIATION and not _is_company(index, organisation):
        return True
    return index.organisation(organisation).kind in _NO_COMPANIES


def _says_less(index: Index, features: list[float], key: str, organisation: int) -> bool:
    """Whether the known name holds a word that tells it from others and that the name lacks: one of
    its own, a place in the stead of another (Guangzhou is not Guangdong), or the place for which a
    bank is licensed."""
    if features[_AT["extra_name"]] > _OWN and not features[_AT["lost_name"]]:
        return features[_AT["close"]] < _NEARLY
    place = features[_AT["extra_place"]] > 0
    if place and features[_AT["in_place"]] > 0:
        return True
    asia = features[_AT["extra_generic"]] > 0 and "asia" in key.split()
    return (place or asia) and LICENSED.search(key) is not None and _is_company(index, organisation)


def _says_more(features: list[float]) -> bool:
    """Whether the name holds a word that the known one lacks, and that is no misspelt one of it:
    whose club or hotel bears a name, the likeness of all its other words does not say. (What
    stands in brackets, in the other script or names a department is asked for apart.)"""
    if features[_AT["look_alike"]]:
        return False
    if features[_AT["lost_kind"]] and not features[_AT["same_name"]]:
        return True
    misspelt = features[_AT["extra_name"]] > 0 and features[_AT["close"]] >= _MISSPELT
    lost = max(features[_AT["lost_name"]], features[_AT["lost_generic"]])
    return lost >= _A_WORD and not misspelt


def _is_holding(index: Index, text: str, organisation: int) -> bool:
    """Whether a Chinese name is a holding's and the known company is a group that is none: 联想控股
    stands above 联想集团. (In English it is a mere legal form.)"""
    if "控股" not in text:
        return False
    names = [fold(name.text) for name in index.organisation(organisation).names]
    return any("集团" in name for name in names) and not any("控股" in name for name in names)


def _is_of_other_sort(index: Index, text: str, organisation: int) -> bool:
    """Whether a Latin name that only a Chinese name's words lead to calls a school what none of its
    own Latin names does: Dongguan Polytechnic is not the 理工學院, which is a university."""
    known = index.organisation(organisation)
    if not text.isascii() or known.kind != "university":
        return False
    classes = words().classes
    said = {unit for unit in units(text) if classes.get(unit) == WordClass.KIND}
    latin = [name.text for name in known.names if name.text.isascii()]
    return bool(latin) and not said <= {unit for name in latin for unit in units(name)}


def _is_written_so(index: Index, text: str, organisation: int, key: str) -> bool:
    """Whether a Chinese name that was found by its English reading is also written like a Chinese
    name of the organisation, or sounds like the known name `key`, or it has no Chinese name:
    深圳理大 is no name of 深圳职业技术大学, whatever its words are in English."""
    asked = fold(text)
    if not all(map(is_cjk, asked)):
        return True
    names = [fold(name.text) for name in index.organisation(organisation).names]
    chinese = [name for name in names if not name.isascii() and any(map(is_cjk, name))]
    school = index.organisation(organisation).kind == "university"
    least = 1 if len(text) <= _SHORTENED else _SCHOOL_WRITTEN if school else _WRITTEN
    if not chinese or any(LCSseq.similarity(asked, one) >= least * len(asked) for one in chinese):
        return True
    return is_romanised(text, key)


def _country(text: str, key: str) -> bool:
    """Whether brackets hold a country that the known name lacks: Bank of X (China)."""
    found = _COUNTRY.search(text)
    if found is None or "china" in key:
        return False
    return not set(units(found.group())) <= set(key.split())


def _away(index: Index, text: str, organisation: int) -> bool:
    """Whether a part between commas is a place in a country where the organisation is not, or, for
    a body that stands in one place alone, any other place."""
    known = index.organisation(organisation)
    stands = standing(known.cities, known.country)
    for part in text.split(",")[1:] if stands else ():
        place = localities_of().get(fold(part), "")
        wider = {one.id for one in around(place)}
        if wider and not wider & stands:
            return True
        if wider and known.kind in _OF_ONE_PLACE and not wider & (stands - {"china"}):
            return True
    return False


def _is_office(index: Index, text: str, organisation: int) -> bool:
    """Whether the place is only the address of a company: Huawei, Hong Kong."""
    plain = "," in text and not _BRACKETS.search(text)
    return plain and index.organisation(organisation).kind in _COMPANIES


def _has_siblings(index: Index, organisation: int) -> bool:
    other = index.arrays["other_ptr"]
    return bool(other[organisation + 1] > other[organisation])


def _other_body(index: Index, text: str, row: int, key: str) -> bool:
    """Whether the name has a word of another sort of body that the known name lacks."""
    if text.isascii():
        found = _OTHER_WORDS.findall(text.lower())
        return bool(found) and not set(found) <= set(key.split())
    asked = fold(text)
    said = [word for word in _OTHER_CHINESE if word in asked]
    if said:  # few are; only then is it worth folding all that the other is called
        official = index.organisation(int(index.arrays["row_org"][row]))
        known = fold(" ".join([key, *(name.text for name in official.names)]))
        if any(word not in known for word in said):
            return True
    college = re.search("大学.+学院$", asked)
    return college is not None and "学院" not in key
