"""All that a build reads: the sources, and in the documents that are kept the events."""

from lionrock.answer.extraction.book import NameBook
from lionrock.answer.extraction.stage import Extracted, Told, extract
from lionrock.model.aliases import Aliases
from lionrock.model.decision import standing
from lionrock.model.reference import Reference
from lionrock.model.source import Fetched, Record
from lionrock.model.statement import Problem
from lionrock.settings import Settings
from lionrock.sources._documents import FILE
from lionrock.sources._gather import Gathered, gather
from lionrock.store import decisions, proposals
from lionrock.store.loading import RecordFile
from lionrock.store.snapshots import Shelf


def gather_all(
    settings: Settings, reference: Reference, aliases: Aliases, records: RecordFile
) -> tuple[Gathered, Extracted]:
    """Read every source and every document into `records`. Problems are among what was gathered:
    with any of them nothing is to be published."""
    book = NameBook()

    def add(record: Record, fetched: Fetched) -> None:
        book.learn(record)
        records.add(record, fetched)

    desk = Shelf(settings, reference.gathered)
    gathered = gather(desk, reference, add)
    ruled, proposed = decisions.read(settings), proposals.read(settings)
    gathered.problems += (*ruled.problems, *proposed.problems)
    if gathered.problems:
        return gathered, Extracted((), (), ())
    try:
        told = Told(reference, aliases, standing(ruled.all), proposed.by_text)
        extracted = extract(desk, told, book, records.add)
    except ValueError as error:
        gathered.problems.append(Problem(FILE, 0, str(error)))
        return gathered, Extracted((), (), ())
    gathered.snapshots += extracted.files
    gathered.warnings += extracted.warnings
    return gathered, extracted
