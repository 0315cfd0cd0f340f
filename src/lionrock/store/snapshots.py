"""Raw bytes by digest, with where they came from beside them."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from lionrock.model.source import Fetched, Source
from lionrock.model.statement import Snapshot
from lionrock.settings import Settings
from lionrock.store.files import copy_whole, sweep, write_whole
from lionrock.store.live import Drawer, Entry, FileSet, Status, latest


class Shelf:
    """Keeps snapshots under the home; implements what sources fetch with (model.source.Desk).

    With `keeps` false it describes files where they lie and writes nothing (validation).
    """

    def __init__(self, settings: Settings, gathered: str | None, keeps: bool = True) -> None:
        self._settings = settings
        self._directory = settings.snapshots
        self._keeps = keeps
        self._gathered = gathered
        self.registry = settings.registry

    def keep(self, source: Source, path: Path, media_type: str) -> Fetched:
        """Keep a file's bytes under their SHA-256; the same bytes are kept once."""
        digest = _digest(path)
        snapshot = Snapshot(
            digest, source.id, f"{source.id}/{path.name}", self._gathered, media_type,
            source.licence,
        )  # fmt: skip
        if not self._keeps:
            return Fetched(snapshot, path, path.name)
        directory = self._directory / source.id
        directory.mkdir(parents=True, exist_ok=True)
        kept = directory / snapshot.digest
        if not kept.exists() or _digest(kept) != digest:
            sweep(directory)
            copy_whole(path, kept)
            write_whole(kept.with_name(kept.name + ".json"), msgspec.json.encode(snapshot))
        return Fetched(snapshot, kept, path.name)

    def latest(self, source: str) -> tuple[Fetched, ...]:
        """The current set of a live source's files, in the order they were fetched; else ()."""
        return latest(self._settings, source)

    def adopt(self, source: Source, *given: Fetched) -> None:
        """Make files that someone gave, and that were kept, the current set of a live source."""
        if not self._keeps:
            return
        now = datetime.now(UTC).replace(microsecond=0)
        drawer = Drawer(self._settings, source.id)
        held = {one.digest: one for one in (drawer.current() or FileSet("", "", ())).entries}
        entries = tuple(_entry(one, held, now) for one in given)
        new = FileSet(source.id, source.licence, entries)
        same = all(one.digest in held for one in entries) and len(entries) == len(held)
        drawer.replace(new)
        drawer.forget_pending()
        size = sum(one.size for one in entries)
        drawer.tell(
            Status(source.id, "unchanged" if same else "new", now, now, None, len(entries), size)
        )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _entry(given: Fetched, held: dict[str, Entry], now: datetime) -> Entry:
    """A given file as an entry of a set, first seen when its bytes were."""
    digest = given.snapshot.digest
    if digest in held:
        return msgspec.structs.replace(held[digest], name=given.name, url=given.snapshot.url)
    size = given.path.stat().st_size
    return Entry(given.name, given.snapshot.url, digest, size, now, given.snapshot.media_type)
