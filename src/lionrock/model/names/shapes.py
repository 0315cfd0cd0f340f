"""What scanners, tired eyes and keyboards take for one another: characters that look alike, and
Chinese ones that sound alike (most typing is by sound).

`shape` and `sound` give all of a group the same character or syllable, so that names that look
or sound alike come out equal.
"""

import re
import zlib
from collections.abc import Sequence
from functools import cache

from lionrock.model.fold import fold, is_cjk
from lionrock.model.names.chinese import without_legal
from lionrock.model.names.words import WordClass, words

_GROUPS = (
    "末未朱", "土士工エ", "市巿布", "肓育盲", "曾会曽", "丈文大太犬交", "埋理狸", "港巷",
    "训圳川", "围团困因圉", "彊疆", "己已巳", "日曰目", "人入八", "千干于", "科料", "投技抆",
    "枝技抆", "院完皖", "汽气", "晴睛", "天夫", "贝见", "历厉", "治冶", "析折", "杨扬", "辩辨",
    "徽微", "傅博", "戊戌戍", "拔拨", "侯候", "即既", "今令", "免兔", "友反", "王玉主",
    "田由甲申", "白自", "司同可", "学字攀举", "中申", "华毕", "设没", "议仪", "检捡", "密蜜",
    "航舰", "银很", "行衍", "研妍", "究穷", "所听", "中巾", "东车", "心必", "水氷永", "问间闲",
    "门们", "力刀", "刀刃", "石右", "古占", "力九カ", "室宝至", "城诚", "汤场", "腾滕", "讯迅",
    "警誓", "署暑著", "管菅", "委季", "员贝", "基墓", "金全", "经轻", "济挤", "发友", "展屡",
    "教敎救", "师帅", "范苑", "农衣", "业亚", "医匠", "药约", "药葯", "浸侵漫", "都郡", "岭领",
    "恒桓", "树村", "仁仨", "演寅", "艺乞", "术木", "本木", "职识", "练炼", "高亮", "等第",
    "标际", "信言", "通遇", "运远", "输愉", "机杌", "器噐", "智晋", "能熊", "据居", "网冈",
    "络洛", "软较", "件仵", "份分", "限很跟恨", "公么", "创刽", "新斯", "材村", "环坏", "境镜",
    "保堡", "险检", "证正", "券卷", "期朝", "货贷", "务条", "监临", "会仝", "评坪", "深琛",
    "广厂", "州洲", "珠株", "海每", "澳奥", "香杳", "九丸", "龙尤", "佛拂", "莞完", "惠蕙",
    "肇擎", "汕讪", "湛堪", "鹏朋", "琶芭", "季李", "华哗", "平乎", "京亨", "方万", "南甫",
    "西酉", "山仙", "暨既", "师狮", "儿几", "童重", "眼眠", "瘤榴", "附阜", "属厲", "第笫",
    "一亠", "二ニ", "三ミ", "口ロ", "卜ト", "夕タ", "航杭", "铁轶", "煤媒", "灯打", "力カ",
    "寿春", "学孚", "室窒", "校较", "湾弯", "验险", "鹏鸿", "商啇", "限艰", "团圈", "医区", "药荮",
    "银锒", "集隻", "港淃", "浸浔", "教敦", "育肓", "理珵", "深浑", "圳洲", "腾滕", "为力", "联朕",
)  # fmt: skip


class _Shapes(dict[int, str]):
    """Code point → the character that stands for its group, or for itself; str.translate takes
    several times as long over a character that a table lacks."""

    def __missing__(self, point: int) -> str:
        character = self[point] = chr(point)
        return character


def _table() -> _Shapes:
    """Every character of a group → the first of it; groups that share one merge."""
    first: dict[str, str] = {}
    for group in _GROUPS:
        chosen = next((first[c] for c in group if c in first), group[0])
        for character in group:
            first.setdefault(character, chosen)
    return _Shapes((ord(character), shape) for character, shape in first.items())


_SHAPES = _table()


_LATIN = str.maketrans("015i8", "olslb")
_SHORTEST_LATIN, _SHORTEST_LOOK, _SHORTEST_SOUND = 6, 3, 4  # shorter ones are like too many


def alike(text: str, spelled: Sequence[str]) -> tuple[int, int]:
    """Checksums of how a name looks and of how it sounds, legal form left out; 0 for one that is
    too short, or has no Chinese to sound. `spelled` are its units with stop words."""
    if text.isascii():
        return _latin(spelled), 0
    runs = [without_legal(part)[0] if is_cjk(part) else part for part in fold(text).split()]
    joined = "".join(runs)
    if joined.isascii():
        return 0, 0
    shape = _misread_form().sub("", joined.translate(_SHAPES))
    if len(shape) < _SHORTEST_LOOK:  # with its form there is enough to look at: 腾讯控股有限公可
        whole = fold(text).replace(" ", "")
        return (_checksum(whole.translate(_SHAPES)) if len(whole) > _SHORTEST_LOOK else 0), 0
    look = _checksum(shape)
    if len(joined) < _SHORTEST_SOUND:
        return look, 0
    return look, _checksum(joined.translate(_sounds()))


@cache
def _misread_form() -> re.Pattern[str]:
    """Legal forms at the end, as the groups spell them: 集围 for 集团."""
    forms = {form.translate(_SHAPES) for form in words().legal if not form.isascii()}
    return re.compile(f"(?<=..)(?:{'|'.join(sorted(forms, key=len, reverse=True))})+$")


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
