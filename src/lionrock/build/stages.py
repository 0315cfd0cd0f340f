"""The making of a build, stage by stage, and its publication."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial as bound
from pathlib import Path
from time import perf_counter

from lionrock import __version__
from lionrock.answer.extraction import naming
from lionrock.answer.extraction.gathering import gather_all
from lionrock.answer.extraction.stage import TABLE
from lionrock.build.inputs import Refused, reference_of
from lionrock.derive import works
from lionrock.derive.agreement import write_agreement
from lionrock.derive.cluster import SparkFailed, bulk_works
from lionrock.derive.composite_cells import WrongIndex, write_composite
from lionrock.derive.documents import (
    write_entities,
    write_publishers,
    write_redirects,
    write_translations,
)
from lionrock.derive.graph import write_graph
from lionrock.derive.grouping import Grouping
from lionrock.derive.index import build_index
from lionrock.derive.indicators import write_indicators
from lionrock.derive.institutions import set_aside, write_institutions
from lionrock.derive.remember import remember
from lionrock.derive.tables import make_tables
from lionrock.derive.targets import WrongAim, write_targets
from lionrock.derive.taxonomy import write_taxonomy
from lionrock.facets._documents import write_facets
from lionrock.model.aliases import FILE as ALIASES
from lionrock.model.aliases import Aliases, read_aliases
from lionrock.model.fields import definition
from lionrock.model.match import Organisation
from lionrock.model.reference import Reference
from lionrock.model.statement import Problem
from lionrock.resolve.cluster import identity, warnings
from lionrock.resolve.index import build_index as build_names
from lionrock.resolve.matcher import open_affiliations
from lionrock.resolve.pairing import open_pairing
from lionrock.resolve.registry import organisations
from lionrock.resolve.unknown import open_reading
from lionrock.resolve.world import merge
from lionrock.settings import Settings
from lionrock.sources._gather import Gathered
from lionrock.sources.arxiv import kept_categories
from lionrock.sources.openalex_institutions import kept_institutions
from lionrock.sources.openalex_topics import kept_topics
from lionrock.sources.ror import BadDump, read_dump
from lionrock.sources.ror import kept as kept_dump
from lionrock.store import builds
from lionrock.store.documents import DocumentWriter
from lionrock.store.duck import Duck
from lionrock.store.judgements import Tables
from lionrock.store.loading import RecordFile
from lionrock.store.snapshots import Shelf
from lionrock.store.verify import seal_home
from lionrock.store.works import BadFile

Stage = Callable[[str], None]
_Written = tuple[Gathered, int, list[str]]
"""What was read, how many entities there are, what to warn of."""


def make(
    settings: Settings, judged: Tables, made_of: tuple[str, dict[str, str]], stage: Stage
) -> tuple[builds.Manifest, dict[str, float]]:
    """Make a build and publish it; its manifest and the seconds each stage took. `made_of`: its
    id and its inputs. Raises Refused when the inputs have problems."""
    reference = reference_of(settings)
    clock = _Clock(stage)
    partial = builds.begin(settings, made_of[0])
    try:
        written = _write(settings, reference, judged, partial, clock)
        manifest = _manifest(*made_of, reference, written)
        with clock("publish"):
            final = builds.publish(settings, partial, manifest)
            remember(settings, manifest)
            builds.serve(settings, final)
            seal_home(settings)
    finally:
        builds.sweep_home(settings)
    return manifest, clock.seconds


def _write(
    settings: Settings, reference: Reference, judged: Tables, partial: Path, clock: "_Clock"
) -> _Written:
    """Write every file of a build but its manifest; Refused before anything is derived."""
    scratch = partial / "scratch.json"
    records = RecordFile(partial / "records.json")
    with clock("read"):
        aliases = _aliases_of(settings)
        gathered, extracted = gather_all(settings, reference, aliases, records)
        if gathered.problems or judged.problems:
            raise Refused([*gathered.problems, *judged.problems])
    database = Duck(partial / builds.DATABASE)
    try:
        with clock("load"):
            records.load(database, gathered.snapshots, scratch)
        with clock("tables"):
            told = _make_tables(database, reference, judged, scratch)
            database.run([("extractions", TABLE), ("names_in_documents", naming.TABLE)])
            database.insert("extractions", extracted.rows, scratch)
            database.insert("names_in_documents", extracted.names, scratch)
        with clock("names"):
            known = organisations(database, aliases)
            try:
                build_names(_with_world(settings, known), partial / builds.MATCH)
            except BadDump as bad:  # it was whole when it was kept
                message = f"{bad}; fetch it anew: lionrock update ror"
                raise Refused([Problem("ror", 0, message)]) from None
        with clock("works"):
            desk = Shelf(settings, reference.gathered)
            told += _make_works(database, settings, (desk, judged), partial)
        with ThreadPoolExecutor(1) as beside:  # Python analyses text while the engine makes JSON
            index = beside.submit(build_index, database.fork(), reference, partial / builds.SEARCH)
            entities = _write_documents(settings, database, reference, partial, clock)
            with clock("index"):
                index.result()
    finally:
        database.close()
    return gathered, entities, told


def _make_tables(database: Duck, reference: Reference, judged: Tables, scratch: Path) -> list[str]:
    """Make the tables, with what was judged the same as one; what there is to warn of."""
    named = {id_ for pair in judged.standing() for id_ in pair}
    kinds = {
        id_: kind
        for id_, kind in database.rows(
            "SELECT DISTINCT subject, kind FROM statements WHERE subject IN (SELECT unnest(?))",
            [sorted(named)],
        )
        if kind in reference.schema.kinds and kind != "observation"
    }
    made = identity(judged, kinds)
    make_tables(database, reference, scratch, made.canonical)
    return warnings(judged, made)


def _make_works(
    database: Duck, settings: Settings, given: tuple[Shelf, Tables], partial: Path
) -> list[str]:
    """Load the bulk records that are kept, and count them; what there is to warn of."""
    desk, judged = given
    kept = [file for file in desk.latest(works.SOURCE) if file.name.startswith("works")]
    scratch, index = partial / "scratch.json", partial / builds.MATCH
    opened = bound(open_affiliations, index)
    grouping = Grouping(open_reading, bound(open_pairing, index), _of_names(judged))
    try:
        loaded = bulk_works(settings.cluster, database, kept, opened, grouping, partial)
    except BadFile as bad:
        raise Refused([Problem("works", 0, f"{bad}; fetch it anew: lionrock update")]) from None
    except SparkFailed as error:
        raise Refused([Problem("spark", 0, str(error))]) from None
    works.write_figures(database, definition(), builds.code_digest("resolve")[:8], scratch)
    told = loaded.warnings()
    pairs = kept_categories(desk.latest("arxiv"), told.append)
    write_agreement(database, definition(), pairs, scratch)
    write_graph(database, scratch)
    told += _beside_works(database, desk, scratch)
    return told


def _beside_works(database: Duck, desk: Shelf, scratch: Path) -> list[str]:
    """What OpenAlex says of institutions and topics themselves, where it is kept; what there is
    to warn of."""
    told: list[str] = []
    institutions = kept_institutions(desk.latest("openalex_institutions"), told.append)
    write_institutions(database, institutions.rows, scratch)
    topics = kept_topics(desk.latest("openalex_topics"), told.append)
    told += write_taxonomy(database, definition(), topics.rows, scratch)
    for source, kept in (("openalex_institutions", institutions), ("openalex_topics", topics)):
        told += set_aside(database, source, len(kept.rows), kept.aside, scratch)
    return told


def _of_names(judged: Tables) -> list[tuple[str, str, str]]:
    """What was decided of names that no organisation is known by."""
    return [
        (one.left, one.right, one.verdict)
        for one in judged.standing().values()
        if one.of_names and one.verdict != "unsure"
    ]


def _with_world(settings: Settings, known: Iterable[Organisation]) -> Iterable[Organisation]:
    """The organisations of the registry, and those of ROR where a dump of it is kept."""
    dump = kept_dump(settings)
    if dump is None:
        return known
    return merge(known, read_dump(dump, lambda problem: None))  # told when it was kept


def _aliases_of(settings: Settings) -> Aliases:
    try:
        return read_aliases(settings.registry)
    except ValueError as error:
        raise Refused([Problem(ALIASES, 0, str(error))]) from None


def _write_documents(
    settings: Settings, database: Duck, reference: Reference, partial: Path, clock: "_Clock"
) -> int:
    """Write the documents of entities, indicators and facets; the number of entities."""
    writer = DocumentWriter(partial / builds.DOCUMENTS)
    try:
        with clock("documents"), database.widened():
            entities = write_entities(database, writer)
            write_publishers(database, writer)
            write_redirects(database, writer)
            write_translations(database, writer)
        with clock("indicators"):
            write_indicators(database, reference.catalogue, writer)
            write_targets(database, reference, settings.registry, writer, partial / "scratch.json")
            write_composite(database, reference, settings.registry, writer)
        with clock("facets"):
            write_facets(database, writer.reader(), writer)
    except (WrongAim, WrongIndex) as error:
        raise Refused([Problem(error.file, 0, str(error))]) from None
    finally:
        writer.close()
    return entities


def _manifest(
    build_id: str, inputs: dict[str, str], reference: Reference, written: _Written
) -> builds.Manifest:
    gathered, entities, told = written
    gates = ["every line read", "every reference answered", "counts within what sources expect"]
    return builds.Manifest(
        build_id, __version__, inputs, reference.gathered, entities,
        dict(sorted(gathered.counts.items())), [*gathered.warnings, *told], gates,
    )  # fmt: skip


class _Clock:
    """Tells the listener what begins and keeps the seconds each stage took."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        self._stage(name)
        begun = perf_counter()
        yield
        self.seconds[name] = round(perf_counter() - begun, 3)
