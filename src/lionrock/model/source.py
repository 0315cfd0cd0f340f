"""What every source is made of: a declaration, snapshots, and the records read from them.

Here and not in `sources`, because the store, which lies below, keeps both.

Two kinds of source. One that is not live reads what lies on this machine, at every build. A live
one (`Source.live`) is fetched by `lionrock update` and by nothing else; a build never touches the
network and reads the last whole set of files that was fetched. How a live source is written:

- `fetch(desk: LiveDesk)` asks for one file after another with `desk.get(SOURCE, Ask(url, name))`
  and yields each, in an order that depends on the answers alone. It reads an answer it needs (a
  cursor, a listing) from `fetched.path`, or `fetched.following` for a Link header. It keeps no
  state: an interrupted update runs it again, and what was fetched already comes back at once,
  without a request. It lets FetchFailed pass, unless it knows better (a record that is gone).
- `parse(fetched, reference, report)` is pure, as for every source. Locators are
  `<fetched.name>:<number>`, of a line or a record, from 1. *Any* problem it reports keeps the new
  set out, so it reports what has drifted (a field that is new and not in `ignores`, one that is
  missing, one of another type) and names the field: "record 3: field 'works_count': …".
- An organisation that the source knows by an identifier of its own may stand as "wikidata:Q42",
  "ror:…", "lei:…" or "huggingface:…" wherever our id would, as a record's subject too; who that
  is, is found when records of all sources are gathered (sources._identifiers).
- When every file was fetched, parsed without a problem, and the counts lie within `expects`, the
  set becomes the current one in a single step. Otherwise the one before stays, the source is
  shown as stale, and why.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal, Protocol

import msgspec

from lionrock.model.statement import Evidence, Problem, Snapshot, Statement
from lionrock.model.text import T

Claim = tuple[str, str, str | None, str | None]
"""(property, value, language, what was written where that differs)."""

Address = tuple[str, str, str]
"""(url, publisher id, tier)."""

Report = Callable[[Problem], None]

Role = Literal["statements", "names", "records", "documents"]

Reason = Literal[
    "unreachable", "timeout", "refused", "not_found", "throttled", "used_up", "too_large",
    "broken", "wrong_type", "answered",
]  # fmt: skip
"""Why a file could not be fetched: no connection, or a server that fails; too slow; an address,
redirect or robots.txt that forbids it; 404 or 410; too many requests; the day's budget is spent;
larger than allowed; cut off or damaged; another kind of file than was asked for; any other
status, most often 400, 401 or 403."""

_AGES = {"daily": 3, "weekly": 14, "monthly": 60, "quarterly": 150, "yearly": 500}


class Key(msgspec.Struct, frozen=True):
    """An API key: read from LIONROCK_<NAME>_KEY, sent to `host` alone, kept and shown nowhere.

    `parameter` is the query parameter that carries it; without one, "Authorization: Bearer".
    """

    name: str
    host: str
    parameter: str = ""


class Source(msgspec.Struct, frozen=True):
    """What a source promises. `expects` bounds the number of entities per kind: outside, the
    build refuses to publish (of a live source: the new set is refused). `ignores` names the
    fields that are left unread on purpose. `attribution` is what the licence asks to be shown;
    `pause` the seconds between two requests to one host. `api` is the page that invites programs
    to the addresses asked for; without one robots.txt decides, which speaks to crawlers of pages.
    `after` names the sources whose kept files say what this one asks for: it is updated later.
    A source of the `world` tells of many bodies that are none of ours: those records are passed
    over without a word, and of several about one body the first counts.

    The role "names" makes no statements: the matcher learns organisations from one file. Its
    module has `keep_dump`, `kept` and `read_dump` in place of `parse`, and `expects` bounds the
    organisations of one file. The role "records" is bulk: its files are loaded by SQL from
    `latest(id)`, and `keep_folder(shelf, path)`, where there is one, takes files that someone has.
    The role "documents" keeps texts in which a build finds events (answer.extraction).
    A live source of these three has `count(fetched, report)`: it looks at a file as `parse`
    would, reports what has drifted, and gives the number of records by kind.
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
    live: bool = False
    attribution: T | None = None
    key: Key | None = None
    pause: float = 1.0
    api: str = ""
    after: tuple[str, ...] = ()
    world: bool = False

    @property
    def good_for(self) -> timedelta | None:
        """How old the last good check may be before the source counts as stale; None: any age."""
        days = _AGES.get(self.cadence)
        return timedelta(days=days) if days else None


class Fetched(msgspec.Struct, frozen=True):
    """A snapshot and the file that holds its bytes; `name` is unique in its source's set.

    `following` is the address of the next page where the server named one (RFC 8288, rel=next).
    """

    snapshot: Snapshot
    path: Path
    name: str
    following: str = ""


class Ask(msgspec.Struct, frozen=True):
    """A file to fetch, and what it may be.

    `name` is the file's name in the set ("works-0001.json"). `media` are the media types that
    will do, "json" standing for every JSON type (the body is then held to be JSON in UTF-8),
    "xml" for every XML type; empty: any. `largest` is the most bytes after decompression.
    `headers` are sent as they are, and never hold a secret (see Key). What lies at a `fixed`
    address never changes: kept once, it is not asked for again. `md5` is the MD5 the body must
    have, in hex, where it is known.
    """

    url: str
    name: str
    media: tuple[str, ...] = ("json",)
    largest: int = 64 << 20
    headers: tuple[tuple[str, str], ...] = ()
    fixed: bool = False
    md5: str = ""


class FetchFailed(Exception):
    """A file could not be fetched; the message says why, and names no secret.

    `again` is when it can be tried again, where the server said so.
    """

    def __init__(self, reason: Reason, message: str, again: datetime | None = None) -> None:
        super().__init__(message)
        self.reason, self.again = reason, again


class GivenRefused(Exception):
    """What someone gave in place of a fetch cannot be used, and why; nothing of it was kept."""


class Desk(Protocol):
    """What a source is given to fetch with: the registry's folder, and a place to keep bytes."""

    @property
    def registry(self) -> Path:
        """The folder of the registry that this run reads."""

    def keep(self, source: Source, path: Path, media_type: str) -> Fetched:
        """Keep a file's bytes as a snapshot of `source`; the same bytes are kept once."""

    def latest(self, source: str) -> tuple[Fetched, ...]:
        """The current set of a live source's files, in the order they were fetched; else ()."""


class LiveDesk(Desk, Protocol):
    """What a live source fetches with."""

    def get(self, source: Source, ask: Ask) -> Fetched:
        """Fetch a file politely, or find that the kept one is still current; FetchFailed."""

    def organisations(self) -> Iterator[Mapping[str, Any]]:
        """The lines of the registry's organisations as they stand there (id, names, ids …)."""

    def lists(self, name: str) -> tuple[Path, ...]:
        """The files of a name that say what to ask for: the registry's, and the home's."""

    def miss(self, what: str) -> None:
        """Tell of a part that could not be had, where the rest is of use without it."""

    def identifiers(self, name: str) -> dict[str, tuple[str, ...]]:
        """The registry's organisations that have an identifier of a kind (wikidata, ror, lei,
        hkex, website, domains …): organisation id → what stands under ids.<name>."""


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
