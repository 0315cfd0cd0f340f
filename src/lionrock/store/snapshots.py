"""Raw bytes by digest, with where they came from beside them."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from lionrock.model.source import Fetched, Source
from lionrock.model.statement import Snapshot
from lionrock.settings import Settings
from lionrock.store.files import sweep, write_whole
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
        data = path.read_bytes()
        snapshot = Snapshot(
            hashlib.sha256(data).hexdigest(),
            source.id,
            f"{source.id}/{path.name}",
            self._gathered,
            media_type,
            source.licence,
        )
        if not self._keeps:
            return Fetched(snapshot, path, path.name)
        directory = self._directory / source.id
        directory.mkdir(parents=True, exist_ok=True)
        kept = directory / snapshot.digest
        if not kept.exists() or kept.stat().st_size != len(data):
            sweep(directory)
            write_whole(kept, data)
            write_whole(kept.with_name(kept.name + ".json"), msgspec.json.encode(snapshot))
        return Fetched(snapshot, kept, path.name)

    def latest(self, source: str) -> tuple[Fetched, ...]:
        """The current set of a live source's files, in the order they were fetched; else ()."""
        return latest(self._settings, source)

    def adopt(self, source: Source, given: Fetched) -> None:
        """Make a file that someone gave, and that was kept, the current set of a live source."""
        if not self._keeps:
            return
        now = datetime.now(UTC).replace(microsecond=0)
        drawer = Drawer(self._settings, source.id)
        held = {one.digest: one for one in (drawer.current() or FileSet("", "", ())).entries}
        digest, size = given.snapshot.digest, given.path.stat().st_size
        entry = held.get(digest) or Entry(
            given.name, given.snapshot.url, digest, size, now, given.snapshot.media_type
        )
        drawer.replace(FileSet(source.id, source.licence, (entry,)))
        drawer.forget_pending()
        drawer.tell(Status(source.id, "unchanged" if held else "new", now, now, None, 1, size))
