"""OpenAlex's institutions and topics: what is asked for, drift, folders of the snapshot, builds."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from lionrock.answer.observatory import Observatory
from lionrock.build import build, reference_of
from lionrock.model.source import GivenRefused
from lionrock.settings import Settings
from lionrock.sources import openalex_institutions, openalex_topics
from lionrock.sources._update import update
from lionrock.store.live import Drawer, Status, latest
from lionrock.store.snapshots import Shelf
from tests.institutions import (
    ADDRESS,
    BODIES,
    Change,
    as_parquet,
    institution,
    lines,
    page,
    snapshot,
    taxonomy,
)
from tests.sources.live_home import Home
from tests.sources.misbehaving import Answer, Request, Server, http
from tests.sources.visiting import Client
from tests.works import Work

MODULES = {"institutions": openalex_institutions, "topics": openalex_topics}
RECORDS: dict[str, list[Work]] = {"institutions": list(BODIES), "topics": taxonomy()}
PER_PAGE = {"institutions": 3, "topics": 60}
both = pytest.mark.parametrize("entity", MODULES)


def unchanged(body: dict[str, Any]) -> None:
    """Leave a page as it is."""


def service(entity: str, change: Change = unchanged) -> Answer:
    """The API's pages of an entity: those of Hong Kong and Macau, or all; nothing by ROR id."""
    records, size = RECORDS[entity], PER_PAGE[entity]

    def answer(request: Request) -> bytes:
        asked = parse_qs(urlsplit(request.path).query)
        if asked.get("filter", [""])[0].startswith("ror:"):
            return http(json.dumps(page([], None, 0)).encode(), Content_Type="application/json")
        at = 0 if asked["cursor"][0] == "*" else int(asked["cursor"][0])
        after = str(at + 1) if (at + 1) * size < len(records) else None
        body = page(records[at * size : (at + 1) * size], after, len(records))
        body = json.loads(json.dumps(body))
        change(body)
        return http(json.dumps(body).encode(), Content_Type="application/json")

    return answer


Run = Callable[..., Status]


