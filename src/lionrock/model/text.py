"""Text in the observatory's three equal languages."""

from collections.abc import Mapping

import msgspec

LANGUAGES = ("en", "zh-Hant", "zh-Hans")
"""BCP 47 tags of the three languages, in the order a label table lists them."""


class T(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One text in English, 繁體 and 简体; none may be empty."""

    en: str
    hant: str
    hans: str

    def in_(self, lang: str) -> str:
        """Return the text in `lang`, one of LANGUAGES; raise ValueError for any other."""
        if lang not in LANGUAGES:
            raise ValueError(f"language {lang!r} is none of {', '.join(LANGUAGES)}")
        return (self.en, self.hant, self.hans)[LANGUAGES.index(lang)]

    def table(self) -> dict[str, str]:
        """Return the text as {language: text}, the form documents and the API carry."""
        return dict(zip(LANGUAGES, (self.en, self.hant, self.hans), strict=True))

    @classmethod
    def of(cls, labels: Mapping[str, str], where: str) -> "T":
        """Read a TOML label table; raise ValueError naming `where` when a language is missing."""
        missing = [lang for lang in LANGUAGES if not str(labels.get(lang, "")).strip()]
        if missing:
            raise ValueError(f"{where}: no text in {', '.join(missing)}")
        return cls(*(labels[lang] for lang in LANGUAGES))
