"""The bundled registry's tables with the works of tests/works.py loaded into them."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lionrock.build import build
from lionrock.derive.grouping import MADE as GROUPED
from lionrock.derive.works import Loaded, load_works, make_works, write_figures
from lionrock.model.fields import definition
from lionrock.model.source import Fetched
from lionrock.resolve.matcher import open_matcher
from lionrock.settings import Settings
from lionrock.sources import openalex_institutions, openalex_topics
from lionrock.store import builds
from lionrock.store.duck import Duck, steps
from lionrock.store.live import Drawer, Entry, FileSet
from lionrock.store.snapshots import Shelf
from tests.institutions import BODIES, snapshot, taxonomy
from tests.institutions import lines as packed
from tests.works import MALFORMED, WORKS, written

MADE = re.compile(r"CREATE TABLE (?:IF NOT EXISTS )?([a-z_]+) ?(?:AS|\()")


class City:
    """The registry's tables with the works of tests/works.py beside them."""

    def __init__(self, database: Duck, loaded: Loaded) -> None:
        self.database, self.loaded = database, loaded

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.database.rows(sql)

    def one(self, sql: str) -> Any:
        ((value,),) = self.database.rows(sql)
        return value


def without_works(build: Path, folder: Path) -> Duck:
    """A copy of a build's database from which what this package's works made is gone."""
    shutil.copy(build / builds.DATABASE, folder / builds.DATABASE)
    database = Duck(folder / builds.DATABASE)
    made = {
        "affiliation_strings", "field_topics", "venue_fields", "output_types", "work_period",
        "work_scope", "arxiv_categories", "field_categories", "field_agreement",
        *GROUPED,
    }  # fmt: skip
    for name in (
        "works.sql",
        "works_latest.sql",
        "works_made.sql",
        "works_indicators.sql",
        "works_observations.sql",
        "graph.sql",
    ):
        for _, sql in steps("lionrock.derive", name):
            made.update(MADE.findall(sql))
    database.run((name, f"DROP TABLE IF EXISTS {name}") for name in sorted(made))
    return database


@pytest.fixture(scope="session")
def city(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("works")
    build = builds.current(Settings(home=home))
    database = without_works(build, folder)
    files = [written(folder, [*WORKS[:15], *MALFORMED, *WORKS[15:]])]
    load_works(database, files, folder / "loading")
    match = open_matcher(build / builds.MATCH).affiliations
    loaded = make_works(database, match, definition(), False, folder / "scratch")
    write_figures(database, definition(), "m1", folder / "scratch")
    yield City(database, loaded)
    database.close()


def keep(settings: Settings, source: str, files: list[Fetched]) -> None:
    """Put files into a home as the set of a live source, as an update leaves it."""
    drawer = Drawer(settings, source)
    entries = []
    for file in files:
        seen = datetime(2026, 11, 1, tzinfo=UTC)
        size = file.path.stat().st_size
        entry = Entry(file.name, file.snapshot.url, file.snapshot.digest, size, seen)
        drawer.place(file.path, entry, file.snapshot.licence)
        entries.append(entry)
    drawer.replace(FileSet(source, "CC0-1.0", tuple(entries)))


@pytest.fixture(scope="session")
def works_home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return a home in which the bundled registry and tests/works.py are built together, with
    OpenAlex's institutions and topics of tests/institutions.py."""
    settings = Settings(home=tmp_path_factory.mktemp("with-works"))
    folder = tmp_path_factory.mktemp("files")
    lines = [*WORKS[:15], *MALFORMED, *WORKS[15:]]
    keep(settings, "openalex", [written(folder, lines, "works-0001.jsonl.gz")])
    shelf = Shelf(settings, None)
    openalex_institutions.keep_folder(shelf, snapshot(folder, "institutions", packed(BODIES)))
    topics = packed(taxonomy(without=["T12031"], T10028="Language Models"), "{not JSON")
    openalex_topics.keep_folder(shelf, snapshot(folder, "topics", topics))
    build(settings)
    return settings
