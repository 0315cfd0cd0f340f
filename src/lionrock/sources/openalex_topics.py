"""OpenAlex's topics: the taxonomy that the definition of AI and of its fields rests on.

`lionrock update openalex_topics` asks the API (https://developers.openalex.org/api-reference/
topics) for every topic there is, some 4,500, with its keywords and with the subfield, field and
domain it is filed under. Or someone gives a folder of the snapshot, JSON lines or Parquet. A build
holds the definition (fields.toml) against them: a topic it names that is gone, or that is called
otherwise now, is told (derive.taxonomy).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lionrock.model.source import Fetched, Key, LiveDesk, Report, Source
from lionrock.model.statement import Problem
from lionrock.model.text import T
from lionrock.sources import _shapes
from lionrock.sources._fields import words
from lionrock.sources._openalex_entities import Topic, bare, node_id
from lionrock.sources._openalex_folder import TOPICS, Given, files_of, keep_files
from lionrock.sources._openalex_pages import Question, pages
from lionrock.sources._openalex_records import Kept, Reader
from lionrock.store.snapshots import Shelf

SOURCE = Source(
    id="openalex_topics",
    title=T("OpenAlex topics", "OpenAlex主題", "OpenAlex主题"),
    publisher="OpenAlex",
    url="https://openalex.org/topics",
    licence="CC0-1.0",
    cadence="quarterly",
    languages=("en",),
    expects={"topic": (1, 100_000)},
    ignores=frozenset(_shapes.unread(Topic)),
    role="records",
    live=True,
    attribution=T(
        "OpenAlex (OurResearch), CC0",
        "OpenAlex（OurResearch），CC0",
        "OpenAlex（OurResearch），CC0",
    ),
    key=Key("openalex", "api.openalex.org", "api_key"),
    pause=0.2,
    api="https://developers.openalex.org/",
)

API = "https://api.openalex.org"
_TOLD = 20
_LEVELS = ("subfield", "field", "domain")


def fetch(desk: LiveDesk) -> Iterator[Fetched]:
    """Every page of the taxonomy; ValueError when fewer topics came than were announced."""
    yield from pages(desk, SOURCE, Question("topics", f"{API}/topics", "", _reader.fields))


def count(fetched: Fetched, report: Report) -> Mapping[str, int]:
    """The number of topics of a page; reports, naming the field, what has drifted."""
    topics = told = 0
    for number, one, why in _reader.read(fetched):
        topics += one is not None
        if one is None and told < _TOLD:
            told += 1
            report(Problem(fetched.name, number, f"record {number}: {why}"))
    return {"topic": topics}


def keep_folder(shelf: Shelf, path: Path) -> Given:
    """Keep the topics of a snapshot's folder, or a single file of them, as the current set.
    Every file is read first; GivenRefused names one that holds none."""
    given = files_of(path, TOPICS)
    _reader.tried(given.files, "topic")
    return keep_files(shelf, SOURCE, given)


def kept_topics(files: Sequence[Fetched], warn: Callable[[str], None]) -> Kept:
    """Rows of the table `taxonomy` (derive.taxonomy), and the lines that were set aside."""
    return _reader.kept(files, _row, warn)


def _check(one: Topic) -> None:
    """ValueError for what the shape cannot tell."""
    bare(one.id, "T")
    words(one.display_name)
    for level in _LEVELS:
        node_id(getattr(one, level), level)
    _keywords(one)


def _keywords(one: Topic) -> list[str]:
    """Its keywords; in a file of an older form they are one text, parted by semicolons."""
    told = one.keywords or ()
    if isinstance(told, str):
        told = tuple(part.strip() for part in told.split(";"))
    return [word for word in told if word.strip()]


def _row(one: Topic, digest: str, number: int) -> tuple[Any, ...]:
    placed = [
        part
        for level in _LEVELS
        for part in (node_id(getattr(one, level), level), getattr(one, level).display_name)
    ]
    updated = (one.updated_date or "").replace(" ", "T") or None
    return (bare(one.id, "T"), one.display_name, *placed, _keywords(one), one.works_count, updated,
            digest, number)  # fmt: skip


_reader = Reader(Topic, _check)
