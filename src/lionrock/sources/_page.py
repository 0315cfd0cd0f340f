"""One page that a person names, fetched through the polite door and kept nowhere."""

import tempfile
from pathlib import Path

from lionrock.model.source import Ask, FetchFailed, Source
from lionrock.model.text import T
from lionrock.sources._documents import LARGEST, MEDIA
from lionrock.sources._http import Door, Known

_ASKED = Source(
    id="asked",
    title=T("A page that was asked for", "指定的網頁", "指定的网页"),
    publisher="The publisher of the page",
    url="https://www.gov.hk/",
    licence="LicenseRef-Publishers-Terms",
    cadence="once",
    languages=("en", "zh-Hant", "zh-Hans"),
    expects={},
    role="documents",
    live=True,
)


def is_address(text: str) -> bool:
    """Whether what was given is the address of a page, not of a file."""
    return text.lower().startswith(("https://", "http://"))


def fetch_page(door: Door, url: str) -> bytes:
    """The bytes of a page; FetchFailed when it cannot be had or is no document."""
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder) / "page"
        reply = door.fetch(_ASKED, Ask(url, "page", MEDIA, LARGEST), Known(), into)
        if reply.received is None:
            raise FetchFailed("answered", f"{url}: the server sent no page")
        return into.read_bytes()
