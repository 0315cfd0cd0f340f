"""Names that nobody knows, from works to proposed organisations, by the steps of a build."""

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from lionrock.build import build
from lionrock.derive.grouping import Grouping, group_names
from lionrock.derive.works import load_works, make_works
from lionrock.model.fields import definition
from lionrock.model.judgement import Judgement
from lionrock.resolve.matcher import open_affiliations
from lionrock.resolve.pairing import open_pairing
from lionrock.resolve.unknown import open_reading, unknown_names
from lionrock.settings import Settings
from lionrock.store import builds
from lionrock.store.duck import Duck
from lionrock.store.judgements import add
from tests.works import HKUST, work, written
from tests.works_city import keep, without_works
from tests.works_unknown import unknown

MORE = [work(700, 2024, "T10020", [("Uncounted Institute of Nothing, Leeds", ())])]


@pytest.fixture(scope="module")
def database(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Duck]:
    folder = tmp_path_factory.mktemp("grouping")
    there = builds.current(Settings(home=home))
    made = without_works(there, folder)
    works = [*unknown(), work(701, 2024, "T10320", [HKUST]), *MORE]
    load_works(made, [written(folder, works)], folder / "loading")
    make_works(made, open_affiliations(there / builds.MATCH), definition(), False, folder / "s")
    opened = partial(open_pairing, there / builds.MATCH)
    group_names(made, Grouping(open_reading, opened), folder / "s")
    yield made
    made.close()


def groups(database: Duck) -> set[frozenset[tuple[str, str]]]:
    found = defaultdict(set)
    for proposed, text, place in database.rows("SELECT proposed, text, place FROM proposed_names"):
        found[proposed].add((text, place))
    return {frozenset(names) for names in found.values()}


def test_spellings_of_one_body_come_together(database: Duck) -> None:
    looms = [
        ("Westmere Institute of Looms", "leeds"), ("Westmer Inst. of Looms", "uk"),
        ("Westmere Institut of Looms", ""),
    ]  # fmt: skip
    assert frozenset(looms) in groups(database)


def test_a_name_that_fits_two_cities_does_not_make_them_one(database: Duck) -> None:
    assert frozenset([("Westmere Institute of Looms", "paris")]) in groups(database)


def test_hospitals_of_other_numbers_stay_apart(database: Duck) -> None:
    found = groups(database)
    for number in (1, 2):
        assert frozenset([(f"Kelvale No. {number} Hospital", "shenzhen")]) in found


def test_what_is_known_and_what_is_not_counted_is_not_proposed(database: Duck) -> None:
    raws = {row[0] for row in database.rows("SELECT raw FROM proposed_strings")}
    assert HKUST[0] not in raws
    assert MORE[0]["authorships"][0]["raw_affiliation_strings"][0] not in raws
    assert "Dept. of Tests, Westmere Institute of Looms, Leeds, UK" in raws


def test_an_organisation_counts_its_works_once_and_names_one_institution(database: Duck) -> None:
    ((names, strings, works, institution),) = database.rows(
        "SELECT names, strings, works, institution FROM proposed_organisations "
        "WHERE text = 'Nowhere Foundry Limited'"
    )
    assert (names, strings, works) == (1, 3, 5)
    assert institution == "I97018004"


def test_a_build_groups_and_heeds_what_was_judged_of_names(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    keep(settings, "openalex", [written(tmp_path, unknown(), "works-0001.jsonl.gz")])
    build(settings)
    with_one = _proposed(settings)
    left, right = (
        unknown_names(text)[0].id
        for text in ("Kelvale Hospital, Shenzhen, China", "KELVALE HOSPITAL, Guangdong, China")
    )
    assert with_one[left] == with_one[right]
    told = ("different", "me", "2026-11-30T00:00:00+00:00")
    add(settings, Judgement(left, right, *told))
    built = build(settings)
    parted = _proposed(settings)
    assert parted[left] != parted[right]
    assert not [one for one in built.manifest.warnings if "judgements" in one]


def _proposed(settings: Settings) -> dict[str, str]:
    database = Duck(builds.current(settings) / builds.DATABASE, read_only=True)
    found: dict[str, str] = dict(database.rows("SELECT name, proposed FROM proposed_names"))
    database.close()
    return found