@pytest.fixture
def run(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Run:
    settings = Settings(tmp_path / "home")
    client = Client(tmp_path, server)

    def one(entity: str, change: Change = unchanged) -> Status:
        module = MODULES[entity]
        monkeypatch.setattr(module, "API", server.url("").rstrip("/"))
        server.answers[f"/{entity}"] = service(entity, change)
        with client.door() as door:
            (status,) = update(
                settings, reference_of(settings), (module,), door, lambda *told: None
            )
        return status

    return one


def test_institutions_of_both_cities_and_of_the_registry_are_asked_for_once(
    run: Run, server: Server, tmp_path: Path
) -> None:
    status = run("institutions")
    assert (status.state, status.failure, status.files) == ("new", None, 2)
    asked = [parse_qs(urlsplit(request.path).query) for request in server.requests]
    filters = {one["filter"][0] for one in asked}
    bodies = filters - {"country_code:HK|MO"}
    assert len(bodies) == len(filters) - 1 >= 1
    assert all(one.startswith("ror:https://ror.org/0") for one in bodies)
    assert all(one.endswith(",country_code:!HK,country_code:!MO") for one in bodies)
    assert all(one.count("ror.org") <= 50 for one in bodies)
    wanted = set(asked[0]["select"][0].split(","))
    assert {"lineage", "ids", "ror", "geo", "associated_institutions", "international"} <= wanted
    assert "counts_by_year" not in wanted and "x_concepts" not in wanted
    names = [one.name for one in latest(Settings(tmp_path / "home"), "openalex_institutions")]
    assert names == [f"institutions-hk-mo-{number:05}.json" for number in (1, 2)]
    assert run("institutions").state == "unchanged"


def test_the_whole_taxonomy_is_asked_for(run: Run, server: Server) -> None:
    status = run("topics")
    assert (status.state, status.failure, status.files) == ("new", None, 2)
    asked = [parse_qs(urlsplit(request.path).query) for request in server.requests]
    assert all("filter" not in one and one["per_page"] == ["100"] for one in asked)
    assert [one["cursor"] for one in asked] == [["*"], ["1"]]


def put(**values: object) -> Change:
    return lambda body: body["results"][0].update(values)


@pytest.mark.parametrize(
    ("entity", "change", "field"),
    [
        ("institutions", put(unheard_of=1), "unheard_of"),
        ("institutions", put(display_name=None), "$.display_name"),
        ("institutions", put(ror="00q4vv597"), "ror"),
        ("institutions", put(lineage=["A1"]), "lineage"),
        ("institutions", put(geo={"city": 7}), "$.geo.city"),
        ("institutions", put(geo={"new": 7}), "geo.new"),
        ("institutions", put(associated_institutions=[{"id": "I1"}]), "relationship"),
        ("institutions", lambda body: body.update(unheard_of=1), "unheard_of"),
        ("institutions", lambda body: body["meta"].update(count=9_999), "meta.count"),
        ("topics", put(subfield=None), "$.subfield"),
        ("topics", put(domain={"id": "far", "display_name": "x"}), "domain.id"),
        ("topics", put(unheard_of=1), "unheard_of"),
        ("topics", put(id=f"{ADDRESS}I1"), "id"),
        ("topics", lambda body: body.pop("results"), "results"),
    ],
)  # fmt: skip
def test_drift_is_named_and_the_set_before_stays(
    run: Run, tmp_path: Path, entity: str, change: Change, field: str
) -> None:
    assert run(entity).failure is None
    drawer = Drawer(Settings(tmp_path / "home"), MODULES[entity].SOURCE.id)
    before = drawer.current()
    status = run(entity, change)
    assert status.state == "failed" and status.failure is not None
    assert status.failure.field == field, status.failure
    assert drawer.current() == before


def kept_rows(settings: Settings, module: ModuleType) -> tuple[list[Any], list[str]]:
    files = latest(settings, module.SOURCE.id)
    warnings: list[str] = []
    reader = getattr(module, f"kept_{module.SOURCE.id.removeprefix('openalex_')}")
    kept = reader(files, warnings.append)
    assert not warnings
    return [row[:-2] for row in kept.rows], [one[3] for one in kept.aside]


@both
def test_a_folder_of_lines_one_of_parquet_and_pages_give_the_same(
    tmp_path: Path, entity: str
) -> None:
    module, records = MODULES[entity], RECORDS[entity]
    pages = tmp_path / "pages" / entity
    pages.mkdir(parents=True)
    (pages / "page.json").write_text(json.dumps(page(records, None, len(records))))
    given = {
        "lines": snapshot(tmp_path / "lines", entity, lines(records[:3]), lines(records[3:])),
        "parquet": as_parquet(tmp_path / "parquet", entity, records),
        "pages": pages.parent,
    }
    found = {}
    for name, folder in given.items():
        settings = Settings(tmp_path / f"home-{name}")
        module.keep_folder(Shelf(settings, None), folder)
        rows, aside = kept_rows(settings, module)
        assert not aside
        found[name] = sorted(rows)
    assert len(found["lines"]) == len(records)
    assert found["lines"] == found["pages"] == found["parquet"]


@both
def test_a_whole_snapshot_s_own_folder_is_taken(tmp_path: Path, entity: str) -> None:
    folder = snapshot(tmp_path, entity, lines(RECORDS[entity]))
    other = folder / "data/jsonl/works/updated_date=2026-10-01"
    other.mkdir(parents=True)
    (other / "part_0000.gz").write_bytes(b"none of ours to read")
    (folder / "data/jsonl/manifest.json").write_text('{"entries": []}')
    settings = Settings(tmp_path / "home")
    MODULES[entity].keep_folder(Shelf(settings, None), folder)
    names = [one.name for one in latest(settings, MODULES[entity].SOURCE.id)]
    assert names == [f"{entity}/updated_date=2026-10-01/part_0000.gz"]


@both
def test_the_newest_record_of_an_id_counts(tmp_path: Path, entity: str) -> None:
    module, records = MODULES[entity], RECORDS[entity]
    newer = records[0] | {"display_name": "Renamed", "updated_date": "2026-11-01 00:00:00"}
    settings = Settings(tmp_path / "home")
    for parts in ((records, [newer]), ([newer], records)):
        folder = tmp_path / f"from-{len(parts[0])}"
        module.keep_folder(
            Shelf(settings, None), snapshot(folder, entity, *(lines(list(one)) for one in parts))
        )
        rows, _ = kept_rows(settings, module)
        assert len(rows) == len(records)
        assert [row[0] for row in rows if "Renamed" in row] == [records[0]["id"][len(ADDRESS) :]]


BROKEN = ("{not JSON", "7", '{"id": "https://openalex.org/A1", "display_name": "A person"}')


@both
def test_lines_that_are_no_record_are_set_aside_and_counted(tmp_path: Path, entity: str) -> None:
    module, records = MODULES[entity], RECORDS[entity]
    beyond = [one | {"a_field_of_next_year": {"x": 1}} for one in records]
    settings = Settings(tmp_path / "home")
    folder = snapshot(tmp_path, entity, lines(beyond, *BROKEN))
    module.keep_folder(Shelf(settings, None), folder)
    rows, aside = kept_rows(settings, module)
    assert len(rows) == len(records) and len(aside) == len(BROKEN)
    assert aside[1] == "line is not a JSON object"


@both
@pytest.mark.parametrize(
    ("data", "message"),
    [
        (gzip.compress(b"{}\n" * 9_999, mtime=0)[:-9], "damaged"),
        (gzip.compress(b"{}\n" * 9_999, mtime=0)[:-8] + b"\0" * 8, "damaged"),
        (gzip.compress(b"{}\n", mtime=0)[:10] + b"\xff" * 40, "damaged"),
        (gzip.compress(b'{"id": "https://openalex.org/A1"}', mtime=0), "expected an? "),
        (gzip.compress(b"<html>", mtime=0), "no JSON of an? "),
        (b"PAR1 and nothing more PAR1", "damaged"),
    ],
    ids=["cut off", "wrong sum", "garbage", "other", "html", "no parquet"],
)  # fmt: skip
def test_a_file_of_something_else_is_named_and_nothing_is_kept(
    tmp_path: Path, entity: str, data: bytes, message: str
) -> None:
    settings = Settings(tmp_path / "home")
    folder = snapshot(tmp_path, entity, lines(RECORDS[entity]), data)
    with pytest.raises(GivenRefused, match=rf"updated_date=2026-10-02/part_0000.gz: .*{message}"):
        MODULES[entity].keep_folder(Shelf(settings, None), folder)
    assert latest(settings, MODULES[entity].SOURCE.id) == ()


def test_a_world_of_institutions_gives_ours_their_ids_and_names_and_says_no_more(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path, server, monkeypatch)
    home.write({"bank": {"ror": "https://ror.org/00q4vv597"}})
    folder = snapshot(
        tmp_path / "given", "institutions", lines([institution("I97018004")]),
        lines(BODIES[1:], *BROKEN),
        lines([institution("I200769079", display_name_acronyms=["HKUST"])]),
    )  # fmt: skip
    openalex_institutions.keep_folder(Shelf(home.settings, None), folder)
    built = build(home.settings)
    assert len(built.manifest.warnings) == len(BROKEN)
    assert all(
        one.startswith("openalex_institutions: 1 of 8 lines set aside: ")
        for one in built.manifest.warnings
    )
    held = {(fact["prop"], fact["value"]) for fact in home.facts("bank")}
    assert {
        ("openalex", "I200769079"), ("name", "香港科技大學"), ("name", "香港科技大学"),
        ("abbreviation", "HKUST"),
    } <= held  # fmt: skip
    opened = Observatory.open(home.settings)
    ((subjects,),) = opened.query(
        "SELECT count(DISTINCT subject) FROM statements WHERE source = 'openalex_institutions'"
    )
    assert subjects == 1
    ((rows, number),) = opened.query(
        "SELECT count(*), any_value(row_number) FILTER (institution = 'I168719708') "
        "FROM openalex_institutions"
    )
    assert (rows, number) == (5, 6)  # the fourth of its file, after three that are none
