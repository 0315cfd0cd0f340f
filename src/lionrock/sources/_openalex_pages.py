"""Pages of OpenAlex's API: how a list is asked for, one page after another, and what one holds.

https://developers.openalex.org/guides/page-through-results: a cursor leads from each page to the
next, `meta.count` announces how many records there are in all.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import quote

import msgspec

from lionrock.model.source import Ask, Fetched, LiveDesk, Source

PER_PAGE = 100
_PAGES = 20_000  # of one question
_SHORT = 0.01  # share of the records announced that may be missing: some move while pages are read


class Meta(msgspec.Struct, frozen=True):
    """What a page says of itself."""

    count: int
    next_cursor: str | None = None


class Page(msgspec.Struct, frozen=True):
    """A page of an answer."""

    meta: Meta
    results: tuple[msgspec.Raw, ...]


class Question(msgspec.Struct, frozen=True):
    """A list that is asked for: the name of its files, its address, what is to hold ("": all),
    and the fields that are wanted."""

    name: str
    address: str
    wanted: str
    fields: tuple[str, ...]


_page = msgspec.json.Decoder(Page).decode


def page_of(data: bytes) -> Page:
    """A page of records; ValueError names the field that is wrong."""
    return _page(data)


def pages(desk: LiveDesk, source: Source, question: Question) -> Iterator[Fetched]:
    """The pages of one question that hold records; ValueError when fewer came than were
    announced, or a cursor leads back."""
    name, cursor, seen, came, announced = question.name, "*", {"*"}, 0, 0
    held = f"filter={quote(question.wanted, safe=':/,.')}&" if question.wanted else ""
    asked = f"{question.address}?{held}select={','.join(question.fields)}"
    for number in range(1, _PAGES + 1):
        address = f"{asked}&per_page={PER_PAGE}&cursor={quote(cursor, safe='*')}"
        fetched = desk.get(source, Ask(address, f"{name}-{number:05}.json"))
        page = page_of(fetched.path.read_bytes())
        came += len(page.results)
        announced = max(announced, page.meta.count)
        if page.results:
            yield fetched
        cursor = page.meta.next_cursor or ""
        if not cursor or not page.results:
            break
        if cursor in seen:
            raise ValueError(f"{name}: field 'meta.next_cursor': {cursor[:40]!r} a second time")
        seen.add(cursor)
    if came < announced * (1 - _SHORT):
        raise ValueError(f"{name}: field 'meta.count': {announced:,} announced, {came:,} came")


def batches(values: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    """Values in parts of a size (itertools.batched is of Python 3.12)."""
    waiting = iter(values)
    while part := tuple(islice(waiting, size)):
        yield part
