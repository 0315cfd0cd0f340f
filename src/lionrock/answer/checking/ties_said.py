"""By which words a text says a tie: relations.toml, ready to be sought."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

import msgspec

from lionrock.answer.checking.ranks import fold_kept


class Cue(msgspec.Struct, frozen=True):
    """The words of one type; `one` says that a subject has one such tie."""

    en: re.Pattern[str]
    zh: re.Pattern[str]
    one: bool


@cache
def tie_cues() -> Mapping[str, Cue]:
    """The words of every type of tie."""
    text = resources.files(__package__).joinpath("relations.toml").read_text("utf-8")
    return {
        name: Cue(re.compile(rf"\b(?:{row['en']})"), re.compile(row["zh"]), row.get("one", False))
        for name, row in tomllib.loads(text).items()
    }


def said(text: str) -> frozenset[str]:
    """The types of ties whose words stand in a text."""
    plain = fold_kept(text)
    return frozenset(
        n for n, cue in tie_cues().items() if cue.en.search(plain) or cue.zh.search(plain)
    )
