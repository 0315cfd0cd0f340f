"""What a number counts: the noun after it."""

import re

import msgspec

from lionrock.read.fold import folded_pattern

_ENGLISH = folded_pattern(
    r"[ -](?P<noun>(?:(?!(?:of|in|at|by|for|to|from|and|or|on|the|with|as|per|than|that|which|who|"
    r"were|was|is|are|has|have|had|will|since|until|after|before|during|this|last|next|its|their|"
    r"under|over|across|via|out|up|down|more|through|between|within|it|years?|months?|days?|weeks?|"
    r"hours?|minutes?|times|January|February|March|April|May|June|July|August|September|October|"
    r"November|December|am|pm|a\.m|p\.m|spots?|places? (?:up|down))\b)"
    r"[A-Za-z][A-Za-z'’/-]*[ ]?){1,5})"
)
_WEAK = re.compile(r"^(?:[A-Z][a-z]+ ?)+$")
_STOP = folded_pattern(
    "[，。、；：！？（）()「」《》\\s,.;:!?0-9]|的|在|于|由|及|和|与|并|以|为|是|已|将|会|达|占|至|有|较|比|获|从|等|并且|参与|参加|加入|进驻|使用|采用|接受|完成|投资|增至|增加|增到|升至|上升|减至|减少|降至|下降|跌至|引入|引进|推行"
)
_DURATION = folded_pattern(
    "^(?:年|个?月|日|天|周|星期|小时|分钟|时|号|岁|成|倍|次方|世纪|年代|季|届|度|点|位|名列|期|章|条|款|第|强)"
)
_HAN = re.compile("[\u3400-\u9fff]")


class Noun(msgspec.Struct, frozen=True):
    """The noun of a number. `end` of it; `weak` when it may be a name; `measured` when a Chinese
    measure word stands before it, which ends at `measure_end`."""

    text: str
    end: int
    measure_end: int
    weak: bool = False
    measured: bool = False

    def counted_to(self, end: int) -> int:
        """Where the amount itself ends: after the measure word, if there is one."""
        return max(end, self.measure_end)


def noun_after(text: str, plain: str, end: int, measures: str) -> Noun | None:
    """The noun that follows a number which ends at `end`; None where none does."""
    at = end
    while at < len(plain) and plain[at] == " ":
        at += 1
    if at < len(plain) and _HAN.match(plain[at]):
        return _chinese(text, plain, at, measures)
    match = _ENGLISH.match(plain, end)
    if match is None:
        return None
    noun = match["noun"].rstrip()
    return Noun(noun, match.start("noun") + len(noun), end, _WEAK.match(noun) is not None)


def _chinese(text: str, plain: str, at: int, measures: str) -> Noun | None:
    rest = plain[at : at + 24]
    if _DURATION.match(rest) and not re.match("位|名|届(?!.{0,2}会)", rest):
        return None
    measured = rest[0] in measures
    start = at + 1 if measured else at
    if measured and plain[start : start + 1] and plain[start] in "次":
        start += 1
    stop = _STOP.search(plain, start, start + 14)
    finish = stop.start() if stop else min(len(plain), start + 14)
    noun = text[start:finish]
    if not measured and (not noun or rest[0] in "人"):
        return Noun(text[at : at + 1], at + 1, at, False, True) if rest[:1] == "人" else None
    if not measured and len(noun) < 2:
        return None
    return Noun(noun or text[at:start], finish, start if measured else at, False, measured)
