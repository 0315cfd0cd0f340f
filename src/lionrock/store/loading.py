"""Records into statements: written as JSON lines, expanded by the engine."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from lionrock.model.source import Address, Claim, Fetched, Record
from lionrock.store.duck import Duck, steps

_MAXIMUM_OBJECT = 16_000_000


class _Row(msgspec.Struct):
    n: int
    locator: str
    source: str
    snapshot: str
    subject: str
    kind: str
    mirrored: bool
    addresses: tuple[Address, ...]
    claims: tuple[Claim, ...]


class RecordFile:
    """A file of records on their way into a database."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.write_bytes(b"")
        self._encode = msgspec.json.Encoder().encode_into
        self._buffer = bytearray()
        self.count = 0

    def add(self, record: Record, fetched: Fetched) -> None:
        """Append one record."""
        snapshot = fetched.snapshot
        self.count += 1
        row = _Row(
            self.count, f"{snapshot.source}/{record.locator}", snapshot.source, snapshot.digest,
            record.subject, record.kind, record.mirrored, record.addresses, record.claims,
        )  # fmt: skip
        self._encode(row, self._buffer, -1)
        self._buffer += b"\n"
        if len(self._buffer) > 1 << 20:
            self._flush()

    def _flush(self) -> None:
        with self.path.open("ab") as file:
            file.write(self._buffer)
        self._buffer.clear()

    def load(self, database: Duck, snapshots: Iterable[Fetched], scratch: Path) -> None:
        """Expand the records into the tables of loading.sql; the file is removed."""
        self._flush()
        named = steps("lionrock.store", "loading.sql")
        database.run(
            (name, sql.replace("{records}", str(self.path).replace("'", "''")))
            for name, sql in named
        )
        rows = [
            (s.digest, s.source, s.url, s.fetched_at, s.media_type, s.licence)
            for s in (fetched.snapshot for fetched in snapshots)
        ]
        database.insert("snapshots", rows, scratch)
        self.path.unlink()
