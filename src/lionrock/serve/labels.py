"""What the schema calls things, in one language, and text marked with the language it is in."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

from lionrock.model.schema import schema
from lionrock.model.text import T
from lionrock.serve.words import HTML_LANG, Words

_CJK_FROM = 0x2E80
_ID_PAGES = {
    "ror": "https://ror.org/{}",
    "wikidata": "https://www.wikidata.org/wiki/{}",
    "openalex": "https://openalex.org/{}",
    "lei": "https://search.gleif.org/#/record/{}",
    "geonames": "https://www.geonames.org/{}",
    "hkex": "https://www.hkex.com.hk/Market-Data/Securities-Prices/Equities/Equities-Quote?sym={}",
}


def is_chinese(text: str) -> bool:
    """Whether a text holds Chinese characters (or other East Asian script)."""
    return any(ord(letter) >= _CJK_FROM and not 0xFF00 <= ord(letter) <= 0xFFEF for letter in text)


def safe_url(url: str) -> str | None:
    """The address when a browser may follow it: http or https with a host; else None."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def shown_url(url: str, room: int = 64) -> str:
    """An address as a reader wants to see it: without scheme and www., not too long."""
    text = url.partition("://")[2].removeprefix("www.").rstrip("/") or url
    return text if len(text) <= room else f"{text[: room - 1]}…"


class Labels:
    """The schema's labels in one language, and what free texts of the registry say in it."""

    def __init__(self, words: Words, said: Callable[[], Mapping[str, str]] = dict) -> None:
        self._words, self._read = words, said
        self.lang = words.lang

    @cached_property
    def _said(self) -> Mapping[str, str]:
        return self._read()  # only now: a page of an error may have no build to read

    def named(self, label: Mapping[str, str] | None, fallback: str = "") -> Markup:
        """A three-language label in the page's language, marked where it is in another."""
        return self.text(label[self.lang] if label else fallback)

    def plain(self, label: Mapping[str, str]) -> str:
        """A three-language label in the page's language, where there is no room for marks."""
        return self._said.get(label[self.lang], label[self.lang])

    def text(self, text: str) -> Markup:
        """A text from outside, escaped, with a `lang` attribute when it is not the page's.

        What the registry translates is shown so, and says that the translation is ours.
        """
        said = self._said.get(text)
        if said is not None:
            note = self._words("translated")
            return Markup('<span class="ours" title="{}">{}</span>').format(note, said)
        chinese = is_chinese(text)
        if self.lang == "en" and chinese:
            return Markup('<span lang="zh">{}</span>').format(text)
        if self.lang != "en" and not chinese and any(letter.isalpha() for letter in text):
            return Markup('<span lang="en">{}</span>').format(text)
        return escape(text)

    def in_lang(self, text: str, lang: str | None) -> Markup:
        """A text whose language is known."""
        if lang is None or lang == self.lang or lang not in HTML_LANG:
            return self.text(text)
        return Markup('<span lang="{}">{}</span>').format(HTML_LANG[lang], text)

    def kind(self, kind: str) -> str:
        """A kind of entity, or an indicator."""
        known = schema().kinds.get(kind)
        if known is not None:
            return self._of(known.label)
        return self._words("kind_indicator") if kind == "indicator" else kind

    def kinds(self, kind: str) -> str:
        """The plural of a kind."""
        known = schema().kinds.get(kind)
        if known is not None:
            return self._of(known.plural)
        return self._words("kind_indicators") if kind == "indicator" else kind

    def prop(self, prop: str) -> str:
        """A property."""
        known = schema().properties.get(prop)
        return self._of(known.label) if known else prop

    def class_(self, kind: str, class_: str | None) -> str | None:
        """The class of an entity, such as University."""
        return self.choice("class", kind, class_) if class_ else None

    def choice(self, prop: str, kind: str, value: str) -> str:
        """A choice of a property; the bare value where the schema has no label."""
        label = schema().labels(prop, kind).get(value)
        return self._of(label) if label else value

    def word(self, vocabulary: str | None, value: str) -> str:
        """A value of a vocabulary; `relation` stands for the schema's relations."""
        if vocabulary == "relation":
            return self.relation(value, "out")
        label = schema().vocabularies.get(vocabulary or "", {}).get(value)
        return self._of(label) if label else value

    def relation(self, type_: str, direction: str) -> str:
        """A relation, read from here ("out") or from the far end ("in")."""
        known = schema().relations.get(type_)
        if known is None:
            return self.prop(type_)
        return self._of(known.label if direction == "out" else known.inverse)

    def sources(self, records: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Distinct sources of some records, the strongest first as the records give them."""
        return list({s["url"]: s for record in records for s in record["sources"]}.values())

    def publisher(self, source: Mapping[str, Any]) -> Markup:
        """Who is behind a source; the host where the publisher is not known."""
        if source["publisher"] in (None, "unknown"):
            return escape(urlsplit(source["url"]).hostname or source["url"])
        return self.named(source["name"])

    def id_page(self, prop: str, value: str) -> str | None:
        """Where an identifier leads, or None."""
        if prop in ("website", "url"):
            return safe_url(value)
        if prop == "domain":
            return safe_url(f"https://{value}/")
        page = _ID_PAGES.get(prop)
        code = value.rpartition("/")[2] if prop == "ror" else value
        code = code.lstrip("0") if prop == "hkex" else code
        return page.format(quote(code, safe="")) if page else None

    def _of(self, label: T) -> str:
        return label.in_(self.lang)
