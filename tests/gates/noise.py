"""Noise: how names get spoiled between a register and a spreadsheet, for fitting weights."""

import random
from collections.abc import Callable

from lionrock.model.fold import is_cjk
from lionrock.model.names.words import words

_CONFUSED = (("o", "0"), ("l", "1"), ("m", "rn"), ("i", "l"), ("s", "5"))
_LEGAL_EN = (" Limited", " Ltd.", " Co., Ltd.", " (HK) Limited", " Inc.")
_LEGAL_ZH = ("有限公司", "股份有限公司", "集團有限公司", "科技有限公司")
_UNITS_EN = ("Dept. of Computer Science, ", "School of Medicine, ", "Faculty of Engineering, ")
_UNITS_ZH = ("计算机系", "工程學院", "人工智能實驗室", "研究部")
_AFTER_EN = (", Hong Kong", ", China", ", Hong Kong SAR", ", PR China", ", Guangdong")


def noisy(name: str, draw: random.Random) -> str:
    """`name` as somebody else might write it; often unchanged, never empty."""
    chinese = any(is_cjk(character) for character in name if not character.isascii())
    steps = _CHINESE if chinese else _LATIN
    for chance, step in steps:
        if draw.random() < chance:
            name = step(name, draw) or name
    return name


def _typo(name: str, draw: random.Random) -> str:
    if len(name) < 5:
        return name
    at, sort = draw.randrange(1, len(name) - 1), draw.random()
    if sort < 0.35:
        return name[:at] + name[at + 1 :]
    if sort < 0.65:
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + draw.choice("aeiorstn") + name[at + (sort < 0.85) :]


def _scanned(name: str, draw: random.Random) -> str:
    right, wrong = draw.choice(_CONFUSED)
    return name.replace(right, wrong, 1)


def _shortened(name: str, draw: random.Random) -> str:
    shorter: dict[str, list[str]] = {}
    for short, full in words().short.items():
        if len(full) == 1 and len(short) > 2:
            shorter.setdefault(full[0], []).append(short)
    parts = []
    for word in name.split():
        options = shorter.get(word.lower().strip(",."))
        shorten = options and draw.random() < 0.6
        parts.append(draw.choice(options).capitalize() if shorten and options else word)
    return " ".join(parts)


def _without_stops(name: str, draw: random.Random) -> str:
    return " ".join(w for w in name.split() if w.lower() not in ("of", "the", "and", "&", "for"))


def _turned(name: str, draw: random.Random) -> str:
    before, of, after = name.partition(" of ")
    return f"{after} {before}" if of else name


def _swapped(character: str) -> Callable[[str, random.Random], str]:
    return lambda name, draw: name.replace(" and ", character)


def _one_wrong(name: str, draw: random.Random) -> str:
    if len(name) < 5:
        return name
    at = draw.randrange(len(name))
    return name[:at] + draw.choice("大天士末已田新科") + name[at + 1 :]


def _without_form(name: str, draw: random.Random) -> str:
    for form in (*_LEGAL_ZH, " Limited", " Ltd.", " Co., Ltd", " Ltd", " Inc.", " Group", "集團"):
        if name.endswith(form) and len(name) > len(form) + 2:
            return name[: -len(form)]
    return name


def _added(choices: tuple[str, ...], before: bool = False) -> Callable[[str, random.Random], str]:
    def add(name: str, draw: random.Random) -> str:
        chosen = draw.choice(choices)
        return chosen + name if before else name + chosen

    return add


_LATIN = (
    (0.30, _shortened), (0.12, _without_stops), (0.10, _turned), (0.15, _swapped(" & ")),
    (0.20, _without_form), (0.08, _added(_LEGAL_EN)), (0.22, _typo), (0.06, _scanned),
    (0.12, _added(_UNITS_EN, before=True)), (0.15, _added(_AFTER_EN)),
    (0.10, lambda name, draw: name.upper()), (0.10, lambda name, draw: "The " + name),
)  # fmt: skip
_CHINESE = (
    (0.25, _without_form), (0.10, _added(_LEGAL_ZH)), (0.10, _one_wrong),
    (0.10, _added(_UNITS_ZH)), (0.08, _added(("，香港", "（香港）", "，广东"))),
    (0.06, _added(("香港", "深圳市"), before=True)),
)  # fmt: skip
