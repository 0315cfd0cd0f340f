"""A build: snapshots → statements → tables → indicators → documents → index → manifest → swap.

Nothing is published unless every line was read and every gate passed; whatever happens on the
way, the observatory that was served before is served still.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial as bound
from pathlib import Path
from time import perf_counter

import msgspec

from lionrock import __version__
from lionrock.answer.extraction.gathering import gather_all
from lionrock.answer.extraction.stage import TABLE
from lionrock.derive import works
from lionrock.derive.agreement import write_agreement
from lionrock.derive.cluster import SparkFailed, on_spark
from lionrock.derive.coverage import is_whole
from lionrock.derive.documents import write_entities, write_publishers, write_redirects
from lionrock.derive.graph import write_graph
from lionrock.derive.index import build_index
from lionrock.derive.indicators import write_indicators
from lionrock.derive.remember import remember
from lionrock.derive.tables import make_tables
from lionrock.facets._documents import write_facets
from lionrock.model.aliases import FILE as ALIASES
from lionrock.model.aliases import Aliases, read_aliases
from lionrock.model.fields import definition
from lionrock.model.match import Organisation
from lionrock.model.reference import FILES, Reference, read_reference
from lionrock.model.statement import Problem
from lionrock.resolve.cluster import identity, warnings
from lionrock.resolve.index import build_index as build_names
from lionrock.resolve.matcher import open_affiliations
from lionrock.resolve.registry import organisations
from lionrock.resolve.world import merge
from lionrock.settings import BUNDLED_REGISTRY, Settings
from lionrock.sources._documents import FILE as LISTS
from lionrock.sources._gather import Gathered, gather, sources
from lionrock.sources.arxiv import kept_categories
from lionrock.sources.ror import BadDump, read_dump
from lionrock.sources.ror import kept as kept_dump
from lionrock.store import builds, decisions
from lionrock.store.documents import DocumentReader, DocumentWriter
from lionrock.store.duck import Duck
from lionrock.store.judgements import Tables, read_tables
from lionrock.store.live import Drawer
from lionrock.store.loading import RecordFile
from lionrock.store.snapshots import Shelf
from lionrock.store.verify import seal_home
from lionrock.store.works import BadFile

STAGES = (
    "read", "load", "tables", "names", "works", "documents", "indicators", "facets", "index",
    "publish",
)  # fmt: skip
ID_LENGTH = 16

Stage = Callable[[str], None]
_Written = tuple[Gathered, int, list[str]]
"""What was read, how many entities there are, what to warn of."""


class Refused(Exception):
    """The inputs have problems; nothing was published."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems; nothing was published")
        self.problems = problems


class Built(msgspec.Struct, frozen=True):
    """What a run of `build` did: the manifest, whether it was new, seconds per stage."""

    manifest: builds.Manifest
    fresh: bool
    seconds: dict[str, float]


def validate(settings: Settings) -> Gathered:
    """Read everything and publish nothing; the result lists every problem at once."""
    reference = reference_of(settings)
    desk = Shelf(settings, reference.gathered, keeps=False)
    gathered = gather(desk, reference, lambda record, fetched: None)
    gathered.problems += read_tables(settings).shipped.problems
    return gathered


def reference_of(settings: Settings) -> Reference:
    """The reference tables of the registry; Refused when one of its files is wrong."""
    if not settings.registry.is_dir():
        raise Refused([Problem(str(settings.registry), 0, "no such folder; expected a registry")])
    try:
        return read_reference(settings.registry, BUNDLED_REGISTRY)
    except (ValueError, OSError) as error:
        raise Refused([Problem("registry", 0, str(error))]) from None


