"""The part of a build that reads the documents that are kept."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from lionrock.answer.extraction.book import NameBook
from lionrock.answer.extraction.candidates import ASKED, SURE, WAITING, Candidate, candidates
from lionrock.answer.extraction.naming import NameNotes
from lionrock.answer.extraction.proposing import event_of
from lionrock.answer.extraction.stories import Story, stories
from lionrock.answer.names import make_linker
from lionrock.answer.reading import read_with
from lionrock.model.aliases import Aliases
from lionrock.model.decision import Decision
from lionrock.model.proposal import Proposal, text_digest
from lionrock.model.reading import Document, Linker, Reading
from lionrock.model.reference import Reference
from lionrock.model.source import Address, Claim, Desk, Fetched, Record
from lionrock.read.document import Unreadable, read_bytes
from lionrock.read.event_words import rules
from lionrock.settings import BUNDLED_REGISTRY
from lionrock.sources._documents import FILE, Given, Lists, kept_documents, read_lists
from lionrock.sources._gather import sources

Emit = Callable[[Record, Fetched], None]
Row = tuple[str | float | int | None, ...]

TABLE = """
CREATE TABLE extractions (
    handle VARCHAR, state VARCHAR, event VARCHAR, kind VARCHAR, status VARCHAR, agents VARCHAR,
    affected VARCHAR, providers VARCHAR, what VARCHAR, date VARCHAR, amount VARCHAR,
    confidence DOUBLE, quote VARCHAR, title VARCHAR, url VARCHAR, publisher VARCHAR,
    published VARCHAR, snapshot VARCHAR, span VARCHAR, lang VARCHAR, reader VARCHAR
)
"""
"""Every reading of an event: `state` is entered, joined (evidence of an event that entered),
waiting, accepted, corrected or rejected; ids of several parties are joined by commas; `span` is
"start-end" in the text that was read; `reader` the language model that proposed it, or null."""


class Told(NamedTuple):
    """What a reading of documents rests on beside them: decisions by handle, and what language
    models proposed by the digest of the text."""

    reference: Reference
    aliases: Aliases
    decisions: Mapping[str, Decision]
    proposals: Mapping[str, Proposal]


class Extracted(msgspec.Struct, frozen=True):
    """What reading the documents gave: files read, rows of TABLE, what to warn of, and rows of
    naming.TABLE."""

    files: tuple[Fetched, ...]
    rows: tuple[Row, ...]
    warnings: tuple[str, ...]
    names: tuple[Row, ...] = ()


def extract(desk: Desk, told: Told, book: NameBook, emit: Emit) -> Extracted:
    """Read every kept document and emit, for every event that is sure enough or was accepted, a
    record a report. A document that cannot be read is left out with a warning."""
    given = kept(desk)
    if not given:
        return Extracted((), (), ())
    own = desk.registry / FILE
    lists = read_lists((own if own.is_file() else BUNDLED_REGISTRY / FILE,))
    linker = make_linker(book.names(told.aliases))
    warnings: list[str] = []
    names = NameNotes()
    found = [
        _ruled(one, told.decisions.get(one.handle), book)
        for one in _all(given, (linker, lists, told.proposals), names, warnings.append)
    ]
    made = stories([one for one in found if one.ruling != "rejected"])
    told_in: dict[tuple[str, str], tuple[str, str]] = {}
    for story in made:
        for record, fetched in _records(story, told.reference):
            emit(record, fetched)
        for one in story.reports:
            told_in[one.handle, one.given.fetched.name] = (story.id, one.ruling)
    rows = tuple(_row(one, told_in, told.reference) for one in found)
    files = tuple({one.fetched.snapshot.digest: one.fetched for one in given}.values())
    return Extracted(files, rows, tuple(warnings), names.rows())


def kept(desk: Desk) -> tuple[Given, ...]:
    """Every document that is kept."""
    names = tuple(one.SOURCE.id for one in sources() if one.SOURCE.role == "documents")
    return tuple(kept_documents(desk, names))


def opened(given: Given) -> Document:
    """A kept document as it is read, of the day that its feed or its owner gives it; Unreadable,
    OSError."""
    document = read_bytes(given.fetched.path.read_bytes(), given.fetched.name, given.url)
    if given.published is None:
        return document
    return msgspec.structs.replace(document, published=given.published)


def _all(
    given: Iterable[Given],
    by: tuple[Linker, Lists, Mapping[str, Proposal]],
    names: NameNotes,
    warn: Callable[[str], None],
) -> Iterator[Candidate]:
    """The events of every document; what cannot be read is told of."""
    linker, lists, proposals = by
    for one in given:
        try:
            document = opened(one)
        except (Unreadable, OSError) as error:
            warn(f"{one.fetched.snapshot.source}: {one.fetched.name} left out: {error}")
            continue
        reading = read_with(linker, document)
        names.note(reading, one)
        ours = {}
        for found in candidates(reading, one, lists):
            ours[found.handle] = found
        yield from ours.values()
        proposed = proposals.get(text_digest(document.text))
        if proposed is not None:
            for found in _proposed(reading, proposed, one, lists):
                if found.handle not in ours:
                    yield found


def _proposed(
    reading: Reading, proposal: Proposal, given: Given, lists: Lists
) -> Iterator[Candidate]:
    """What a language model proposed about this very text, held to the text once more."""
    size = len(reading.document.text)
    known = [one for one in proposal.events if one.kind in rules() and one.end <= size]
    events = tuple(event_of(reading, one) for one in known)
    for found in candidates(msgspec.structs.replace(reading, events=events), given, lists):
        yield msgspec.structs.replace(found, reader=proposal.model)


def _ruled(one: Candidate, decision: Decision | None, book: NameBook) -> Candidate:
    """A candidate with what a person decided on it; undecided ones enter when they are sure."""
    if decision is None:
        whole = bool(one.agents or one.affected) and one.status != "denied" and not one.reader
        enters = whole and one.confidence >= SURE and one.kind not in ASKED
        return msgspec.structs.replace(one, ruling="entered" if enters else WAITING)
    if decision.ruling == "reject":
        return msgspec.structs.replace(one, ruling="rejected")
    if decision.ruling == "accept":
        return msgspec.structs.replace(one, ruling="accepted")
    said = decision.said
    listed = {
        part: tuple(id_ for id_ in said[key].split(",") if book.kind(id_))
        for key, part in (("agent", "agents"), ("affected", "affected"), ("provider", "providers"))
        if key in said
    }
    plain = {key: said[key] for key in ("kind", "status") if key in said}
    empty = {key: said[key] or None for key in ("date", "amount") if key in said}
    return msgspec.structs.replace(one, ruling="corrected", **listed, **plain, **empty)


def _records(story: Story, reference: Reference) -> Iterator[tuple[Record, Fetched]]:
    """A record for every document that tells the story, by the sentence that tells it best. The
    sum that most of them give leads."""
    best: dict[str, Candidate] = {}
    for one in story.reports:
        name = one.given.fetched.name
        if name not in best or _telling(one) > _telling(best[name]):
            best[name] = one
    sums = Counter(one.amount for one in best.values() if one.amount is not None)
    most = max(sums.values(), default=0)
    for name, one in best.items():
        locator = f"{name}:{one.start + 1}"
        told = (_address(one, reference),)
        claims = _claims(one, sums[one.amount or ""] == most)
        yield Record(locator, story.id, "event", claims, told), one.given.fetched


def _telling(one: Candidate) -> tuple[bool, float, int]:
    """What a person decided on first, then what is surest, then what stands first."""
    return one.ruling in ("accepted", "corrected"), one.confidence, -one.start


def _claims(one: Candidate, leads: bool) -> tuple[Claim, ...]:
    """What one report says of the event; a sum that `leads` stands before what others claim."""
    lang = one.language if one.language in ("en", "zh-Hant", "zh-Hans") else None
    amount: list[Claim] = [("amount", one.amount, None, None)] if one.amount else []
    claims: list[Claim] = amount if leads else []
    claims += [("class", one.kind, None, None), ("status", one.status, None, None)]
    single = (("date", one.date), ("announced", one.published))
    claims += [(prop, value, None, None) for prop, value in single if value]
    for prop, ids in (
        ("agent", one.agents), ("affected", one.affected), ("provider", one.providers)
    ):  # fmt: skip
        claims += [(prop, id_, None, None) for id_ in ids]
    if one.what:
        claims.append(("what", one.what, lang, None))
    claims.append(("quote", one.quote, lang, None))
    claims.append(("confidence", f"{one.confidence:g}", None, None))
    return tuple(claims if leads else claims + amount)


def _address(one: Candidate, reference: Reference) -> Address:
    """Where the report stands; one that nobody gives an address is of unknown standing."""
    if one.given.url is None:
        return f"urn:sha256:{one.given.fetched.snapshot.digest}", "unknown", "unknown"
    publisher = reference.publishers.of_url(one.given.url)
    return one.given.url, publisher.id, publisher.tier_about(one.parties)


_Told = Mapping[tuple[str, str], tuple[str, str]]
"""(handle, file) → (the event it tells, how it came in)."""


def _row(one: Candidate, told_in: _Told, reference: Reference) -> Row:
    url, publisher, _ = _address(one, reference)
    fetched = one.given.fetched
    event, ruling = told_in.get((one.handle, fetched.name), (None, one.ruling))
    return (
        one.handle, ruling, event, one.kind, one.status,
        ",".join(one.agents), ",".join(one.affected), ",".join(one.providers), one.what, one.date,
        one.amount, one.confidence, one.quote, one.title, url, publisher, one.published,
        fetched.snapshot.digest, f"{one.start}-{one.end}", one.language, one.reader or None,
    )  # fmt: skip
