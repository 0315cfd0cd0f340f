"""Companies that bear another's name: Ping An Technology is not Ping An Insurance, Fidelity Bank
not the manager of funds, and the Prudential Center a building.

A business that follows a company's name in a text and stands in none of its names is another
company's. In a name that is asked for, the words it lacks say so; in a text any words may follow.
"""

import re
from functools import lru_cache

from lionrock.model.fold import fold, is_cjk
from lionrock.model.match import Organisation
from lionrock.model.names.chinese import pieces
from lionrock.model.names.reading import units
from lionrock.model.names.words import WordClass, words
from lionrock.resolve.passage import Token

_KINDS = frozenset(("corporate", "startup", "provider", "investor"))
_MONEY = frozenset(("bank", "insurance", "securities", "assurance", "fund", "asset"))
_BUSINESSES = _MONEY | {
    "property", "casualty", "life", "capital", "trust", "music", "pictures", "electronic",
    "electronics", "logistics", "display", "motor", "motors", "pharmaceutical", "biotech",
    "pay", "games", "leasing", "financial", "hotel", "hotels", "church", "college", "centre",
    "university", "hospital", "tower", "arena", "park", "jewellery", "airlines", "dragon",
    "energy", "therapeutics", "national",
}  # fmt: skip
_ADDED = frozenset((
    "technology", "information", "intelligent", "intelligence", "digital", "network", "software",
    "international", "global", "development", "research", "innovation", "investment", "asia",
    "pacific", "system", "systems", "service", "services", "computer", "electronic", "electronics",
    "robot", "robotics", "artificial", "ai", "data", "industry", "industrial", "automobile",
    "insurance", "bank", "operations", "communication", "hk", "china", "greater",
))  # fmt: skip
"""Words between a company's name and its legal form that make it no other."""
_FORMS = re.compile("股份|有限|责任|集团|控股|总$|分$")
_ADDED_CHINESE = re.compile(
    "科技|技术|信息|智能|智慧|人工|网络|数字|数码|软件|发展|研发|研究|投资|电子|国际|中国|系统|机器人|数据|计算机"
    "|通信|通讯|汽车|产业|实业|工业|创新|管理|服务|终端|互联|云|计算|自动化|产品"
)
_TELLING = frozenset((WordClass.NAME, WordClass.GENERIC, WordClass.KIND))
_KINDS_OF_BODY = frozenset(("university", "college", "hospital", "church", "county", "school"))
_TAUGHT = frozenset(("school", "academy", "polytechnic", "arena"))
"""What follows a company's name alone: Deerfield Academy is a school."""
_NEAR = 3
_AHEAD = 20
_LINKS = frozenset("与與和及暨、")
_FOUNDED = frozenset((
    "school", "college", "institute", "centre", "hospital", "academy", "hall", "building",
))  # fmt: skip
_FOUNDED_CHINESE = (
    "学院", "學院", "中心", "学校", "學校", "中学", "中學", "小学", "小學", "研究所", "研究院",
    "实验室", "實驗室", "大楼", "大樓", "诊所", "診所", "书院", "書院", "图书馆", "圖書館",
)  # fmt: skip
_UNITS = frozenset(("department", "division", "team", "office", "section"))
_CHINESE = ("科技", "好医生", "证券", "基金", "信托", "租赁", "音乐", "电子", "健康", "养老")


def is_other_business(organisation: Organisation, tokens: list[Token], end: int) -> bool:
    """Whether the words after a company's name, up to token `end`, are another company's."""
    if end >= len(tokens):
        return False
    following = tokens[end]
    if following.segment != tokens[end - 1].segment or following.after_stop:
        return False
    own = _own(organisation)
    if _is_longer_company(tokens, end, own):
        return True
    if _is_longer_chinese(organisation, "".join(_rest(tokens, end))):
        return True
    if organisation.kind not in _KINDS:
        told = {"university": _is_company, "other": _is_named_after}.get(organisation.kind)
        return told is not None and told(tokens, end)
    near = _rest(tokens, end)[:_NEAR]
    if following.unit in _BUSINESSES or _KINDS_OF_BODY & set(near):
        return following.unit not in own
    if _MONEY & set(near) - own or (len(near) == 1 and near[0] in _TAUGHT):
        return True
    if following.unit == "finance" and "finance" not in own:  # no department of finance
        last = tokens[end + 1 : end + 2]
        return not last or last[0].segment != following.segment or last[0].unit not in _UNITS
    if not own & _MONEY:
        return False
    run = "".join(token.unit for token in tokens[end : end + 3])
    return following.unit == "technology" or run.startswith(_CHINESE)


def _is_longer_company(tokens: list[Token], end: int, own: frozenset[str]) -> bool:
    """Whether a legal form ends what follows and a word before it is neither the body's own nor
    one that most companies may add: ITC Hotels Ltd is not ITC, but Tencent Technology Ltd is
    Tencent."""
    known = words().classes
    rest = _rest(tokens, end)
    legal = [at for at, unit in enumerate(rest) if known.get(unit) == WordClass.LEGAL]
    if not legal:
        return False
    classes = ((unit, known.get(unit, WordClass.NAME)) for unit in rest[: legal[0]])
    return any(
        unit.isascii() and unit.isalpha() and unit not in own | _ADDED and sort in _TELLING
        for unit, sort in classes
    )


def _is_longer_chinese(organisation: Organisation, run: str) -> bool:
    """Whether what follows a Chinese name, folded, ends in "company" and says before it what is
    neither in the body's names nor what most companies may add."""
    company = organisation.kind in _KINDS
    end = run.find("公司" if company or "公司" in run else "集团")
    if end < 1 or run[0] in _LINKS or not is_cjk(run[0]):
        return False
    own = " ".join(fold(name.text) for name in organisation.names)
    for piece in pieces(_FORMS.sub("", run[:end])):
        added = company and not _ADDED_CHINESE.sub("", piece.text)
        if piece.sort != "place" and not added and piece.text not in own:
            return True
    return False


def _rest(tokens: list[Token], end: int) -> list[str]:
    """The units from token `end` to the end of its segment."""
    segment = tokens[end].segment
    return [token.unit for token in tokens[end : end + _AHEAD] if token.segment == segment]


def _is_company(tokens: list[Token], end: int) -> bool:
    """Whether a university's name goes on to a legal form: PolyU Enterprise Ltd
    is not the university."""
    rest = _rest(tokens, end)
    known = words().classes
    if any(known.get(unit) == WordClass.LEGAL and unit.isascii() for unit in rest):
        return True
    return "公司" in "".join(rest) and rest[0] not in _LINKS


def _is_named_after(tokens: list[Token], end: int) -> bool:
    """Whether a club's or a trust's name goes on to a school or a centre: it gave the money."""
    rest = _rest(tokens, end)
    return bool(_FOUNDED & set(rest)) or any(one in "".join(rest) for one in _FOUNDED_CHINESE)


def followed_by_legal(organisation: Organisation, tokens: list[Token], end: int) -> bool:
    """Whether a legal form follows a company's name: BYD Company Limited."""
    known = words().classes
    if organisation.kind not in _KINDS:
        return False
    if known.get(tokens[end - 1].unit) == WordClass.LEGAL:
        return False
    return any(
        known.get(token.unit) == WordClass.LEGAL
        for token in tokens[end : end + 2]
        if token.segment == tokens[end - 1].segment
    )


@lru_cache(maxsize=20_000)
def _own(organisation: Organisation) -> frozenset[str]:
    return frozenset(unit for name in organisation.names for unit in units(name.text))
