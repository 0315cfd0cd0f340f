"""Feeds of governments, regulators, universities and the press, and the pages they lead to.

`lionrock update feeds` asks for the feeds of documents.toml and for every entry that has one of
its words. A feed holds its last entries only, so a page once kept stays in the set, and is not
asked for again. A feed or a page that cannot be had is told of and left for the next update.
"""

from collections.abc import Iterator

from lionrock.model.source import Ask, Fetched, FetchFailed, LiveDesk, Source
from lionrock.model.text import T
from lionrock.sources._documents import (
    FILE,
    LARGEST,
    MEDIA,
    count,
    feed_name,
    name_of,
    pages_of,
    read_lists,
)
from lionrock.sources._feed import entries

__all__ = ["SOURCE", "count", "fetch"]

SOURCE = Source(
    id="feeds",
    title=T("News and press-release feeds", "新聞及新聞稿訂閱源", "新闻及新闻稿订阅源"),
    publisher="The publisher of each feed",
    url="https://www.info.gov.hk/gia/general/today.htm",
    licence="LicenseRef-Publishers-Terms",
    cadence="daily",
    languages=("en", "zh-Hant", "zh-Hans"),
    expects={"document": (0, 200_000)},
    role="documents",
    live=True,
    attribution=T(
        "Each report belongs to its publisher; only short quotes are shown, with their address",
        "報道版權屬各發布者所有；只展示附網址的簡短引文",
        "报道版权归各发布者所有；仅展示附网址的简短引文",
    ),
    pause=2.0,
)

_NEW = 500
"""New pages of one update: the rest is asked for by the next."""


def fetch(desk: LiveDesk) -> Iterator[Fetched]:
    """The feeds, then every page that is kept or wanted; FetchFailed when no feed can be had."""
    lists = read_lists(desk.lists(FILE))
    wanted: dict[str, str | None] = {}
    failed: FetchFailed | None = None
    had = 0
    for url in lists.feeds:
        try:
            fetched = desk.get(SOURCE, Ask(url, feed_name(url), ("xml",), 8 << 20))
            for one in entries(fetched.path.read_bytes(), url):
                if lists.concerns(f"{one.title} {one.summary}"):
                    wanted.setdefault(one.url, one.published)
        except FetchFailed as error:
            failed = error
            desk.miss(str(error))
        except ValueError as error:
            desk.miss(f"{url}: {error}")
        else:
            had += 1
            yield fetched
    if failed is not None and not had:
        raise failed
    yield from _pages(desk, wanted)


def _pages(desk: LiveDesk, wanted: dict[str, str | None]) -> Iterator[Fetched]:
    kept = pages_of(desk.latest(SOURCE.id))
    for url, one in kept.items():
        yield desk.get(SOURCE, Ask(url, one.name, MEDIA, LARGEST, fixed=True))
    new = [(url, day) for url, day in wanted.items() if url not in kept]
    for url, day in new[:_NEW]:
        try:
            yield desk.get(SOURCE, Ask(url, name_of(url, day=day), MEDIA, LARGEST, fixed=True))
        except FetchFailed as error:
            desk.miss(str(error))
    if len(new) > _NEW:
        desk.miss(f"{len(new) - _NEW} pages more than {_NEW}: the next update asks for them")
