"""What kind of claim a sentence makes, told by cue words and by what was read in it."""

import re
import tomllib
from functools import cache
from importlib import resources

import msgspec

from lionrock.answer.checking.claim import Kind
from lionrock.answer.checking.multiples import times
from lionrock.answer.checking.ranks import ranks
from lionrock.answer.checking.superlative import superlative
from lionrock.answer.checking.ties_said import said
from lionrock.model.fold import fold
from lionrock.model.reading import Amount, DateSpan, Mention
from lionrock.read.fold import folded_pattern

_HAPPENED = re.compile(
    r"\b(?:found(?:ed|ing)|establish(?:ed|es)|set up|opened|opens|launch(?:ed|es)|unveil(?:ed|s)|"
    r"announc(?:ed|es)|issued|issues|publish(?:ed|es)|released|releases|enact(?:ed|s)|"
    r"took effect|came into (?:force|effect|operation)|listed|went public|"
    r"float(?:ed|s)|began trading|started trading|"
    r"made (?:its|their) debut|rolled out|signed up|joined|created|formed|kicked off|switched on|"
    r"went live|came online|broke ground|handed over|renamed|dissolved|disbanded|"
    r"came into being|debut(?:ed|s)?|"
    r"inaugurated|gazetted|complet(?:ed|es)|signed|approved|passed|incorporated|born|dates back|"
    r"started|began|commenced|traces its|followed (?:in|on)|trace[sd] back|dating back|"
    r"welcomed its first|merged|acquired|amended)\b|"
    "成立|创立|创办|创校|设立|开幕|启用|推出|公布|发布|发表|颁布|生效|上市|挂牌|落成|签署|通过|投入服务|开始(?:运作|营运|运营|服务)|施行|"
    "投入运作|开展|启动|揭幕|宣布|出台|印发|实施|建立|登陆|敲钟|招股|开业|开张|揭牌|奠基|动工|竣工|开放|上线|面世|问世|创建|筹建|组建|刊宪|建校|注册|修订|发出|制订|制定|订立|通车|开学|开课|始建|始创",
    re.IGNORECASE,
)

_COMPARED = re.compile(
    r"\b(?:more|less|fewer|higher|lower|larger|smaller|bigger|better|worse)\b|[多少高低大小]", re.I
)

_DATED = re.compile(
    r"今年|去年|前年|上月|本月|上周|上週|昨日|昨天|今日|今天|\d{1,2}月|"
    r"\b(?:last|this) (?:week|month|year|january|february|march|april|june|july|august|"
    r"september|october|november|december|spring|summer|autumn|winter)\b|\byesterday\b",
    re.IGNORECASE,
)
"""A time told from the day of publication, which a pasted text does not have."""
_ANYWHERE = frozenset(("place", "owner", "related_to"))
_CITY = re.compile(r"\b(?:the|this|our) city\b|本港|本地|本市|全港", re.I)

_COUNTED = re.compile(
    r"\b(?:\d[\d.,]*|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty)[- ]"
    r"(?:hours?|minutes?|days?|weeks?|months?|times|floors|storeys)\b|"
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten) of (?:the|its|our|their)\b|"
    r"[逾近約约超][百千萬万億亿]|[數数](?:百|千|[萬万])|"
    r"[\d兩两三四五六七八九十百]+(?:個|个)?(?:小時|小时|分鐘|分钟|倍|層|层|個月|个月|星期)",
    re.IGNORECASE,
)
"""A measured time or multiple, or so many of a group: a figure, though it counts no thing."""


_NUMBERED = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|fifty|"
    r"(?:half a|a|one|two|several) (?:hundred|thousand|million|billion)|"
    r"(?<![-–.])\d{1,3}(?:,\d{3})*(?![-–]?\d)) (?:of |working |million |thousand )?[a-z]{3,}|"
    r"(?<![第\d])(?:\d[\d,]*|[二三四五六七八九十百]{2,})[萬万億亿]?(?:间|間|家|个|個|名|人|项|項|所|宗|部|台|座|成|歲|岁)",
    re.IGNORECASE,
)
"""So many of something, in digits or words, where no amount could be read."""
_YOU = re.compile(r"\b(?:you|one)(?:[’']ll| will| may| can)\b", re.IGNORECASE)
"""What a reader will feel or hear is foretold of nobody."""
_USES = re.compile(
    r"\b(?:us(?:es|ed|ing)|deploy\w*|adopt\w*|appl(?:ies|ied|ying)|experiment\w* with|"
    r"rel(?:y|ies|ied|ying) on|(?:roll|launch|introduc|pilot|test)\w*)\b.*"
    r"\b(?:ai|artificial intelligence|chatbots?|robots?|algorithms?|machine learning)\b|"
    r"(?:利用|采用|运用|应用|引入|使用|借助|部署|试用|推出).*(?:人工智能|聊天|机械人|机器人|大模型|算法|ai)",
    re.IGNORECASE,
)
"""Somebody uses something of this kind."""
_FORETELLS = re.compile(
    r"\b(?:to|for|that|which) (?:predict|forecast|anticipat)\w*|[预預][测測]", re.I
)


