"""GLEIF: legal names and dates of the registry's organisations that have an LEI.

`lionrock update gleif` asks the API (https://www.gleif.org/en/lei-data/gleif-api) for the LEIs
that the registry gives, and those that the kept files of Wikidata give its organisations, 100 at
a time. An LEI that lapsed is still its bearer's; a record tells of the entity, not of the fee.
"""

import re
from collections.abc import Iterator
from itertools import islice

import msgspec

from lionrock.model.reference import Reference
from lionrock.model.source import Ask, Claim, Fetched, FetchFailed, LiveDesk, Record, Report, Source
from lionrock.model.statement import Problem
from lionrock.model.text import T
from lionrock.sources import _shapes
from lionrock.sources._fields import words
from lionrock.sources._gleif_shapes import LeiRecord, Name, Page, page_of
from lionrock.sources._scripts import scripts
from lionrock.sources._wikidata_shapes import leis

SOURCE = Source(
    id="gleif",
    title=T("Global LEI Index (GLEIF)", "全球LEI索引（GLEIF）", "全球LEI索引（GLEIF）"),
    publisher="Global Legal Entity Identifier Foundation",
    url="https://www.gleif.org/en/lei-data/access-and-use-lei-data",
    licence="CC0-1.0",
    cadence="monthly",
    languages=("en", "zh-Hant", "zh-Hans"),
    expects={"organisation": (0, 100_000)},
    ignores=frozenset(_shapes.unread(Page)),
    live=True,
    attribution=T("GLEIF, CC0", "GLEIF，CC0", "GLEIF，CC0"),
    api="https://api.gleif.org/docs",
    after=("wikidata",),
)

METHOD = "gleif"
API = "https://api.gleif.org/api/v1/lei-records"
PAGE = "https://search.gleif.org/#/record/"

_HAN = re.compile("[\u3400-\u9fff]")
_AT_ONCE = 100
_FORMER = frozenset({"PREVIOUS_LEGAL_NAME"})
_SHAPE = re.compile("[A-Z0-9]{18}[0-9]{2}")


def fetch(desk: LiveDesk) -> Iterator[Fetched]:
    """The records of every LEI that is known, in pages; FetchFailed when none is known."""
    known = sorted({one for one in _known(desk) if _SHAPE.fullmatch(one)})
    if not known:
        raise FetchFailed(
            "not_found",
            "no organisation has an LEI to ask for: run `lionrock update wikidata` first, or "
            "write ids.lei in organisations.jsonl",
        )
    waiting = iter(known)
    number = 0
    while some := tuple(islice(waiting, _AT_ONCE)):
        number += 1
        address = f"{API}?filter%5Blei%5D={','.join(some)}&page%5Bsize%5D={_AT_ONCE}"
        yield desk.get(SOURCE, Ask(address, f"records-{number:03}.json"))


def parse(fetched: Fetched, reference: Reference, report: Report) -> Iterator[Record]:
    """A record an LEI, about the organisation that bears it."""
    try:
        page = page_of(fetched.path.read_bytes())
        if page.links is not None and page.links.next:
            raise ValueError("field 'links.next': a second page where one was asked for")
    except (ValueError, msgspec.DecodeError, RecursionError) as error:
        report(Problem(fetched.name, 1, str(error)[:300]))
        return
    for number, one in enumerate(page.data, 1):
        try:
            claims = tuple(dict.fromkeys(_claims(one)))
        except ValueError as error:
            report(Problem(fetched.name, number, f"record {number}: {error}"[:300]))
            continue
        shown = PAGE + one.id
        publisher = reference.publishers.of_url(shown)
        yield Record(
            f"{fetched.name}:{number}", f"lei:{one.id}", "organisation", claims,
            ((shown, publisher.id, publisher.tier),),
        )  # fmt: skip


def _known(desk: LiveDesk) -> Iterator[str]:
    for given in desk.identifiers("lei").values():
        yield from given
    for fetched in desk.latest("wikidata"):
        try:
            yield from leis(fetched.path.read_bytes())
        except (ValueError, OSError):
            continue  # told when Wikidata's files are read


def _claims(one: LeiRecord) -> Iterator[Claim]:
    entity = one.attributes.entity
    if not _SHAPE.fullmatch(one.id) or one.attributes.lei != one.id:
        raise ValueError(f"field 'id': {one.id[:40]!r} is not the record's LEI")
    yield from _name(entity.legal_name)
    for name in (*(entity.other_names or ()), *(entity.transliterated_other_names or ())):
        yield from _name(name)
    yield ("lei", one.id, None, None)
    if entity.creation_date:
        yield ("founded", _shapes.day_of("creationDate", entity.creation_date), None, None)


def _name(name: Name) -> Iterator[Claim]:
    """A name in a language we keep; one without a language is judged by its letters."""
    text = words(name.name)
    language = (name.language or "").lower()
    if name.type in _FORMER:
        yield ("former_name", text, None, None)
    elif _HAN.search(text):
        if language[:2] in ("zh", ""):
            yield from (("name", text, script, None) for script in scripts(text))
    elif text.isascii():
        yield ("name", text, "en", None)
