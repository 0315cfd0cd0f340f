"""The table of features: each a number from a pair's evidence, and why it speaks for or against.

`weights.toml` says what each is worth. A feature is 0 when it has nothing to say.
"""

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from lionrock.model.names.words import WordClass as C
from lionrock.model.text import T
from lionrock.resolve.compare import Evidence
from lionrock.resolve.rows import RowType

Array = NDArray[Any]
CORE = [C.NAME, C.GENERIC, C.KIND, C.NUMBER]
_SHORT = (RowType.ABBREVIATION, RowType.INITIALS)
_MUCH = 12.0
"""Word weight that counts as a lot: about one very rare word."""


class Feature(msgspec.Struct, frozen=True):
    """A feature: its id, its value for every pair, and what it tells a reader."""

    id: str
    value: Callable[[Evidence], Array]
    text: T


def _core(table: Array) -> Array:
    return table[:, CORE].sum(axis=1)


def _covered(hit: Array, miss: Array) -> Array:
    found = _core(hit)
    return found / np.maximum(found + _core(miss), 1e-9)


def _much(amount: Array) -> Array:
    return np.minimum(amount, 2 * _MUCH) / _MUCH


def _short(e: Evidence) -> Array:
    return np.isin(e.row_type, _SHORT)


def _legal(e: Evidence) -> tuple[Array, Array, Array]:
    hit = e.asked_hit[:, C.LEGAL] > 0
    return hit, e.asked_miss[:, C.LEGAL] > 0, e.row_miss[:, C.LEGAL] > 0


def _same_name(e: Evidence) -> Array:
    return e.same & ~_short(e)


def _same_short(e: Evidence) -> Array:
    return e.same & (e.row_type == RowType.ABBREVIATION)


def _initials(e: Evidence) -> Array:
    return e.same & (e.row_type == RowType.INITIALS)


def _translated(e: Evidence) -> Array:
    return (e.row_type == RowType.TRANSLATED) | e.translated


def _romanised(e: Evidence) -> Array:
    return e.row_type == RowType.ROMANISED


def _look_alike(e: Evidence) -> Array:
    return e.look_alike & ~e.same


def _campus_named(e: Evidence) -> Array:
    return e.campus[:, 0]


def _campus_unnamed(e: Evidence) -> Array:
    return e.campus[:, 1]


def _sibling_named(e: Evidence) -> Array:
    return e.campus[:, 2]


def _guessed_short(e: Evidence) -> Array:
    return (e.guessed > 0) & (e.key_length <= 6)


def _reordered(e: Evidence) -> Array:
    return ~e.same & (_core(e.asked_miss) == 0) & (_core(e.row_miss) == 0)


def _agreed(e: Evidence) -> Array:
    return np.log1p(_core(e.asked_hit)) / 3


def _close(e: Evidence) -> Array:
    return np.maximum(e.letters - 0.7, 0) / 0.3


def _guessed(e: Evidence) -> Array:
    return e.guessed / np.maximum(e.asked_hit.sum(axis=1), 1e-9)


def _whole_asked(e: Evidence) -> Array:
    return _covered(e.asked_hit, e.asked_miss)


def _whole_row(e: Evidence) -> Array:
    return _covered(e.row_hit, e.row_miss)


def _lost_name(e: Evidence) -> Array:
    return _much(e.asked_miss[:, C.NAME])


def _extra_name(e: Evidence) -> Array:
    return _much(e.row_miss[:, C.NAME])


def _other_name(e: Evidence) -> Array:
    return np.minimum(_lost_name(e), _extra_name(e)) * (1 - _close(e))


def _lost_generic(e: Evidence) -> Array:
    return _much(e.asked_miss[:, C.GENERIC])


def _extra_generic(e: Evidence) -> Array:
    return _much(e.row_miss[:, C.GENERIC])


def _lost_kind(e: Evidence) -> Array:
    return e.asked_miss[:, C.KIND] > 0


def _extra_kind(e: Evidence) -> Array:
    return e.row_miss[:, C.KIND] > 0


def _other_kind(e: Evidence) -> Array:
    return _lost_kind(e) & _extra_kind(e)


def _other_number(e: Evidence) -> Array:
    return (e.asked_miss[:, C.NUMBER] > 0) | (e.row_miss[:, C.NUMBER] > 0)


def _lost_unit(e: Evidence) -> Array:
    return e.asked_miss[:, C.UNIT] > 0


def _extra_unit(e: Evidence) -> Array:
    return e.row_miss[:, C.UNIT] > 0


def _same_legal(e: Evidence) -> Array:
    hit, lost, extra = _legal(e)
    return hit & ~lost & ~extra


def _other_legal(e: Evidence) -> Array:
    _, lost, extra = _legal(e)
    return lost & extra


def _lost_legal(e: Evidence) -> Array:
    _, lost, extra = _legal(e)
    return lost & ~extra


def _extra_legal(e: Evidence) -> Array:
    _, lost, extra = _legal(e)
    return extra & ~lost


def _same_place(e: Evidence) -> Array:
    return (e.asked_hit[:, C.PLACE] > 0) & (e.asked_miss[:, C.PLACE] == 0)


def _in_place(e: Evidence) -> Array:
    return (e.explained > 0) & (e.elsewhere == 0)


def _elsewhere(e: Evidence) -> Array:
    return e.elsewhere > 0