class Found(msgspec.Struct, frozen=True):
    """What was read within a claim."""

    mentions: tuple[Mention, ...]
    strangers: int
    """How many names the record lacks stand in it."""
    amounts: tuple[Amount, ...]
    dates: tuple[DateSpan, ...]


class Cues(msgspec.Struct, frozen=True):
    """The cue words of one kind, ready to be sought."""

    en: re.Pattern[str]
    zh: re.Pattern[str]

    def within(self, lowered: str, folded: str) -> bool:
        """Whether one of the cues stands in the text, given in lower case and folded."""
        # Folding sets figures apart by spaces, which no one writes in Chinese.
        return bool(self.en.search(lowered) or self.zh.search(folded.replace(" ", "")))


@cache
def cues(name: str) -> Cues:
    """The cues of one section of cues.toml."""
    section = _sections()[name]
    return Cues(re.compile("|".join(section["en"])), folded_pattern("|".join(section["zh"])))


@cache
def _sections() -> dict[str, dict[str, list[str]]]:
    text = resources.files(__package__).joinpath("cues.toml").read_text("utf-8")
    return tomllib.loads(text)


def says(name: str, text: str) -> bool:
    """Whether `text` holds a cue of that section."""
    return cues(name).within(text.lower(), fold(text))


def kind_of(text: str, found: Found) -> Kind:
    """The kind of claim that a sentence or clause makes.

    What can be checked outranks how it is told: a figure in a glowing sentence is a quantity.
    Advice and forecasts come first, because their figures are not facts.
    """
    has_figure = bool(found.amounts)
    if says("call_to_action", text) and not _reported(text):
        return "call_to_action"
    if _foretold(text, found):
        return "forecast"
    if ranks(text):
        return "rank"
    if superlative(text) and found.mentions and not has_figure and not found.dates:
        return "rank"
    sides = has_place_or_body(found, text) or len(found.dates) > 1
    if sides and says("comparison", text) and not (has_figure and says("then_and_now", text)):
        return "comparison"
    if has_figure:
        return "quantity"
    if says("then_and_now", text) and (says("trend", text) or _COMPARED.search(fold(text))):
        return "comparison"
    if times(text) and says("then_and_now", text):
        return "comparison"
    if says("mood", text) and not found.dates:
        return "opinion"
    if (says("trend", text) or times(text)) and not _happening(text, found):
        return "trend"
    if (found.dates or _DATED.search(text)) and _HAPPENED.search(fold(text)):
        return "date"
    organisations = {mention.id for mention in found.mentions if mention.kind != "place"}
    if says("opinion", text) and len(organisations) < 2:
        return "opinion"
    others = len({mention.id for mention in found.mentions}) + found.strangers
    if others >= 2 and organisations and (not found.strangers or said(text) - _ANYWHERE):
        return "relation"
    if organisations and _USES.search(fold(text)):
        return "relation"
    if organisations or (found.mentions and says("existence", text)):
        return "existence"
    if _COUNTED.search(text):
        return "quantity"
    if superlative(text) and found.mentions:
        return "rank"
    if found.dates and not says("opinion", text):
        return "date"
    if _NUMBERED.search(text) and not says("opinion", text):
        return "quantity"
    return "opinion"  # "Hong Kong is …": nothing that is there, no one who did anything


def has_place_or_body(found: Found, text: str) -> bool:
    """Whether anybody is named that could be compared: "speed matters more than size" has none."""
    return bool(found.mentions) or bool(_CITY.search(fold(text))) or says("elsewhere", text)


def _foretold(text: str, found: Found) -> bool:
    """A forecast speaks of what has not been; "announced that it will" is still a plan, and so is
    what somebody aims at, where it says how much or by when."""
    if _USES.search(fold(text)):
        text = _FORETELLS.sub(" ", text)  # what is used to foretell, foretells nothing here
    text = _YOU.sub(" ", text)
    return says("forecast", text) or (
        bool(found.amounts or found.dates) and says("plan", text) and not says("done", text)
    )


def _happening(text: str, found: Found) -> bool:
    """ "Expanded its campus in 2021" is something that happened on a day, no trend."""
    return bool(found.dates and len(found.mentions) >= 2 and _HAPPENED.search(fold(text)))


def _reported(text: str) -> bool:
    """Duties that a document lays down are facts about it, no advice of the writer's."""
    return bool(
        re.search(
            r"\b(?:requires?|required|obliges?|under the|guidelines? (?:say|state)s?|according to|"
            r"provides? that|stipulates?|licen[cs]ed by|in force since|(?:must|has to) comply with|"
            r"(?:must|has to|have to) (?:be (?:filed|registered|reported|notified|labelled)|"
            r"(?:file|register|report|notify|label|appoint) )|within \d+ (?:working )?days)\b|"
            r"规定|要求|根据|订明|指引",
            fold(text),
        )
    )
