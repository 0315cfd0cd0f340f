"""Chinese characters that scanners and tired eyes take for one another.

`shape` gives all of a group the same character, so that names that look alike come out equal.
"""

import zlib

from lionrock.model.fold import fold, is_cjk
from lionrock.model.names.chinese import without_legal

_GROUPS = (
    "末未朱", "土士工", "市巿布", "肓育盲", "曾会曽", "丈文大太犬丈", "埋理狸", "港巷", "训圳川",
    "围团困因", "彊疆", "己已巳", "日曰目", "人入八", "千干于", "科料", "投技", "枝技", "院完皖",
    "汽气", "晴睛", "天夫", "贝见", "历厉", "治冶", "析折", "杨扬", "辩辨", "徽微", "傅博",
    "戊戌戍",
    "拔拨", "侯候", "即既", "今令", "免兔", "友反", "王玉主", "田由甲申", "白自", "司同", "学字",
    "中申", "华毕", "设没", "议仪", "检捡", "密蜜", "航舰", "银很", "行衍", "研妍", "究穷", "所听",
    "中巾", "东车", "心必", "水氷", "卫工", "问间闲", "门们", "力刀", "刀刃", "石右", "古占",
    "力九",
)  # fmt: skip


def _table() -> dict[int, str]:
    """Every character of a group → the first of it; groups that share one merge."""
    first: dict[str, str] = {}
    for group in _GROUPS:
        chosen = next((first[c] for c in group if c in first), group[0])
        for character in group:
            first.setdefault(character, chosen)
    return {ord(character): shape for character, shape in first.items()}


_SHAPES = _table()


def shape(text: str) -> int:
    """A checksum of how a Chinese name looks, legal form left out; 0 when it has no Chinese."""
    if text.isascii():
        return 0
    runs = [without_legal(part)[0] if is_cjk(part) else part for part in fold(text).split()]
    joined = "".join(runs)
    if len(joined) < 2 or joined.isascii():
        return 0
    return zlib.crc32(joined.translate(_SHAPES).encode("utf-8", "replace")) or 1
