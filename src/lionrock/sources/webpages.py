"""Pages that someone has listed, looked at again by every update.

`lionrock update webpages` asks for the pages of documents.toml, in the registry and in the home. A
page that cannot be had keeps what it had, and is told of.
"""

from collections.abc import Iterator

from lionrock.model.source import Ask, Fetched, FetchFailed, LiveDesk, Source
from lionrock.model.text import T
from lionrock.sources._documents import (
    FILE,
    LARGEST,
    MEDIA,
    count,
    name_of,
    pages_of,
    read_lists,
)

__all__ = ["SOURCE", "count", "fetch"]

SOURCE = Source(
    id="webpages",
    title=T("Listed pages", "指定網頁", "指定网页"),
    publisher="The publisher of each page",
    url="https://www.digitalpolicy.gov.hk/en/",
    licence="LicenseRef-Publishers-Terms",
    cadence="weekly",
    languages=("en", "zh-Hant", "zh-Hans"),
    expects={"document": (0, 20_000)},
    role="documents",
    live=True,
    attribution=T(
        "Each page belongs to its publisher; only short quotes are shown, with their address",
        "網頁版權屬各發布者所有；只展示附網址的簡短引文",
        "网页版权归各发布者所有；仅展示附网址的简短引文",
    ),
    pause=2.0,
)


def fetch(desk: LiveDesk) -> Iterator[Fetched]:
    """Every page of the lists; FetchFailed when none can be had."""
    kept = pages_of(desk.latest(SOURCE.id))
    failed: FetchFailed | None = None
    had = 0
    for url in read_lists(desk.lists(FILE)).pages:
        try:
            fetched = desk.get(SOURCE, Ask(url, name_of(url), MEDIA, LARGEST))
        except FetchFailed as error:
            failed = error
            desk.miss(str(error))
            if url not in kept:
                continue
            fetched = desk.get(SOURCE, Ask(url, name_of(url), MEDIA, LARGEST, fixed=True))
        had += 1
        yield fetched
    if failed is not None and not had:
        raise failed
