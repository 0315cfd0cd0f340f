"""OpenAlex's institutions: what it calls the bodies of the registry, where it puts them, and what
it says is a part of what.

`lionrock update openalex_institutions` asks the API (https://developers.openalex.org/
api-reference/institutions) for the institutions of Hong Kong and Macau and for those whose ROR id
the registry gives. Or someone gives a folder of the snapshot, JSON lines or Parquet.

An institution is ours by its ROR id, else its Wikidata item; it then gives us OpenAlex's id, its
names in our languages, its web site. Its place and what it is a part of are no statements: works
count for a body and for what it is a part of, and OpenAlex, which follows ROR, files campuses
that count by themselves here (CUHK-Shenzhen) under their sister. Both are kept beside ours in the
table `openalex_institutions`, and compared on the page of research (derive.institutions).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from lionrock.model.reference import Reference
from lionrock.model.source import Claim, Fetched, Key, LiveDesk, Record, Report, Source
from lionrock.model.statement import Problem
from lionrock.model.text import T
from lionrock.sources import _shapes
from lionrock.sources._fields import address, words
from lionrock.sources._names import LANGUAGES, named
from lionrock.sources._openalex_entities import Institution, bare, names_of
from lionrock.sources._openalex_folder import INSTITUTIONS, Given, files_of, keep_files
from lionrock.sources._openalex_pages import Question, batches, pages
from lionrock.sources._openalex_records import Kept, Reader
from lionrock.sources._scripts import scripts
from lionrock.store.snapshots import Shelf

SOURCE = Source(
    id="openalex_institutions",
    title=T("OpenAlex institutions", "OpenAlex機構", "OpenAlex机构"),
    publisher="OpenAlex",
    url="https://openalex.org/institutions",
    licence="CC0-1.0",
    cadence="quarterly",
    languages=("en", "zh-Hant", "zh-Hans"),
    expects={"organisation": (1, 1_000_000)},
    ignores=frozenset(_shapes.unread(Institution)),
    live=True,
    attribution=T(
        "OpenAlex (OurResearch), CC0",
        "OpenAlex（OurResearch），CC0",
        "OpenAlex（OurResearch），CC0",
    ),
    key=Key("openalex", "api.openalex.org", "api_key"),
    pause=0.2,
    api="https://developers.openalex.org/",
    world=True,
)

API = "https://api.openalex.org"
PAGE = "https://openalex.org/"
METHOD = "openalex"

_BODIES = 50  # ROR ids in one question: an address grows long
_ROR = re.compile(r"https://ror\.org/(0[a-z0-9]{8})")
_ITEM = re.compile(r"https?://www\.wikidata\.org/(?:wiki|entity)/(Q[1-9][0-9]{0,11})")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_CHINESE = frozenset({"HK", "MO", "CN", "TW"})
"""Where a name in Chinese characters is Chinese, and not Japanese."""


def fetch(desk: LiveDesk) -> Iterator[Fetched]:
    """Every page of every question; ValueError when fewer came than were announced."""
    for name, wanted in _questions(desk):
        asked = Question(name, f"{API}/institutions", wanted, _reader.fields)
        yield from pages(desk, SOURCE, asked)


def parse(fetched: Fetched, reference: Reference, report: Report) -> Iterator[Record]:
    """A record an institution that has an identifier; what is none is reported, but not of files
    that someone gave: those lines are set aside, and counted, by `kept_institutions`."""
    given = "/" in fetched.name
    try:
        for number, one, why in _reader.read(fetched):
            if one is None:
                if not given:
                    report(Problem(fetched.name, number, f"record {number}: {why}"))
                continue
            subject = _subject(one)
            if subject:
                publisher = reference.publishers.of_url(one.id)
                yield Record(
                    f"{fetched.name}:{number}", subject, "organisation",
                    tuple(dict.fromkeys(_claims(one))),
                    ((one.id, publisher.id, publisher.tier),),
                )  # fmt: skip
    except ValueError as error:
        report(Problem(fetched.name, 1, str(error)[:300]))


def keep_folder(shelf: Shelf, path: Path) -> Given:
    """Keep the institutions of a snapshot's folder, or a single file of them, as the current set,
    the newest first. Every file is read first; GivenRefused names one that holds none."""
    given = files_of(path, INSTITUTIONS)
    _reader.tried(given.files, "institution")
    return keep_files(shelf, SOURCE, Given(tuple(reversed(given.files)), given.size))


def kept_institutions(files: Sequence[Fetched], warn: Callable[[str], None]) -> Kept:
    """Rows of the table `openalex_institutions` (derive.institutions), and lines set aside."""
    return _reader.kept(files, _row, warn)


def _questions(desk: LiveDesk) -> Iterator[tuple[str, str]]:
    """What is asked for: a name for the files, and a filter. No institution is in two."""
    yield "institutions-hk-mo", "country_code:HK|MO"
    given = {ror.rpartition("/")[2] for some in desk.identifiers("ror").values() for ror in some}
    for part, rors in enumerate(batches(sorted(given), _BODIES), 1):
        at = "|".join(f"https://ror.org/{ror}" for ror in rors)
        yield f"institutions-{part}", f"ror:{at},country_code:!HK,country_code:!MO"


def _check(one: Institution) -> None:
    """ValueError for what the shape cannot tell."""
    bare(one.id, "I")
    words(one.display_name)
    for field, some in (("lineage", one.lineage or ()),
                        ("associated_institutions.id",
                         [other.id for other in one.associated_institutions or ()])):  # fmt: skip
        for each in some:
            bare(each, "I", field)
    if one.ror is not None and not _ROR.fullmatch(one.ror):
        raise ValueError(f"field 'ror': {one.ror[:60]!r} is not https://ror.org/0…")
    names_of(one)


def _subject(one: Institution) -> str:
    """Who it is, in the registry's words; "" when nothing tells."""
    if one.ror:
        return f"ror:{one.ror}"
    item = _item(one)
    return f"wikidata:{item}" if item else ""


