"""Superlatives that a text gives somebody: the first, the oldest, the largest, the only one."""

import re

from lionrock.answer.checking.ranks import fold_kept

_KINDS = {
    "first": r"(?<!at )\bfirst\b(?! (?:cohort|batch|round|phase|stage|day|half|quarter|year|time|"
    r"place|in the|few|two|three|half|of all|floor|signed|announced))(?!-)|"
    r"首(?:家|间|个|所|座|款|部|项|名|只)(?!创)|第一(?:家|间|个|所|座|款|部)|"
    r"最早(?!于|在|明|今|20)",
    "oldest": r"\boldest\b|历史最(?:悠久|久|长)|最古老|最老",
    "largest": r"(?<!st )(?<!nd )(?<!rd )(?<!th )\b(?:largest|biggest)\b"
    r"(?! (?:\w+ )?(?:advantage|asset|challenge|question|risk|problem|opportunit|strength|lesson|"
    r"barrier|obstacle|concern|worr|draw|weakness))|"
    r"最大(?:的|型|规模)(?!优势|挑战|问题|风险|机遇|障碍|特色|特点|困难|隐忧|卖点|得益|短板|好处)",
    "most": r"\b(?:highest|lowest|most|fastest|busiest|richest)\b[^.;]*"
    r"\b(?:in|of) (?:the world|asia|china|the region|the country)\b|"
    r"\b(?:asia|world|china|hong kong|city|region)['’]s (?:best|top|leading|richest|fastest)\b|"
    r"(?:全球|世界|亚洲|全国)第一(?![个家间款部次届批])|全港[^，。]{0,6}最(?:大|高|多|低|快|早|富)|(?:全球|世界|亚洲|全国)最(?:大|高|多|低|快|早|富)",
    "only": r"\bthe (?:city.s |world.s |country.s )?only\b|唯一",
}
SAID = re.compile("|".join(f"(?P<{name}>{cue})" for name, cue in _KINDS.items()))
_BE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|became|becoming|become|remains?|being|been)\b|"
    r"[是为乃成有拥占]|,"
)


def superlative(text: str) -> str | None:
    """Which superlative a text gives somebody: first, oldest, largest or only; None for none."""
    plain = fold_kept(text)
    found = SAID.search(plain)
    if found is None or not _BE.search(plain[: found.start() + 1]):
        return None
    return found.lastgroup
