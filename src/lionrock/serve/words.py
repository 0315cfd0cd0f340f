"""The site's own words, by key and language."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from lionrock.model.text import LANGUAGES

HTML_LANG: Mapping[str, str] = {"en": "en", "zh-Hant": "zh-Hant-HK", "zh-Hans": "zh-Hans-CN"}
"""What a page of ours says in its `lang` attribute."""

OWN_NAMES: Mapping[str, str] = {"en": "English", "zh-Hant": "繁體中文", "zh-Hans": "简体中文"}
"""What each language calls itself: the one thing a language switch does not translate."""


@lru_cache(maxsize=1)
def strings() -> Mapping[str, Mapping[str, str]]:
    """Every string of the site: {key: {language: text}}."""
    return tomllib.loads(files("lionrock.serve").joinpath("strings.toml").read_text("utf-8"))


class Words:
    """The strings in one language.

    A text with `||` has two forms, for one and for other numbers: `n` chooses.
    """

    def __init__(self, lang: str) -> None:
        if lang not in LANGUAGES:
            raise ValueError(f"language {lang!r} is none of {', '.join(LANGUAGES)}")
        self.lang = lang
        self.html_lang = HTML_LANG[lang]

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key` with `values` put in; KeyError for a key nobody wrote."""
        one, _, other = strings()[key][self.lang].partition("||")
        text = other if other and str(values.get("n")) != "1" else one
        return text.format(**values) if values else text


def preferred(accept: str) -> str:
    """The language of ours that an Accept-Language header likes best; English when none."""
    wanted = []
    for place, item in enumerate(accept[:500].split(",")):
        tag, _, weight = item.strip().partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        found = _ours(tag.strip().lower())
        if found and quality > 0:
            wanted.append((-quality, place, found))
    return min(wanted)[2] if wanted else "en"


def _ours(tag: str) -> str | None:
    parts = tag.split("-")
    if parts[0] == "zh":
        traditional = {"hant", "hk", "mo", "tw"} & set(parts[1:]) and "hans" not in parts
        return "zh-Hant" if traditional else "zh-Hans"
    if parts[0] == "yue":
        return "zh-Hans" if "hans" in parts or "cn" in parts else "zh-Hant"
    return "en" if parts[0] == "en" else None
