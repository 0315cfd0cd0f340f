"""Sentences that go on with the figure of the one before: "the share has been climbing", 該數字…"""

import re

from lionrock.answer.checking.ranks import fold_kept

_MEASURE = (
    "share|number|figure|total|ratio|proportion|amount|sum|count|tally|rate|percentage|level|"
    "headcount|score|value|ranking|rank|place"
)
_VERB = (
    r"(?:has|have|had|is|was|were|rose|fell|grew|dropped|climbed|stood|stands|reached|doubled|"
    r"compares?|represents?|amounts?|marks?|jumped|declined|increased|decreased)"
)
_MEASURES_ZH = "数字|数目|比例|比率|比重|金额|款额|总数|总额|人数|占比|宗数|排名|名次|数值|水平"
_GOES_ON = re.compile(
    r"(?:(?:but|and|yet|still|meanwhile|however|by contrast),? )?"
    r"(?:(?:in|by|since|as of|over|during) [^,]{3,30}, )?"
    r"(?:\w+ (?:years?|decades?) (?:earlier|later|before|ago|on),? )?"
    rf"(?:(?:the|that|this) (?:\w+ )?(?:{_MEASURE})s?(?! of\b| for\b| in (?:which|whom))\b|"
    rf"(?:that|this) {_VERB}\b|(?:up|down) from\b)|"
    r"(?:而|但|不过|其后|到)?(?:截至)?(?:\d{4}年[^，。]{0,4})?，?"
    rf"(?:(?:该|这|有关|此|上述)(?:一|个|项)?(?:{_MEASURES_ZH})|"
    rf"(?:{_MEASURES_ZH})(?:由|从|在|于|亦|更|则|已|较|按年|为|达|升|增|减|跌|持续|一直|近年|逐年|不断))"
)
_YEAR_BEFORE = re.compile(
    rf"(?:(?:a|one|the) (?:year|decade) (?:earlier|before|ago),? )?(?:it|there) {_VERB}\b.*\d|"
    r"(?:前一年|一年前|上一年|去年同期|上年度?)[^，。]{0,4}(?:为|是|只有|仅)"
)


def goes_on(text: str) -> bool:
    """Whether a sentence tells of a figure that the one before has named.

    >>> goes_on("The share has been climbing for a decade.")
    True
    >>> goes_on("The number of start-ups has doubled.")
    False
    """
    return _GOES_ON.match(fold_kept(text)) is not None


def of_another_year(text: str) -> bool:
    """Whether it gives another year's value of a figure: "a year earlier it was 3,755"."""
    return _YEAR_BEFORE.match(fold_kept(text)) is not None