def _lost_place(e: Evidence) -> Array:
    return (e.asked_miss[:, C.PLACE] > 0) & (e.explained == 0) & (e.elsewhere == 0)


def _extra_place(e: Evidence) -> Array:
    return e.row_miss[:, C.PLACE] > 0


def _other_place(e: Evidence) -> Array:
    return (e.asked_miss[:, C.PLACE] > e.explained) & _extra_place(e)


def _brief(e: Evidence) -> Array:
    return e.same & (e.key_length <= 4)


FEATURES = (
    Feature("same_name", _same_name, T("same name", "名稱相同", "名称相同")),
    Feature("same_short", _same_short, T("same abbreviation", "簡稱相同", "简称相同")),
    Feature("initials", _initials, T("initials of the name", "名稱的首字母縮寫", "名称的首字母缩写")),
    Feature("brief", _brief, T("very short name", "名稱極短", "名称极短")),
    Feature("translated", _translated, T("word-for-word translation", "逐詞翻譯相符", "逐词翻译相符")),
    Feature("romanised", _romanised, T("romanised Chinese name", "中文名稱的拉丁拼寫", "中文名称的拉丁拼写")),
    Feature("look_alike", _look_alike, T("same but for characters that look alike", "僅形近字不同", "仅形近字不同")),
    Feature("campus_named", _campus_named, T("the place of this campus is named", "列明此校區所在地", "列明此校区所在地")),
    Feature("campus_unnamed", _campus_unnamed, T("the place of this campus is not named", "未列明此校區所在地", "未列明此校区所在地")),
    Feature("sibling_named", _sibling_named, T("the place of a sibling campus is named", "列明另一校區所在地", "列明另一校区所在地")),
    Feature("guessed_short", _guessed_short, T("short name with mended spelling", "短名稱的拼寫經修正", "短名称的拼写经修正")),
    Feature("reordered", _reordered, T("same words in another order", "字詞相同，次序不同", "字词相同，次序不同")),
    Feature("agreed", _agreed, T("distinctive words agree", "關鍵字詞相符", "关键字词相符")),
    Feature("whole_asked", _whole_asked, T("covers what was asked", "涵蓋查詢的字詞", "涵盖查询的字词")),
    Feature("whole_row", _whole_row, T("covers the known name", "涵蓋已知名稱的字詞", "涵盖已知名称的字词")),
    Feature("close", _close, T("nearly the same letters", "字母幾乎相同", "字母几乎相同")),
    Feature("guessed", _guessed, T("spelling mended", "拼寫經修正", "拼写经修正")),
    Feature("lost_name", _lost_name, T("a distinctive word is not in the known name", "有關鍵字詞不見於已知名稱", "有关键字词不见于已知名称")),
    Feature("extra_name", _extra_name, T("the known name has a further distinctive word", "已知名稱另有關鍵字詞", "已知名称另有关键字词")),
    Feature("other_name", _other_name, T("distinctive words differ", "關鍵字詞不同", "关键字词不同")),
    Feature("lost_generic", _lost_generic, T("a common word more than the known name", "較已知名稱多一個常用詞", "较已知名称多一个常用词")),
    Feature("extra_generic", _extra_generic, T("a common word fewer than the known name", "較已知名稱少一個常用詞", "较已知名称少一个常用词")),
    Feature("lost_kind", _lost_kind, T("names a kind of body the known name does not", "所示機構類型不見於已知名稱", "所示机构类型不见于已知名称")),
    Feature("extra_kind", _extra_kind, T("the known name names a kind of body", "已知名稱另示機構類型", "已知名称另示机构类型")),
    Feature("other_kind", _other_kind, T("another kind of body", "機構類型不同", "机构类型不同")),
    Feature("other_number", _other_number, T("another number", "序號不同", "序号不同")),
    Feature("lost_unit", _lost_unit, T("a unit inside an organisation", "屬機構內的單位", "属机构内的单位")),
    Feature("extra_unit", _extra_unit, T("the known name is of a unit", "已知名稱屬機構內的單位", "已知名称属机构内的单位")),
    Feature("same_legal", _same_legal, T("same legal form", "法律形式相同", "法律形式相同")),
    Feature("other_legal", _other_legal, T("another legal form", "法律形式不同", "法律形式不同")),
    Feature("lost_legal", _lost_legal, T("a legal form the known name lacks", "已知名稱沒有此法律形式", "已知名称没有此法律形式")),
    Feature("extra_legal", _extra_legal, T("legal form left out", "略去法律形式", "略去法律形式")),
    Feature("same_place", _same_place, T("same place in the name", "名稱所示地點相同", "名称所示地点相同")),
    Feature("in_place", _in_place, T("stands in the place named", "位於所示地點", "位于所示地点")),
    Feature("elsewhere", _elsewhere, T("stands in another place", "位於其他地點", "位于其他地点")),
    Feature("lost_place", _lost_place, T("a place the known name lacks", "已知名稱沒有此地點", "已知名称没有此地点")),
    Feature("extra_place", _extra_place, T("the known name names a place", "已知名稱另示地點", "已知名称另示地点")),
    Feature("other_place", _other_place, T("another place in the name", "名稱所示地點不同", "名称所示地点不同")),
)  # fmt: skip
"""In the order in which equally weighty reasons are given."""


def table(evidence: Evidence) -> Array:
    """The features of every pair: (pairs, features), 32-bit floats."""
    columns = [feature.value(evidence).astype(np.float32) for feature in FEATURES]
    return np.stack(columns, axis=1)
