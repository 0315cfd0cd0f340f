"""Works from OpenAlex's files to tables and figures, on the registry's own bodies."""

from pathlib import Path

import pytest

from lionrock.derive.works import load_works, make_works, nothing, write_figures
from lionrock.model.fields import definition
from lionrock.settings import Settings
from lionrock.store import builds
from tests.works import HKUST, MALFORMED, WORKS
from tests.works_city import City, without_works


def test_every_line_is_a_work_or_is_set_aside_and_counted(city: City) -> None:
    assert city.loaded.lines == len(WORKS) + len(MALFORMED)
    assert sum(city.loaded.quarantined.values()) == len(MALFORMED)
    paratext, older = 1, 1
    assert city.loaded.works == len(WORKS) - paratext - older
    assert city.loaded.warnings()[0] == (
        "works: 3 of 37 lines set aside: line is not a JSON object of a work"
    )


def test_what_is_set_aside_says_where_and_why(city: City) -> None:
    found = city.rows("SELECT row_number, work, reason FROM quarantine ORDER BY row_number")
    assert found == [
        (16, None, "line is not a JSON object of a work"),
        (17, None, "line is not a JSON object of a work"),
        (18, "W4300000901", "publication_year is not a year"),
        (19, "W4300000902", "authorships is missing or no list"),
        (20, "W4300000903", "cited_by_count is not a whole number"),
        (21, None, "line is not a JSON object of a work"),
        (22, "W4300000904", "updated_date is not a date"),
        (23, "W4300000905", "topics: id or score is missing or of another type"),
    ]


def test_a_work_leads_to_its_file_and_line(city: City) -> None:
    found = dict(city.rows("SELECT work, row_number FROM works"))
    assert found["W4300000001"] == 1
    assert found["W4300000015"] == 15
    assert found["W4300000016"] == 16 + len(MALFORMED)
    digests = city.rows("SELECT DISTINCT snapshot FROM works")
    assert [len(digest) for (digest,) in digests] == [64]


def test_the_newest_version_of_a_work_counts(city: City) -> None:
    assert city.rows("SELECT cited_by, authors FROM works WHERE work = 'W4300000028'") == [(9, 2)]


def test_missing_parts_are_unknown_and_a_name_is_found_where_it_stands(city: City) -> None:
    assert city.rows(
        "SELECT venue, venue_name, venue_type FROM works WHERE work = 'W4300000012'"
    ) == [(None, None, None)]
    assert city.one("SELECT title FROM works WHERE work = 'W4300000023'") == (
        "Known by its other name"
    )
    assert city.rows(
        "SELECT topic, topic_score, subfield FROM works WHERE work = 'W4300000014'"
    ) == [(None, None, None)]


def test_arxiv_ids_come_from_the_doi_or_a_location(city: City) -> None:
    found = dict(city.rows("SELECT work, arxiv FROM works WHERE arxiv IS NOT NULL"))
    assert found == {"W4300000020": "2403.01234", "W4300000021": "2404.09999"}


def test_no_table_holds_a_person(city: City) -> None:
    columns = city.rows(
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_catalog <> 'scratch' AND data_type LIKE 'VARCHAR%'"
    )
    assert ("authorships", "raw") in columns
    for table, name in columns:
        found = city.one(
            f"""SELECT count(*) FROM {table} WHERE CAST("{name}" AS VARCHAR) ILIKE '%unkept%'"""
        )
        assert found == 0, (table, name)


def test_addresses_of_persons_are_cut_from_affiliations(city: City) -> None:
    raw = city.one("SELECT raw FROM authorships WHERE work = 'W4300000026'")
    assert raw == "Hong Kong University of Science and Technology, Hong Kong"


def test_affiliations_are_resolved_from_what_is_written(city: City) -> None:
    found = dict(city.rows("SELECT raw, organisation FROM affiliation_strings"))
    assert found["香港科技大学（广州），广东 广州 511453"] == "hkust-guangzhou"
    assert found["香港城市大學電腦科學系，香港九龍"] == "cityu"
    assert "Independent Researcher" not in found
    assert found[HKUST[0]] == "hkust"


def test_an_author_counts_once_and_is_shared_among_affiliations(city: City) -> None:
    found = city.rows(
        "SELECT organisation, fraction FROM work_organisations "
        "WHERE work = 'W4300000005' AND via = 'ours' ORDER BY organisation"
    )
    assert found == [("cityu", 0.5), ("cuhk", 0.25), ("hkust", 0.25)]
    most = city.one(
        "SELECT max(s) FROM (SELECT sum(fraction) s FROM work_organisations GROUP BY work, via)"
    )
    assert most == pytest.approx(1)


def test_openalex_s_own_assignment_is_kept_beside_ours(city: City) -> None:
    found = city.rows(
        "SELECT via, organisation FROM work_organisations WHERE work = 'W4300000006' ORDER BY via"
    )
    assert found == [("openalex", "hkust"), ("ours", "hkust-guangzhou")]
    moved = city.rows("SELECT theirs, ours, works FROM differences ORDER BY works DESC")
    assert moved == [
        (["hkust"], ["hkust-guangzhou"], 3),
        (["hkust"], ["hkust-guangzhou"], 2),
    ]


def test_fields_follow_the_definition(city: City) -> None:
    def fields(work: str) -> list[str]:
        rows = city.rows(f"SELECT field FROM work_fields WHERE work = '{work}' ORDER BY field")
        return [field for (field,) in rows]

    assert fields("W4300000001") == ["ai", "machine_learning"]
    assert fields("W4300000010") == []  # quantum information, though OpenAlex's subfield is 1702
    assert fields("W4300000014") == []
    assert fields("W4300000015") == ["ai", "computer_vision"]  # by its venue


def test_retracted_works_and_other_types_are_kept_but_not_counted(city: City) -> None:
    kept = city.one("SELECT count(*) FROM works WHERE work IN ('W4300000011', 'W4300000017')")
    counted = city.one("SELECT count(*) FROM outputs WHERE work IN ('W4300000011', 'W4300000017')")
    assert (kept, counted) == (2, 0)


def test_without_files_the_tables_are_there_and_empty(home: Path, tmp_path: Path) -> None:
    database = without_works(builds.current(Settings(home=home)), tmp_path)
    load_works(database, [], tmp_path / "loading")
    made = make_works(database, nothing, definition(), False, tmp_path / "scratch")
    write_figures(database, definition(), "m1", tmp_path / "scratch")
    assert (made.works, made.lines, made.quarantined) == (0, 0, {})
    ((counted,),) = database.rows("SELECT count(*) FROM observations WHERE id LIKE 'works-%'")
    database.close()
    assert counted == 0
    assert not (tmp_path / "loading").exists()
