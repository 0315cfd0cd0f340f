"""Which encoding a file's bytes are in: by its mark, by what decodes, by which reads like Chinese.

Big5 and GB18030 share most of their byte pairs: text in one often decodes as the other, into
characters that hardly ever occur. So the one whose characters are more often common ones wins.
"""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

# Characters that are frequent in names of organisations and in prose, in both scripts.
_COMMON = frozenset(
    "的一是不了在人有我他這这個个們们中來来上大為为和國国地到以說说時时要就出會会可也你對对生能而子那得於于着下自之年"
    "過过發发後后作里用道行所然家種种事成方多經经麼么去法學学如都同現现當当沒没動动面起看定天分還还進进好小部其些主樣样"
    "理心她本前開开但因只從从想實实日軍军者意無无力它與与長长把機机十民第公此已工使情明性知全三又關关點点正業业外將将"
    "兩两高間间由問问很最重並并物手應应戰战向頭头文體体政美相見见被利什二等產产或新己制身果加西斯月話话合回特代內内信"
    "表化老給给世位次度門门任常先海通教兒儿原東东聲声提立及比員员解水名真論论處处走義义各入幾几口認认條条平系氣气題题"
    "活爾尔更別别打女變变四神總总何電电數数安少報报才結结反受目太量再感建務务做接必場场件計计管期市直德資资命山金指克"
    "許许統统區区保至隊队形社便空決决治展馬马科司五基眼書书非則则聽听白卻却界達达光放強强即像難难且權权思王象完設设"
    "式色路記记南品住告類类求據据程北邊边死張张該该交規规萬万取拉格望覺觉術术領领共確确傳传師师觀观清今切院讓让識识"
    "候帶带導导爭争運运笑飛飞風风步改收根幹干造言聯联持組组每濟济車车親亲極极林服快辦办議议往元英士證证近失轉转夫"
    "令準准布始怎呢存未遠远叫台單单影具羅罗字愛爱擊击流備备兵連连調调深商算質质團团集百需價价花黨党華华城石級级整"
    "府離离況况亞亚請请技際际約约示復复病息究線线似官火斷断精滿满支視视消越器容照須须九增研寫写稱称企八功嗎吗包片"
    "史委乎查輕轻易早曾除農农找裝装廣广顯显吧阿李標标談谈吃圖图念六引歷历首醫医局突專专費费號号盡尽另周較较注語语"
    "僅仅考落青隨随選选列武紅红響响雖虽推勢势參参希古眾众構构房半節节土投某案黑維维革劃划敵敌致陳陈律足態态護护七"
    "興兴派孩驗验責责營营星夠够章音跟志底站嚴严巴例防族供效續续施留講讲型料終终答緊紧黃黄絕绝奇察母京段依批群項项"
    "故按河米圍围江織织害鬥斗雙双境客紀纪採采舉举殺杀攻父蘇苏密低朝友訴诉止細细願愿千值仍男錢钱破網网熱热助倒育屬"
    "属坐帝限船臉脸職职速刻樂乐否剛刚威毛狀状率甚獨独球般普怕彈弹校苦創创偽伪智港澳深圳香份控股企業貿易銀行銀银"
    "基金會會協协學學系實驗室所中心醫院州珠佛惠莞門大灣湾創新科技有限公司集團股份環环數碼码雲云慧械藥药軟软芯"
)
_NAMES = {
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "cp950": "big5hkscs", "gb2312": "gb18030",
    "gbk": "gb18030", "cp936": "gb18030", "utf8": "utf-8", "utf-8-sig": "utf-8", "ascii": "utf-8",
    "us-ascii": "utf-8", "utf16": "utf-16",
}  # fmt: skip
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"),
          (codecs.BOM_UTF16_BE, "utf-16-be"))  # fmt: skip
# Encodings in which the byte 10 is always a line's end, never half of a character.
BY_LINES = frozenset(("utf-8", "big5hkscs", "gb18030", "latin-1", "iso8859-1", "cp1252"))


class Encoding(msgspec.Struct, frozen=True):
    """An encoding by Python's name, and how many bytes of mark come before the text."""

    name: str
    mark: int = 0


def known(name: str) -> str:
    """Python's name of an encoding that a user named; ValueError when there is none such."""
    wanted = _NAMES.get(name.strip().lower().replace("_", "-"), name.strip())
    try:
        codecs.lookup(wanted)
        "".encode(wanted)
    except (LookupError, ValueError):
        listed = "utf-8, utf-16, big5, gb18030"
        raise ValueError(f"no encoding {name!r}; among those known: {listed}") from None
    return _NAMES.get(codecs.lookup(wanted).name, codecs.lookup(wanted).name)


def detect(sample: bytes) -> Encoding:
    """The encoding of a text that begins with `sample`, which may end within a character.

    A byte order mark decides; then zeros at every other byte (UTF-16); then whether nearly all
    of it is UTF-8; then whether Big5 (with Hong Kong's characters) or GB18030 makes the better
    Chinese.
    """
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return Encoding(name, len(mark))
    if (wide := _wide(sample)) is not None:
        return Encoding(wide)
    if sample.isascii() or _fit(sample, "utf-8") > 0.9:
        return Encoding("utf-8")
    best = max(("gb18030", "big5hkscs"), key=lambda name: likeness(sample, name))
    return Encoding(best)


def undecided(sample: bytes) -> bool:
    """Whether a sample leaves open what the bytes after it are: it is plain ASCII, unmarked."""
    return sample.isascii() and _wide(sample) is None


def _wide(sample: bytes) -> str | None:
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if even + odd < max(2, len(sample) * 0.01) or min(even, odd) > max(even, odd) * 0.05:
        return None
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = sample[: len(sample) & ~1].decode(name, "replace")
    readable = sum(c.isascii() or c in _COMMON for c in text)
    return name if readable > len(text) * 0.3 and "\ufffd" not in text[:-1] else None


def _fit(sample: bytes, name: str) -> float:
    """The share of characters beyond ASCII that are whole in an encoding."""
    text = codecs.getincrementaldecoder(name)("replace").decode(sample)
    beyond = [character for character in text if not character.isascii()]
    return 1 - beyond.count("\ufffd") / len(beyond) if beyond else 0.0


def likeness(sample: bytes, name: str) -> float:
    """How much like Chinese prose or names a sample reads in an encoding; more is better."""
    text = codecs.getincrementaldecoder(name)("replace").decode(sample)
    beyond = [character for character in text if not character.isascii()]
    if not beyond:
        return 0.0
    common = sum(character in _COMMON for character in beyond)
    return (common - 4 * beyond.count("\ufffd")) / len(beyond)


def first_beyond_ascii(file: BinaryIO, sample: int) -> bytes:
    """The first `sample` bytes from the line on which a seekable file leaves ASCII, else b""."""
    while chunk := file.readline(sample):
        block = chunk + file.read(sample)
        if not block.isascii():
            at = next(n for n, byte in enumerate(block) if byte > 127)
            start = block.rfind(b"\n", 0, at) + 1
            return block[start:] + file.read(sample)
    return b""


def decoded(lines: Iterator[bytes], name: str) -> Iterator[tuple[str, bool]]:
    """Each line as text, and whether all its bytes could be decoded."""
    for line in lines:
        try:
            yield line.decode(name), True
        except UnicodeDecodeError:
            yield line.decode(name, "replace"), False
