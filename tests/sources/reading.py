"""Reading registry lines in tests: what a parser yields and what it complains of."""

from pathlib import Path

from lionrock.model.reference import Reference, read_reference
from lionrock.model.source import Fetched, Record
from lionrock.model.statement import Problem, Snapshot
from lionrock.settings import BUNDLED_REGISTRY, Settings
from lionrock.sources import registry
from lionrock.sources._gather import Gathered, gather
from lionrock.store.snapshots import Shelf

SNAPSHOT = Snapshot("d", "registry", "u", None, "application/jsonl", "CC-BY-4.0")


def reference_of(folder: Path) -> Reference:
    """The reference tables of a registry folder."""
    return read_reference(folder, BUNDLED_REGISTRY)


def parsed(path: Path, reference: Reference) -> tuple[list[Record], list[Problem]]:
    """Every record of one registry file, whole or not, and every problem."""
    problems: list[Problem] = []
    fetched = Fetched(SNAPSHOT, path, path.name)
    return list(registry.parse(fetched, reference, problems.append)), problems


def gathered(folder: Path) -> tuple[Gathered, list[Record]]:
    """The outcome of reading a whole registry, and the records that would be kept."""
    reference, kept = reference_of(folder), list[Record]()
    shelf = Shelf(Settings(folder / "home", folder), reference.gathered, keeps=False)
    return gather(shelf, reference, lambda record, _: kept.append(record)), kept
