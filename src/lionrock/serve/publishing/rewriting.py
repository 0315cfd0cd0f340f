"""Makes a page's links lead to files: relative, so that a site works wherever it is put.

Pages are ours and every outside text in them is escaped: a double quote in a tag is always the
template's, which is why attributes can be found by looking for them.
"""

import posixpath
import re
from html import escape, unescape
from urllib.parse import quote, urljoin

from lionrock.serve.publishing.addresses import Addresses, File

_LINK = re.compile(r'\s(href|src|srcset|action)="([^"]*)"')
_FEED = re.compile(r'<link rel="alternate" type="application/atom\+xml" href="([^"]*)">\n?')
_ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//|#)", re.IGNORECASE)


def linked(html: str, here: File, addresses: Addresses) -> tuple[str, list[File]]:
    """A page with links to files, and these files. What only a server answers is no link."""
    found: dict[File, None] = {}

    def feed(match: re.Match[str]) -> str:
        known = addresses.file(urljoin(here.asks, unescape(match[1])))
        return "" if known is None else match[0]

    def link(match: re.Match[str]) -> str:
        address = unescape(match[2])
        if _ELSEWHERE.match(address):
            return match[0]
        plain, mark, fragment = urljoin(here.asks, address).partition("#")
        file = addresses.file(plain)
        if file is None:
            return ""
        found[File(file.path, "", file.asks)] = None
        query = f"?{file.query}" if file.query else ""
        to = f"{relative(here.path, file.path)}{query}{mark}{fragment}"
        return f' {match[1]}="{escape(to, quote=True)}"'

    return _LINK.sub(link, _FEED.sub(feed, html)), list(found)


def relative(here: str, there: str) -> str:
    """The way from one file to another, as an address."""
    return quote(posixpath.relpath(there, posixpath.dirname(here) or "."))
