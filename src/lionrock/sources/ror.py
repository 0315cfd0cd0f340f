"""The Research Organization Registry: names of the world's research organisations, for matching.

A dump of ROR (https://doi.org/10.5281/zenodo.6347574, CC0) gives organisations to the matcher and
no statements to a build. `lionrock update ror` fetches the newest one from Zenodo; or someone
gives it as a file, of schema 1 or 2, as the zip that is published, its JSON, or JSON lines.
Either is read whole before it is kept.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from lionrock.model.fold import fold
from lionrock.model.match import Organisation, OrganisationName
from lionrock.model.source import Ask, Fetched, LiveDesk, Report, Source
from lionrock.model.statement import Problem, Snapshot
from lionrock.model.text import T
from lionrock.settings import Settings
from lionrock.sources._ror_records import ADDRESS, Entry, read_entry
from lionrock.sources._ror_release import LISTING, Release, latest, release_of
from lionrock.sources._ror_shapes import unread
from lionrock.sources._ror_stream import BadDump, Span, opened, spans
from lionrock.store.live import latest as kept_files
from lionrock.store.snapshots import Shelf

__all__ = [
    "LISTING", "SOURCE", "BadDump", "Kept", "Release", "count", "fetch", "keep_dump", "kept",
    "latest", "read_dump",
]  # fmt: skip

SOURCE = Source(
    id="ror",
    title=T("Research Organization Registry", "研究機構登記冊（ROR）", "研究机构登记册（ROR）"),
    publisher="ROR",
    url="https://doi.org/10.5281/zenodo.6347574",
    licence="CC0-1.0",
    cadence="monthly",
    languages=("en", "zh-Hant", "zh-Hans"),
    expects={"organisation": (1, 1_000_000)},
    ignores=unread(),
    role="names",
    live=True,
    attribution=T(
        "Research Organization Registry (ROR) data, CC0",
        "研究機構登記冊（ROR）數據，CC0",
        "研究机构登记册（ROR）数据，CC0",
    ),
    api="https://ror.readme.io/docs/data-dump",
)

_DRIFT = re.compile(r"unknown field|left out|more records left out")
_LISTED, _LARGEST = 8 << 20, 1 << 30  # bytes of Zenodo's list, of a zip
_ENDINGS = (".zip", ".json", ".jsonl")
_TRIED = 20  # records without one of ROR among them: this is another kind of file
_TOLD = 100  # broken records told one by one


class Kept(msgspec.Struct, frozen=True):
    """A dump that was kept: its release as its name tells it ("v2.9-2026-06-23", "" when it does
    not), the number of organisations in it, and what was odd."""

    fetched: Fetched
    release: str
    organisations: int
    problems: tuple[Problem, ...]


def fetch(desk: LiveDesk) -> Iterator[Fetched]:
    """The newest dump that Zenodo lists, held to the MD5 it lists."""
    listing = desk.get(SOURCE, Ask(LISTING, "listing.json", largest=_LISTED))
    release = latest(listing.path.read_bytes())
    yield desk.get(
        SOURCE,
        Ask(
            release.url, f"{release.version}-ror-data.zip",
            ("application/zip", "application/octet-stream"), _LARGEST,
            fixed=True, md5=release.md5,
        ),
    )  # fmt: skip


def count(fetched: Fetched, report: Report) -> Mapping[str, int]:
    """The number of organisations of a dump; reports what has drifted: a field that is new,
    records that cannot be read. Raises BadDump when none can."""

    def drifted(problem: Problem) -> None:
        if _DRIFT.search(problem.message):
            report(problem)

    return {"organisation": sum(1 for _ in read_dump(fetched.path, drifted))}


def read_dump(path: Path, report: Report) -> Iterator[Organisation]:
    """Yield the organisations of a dump, in its order and in constant memory.

    A withdrawn record is not yielded; its official names and aliases become former names of its
    successors, as those of an inactive one do. Records that are broken are reported and left
    out, what is odd in others is reported once, at the end; the dump can be used all the same.
    Raises BadDump when it cannot: damaged, cut off, or not ROR's.
    """
    shown = _shown(path)
    former = _former(path, shown)
    yield from _Reading(shown, former, report).organisations(path)


def keep_dump(desk: Shelf, path: Path) -> Kept:
    """Read a dump whole, keep its bytes as a snapshot, and let `kept` lead to it.

    What is new in it (a field, a type) is told and does no harm: someone chose this file.

    Raises BadDump, and keeps nothing, when the file is not a dump.
    """
    problems: list[Problem] = []
    count = sum(1 for _ in read_dump(path, problems.append))
    low, high = SOURCE.expects["organisation"]
    if not low <= count <= high:
        raise BadDump(f"{path.name}: {count} organisations; expected {low:,} to {high:,}")
    try:
        with opened(path) as (member, _):
            release = release_of(path.name) or release_of(member)
            zipped = member != path.name
        media_type = "application/zip" if zipped else "application/json"
        fetched = desk.keep(SOURCE, path, media_type)
        desk.adopt(SOURCE, fetched)
    except OSError as error:
        raise BadDump(f"{path.name}: cannot be kept: {error.strerror or error}") from None
    return Kept(fetched, release, count, tuple(problems))


def kept(settings: Settings) -> Path | None:
    """The dump that was fetched or given last, named by its digest; None when there is none."""
    files = kept_files(settings, SOURCE.id)
    return files[-1].path if files else None


def _shown(path: Path) -> str:
    """The file's name; of a kept snapshot the name it had when it was given."""
    beside = path.with_name(f"{path.name}.json")
    if re.fullmatch("[0-9a-f]{64}", path.name) and beside.is_file():
        parts = msgspec.json.decode(beside.read_bytes(), type=Snapshot).url.split("/")
        return next((part for part in reversed(parts) if part.endswith(_ENDINGS)), parts[-1])
    return path.name


