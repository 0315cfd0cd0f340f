"""What every source is made of: a declaration, snapshots, and the records read from them.

Here and not in `sources`, because the store, which lies below, keeps both.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, Protocol

import msgspec

from lionrock.model.statement import Evidence, Problem, Snapshot, Statement
from lionrock.model.text import T

Claim = tuple[str, str, str | None, str | None]
"""(property, value, language, what was written where that differs)."""

Address = tuple[str, str, str]
"""(url, publisher id, tier)."""

Report = Callable[[Problem], None]

Role = Literal["statements", "names"]


class Source(msgspec.Struct, frozen=True):
    """What a source promises. `expects` bounds the number of entities per kind: outside, the
    build refuses to publish. `ignores` names the fields that are left unread on purpose.

    A source whose role is "names" makes no statements: someone gives it a file, and the matcher
    learns organisations from it. Its module has `keep_dump`, `kept` and `read_dump` in place of
    `fetch` and `parse`, and `expects` bounds the organisations of one file.
    """

    id: str
    title: T
    publisher: str
    url: str
    licence: str
    cadence: str
    languages: tuple[str, ...]
    expects: Mapping[str, tuple[int, int]]
    ignores: frozenset[str] = frozenset()
    role: Role = "statements"


class Fetched(msgspec.Struct, frozen=True):
    """A snapshot and the file that holds its bytes."""

    snapshot: Snapshot
    path: Path
    name: str


class Desk(Protocol):
    """What a source is given to fetch with: the registry's folder, and a place to keep bytes."""

    @property
    def registry(self) -> Path:
        """The folder of the registry that this run reads."""

    def keep(self, source: Source, path: Path, media_type: str) -> Fetched:
        """Keep a file's bytes as a snapshot of `source`; the same bytes are kept once."""


class Record(msgspec.Struct, frozen=True):
    """What one place of a snapshot says about one subject: claims that share their evidence.

    A record that is not `whole` had problems: others may refer to it, nothing else is kept.
    """

    locator: str
    subject: str
    kind: str
    claims: tuple[Claim, ...]
    addresses: tuple[Address, ...]
    mirrored: bool = False
    whole: bool = True

    def statements(self, fetched: Fetched, method: str) -> tuple[Statement, ...]:
        """The claims as statements, each with all of the record's evidence."""
        digest, seen = fetched.snapshot.digest, fetched.snapshot.fetched_at
        evidence = tuple(
            Evidence(digest, url, self.locator, method, tier) for url, _, tier in self.addresses
        )
        ranks: dict[tuple[str, str | None], int] = {}
        made = []
        for prop, value, lang, original in self.claims:
            rank = ranks[prop, lang] = ranks.get((prop, lang), -1) + 1
            made.append(
                Statement(
                    self.subject, self.kind, prop, value, lang, original,
                    fetched.snapshot.source, rank, seen, seen, evidence,
                )
            )  # fmt: skip
        return tuple(made)
