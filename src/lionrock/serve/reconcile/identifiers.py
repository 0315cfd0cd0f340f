"""Identifiers that others gave out: which entity one belongs to."""

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from lionrock.answer.observatory import Observatory

PROPERTIES = ("ror", "wikidata", "hkex", "lei", "website", "domain", "geonames")
"""Properties whose value names one entity."""

WEB = frozenset(("website", "domain"))
_ROR = re.compile(r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}")
_WIKIDATA = re.compile(r"Q[1-9][0-9]*")
_LEI = re.compile(r"[0-9A-Z]{18}[0-9]{2}")
_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
_FRONT = re.compile(  # paths of a front page, in some language
    r"(?:/(?:en|eng|english|zh|chi|tc|sc|hk|cn|home|main|zh-(?:hk|tw|cn|hant|hans)"
    r"|(?:index|default|home|main)\.\w+))+",
    re.IGNORECASE,
)

_SQL = """
SELECT DISTINCT s.prop, s.value, e.id
FROM statements s LEFT JOIN clusters c ON c.id = s.subject
JOIN entities e ON e.id = coalesce(c.canonical, s.subject)
WHERE s.prop IN ('ror', 'wikidata', 'hkex', 'lei', 'website', 'domain', 'geonames')
ORDER BY ALL
"""


class Identifiers:
    """The identifiers of one build."""

    def __init__(self, observatory: Observatory) -> None:
        found: dict[tuple[str, str], set[str]] = {}
        for prop, value, subject in observatory.query(_SQL):
            written = key(prop, value)
            if written:
                found.setdefault((_family(prop), written), set()).add(subject)
        self._found: Mapping[tuple[str, str], set[str]] = found

    def holders(self, prop: str, value: str) -> frozenset[str]:
        """The entities that have this value of an identifying property."""
        return frozenset(self._found.get((_family(prop), key(prop, value)), ()))


@lru_cache(maxsize=2)
def _of_build(observatory: Observatory) -> Identifiers:
    return Identifiers(observatory)


def identifiers(observatory: Observatory) -> Identifiers:
    """The identifiers of a build, read once."""
    return _of_build(observatory)


def recognised(text: str) -> str | None:
    """The identifying property that a text is plainly a value of, or None: a name is not one."""
    text = text.strip()
    if _WIKIDATA.fullmatch(text) or "wikidata.org/" in text:
        return "wikidata"
    if "ror.org/" in text or (_ROR.fullmatch(text) and not text.isdigit()):
        return "ror"
    if _LEI.fullmatch(text):
        return "lei"
    return "website" if _ADDRESS.match(text) and " " not in text else None


def key(prop: str, value: str) -> str:
    """The one spelling of a value of an identifying property; empty when it is no such value."""
    value = value.strip()
    if prop in WEB:
        return "".join(address(value))
    last = value.rstrip("/").rpartition("/")[2]
    if prop == "ror":
        return last.lower()
    if prop == "hkex":
        return re.sub(r"\D", "", last).lstrip("0")
    return last.upper()


def address(value: str) -> tuple[str, str]:
    """The host of a web address without www., and its path unless it is that of a front page."""
    try:
        parts = urlsplit(value if "//" in value else f"//{value}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "", ""
    path = parts.path.rstrip("/")
    return host, "" if not host or _FRONT.fullmatch(path) else path


def _family(prop: str) -> str:
    return "website" if prop in WEB else prop
