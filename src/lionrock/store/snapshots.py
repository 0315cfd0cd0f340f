"""Raw bytes by digest, with where they came from beside them."""

import hashlib
from pathlib import Path

import msgspec

from lionrock.model.source import Fetched, Source
from lionrock.model.statement import Snapshot
from lionrock.settings import Settings
from lionrock.store.files import sweep, write_whole


class Shelf:
    """Keeps snapshots under the home; implements what sources fetch with (model.source.Desk).

    With `keeps` false it describes files where they lie and writes nothing (validation).
    """

    def __init__(self, settings: Settings, gathered: str | None, keeps: bool = True) -> None:
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