def _item(one: Institution) -> str:
    found = _ITEM.fullmatch(one.ids.wikidata or "") if one.ids else None
    return found[1] if found else ""


def _claims(one: Institution) -> Iterator[Claim]:
    yield ("openalex", bare(one.id, "I"), None, None)
    if one.ror:
        yield ("ror", one.ror, None, None)
    if item := _item(one):
        yield ("wikidata", item, None, None)
    yield from _names(one)
    for short in one.display_name_acronyms or ():
        yield from named("abbreviation", short, "en")
    if one.homepage_url:
        with suppress(ValueError):  # no address that a browser follows
            yield ("website", address(one.homepage_url), None, None)


def _names(one: Institution) -> Iterator[Claim]:
    """Its name, its names by language, and other names where their script tells the language."""
    if not _HAN.search(one.display_name):
        yield from named("name", one.display_name, "en")
    told = names_of(one)
    for language in LANGUAGES:
        if language in told:
            yield from named("name", told[language], language)
    for other in (one.display_name, *(one.display_name_alternatives or ())):
        if _HAN.search(other) and one.country_code in _CHINESE:
            yield from named("name", other, "zh")


def _row(one: Institution, digest: str, number: int) -> tuple[Any, ...]:
    told = names_of(one)
    names = {"zh-Hant": "", "zh-Hans": ""}
    for code, ours in LANGUAGES.items():
        for script in (scripts(told[code]) if ours == "zh" else (ours,)) if code in told else ():
            if not names.get(script, "-"):
                names[script] = told[code]
    geo = one.geo
    country = one.country_code or (geo.country_code if geo else None)
    parents = [other for other in one.associated_institutions or ()
               if other.relationship == "parent"]  # fmt: skip
    return (
        bare(one.id, "I"), one.ror.rpartition("/")[2] if one.ror else None, _item(one) or None,
        one.display_name, names["zh-Hant"] or None, names["zh-Hans"] or None, one.type, country,
        geo.city if geo else None, [bare(other.id, "I") for other in parents],
        [other.display_name or bare(other.id, "I") for other in parents],
        [bare(each, "I") for each in one.lineage or () if each != one.id],
        one.works_count, (one.updated_date or "").replace(" ", "T") or None, digest, number,
    )  # fmt: skip


_reader = Reader(Institution, _check)
