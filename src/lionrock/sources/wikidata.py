"""Wikidata: what it says of the registry's organisations that have an item there.

`lionrock update wikidata` asks Special:EntityData (https://www.wikidata.org/wiki/Wikidata:
Data_access) for one item after another and reads names in three scripts, identifiers, the web
site, the parent, and when an organisation began and ended. Of a property the statements of the
best rank count, as in Wikidata's own queries; one that ended is left out, but an official name
that ended is a former name.
"""

import re
from collections.abc import Iterable, Iterator

import msgspec

from lionrock.model.dates import parse_date
from lionrock.model.reference import Reference
from lionrock.model.source import Ask, Claim, Fetched, FetchFailed, LiveDesk, Record, Report, Source
from lionrock.model.statement import Problem
from lionrock.model.text import T
from lionrock.sources import _shapes
from lionrock.sources._fields import address, words
from lionrock.sources._names import LANGUAGES, named
from lionrock.sources._wikidata_shapes import LEI, Item, Said, date, ended, item_of, said, value

SOURCE = Source(
    id="wikidata",
    title=T("Wikidata", "維基數據", "维基数据"),
    publisher="Wikidata",
    url="https://www.wikidata.org/",
    licence="CC0-1.0",
    cadence="monthly",
    languages=("en", "zh-Hant", "zh-Hans"),
    expects={"organisation": (1, 100_000)},
    ignores=frozenset(_shapes.unread(Item)) | frozenset(_shapes.unread(Said)),
    live=True,
    attribution=T("Wikidata, CC0", "維基數據，CC0", "维基数据，CC0"),
    api="https://www.wikidata.org/wiki/Wikidata:Data_access",
)

METHOD = "wikidata"
API = "https://www.wikidata.org/wiki/Special:EntityData/"
PAGE = "https://www.wikidata.org/wiki/"

_LARGEST = 16 << 20  # bytes of an item; the largest there are have about 4 MB
_ID = re.compile(r"Q[1-9][0-9]{0,11}")
_EXTERNAL = {"P6782": "ror", LEI: "lei"}
_DATES = {"P571": "founded", "P576": "dissolved"}


def fetch(desk: LiveDesk) -> Iterator[Fetched]:
    """One file an item that the registry names; an item that is gone is passed over."""
    items = {one for some in desk.identifiers("wikidata").values() for one in some}
    for item in sorted(filter(_ID.fullmatch, items), key=lambda one: int(one[1:])):
        try:
            name = f"{item.lower()}.json"
            yield desk.get(SOURCE, Ask(f"{API}{item}.json", name, largest=_LARGEST))
        except FetchFailed as failed:
            if failed.reason != "not_found":
                raise


def parse(fetched: Fetched, reference: Reference, report: Report) -> Iterator[Record]:
    """The item that a file holds, about the organisation that has the file's id."""
    try:
        item = item_of(fetched.path.read_bytes())
        if item.type != "item" or not _ID.fullmatch(item.id):
            raise ValueError(f"field 'id': {item.id[:40]!r} is not of an item of Wikidata")
        claims = tuple(dict.fromkeys((*_names(item), *_facts(item))))
    except (ValueError, msgspec.DecodeError, RecursionError) as error:
        report(Problem(fetched.name, 1, str(error)[:300]))
        return
    page = PAGE + item.id
    publisher = reference.publishers.of_url(page)
    asked = fetched.name.partition(".")[0].upper()
    yield Record(
        f"{fetched.name}:1", f"wikidata:{asked}", "organisation", claims,
        ((page, publisher.id, publisher.tier),),
    )  # fmt: skip


def _names(item: Item) -> Iterator[Claim]:
    """Names and short names: labels, then official names, then aliases."""
    labels, aliases = dict(item.labels), dict(item.aliases)
    for language in LANGUAGES:
        if language in labels:
            yield from named("name", labels[language].value, language)
    for prop, name in (("P1448", "name"), ("P1813", "abbreviation"), ("P1705", "name")):
        for one in said(item, prop):
            held = value(one, "monolingualtext")
            now = "former_name" if ended(one) else name
            yield from named(now, str(held.get("text", "")), str(held.get("language", "")))
    for language in LANGUAGES:
        for term in aliases.get(language, ()):
            yield from named("name", term.value, language)


def _facts(item: Item) -> Iterator[Claim]:
    yield ("wikidata", item.id, None, None)
    for prop, ours in _EXTERNAL.items():
        for one in _standing(item, prop):
            held = words(value(one, "string"))
            yield (ours, f"https://ror.org/{held}" if ours == "ror" else held, None, None)
    for one in _standing(item, "P856"):
        yield ("website", address(value(one, "string")), None, None)
    for prop, ours in _DATES.items():
        for one in said(item, prop):
            if known := date(one):
                yield (ours, parse_date(known).iso, None, None)
    for one in _standing(item, "P749"):
        yield ("parent", f"wikidata:{value(one, 'wikibase-entityid')['id']}", None, None)


def _standing(item: Item, prop: str) -> Iterable[Said]:
    return (one for one in said(item, prop) if not ended(one))