def _records(path: Path, shown: str) -> Iterator[Span]:
    """Every record of the dump; BadDump names the file."""
    try:
        with opened(path) as (_, stream):
            yield from spans(stream)
    except BadDump as error:
        raise BadDump(f"{shown}: {error}") from None


def _former(path: Path, shown: str) -> dict[str, list[OrganisationName]]:
    """Names that organisations got from those they succeed, by bare id."""
    gone: dict[str, Entry] = {}
    for _, _, record in _records(path, shown):
        if b"withdrawn" in record or b"inactive" in record:
            try:
                entry = read_entry(record, lambda message: None)
            except ValueError:
                continue  # told when the dump is read
            if entry.status != "active":
                gone.setdefault(entry.ror, entry)
    former: dict[str, list[OrganisationName]] = {}
    for entry in gone.values():
        for heir in _heirs(entry, gone):
            former.setdefault(heir, []).extend(
                OrganisationName(name.text, "former", name.lang)
                for name in entry.names
                if name.type != "abbreviation"  # too short to outlive what it stood for
            )
    return former


def _heirs(entry: Entry, gone: dict[str, Entry]) -> list[str]:
    """The successors, and in place of a withdrawn one those who succeeded it."""
    seen = {entry.ror}
    heirs, waiting = [], list(entry.successors)
    while waiting:
        one = waiting.pop(0)
        if one in seen:
            continue
        seen.add(one)
        if one in gone and gone[one].status == "withdrawn":
            waiting += gone[one].successors
        else:
            heirs.append(one)
    return heirs


class _Reading:
    """One reading of a dump: what was seen, and what is to be told of it."""

    def __init__(
        self, shown: str, former: dict[str, list[OrganisationName]], report: Report
    ) -> None:
        self._shown, self._former, self._report = shown, former, report
        self._seen: set[str] = set()
        self._odd: dict[str, tuple[int, int]] = {}  # message → first record, number of records
        self._broken = 0
        self._number = 0

    def organisations(self, path: Path) -> Iterator[Organisation]:
        for number, offset, record in _records(path, self._shown):
            self._number = number
            try:
                entry = read_entry(record, self._tell)
                if entry.ror in self._seen:
                    raise ValueError(f"{entry.ror} a second time")
            except ValueError as error:
                self._refuse(offset, error)
                continue
            self._seen.add(entry.ror)
            if entry.status != "withdrawn":
                yield self._organisation(entry)
        if not self._seen:
            raise BadDump(f"{self._shown}: no record of ROR in it; expected a ROR data dump")
        self._tell_the_rest()

    def _organisation(self, entry: Entry) -> Organisation:
        names = list(entry.names)
        known = {fold(name.text) for name in names} if entry.ror in self._former else set()
        for name in self._former.get(entry.ror, ()):
            if fold(name.text) not in known:
                known.add(fold(name.text))
                names.append(name)
        return Organisation(
            ADDRESS + entry.ror, entry.kind, entry.label, tuple(names), entry.cities,
            entry.country, tuple(ADDRESS + parent for parent in entry.parents), entry.ror,
        )  # fmt: skip

    def _tell(self, message: str) -> None:
        first, times = self._odd.get(message, (self._number, 0))
        if times or len(self._odd) < _TOLD:
            self._odd[message] = (first, times + 1)

    def _refuse(self, offset: int, error: ValueError) -> None:
        self._broken += 1
        if self._broken >= _TRIED and not self._seen:
            raise BadDump(
                f"{self._shown}: none of the first {self._broken} records is one of ROR "
                f"(the last: {error}); expected a ROR data dump"
            )
        if self._broken <= _TOLD:
            message = f"record at byte {offset:,} left out: {error}"
            self._report(Problem(self._shown, self._number, message))

    def _tell_the_rest(self) -> None:
        if self._broken > _TOLD:
            message = f"{self._broken - _TOLD} more records left out"
            self._report(Problem(self._shown, 0, message))
        for message, (first, times) in self._odd.items():
            told = f"{message} ({times} times, here first)" if times > 1 else message
            self._report(Problem(self._shown, first, told))
