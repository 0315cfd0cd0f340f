"""What scanners, tired eyes and keyboards take for one another: characters that look alike, and
Chinese ones that sound alike (most typing is by sound).

`shape` and `sound` give all of a group the same character or syllable, so that names that look
or sound alike come out equal.
"""

import zlib
from collections.abc import Sequence
from functools import cache

from lionrock.model.fold import fold, is_cjk
from lionrock.model.names.chinese import without_legal
from lionrock.model.names.words import WordClass, words

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


_LATIN = str.maketrans("015i8", "olslb")
_SHORTEST_LATIN, _SHORTEST_SOUND = 6, 4  # shorter names look and sound like too many others


def alike(text: str, spelled: Sequence[str]) -> tuple[int, int]:
    """Checksums of how a name looks and of how it sounds, legal form left out; 0 for one that is
    too short, or has no Chinese to sound. `spelled` are its units with stop words."""
    if text.isascii():
        return _latin(spelled), 0
    runs = [without_legal(part)[0] if is_cjk(part) else part for part in fold(text).split()]
    joined = "".join(runs)
    if len(joined) < 2 or joined.isascii():
        return 0, 0
    look = _checksum(joined.translate(_SHAPES))
    if len(joined) < _SHORTEST_SOUND:
        return look, 0
    return look, _checksum(joined.translate(_sounds()))


def _latin(spelled: Sequence[str]) -> int:
    classes = words().classes
    core = "".join([unit for unit in spelled if classes.get(unit) != WordClass.LEGAL])
    if len(core) < _SHORTEST_LATIN:
        return 0
    return _checksum(core.translate(_LATIN).replace("rn", "m").replace("vv", "w"))


def _checksum(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "replace")) or 1


class _Sounds(dict[int, str]):
    """Code point → the commonest pinyin syllable of the character, without its tone."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        if is_cjk(character):
            import pypinyin  # its tables take a fifth of a second: only who asks waits

            read = pypinyin.lazy_pinyin(character, errors="ignore")
            character = f" {read[0]}" if read else character
        self[point] = character
        return character


@cache
def _sounds() -> _Sounds:
    return _Sounds()
