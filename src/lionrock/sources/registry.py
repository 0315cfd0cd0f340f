"""The curated registry: what people wrote down, a JSON object a line, each with its sources."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from lionrock.model.publishers import weaker
from lionrock.model.reference import Reference
from lionrock.model.source import Address, Claim, Desk, Fetched, Record, Report, Source
from lionrock.model.statement import Problem
from lionrock.model.text import T
from lionrock.sources import _registry_shapes as shapes
from lionrock.sources._fields import address, listed
from lionrock.sources._lines import Row, rows

SOURCE = Source(
    id="registry",
    title=T("Lionrock registry", "Lionrock 登記冊", "Lionrock 登记册"),
    publisher="Lionrock",
    url="https://creativecommons.org/licenses/by/4.0/",
    licence="CC-BY-4.0",
    cadence="as edited",
    languages=("en", "zh-Hant", "zh-Hans"),
    expects={
        "organisation": (800, 500_000),
        "initiative": (100, 100_000),
        "programme": (60, 100_000),
        "instrument": (60, 100_000),
        "incident": (15, 100_000),
        "deal": (80, 100_000),
        "adoption": (120, 100_000),
        "artefact": (5, 100_000),
        "place": (20, 10_000),
        "target": (20, 10_000),
        "observation": (1_000, 1_000_000),
        "invests_in": (200, 500_000),
        "part_of": (150, 500_000),
    },
)

METHOD = "curated"
NO_FACTS = frozenset(("judgements.jsonl", "audit.jsonl"))
MIRROR = "mirror_or_aggregator"
MIRROR_TIER = "aggregator"
LONGEST_MESSAGE = 600  # characters; what is wrong may be a whole paragraph


def fetch(desk: Desk) -> Iterator[Fetched]:
    """Keep every *.jsonl file of facts as a snapshot, in name order; what people judged is none."""
    for path in sorted(desk.registry.glob("*.jsonl")):
        if path.name in NO_FACTS:
            continue
        yield desk.keep(SOURCE, path, "application/jsonl")


def parse(fetched: Fetched, reference: Reference, report: Report) -> Iterator[Record]:
    """Read one file of the registry; what is wrong is reported with its line and left out."""
    shape = shapes.shape(fetched.name, reference)
    if shape is None:
        known = ", ".join(sorted(shapes.FILES))
        report(Problem(fetched.name, 0, f"not a file of the registry; known: {known}"))
        return
    reader = _Reader(fetched.name, shape, reference, report)
    for number, row in rows(fetched, report):
        yield reader.read(number, row)


class _Reader:
    """Reads the lines of one file against its shape."""

    def __init__(
        self, file: str, shape: shapes.Shape, reference: Reference, report: Report
    ) -> None:
        self._file, self._shape, self._reference = file, shape, reference
        self._say = report
        known = shape.fields.keys() | shape.pairs | shapes.EVIDENCE
        self._known = ", ".join(sorted(known))

    def read(self, number: int, row: Row) -> Record:
        """Return the line's record; every problem it has is reported, and it is not whole then."""
        problems: list[str] = []
        record = self._record(f"{self._file}:{number}", row, problems)
        for message in problems:
            short = message if len(message) <= LONGEST_MESSAGE else message[:LONGEST_MESSAGE] + "…"
            self._say(Problem(self._file, number, short))
        return msgspec.structs.replace(record, whole=False) if problems else record

    def _record(self, locator: str, row: dict[str, Any], problems: list[str]) -> Record:
        claims: list[Claim] = []
        fields = self._shape.fields
        for key, value in row.items():
            field = fields.get(key)
            if field is None:
                if key not in shapes.EVIDENCE and key not in self._shape.pairs:
                    problems.append(f"unknown key {key!r}; known: {self._known}")
                continue
            try:
                claims.extend(field(value))
            except ValueError as error:
                problems.append(f"{key}: {error}")
        for key in self._shape.required:
            if key not in row:
                problems.append(f"missing key {key!r}")
        self._attempt(problems, lambda: claims.extend(self._shape.joined(row)))
        subject = self._subject(row, problems)
        kind = row.get("type", "") if self._shape.kind == "relation" else self._shape.kind
        mirrored = self._mirrored(row, problems)
        addresses = self._addresses(row, (subject, mirrored), claims, problems)
        return Record(locator, subject, str(kind), tuple(claims), addresses, mirrored)

    def _attempt(self, problems: list[str], action: Callable[[], None]) -> None:
        try:
            action()
        except ValueError as error:
            problems.append(str(error))

    def _subject(self, row: Mapping[str, Any], problems: list[str]) -> str:
        shape = self._shape
        if shape.identity:
            claim = "\x1f".join(str(row.get(key, "")) for key in shape.identity)
            return f"{shape.prefix}-{hashlib.sha256(claim.encode()).hexdigest()[:12]}"
        subject = row.get("id", "")
        if not isinstance(subject, str) or not shapes.ID.fullmatch(subject):
            problems.append(f"id: {subject!r} is not lower-case letters, digits and hyphens")
        return str(subject)

    def _mirrored(self, row: Mapping[str, Any], problems: list[str]) -> bool:
        kind = row.get("source_kind")
        if kind is not None and kind != MIRROR:
            problems.append(f"source_kind: {kind!r} is not {MIRROR!r}")
        return kind == MIRROR

    def _addresses(
        self,
        row: Mapping[str, Any],
        about: tuple[str, bool],
        claims: list[Claim],
        problems: list[str],
    ) -> tuple[Address, ...]:
        subject, mirrored = about
        try:
            urls = dict.fromkeys(address(url) for url in listed(row.get("sources", [])))
        except ValueError as error:
            problems.append(f"sources: {error}")
            return ()
        if not urls:
            problems.append("missing source: every line needs at least one address in 'sources'")
        found = []
        parties: frozenset[str] | None = None
        for url in urls:
            publisher = self._reference.publishers.of_url(url)
            tier = publisher.tier
            if publisher.organisation is not None and publisher.type == "company":
                if parties is None:
                    entities = self._shape.entities
                    parties = frozenset(v for p, v, _, _ in claims if p in entities) | {subject}
                tier = publisher.tier_about(parties)
            found.append((url, publisher.id, weaker(tier, MIRROR_TIER) if mirrored else tier))
        return tuple(found)