def build(settings: Settings, stage: Stage = lambda name: None) -> Built:
    """Make the observatory of `settings` and swap it in; a no-op when nothing changed.

    `stage` is told each stage of STAGES as it begins. Raises Refused when the inputs have
    problems and store.builds.Busy when another build runs in the same home.
    """
    with builds.locked(settings):
        builds.sweep_home(settings)
        judged = read_tables(settings)
        inputs = _inputs(settings, judged)
        build_id = hashlib.sha256(msgspec.json.encode(inputs, order="sorted")).hexdigest()[
            :ID_LENGTH
        ]
        done = builds.finished(settings, build_id)
        if done is not None:
            remember(settings, done)
            builds.serve(settings, settings.builds / build_id)
            return Built(done, False, {})
        reference = reference_of(settings)
        clock = _Clock(stage)
        partial = builds.begin(settings, build_id)
        try:
            written = _write(settings, reference, judged, partial, clock)
            manifest = _manifest(build_id, inputs, reference, written)
            with clock("publish"):
                final = builds.publish(settings, partial, manifest)
                remember(settings, manifest)
                builds.serve(settings, final)
                seal_home(settings)
        finally:
            builds.sweep_home(settings)
        return Built(manifest, True, clock.seconds)


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
            database.run([("extractions", TABLE)])
            database.insert("extractions", extracted.rows, scratch)
        with clock("names"):
            known = organisations(database, aliases)
            try:
                build_names(_with_world(settings, known), partial / builds.MATCH)
            except BadDump as bad:  # it was whole when it was kept
                message = f"{bad}; fetch it anew: lionrock update ror"
                raise Refused([Problem("ror", 0, message)]) from None
        with clock("works"):
            desk = Shelf(settings, reference.gathered)
            told += _make_works(database, settings, desk, partial)
        with ThreadPoolExecutor(1) as beside:  # Python analyses text while the engine makes JSON
            index = beside.submit(build_index, database.fork(), reference, partial / builds.SEARCH)
            entities = _write_documents(database, reference, partial, clock)
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


def _make_works(database: Duck, settings: Settings, desk: Shelf, partial: Path) -> list[str]:
    """Load the bulk records that are kept, and count them; what there is to warn of."""
    kept = [file for file in desk.latest(works.SOURCE) if file.name.startswith("works")]
    files = [file for file in kept if "manifest" not in file.name]
    scratch, index = partial / "scratch.json", partial / builds.MATCH
    try:
        if settings.cluster is not None and files:
            opened = bound(open_affiliations, index)
            loaded = on_spark(settings.cluster, database, kept, opened)
        else:
            works.load_works(database, files, partial / "works.loading")
            whole = is_whole(kept, dict(database.rows("SELECT snapshot, lines FROM work_files")))
            match = open_affiliations(index) if files else works.nothing
            loaded = works.make_works(database, match, definition(), whole, scratch)
    except BadFile as bad:
        raise Refused([Problem("works", 0, f"{bad}; fetch it anew: lionrock update")]) from None
    except SparkFailed as error:
        raise Refused([Problem("spark", 0, str(error))]) from None
    works.write_figures(database, definition(), builds.code_digest("resolve")[:8], scratch)
    told = loaded.warnings()
    pairs = kept_categories(desk.latest("arxiv"), told.append)
    write_agreement(database, definition(), pairs, scratch)
    write_graph(database, scratch)
    return told


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


def _write_documents(database: Duck, reference: Reference, partial: Path, clock: "_Clock") -> int:
    """Write the documents of entities, indicators and facets; the number of entities."""
    writer = DocumentWriter(partial / builds.DOCUMENTS)
    try:
        with clock("documents"):
            entities = write_entities(database, writer)
            write_publishers(database, writer)
            write_redirects(database, writer)
        with clock("indicators"):
            write_indicators(database, reference.catalogue, writer)
        with clock("facets"):
            writer.flush()
            write_facets(database, DocumentReader(partial / builds.DOCUMENTS), writer)
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


def _inputs(settings: Settings, judged: Tables) -> dict[str, str]:
    """Digest of everything a build depends on: the registry's files, what the user judged, the
    sets of live sources, and this package's own files."""
    own = {"judgements": judged.own.digest, "decisions": decisions.read(settings).digest}
    digests = {name: digest for name, digest in own.items() if digest is not None}
    for path in sorted([*settings.registry.glob("*.jsonl"), *settings.registry.glob(ALIASES)]):
        digests[f"registry/{path.name}"] = hashlib.sha256(path.read_bytes()).hexdigest()
    for name in (*FILES, LISTS):
        path = settings.registry / name
        chosen = path if path.exists() else BUNDLED_REGISTRY / name
        if chosen.exists():
            digests[f"registry/{name}"] = hashlib.sha256(chosen.read_bytes()).hexdigest()
    live = {module.SOURCE.id for module in sources() if module.SOURCE.live}
    for source in sorted(live | {works.SOURCE}):
        digest = Drawer(settings, source).digest()
        if digest is not None:
            digests[f"snapshots/{source}"] = digest
    return digests | {"lionrock": __version__, "code": builds.code_digest()}


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
