"""The pages an article cites: by whom, when and under which title, as far as that is on record."""

import datetime as dt
import re
from collections.abc import Iterable

import msgspec

from lionrock.answer.observatory import Observatory
from lionrock.model.text import LANGUAGES

_PUBLISHERS = """
SELECT e.url, any_value(p.en), any_value(p.hant), any_value(p.hans)
FROM evidence e JOIN publishers p ON p.id = e.publisher GROUP BY e.url ORDER BY e.url
"""
_PUBLISHED = """
SELECT any_value(e.url), f.value FROM facts f JOIN evidence e ON e.n = f.records[1]
WHERE f.prop = 'published' GROUP BY f.records[1], f.value
HAVING count(*) = 1 ORDER BY ALL
"""
_TITLES = """
SELECT f.value, e.label_en, e.label_hant, e.label_hans
FROM facts f JOIN entities e ON e.id = f.subject
WHERE f.prop = 'url' AND f.kind = 'instrument' ORDER BY ALL
"""
_DAY = re.compile(r"(?<!\d)(20[012]\d)([/_-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")


class Page(msgspec.Struct, frozen=True):
    """What is known of a page: its publisher's name, its day (ISO) and its title, "" where not."""

    publisher: str = ""
    published: str = ""
    title: str = ""


def pages(observatory: Observatory, urls: Iterable[str], lang: str) -> dict[str, Page]:
    """What is on record of each page, in a language. A page is dated by the record that rests on
    it alone, else by its address, as newspapers write it there; else by nothing."""
    at = 1 + LANGUAGES.index(lang)
    publishers = {row[0]: row[at] for row in observatory.query(_PUBLISHERS)}
    titles = {row[0]: row[at] for row in observatory.query(_TITLES)}
    days: dict[str, set[str]] = {}
    for url, day in observatory.query(_PUBLISHED):
        days.setdefault(url, set()).add(day)
    found = {}
    for url in urls:
        told = days.get(url, set())
        day = next(iter(told)) if len(told) == 1 else "" if told else day_of(url)
        found[url] = Page(publishers.get(url) or "", day, titles.get(url) or "")
    return found


def day_of(url: str) -> str:
    """The day that an address names (/2025/05/24/, 20250524), ISO; "" where none, or several."""
    named = {"-".join(match.group(1, 3, 4)) for match in _DAY.finditer(url)}
    if len(named) != 1:
        return ""
    try:
        return dt.date.fromisoformat(named.pop()).isoformat()
    except ValueError:
        return ""
