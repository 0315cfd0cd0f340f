"""arXiv: the categories that authors chose, as a second eye on the definition of fields.

`lionrock update arxiv` takes a sample of the works that are kept from OpenAlex and have an arXiv
id, the same one every time, and asks the API (https://info.arxiv.org/help/api/user-manual.html)
for their records. Of a record the id and the categories are read; authors, titles and abstracts
are not. How far the definition agrees is shown on the page on method (derive.agreement).
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from heapq import nsmallest
from itertools import islice
from pathlib import Path

from lxml import etree

from lionrock.model.source import Ask, Fetched, FetchFailed, LiveDesk, Report, Source
from lionrock.model.statement import Problem
from lionrock.model.text import T
from lionrock.sources._openalex_records import DAMAGED, unpacked
from lionrock.store.parquet_rows import parquet_rows

SOURCE = Source(
    id="arxiv",
    title=T("arXiv", "arXiv", "arXiv"),
    publisher="arXiv",
    url="https://arxiv.org/",
    licence="CC0-1.0",
    cadence="quarterly",
    languages=("en",),
    expects={"work": (1, 100_000)},
    ignores=frozenset({
        "author", "title", "summary", "comment", "journal_ref", "doi", "link", "published",
        "updated", "primary_category", "rights",
    }),
    role="records",
    live=True,
    attribution=T(
        "arXiv metadata, CC0; thank you to arXiv for use of its open access interoperability",
        "arXiv元數據，CC0；感謝arXiv提供開放取用的互通服務",
        "arXiv元数据，CC0；感谢arXiv提供开放获取的互通服务",
    ),
    pause=3.0,
    api="https://info.arxiv.org/help/api/index.html",
    after=("openalex",),
)  # fmt: skip

API = "https://export.arxiv.org/api/query"
SAMPLE = 2_000
"""Works asked for: enough for a share to be known within two points or so."""

_AT_ONCE = 100
_ATOM, _ARXIV = "{http://www.w3.org/2005/Atom}", "{http://arxiv.org/schemas/atom}"
_READ = frozenset({"id", "category"})
_CATEGORY = re.compile(r"[a-z-]{2,20}(\.[A-Za-z-]{2,20})?")
_OLD, _NEW = r"[a-z][a-z.-]{1,20}/[0-9]{7}", r"[0-9]{4}\.[0-9]{4,5}"
_ID = re.compile(rf"https?://arxiv\.org/abs/({_OLD}|{_NEW})(?:v[0-9]+)?")
_MENTION = re.compile(
    rb"(?:10\.48550/arxiv\.|arxiv\.org/abs/)([a-z][a-z.-]{1,20}/[0-9]{7}|[0-9]{4}\.[0-9]{4,5})",
    re.I,
)
_HOLD = ("doi", "locations")  # columns of Parquet in which an id stands
_CHUNK, _OVERLAP = 1 << 22, 64
_TOLD = 20


def fetch(desk: LiveDesk) -> Iterator[Fetched]:
    """The records of the sample; FetchFailed when no work is kept that could be asked about."""
    sample = sorted(_sample(_mentioned(desk.latest("openalex"))))
    if not sample:
        raise FetchFailed(
            "not_found",
            "no work with an arXiv id is kept: run `lionrock update openalex` first",
        )
    waiting, number = iter(sample), 0
    while some := tuple(islice(waiting, _AT_ONCE)):
        number += 1
        address = f"{API}?id_list={','.join(some)}&max_results={_AT_ONCE}"
        yield desk.get(SOURCE, Ask(address, f"records-{number:03}.xml", ("xml",)))


def count(fetched: Fetched, report: Report) -> Mapping[str, int]:
    """The number of records of a file; reports, naming the element, what has drifted."""
    number = told = 0
    for number, entry in enumerate(_entries(fetched.path), 1):
        wrong = _wrong(entry)
        if wrong and told < _TOLD:
            told += 1
            report(Problem(fetched.name, number, f"record {number}: {wrong}"))
    return {"work": number}


def categories(path: Path) -> Iterator[tuple[str, str]]:
    """(arXiv id, category) of every record of a kept file; ValueError when it is not one."""
    for entry in _entries(path):
        found = _ID.fullmatch(entry.findtext(f"{_ATOM}id", "").strip())
        if found is not None:
            for one in entry.findall(f"{_ATOM}category"):
                term = one.get("term", "")
                if _CATEGORY.fullmatch(term):
                    yield found[1].lower(), term


def kept_categories(
    files: tuple[Fetched, ...], warn: Callable[[str], None]
) -> list[tuple[str, str]]:
    """What kept files say; one that can no longer be read is left out, with a warning."""
    found: list[tuple[str, str]] = []
    for file in files:
        try:
            found += categories(file.path)
        except (ValueError, OSError) as error:
            warn(f"arxiv: {file.name} left out: {error}; try: lionrock update arxiv")
    return found


def _entries(path: Path) -> list[etree._Element]:
    """The entries of an Atom feed; ValueError for anything else. No entity is ever resolved."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        feed = etree.fromstring(path.read_bytes(), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"not XML: {error}") from None
    if feed.tag != f"{_ATOM}feed":
        raise ValueError(f"field 'feed': the outermost element is {str(feed.tag)[:80]!r}")
    entries: list[etree._Element] = feed.findall(f"{_ATOM}entry")
    return entries


def _wrong(entry: etree._Element) -> str:
    """What is not as it should be in a record; "" when nothing is."""
    written = entry.findtext(f"{_ATOM}id", "").strip()
    if not _ID.fullmatch(written):
        title = entry.findtext(f"{_ATOM}summary", "").strip()
        return f"field 'id': {written[:80]!r} is not the address of an abstract; {title[:80]!r}"
    for child in entry:
        name = str(child.tag).removeprefix(_ATOM).removeprefix(_ARXIV)
        if name not in _READ and name not in SOURCE.ignores:
            return f"field {name[:80]!r} is new"
    return "" if entry.find(f"{_ATOM}category") is not None else "field 'category' is missing"


def _sample(ids: Iterator[str]) -> list[str]:
    """The ids whose digests are least: the same works are chosen whatever else is kept."""
    return nsmallest(SAMPLE, set(ids), key=lambda one: hashlib.sha256(one.encode()).digest())


def _mentioned(files: tuple[Fetched, ...]) -> Iterator[str]:
    for fetched in files:
        try:
            if not fetched.name.startswith("works/manifest"):
                yield from _in_file(fetched.path)
        except DAMAGED as error:
            raise ValueError(f"openalex: {fetched.name} is damaged: {error}") from None


def _in_file(path: Path) -> Iterator[str]:
    """arXiv ids that a file mentions; one cut by the end of a chunk is found in the next."""
    with path.open("rb") as opened:
        begins = opened.read(4)
    if begins == b"PAR1":
        for _, row in parquet_rows(path, _HOLD, in_order=False):
            yield from _ids(row)
        return
    with unpacked(path, begins) as stream:
        before = b""
        while chunk := stream.read(_CHUNK):
            text = before + chunk
            yield from _ids(text)
            before = text[-_OVERLAP:]


def _ids(text: bytes) -> Iterator[str]:
    return (found[1].decode("ascii").lower() for found in _MENTION.finditer(text))
