"""What every source promises. A new source is found by itself and held to the same.

A source has a fixture, a folder tests/golden/<its id>/ of raw files as it would fetch them, and a
golden, tests/golden/<its id>.txt: what is read from them. A source of statements yields records,
a source of names organisations.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from lionrock.model.match import Organisation
from lionrock.model.publishers import TIERS
from lionrock.model.reference import Reference
from lionrock.model.schema import schema
from lionrock.model.source import Fetched, Record, Source
from lionrock.model.statement import Problem, Snapshot
from lionrock.model.text import LANGUAGES
from lionrock.settings import BUNDLED_REGISTRY, Settings
from lionrock.sources._gather import gather, sources
from lionrock.store.snapshots import Shelf
from tests.sources.reading import reference_of

GOLDEN = Path(__file__).parents[1] / "golden"
MODULES = {module.SOURCE.id: module for module in sources()}
MAKERS = [module for module in MODULES.values() if module.SOURCE.role == "statements"]
NAMERS = [module for module in MODULES.values() if module.SOURCE.role == "names"]
RECORDERS = [one for one in MODULES.values() if one.SOURCE.role in ("records", "documents")]
LICENCES = {
    "CC-BY-4.0", "CC0-1.0", "LicenseRef-Hugging-Face-Terms", "LicenseRef-Publishers-Terms",
    "ODbL-1.0", "ODC-By-1.0",
}  # fmt: skip
every_source = pytest.mark.parametrize("module", MODULES.values(), ids=MODULES.keys())
every_maker = pytest.mark.parametrize("module", MAKERS, ids=lambda module: module.SOURCE.id)
every_recorder = pytest.mark.parametrize("module", RECORDERS, ids=lambda module: module.SOURCE.id)
every_namer = pytest.mark.parametrize("module", NAMERS, ids=lambda module: module.SOURCE.id)


@pytest.fixture(scope="module")
def reference() -> Reference:
    return reference_of(BUNDLED_REGISTRY)


def fixture_files(source: Source) -> list[Path]:
    return sorted(path for path in (GOLDEN / source.id).iterdir() if path.is_file())


def read(
    module: ModuleType, paths: list[Path], reference: Reference
) -> tuple[list[Record], list[Problem]]:
    records: list[Record] = []
    problems: list[Problem] = []
    for path in paths:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        snapshot = Snapshot(digest, module.SOURCE.id, path.name, None, "", module.SOURCE.licence)
        fetched = Fetched(snapshot, path, path.name)
        records += module.parse(fetched, reference, problems.append)
    return records, problems


def test_sources_are_found() -> None:
    assert {module.SOURCE.id for module in MAKERS} >= {"registry"}
    assert {module.SOURCE.id for module in NAMERS} >= {"ror"}
    with pytest.raises(ValueError, match="no source 'rumours'; known: "):
        sources(("rumours",))


@every_source
def test_it_declares_what_it_is(module: ModuleType) -> None:
    source: Source = module.SOURCE
    assert source.id == module.__name__.rpartition(".")[2]
    assert source.licence in LICENCES
    assert source.publisher
    assert source.cadence
    assert source.url.startswith("https://")
    assert set(source.languages) <= set(LANGUAGES)
    assert source.languages
    assert all(source.title.table().values())
    assert module.__doc__


@every_source
def test_it_says_how_much_it_expects(module: ModuleType) -> None:
    known = {*schema().kinds, *schema().relations, "observation"}
    known |= {"records": {"work", "topic"}, "documents": {"document"}}.get(
        module.SOURCE.role, set()
    )
    assert module.SOURCE.expects
    assert set(module.SOURCE.expects) <= known
    assert all(0 <= low <= high for low, high in module.SOURCE.expects.values())


@every_maker
def test_its_fixture_is_read_without_a_problem(module: ModuleType, reference: Reference) -> None:
    records, problems = read(module, fixture_files(module.SOURCE), reference)
    assert not problems
    assert len({record.subject for record in records}) == len(records)
    known = {*schema().kinds, *schema().relations, "observation"}
    for record in records:
        assert record.kind in known
        assert record.claims
        assert {claim[0] for claim in record.claims} <= schema().properties.keys()
        assert {tier for _, _, tier in record.addresses} <= set(TIERS)
        assert record.addresses
        file, _, line = record.locator.rpartition(":")
        assert (GOLDEN / module.SOURCE.id / file).exists()
        assert int(line) > 0


@every_maker
def test_reading_twice_reads_the_same(module: ModuleType, reference: Reference) -> None:
    paths = fixture_files(module.SOURCE)
    assert read(module, paths, reference) == read(module, paths, reference)


@every_maker
def test_a_field_it_does_not_know_is_told_on_every_line(
    module: ModuleType, reference: Reference, tmp_path: Path
) -> None:
    lines = 0
    for path in fixture_files(module.SOURCE):
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        lines += len(rows)
        text = "".join(json.dumps(_with_one_more(row)) + "\n" for row in rows)
        (tmp_path / path.name).write_text(text, "utf-8")
    _, problems = read(module, sorted(tmp_path.iterdir()), reference)
    told = {str(problem).partition(";")[0] for problem in problems}
    assert len(told) == lines
    assert all(message.endswith("unknown key 'unheard_of'") for message in told)


def _with_one_more(row: Any) -> Any:
    """An object with a key that nobody has heard of; a list of them, each with it."""
    return (
        [_with_one_more(one) for one in row] if isinstance(row, list) else row | {"unheard_of": 1}
    )


@every_maker
def test_what_it_reads_has_not_changed(
    module: ModuleType, reference: Reference, golden: Callable[[str, str], None]
) -> None:
    records, _ = read(module, fixture_files(module.SOURCE), reference)
    golden(f"{module.SOURCE.id}.txt", "\n".join(map(_written, records)))


def counted(module: ModuleType, paths: list[Path]) -> tuple[Counter[str], list[Problem]]:
    problems: list[Problem] = []
    counts: Counter[str] = Counter()
    for path in paths:
        snapshot = Snapshot("0" * 64, module.SOURCE.id, path.name, None, "", module.SOURCE.licence)
        counts.update(module.count(Fetched(snapshot, path, path.name), problems.append))
    return counts, problems


@every_recorder
def test_its_fixture_is_counted_without_a_problem(
    module: ModuleType, golden: Callable[[str, str], None]
) -> None:
    counts, problems = counted(module, fixture_files(module.SOURCE))
    assert not problems
    assert set(counts) == set(module.SOURCE.expects)
    assert all(module.SOURCE.expects[kind][0] <= number for kind, number in counts.items())
    golden(f"{module.SOURCE.id}.txt", "".join(f"{k}: {n}\n" for k, n in sorted(counts.items())))


def organisations(
    module: ModuleType, paths: list[Path]
) -> tuple[list[Organisation], list[Problem]]:
    problems: list[Problem] = []
    return [one for path in paths for one in module.read_dump(path, problems.append)], problems


@every_namer
def test_its_fixture_gives_organisations_without_a_problem(module: ModuleType) -> None:
    found, problems = organisations(module, fixture_files(module.SOURCE))
    assert found and not problems
    assert len({one.id for one in found}) == len(found)
    assert {one.kind for one in found} <= {
        *schema().vocabularies["organisation_class"],
        "organisation",
    }
    for one in found:
        assert one.names and all(name.text.strip() for name in one.names)
        assert all(one.label.table().values())
        assert one.id not in one.parents
        assert all(city.isascii() and city == city.lower() for city in one.cities)
        assert len(one.country) in (0, 2)


@every_namer
def test_organisations_are_the_same_when_read_again(module: ModuleType) -> None:
    paths = fixture_files(module.SOURCE)
    assert organisations(module, paths) == organisations(module, paths)


@every_namer
def test_a_field_that_no_name_is_read_from_is_told_once(module: ModuleType, tmp_path: Path) -> None:
    for path in fixture_files(module.SOURCE):
        rows = [row | {"unheard_of": 1} for row in json.loads(path.read_text("utf-8"))]
        changed = tmp_path / path.name
        changed.write_text(json.dumps(rows), "utf-8")
        found, problems = organisations(module, [changed])
        assert found == organisations(module, [path])[0]
        assert ["unheard_of" in str(problem) for problem in problems] == [True]
        assert f"{len(rows)} times" in problems[0].message


@every_namer
def test_a_kept_file_is_found_again(module: ModuleType, tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    assert module.kept(settings) is None
    for path in fixture_files(module.SOURCE):
        result = module.keep_dump(Shelf(settings, "2026-01-01"), path)
        assert module.kept(settings) == result.fetched.path
        assert result.fetched.path.read_bytes() == path.read_bytes()
        assert not result.problems
        assert organisations(module, [result.fetched.path]) == organisations(module, [path])


@every_namer
def test_a_gathering_passes_it_over(module: ModuleType, reference: Reference) -> None:
    settings = Settings(BUNDLED_REGISTRY.parent / "nowhere")
    gathered = gather(
        Shelf(settings, None, keeps=False), reference, lambda *_: None, (module.SOURCE.id,)
    )
    assert not gathered.snapshots and not gathered.problems and not gathered.counts


@every_namer
def test_the_organisations_have_not_changed(
    module: ModuleType, golden: Callable[[str, str], None]
) -> None:
    found, _ = organisations(module, fixture_files(module.SOURCE))
    golden(f"{module.SOURCE.id}.txt", "\n".join(map(_described, found)))


def _described(one: Organisation) -> str:
    where = ", ".join(one.cities)
    lines = [f"{one.id} {one.kind} [{where}] {one.country}"]
    lines.append(f"    {one.label.en} / {one.label.hant} / {one.label.hans}")
    lines += [f"    {n.type} [{n.lang}] {n.text}" for n in one.names]
    lines += [f"    part of {parent}" for parent in one.parents]
    return "\n".join(lines) + "\n"


def _written(record: Record) -> str:
    mirrored = " (mirror)" if record.mirrored else ""
    lines = [f"{record.locator} {record.kind} {record.subject}{mirrored}"]
    for prop, value, lang, original in record.claims:
        tag = f" [{lang}]" if lang else ""
        written = f"  <- {original}" if original else ""
        lines.append(f"    {prop}{tag} = {value}{written}")
    lines += [f"    @ {publisher} ({tier}) {url}" for url, publisher, tier in record.addresses]
    return "\n".join(lines) + "\n"
