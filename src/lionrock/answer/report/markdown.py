"""The article as Markdown, with footnotes, and as plain values for programs and typesetters."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from lionrock.answer.report.article import Article, Remark, Sentence, Source
from lionrock.answer.report.pages import Page
from lionrock.answer.report.phrases import bare, phrase
from lionrock.model.schema import schema
from lionrock.model.text import T

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def markdown(article: Article) -> str:
    """CommonMark with footnotes ([^1]), one for each page cited."""
    whole = document(article)
    parts = [f"# {_plain(whole['title'])}", _plain(whole["made"])]
    for section in whole["sections"]:
        parts.append(f"## {_plain(section['title'])}")
        joint = " " if article.lang == "en" else ""
        parts.append(joint.join(_plain(one["text"]) + _notes(one) for one in section["sentences"]))
        for name in ("differ", "unknown"):
            if section[name]:
                parts.append(f"**{_plain(whole[f'{name}_title'])}**")
                parts.append("\n".join(f"- {_plain(o['text'])}{_notes(o)}" for o in section[name]))
    parts.append(f"## {_plain(whole['sources_title'])}")
    parts += [
        f"[^{one['number']}]: {_plain(one['told'])}{phrase('colon', article.lang)}{_address(one)}"
        for one in whole["sources"]
    ]
    return "\n\n".join(parts) + "\n"


def document(article: Article) -> dict[str, Any]:
    """The article as plain values: `sources` numbered from 1 as the sentences cite them."""
    numbers = {source: number for number, source in enumerate(article.sources, 1)}
    tiers = schema().vocabularies.get("tier", {})
    lang = article.lang

    def cited(one: Sentence | Remark) -> dict[str, Any]:
        told: dict[str, Any] = {
            "text": one.text, "about": one.about, "numbers": [numbers[s] for s in one.sources]
        }  # fmt: skip
        if isinstance(one, Sentence):
            told |= {"kind": one.kind, "rests_on": list(one.rests_on)}
        return told

    return {
        "title": article.title,
        "lang": lang,
        "build": article.build,
        "gathered": article.gathered,
        "made": phrase(
            "made", lang, build=article.build, gathered=article.gathered,
            kept=len(article.sentences), proposed=article.proposed,
        ),
        "sections": [
            {
                "id": section.id, "title": section.title, "chart": section.chart,
                "sentences": [cited(one) for one in section.sentences],
                "differ": [cited(one) for one in section.differ],
                "unknown": [cited(one) for one in section.unknown],
            }
            for section in article.sections
        ],
        "differ_title": phrase("differ_title", lang),
        "unknown_title": phrase("unknown_title", lang),
        "sources_title": phrase("sources_title", lang),
        "sources": [
            {
                "number": number, "url": source.url, "link": _followed(source.url),
                "tier": tiers[source.tier].in_(lang) if source.tier in tiers else source.tier,
                **_told(source, article, tiers),
            }
            for source, number in numbers.items()
        ],
    }  # fmt: skip


def _told(source: Source, article: Article, tiers: Mapping[str, T]) -> dict[str, str]:
    """What is known of a page: publisher, title and day, and all of it in words with its tier."""
    page = article.pages.get(source.url, Page())
    lang = article.lang
    publisher = page.publisher or source.publisher or source.url
    tier = tiers[source.tier].in_(lang) if source.tier in tiers else source.tier
    day = bare(page.published, lang) if page.published else ""
    title = phrase("titled", lang, title=page.title) if page.title else ""
    parts = [part for part in (publisher, title, day) if part]
    told = phrase("comma", lang).join(parts) + phrase("bracketed", lang, text=tier)
    return {"publisher": publisher, "title": page.title, "published": page.published, "told": told}


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _notes(one: dict[str, Any]) -> str:
    return "".join(f"[^{number}]" for number in one["numbers"])


def _address(source: dict[str, Any]) -> str:
    """An address as a link that cannot end its own brackets; as text when none may follow it."""
    url = str(source["url"])
    if not source["link"]:
        return _plain(url)
    kept = url.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20").replace("\n", "")
    return f"<{kept}>"


def _followed(url: str) -> bool:
    """Whether an address is one of the web: http or https with a host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
