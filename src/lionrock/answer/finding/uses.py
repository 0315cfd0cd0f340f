"""What a question says of a use of AI: by words, never by guessing."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from lionrock.answer.finding import reading

EVERYONE = {"all", "ai"}
_PERSONAL = {"personal", "biometric", "disclosure"}
"""What cannot be done without personal data."""


class Use(msgspec.Struct, frozen=True):
    """What is done with AI, as far as it was said.

    `sectors` are the schema's; `places` where one is or serves, or where data are (the first is
    home; Hong Kong when none is named); `cues` what was said otherwise (rules.toml); `personal`
    whether personal data are in it, None when that was not said.
    """

    sectors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    personal: bool | None = None


@cache
def table(name: str) -> Mapping[str, Any]:
    """A table of rules.toml."""
    text = resources.files(__package__).joinpath("rules.toml").read_text("utf-8")
    read: Mapping[str, Any] = tomllib.loads(text)[name]
    return read


def use(text: str) -> Use:
    """What a question says of a use of AI, in any of the three languages."""
    whole = reading.folded(text)
    folded = reading.affirmed(whole)
    bare = _IMPERSONAL.search(folded) is not None
    cues = reading.found(table("cue"), _IMPERSONAL.sub(" ", folded))
    bare |= "no_personal" in cues
    if _GENERATES.search(folded) and "generative" not in cues:
        cues += ("generative",)
    told = _PERSONAL & {*cues} or _OF_PEOPLE.search(folded)
    if _RECOMMENDS.search(folded) and "recommends" not in cues:
        cues += ("recommends",)
    personal = False if bare else True if told else None
    sectors = reading.said("sector", folded)
    if not set(sectors) - EVERYONE:  # "AI" alone names no trade
        sectors += reading.said("sector_alone", folded)
    return Use(
        sectors, _named_places(folded) or (("elsewhere",) if reading.denied(whole) else ()),
        tuple(one for one in cues if one not in ("personal", "no_personal")), personal,
    )  # fmt: skip


_PERSONAL_DATA = (
    "(?:personal|customers?|clients?|patients?|users?|employees?|identifiable|个人|客户|顾客|病人"
    "|患者|用户|员工) ?(?:data|information|details|records|资料|信息|数据)"
)
_WHOSE = (
    "(?:customer|client|patient|user|employee|staff|student|pupil|member|tenant|guest|passenger"
    "|donor|subscriber|applicant|resident|worker|candidate|borrower|policyholder|parent|child)"
)
_OF_PEOPLE = re.compile(
    rf"\b{_WHOSE}s? (?:\w+ )?(?:details|notes|records?|files?|photos?|pictures?|emails?"
    r"|mailbox(?:es)?|messages?|chats?|calls?|voices?|faces?|names|addresses|locations?|histor(?:y|ies)"
    r"|profiles?|complaints)\b"
    r"|\b(?:records?|transcribes?|notes) (?:of )?(?:\w+ )?(?:consultations?|interviews?"
    r"|phone calls?)\b"
    r"|(?:客户|顾客|病人|患者|用户|员工|学生|会员|住客|乘客|居民|家长|求职者|市民)的?"
    r"(?:照片|相片|邮件|电邮|通话|对话|录音|声音|面容|位置|行踪|病史|地址|电话|成绩|投诉|档案|记录|纪录)"
)
"""Data of somebody: "client details", "users' mailboxes", 用户的照片."""
_IMPERSONAL = re.compile(
    rf"\b(?:no|without|never|not) (?:\w+ ){{0,4}}?{_PERSONAL_DATA}\b"
    r"(?! (?:leaves?|goes|crosses|(?:is|are|be) (?:sent|moved|stored|shared|kept)))"
    r"|(?:不|没有|无|未|毋须|冇)(?:会|须|需)?(?:含|涉及|涉|使用|用到|用|处理|收集|包含|包括|储存)?(?:有)?"
    rf"(?:任何|客户|病人|用户|员工|的)*{_PERSONAL_DATA}"
)
"""That no personal data are in it; "no personal data leave Hong Kong" says that some are."""
_GENERATES = re.compile(
    r"\bai[^;]{0,20}? generat(?:ion|es|ed|or|ing)\b|\bgenerat(?:es|ing|ed) [^;]{0,30}?(?:text|image"
    r"|picture|music|video|song|report|article|reply|replies|code)|ai[^;]{0,6}?生成|生成[^;]{0,6}?ai"
)
_RECOMMENDS = re.compile(
    r"\brecommend(?:s|ing|ed)? (?:[a-z]+ ){0,3}?(?:videos?|clips?|products?|goods|news|content"
    r"|music|songs?|posts?|items?|films?)\b|推荐[^;]{0,6}?(?:视频|短片|影片|商品|内容|新闻|音乐|帖文)"
)
_MOVED_TO = re.compile(
    r"(?:process|stor|host|sen[dt]|transfer|mov|train|server|cloud|analys|shar|flow|export)"
    r"[^;]{0,40}$|(?:传|送|转移|传输|储存|存储|存放|处理|服务器)[^;]{0,4}$"
)
_MOVED_IN = re.compile("^的?(?:服务器|处理|储存|存储|存放|托管|训练|分析|的?数据中心)")


def _named_places(text: str) -> tuple[str, ...]:
    """The places a folded text names, those where one is before those where data are; one who
    names none where he is, is in Hong Kong."""
    at: dict[str, None] = {}
    data: dict[str, None] = {}
    for place, begin, end in reading.spans("place", text):
        moved = _MOVED_TO.search(text[max(0, begin - 60) : begin]) or _MOVED_IN.match(text[end:])
        (data if moved else at)[place] = None
    return tuple(dict.fromkeys((*(at or {"hong-kong": None}), *data))) if at or data else ()
