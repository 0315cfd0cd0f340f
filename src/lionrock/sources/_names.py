"""Names by the language codes of Wikidata, which OpenAlex uses too, as claims in our languages."""

import re
from collections.abc import Iterator

from lionrock.model.source import Claim
from lionrock.sources._fields import words
from lionrock.sources._scripts import scripts

LANGUAGES = {
    "en": "en", "en-gb": "en", "en-us": "en", "en-ca": "en",
    "zh-hk": "zh-Hant", "zh-mo": "zh-Hant", "zh-hant": "zh-Hant", "zh-tw": "zh-Hant",
    "zh-cn": "zh-Hans", "zh-hans": "zh-Hans", "zh-sg": "zh-Hans", "zh-my": "zh-Hans",
    "zh": "zh",
}  # fmt: skip
"""The languages that are read, the one to be believed first."""

_SHORT = re.compile(r"(?=(?:.*[A-Z]){2})[A-Z][A-Za-z0-9&.-]{1,9}")
_LONGEST = 200  # letters of a name; longer ones are descriptions


def named(prop: str, text: str, language: str) -> Iterator[Claim]:
    """The claims of one name: one that reads the same in both scripts is a name in both."""
    if language.lower() not in LANGUAGES or len(text) > _LONGEST:
        return
    try:
        name = words(text)
    except ValueError:
        return  # control characters: somebody's slip, and the source's to mend
    lang = LANGUAGES[language.lower()]
    if prop == "name" and lang == "en" and _SHORT.fullmatch(name):
        prop = "abbreviation"
    if prop in ("abbreviation", "former_name"):
        yield (prop, name, None, None)
    else:
        for script in scripts(name) if lang == "zh" else (lang,):
            yield (prop, name, script, None)
