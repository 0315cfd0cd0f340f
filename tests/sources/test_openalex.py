"""OpenAlex: what is asked for, what a drifted answer does, and folders of its snapshot."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from lionrock.build import reference_of
from lionrock.model.source import GivenRefused
from lionrock.settings import Settings
from lionrock.sources import openalex
from lionrock.sources._openalex_shapes import FIELDS
from lionrock.sources._update import update
from lionrock.store.live import Drawer, Status, latest
from lionrock.store.snapshots import Shelf
from tests.sources.misbehaving import Answer, Request, Server, http
from tests.sources.visiting import Client
from tests.works import WORKS, Work

PER_PAGE = 10
PLACES = "authorships.institutions.country_code:HK|MO,"
BODIES = "authorships.institutions.ror:https://ror.org/"
Change = Callable[[dict[str, Any]], object]


def selected(work: Work) -> Work:
    return {name: work[name] for name in FIELDS if name in work}


def page(number: int, change: Change = lambda body: None) -> dict[str, Any]:
    """A page of the works of one question, as the API gives it."""
    begin = number * PER_PAGE
    after = str(number + 1) if begin + PER_PAGE < len(WORKS) else None
    body: dict[str, Any] = {
        "meta": {"count": len(WORKS), "db_response_time_ms": 21, "page": None,
                 "per_page": PER_PAGE, "groups_count": None, "next_cursor": after,
                 "cost_usd": 0.0001},
        "results": [selected(one) for one in WORKS[begin : begin + PER_PAGE]],
        "group_by": [],
    }  # fmt: skip
    change(body)
    return body


def service(change: Change = lambda body: None) -> Answer:
    def answer(request: Request) -> bytes:
        asked = parse_qs(urlsplit(request.path).query)
        cursor = asked["cursor"][0]
        number = 0 if cursor == "*" else int(cursor)
        if "institutions.ror" in asked["filter"][0]:
            empty = {"meta": {"count": 0, "next_cursor": None}, "results": [], "group_by": []}
            return http(json.dumps(empty).encode(), Content_Type="application/json")
        return http(json.dumps(page(number, change)).encode(), Content_Type="application/json")

    return answer


@pytest.fixture
def run(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Status]:
    monkeypatch.setattr(openalex, "API", server.url("").rstrip("/"))
    client = Client(tmp_path, server)
    settings = Settings(tmp_path / "home")

    def one(change: Change = lambda body: None) -> Status:
        server.answers["/works"] = service(change)
        with client.door() as door:
            (status,) = update(
                settings, reference_of(settings), (openalex,), door, lambda *told: None
            )
        return status

    return one


def test_every_page_of_every_question_is_asked_for(
    run: Callable[..., Status], server: Server, tmp_path: Path
) -> None:
    status = run()
    assert (status.state, status.failure, status.files) == ("new", None, 3)
    asked = [parse_qs(urlsplit(request.path).query) for request in server.requests]
    filters = {one["filter"][0] for one in asked}
    places = {one for one in filters if one.startswith(PLACES)}
    bodies = {one for one in filters if one.startswith(BODIES)}
    assert len(places) == 1 and bodies and filters == places | bodies
    assert all("primary_topic.id:T10020" not in one for one in filters)  # quantum computing
    assert all("T10320" in one and "publication_year:>2009" in one for one in filters)
    assert all(one.count("ror.org") <= 50 for one in bodies)
    assert any("00q4vv597" not in one and "050h0vm43" in one for one in bodies)  # HKUST(GZ)'s
    assert {one["select"][0] for one in asked} == {",".join(FIELDS)}
    assert all(len(request.path) < 4_000 for request in server.requests)
    names = [fetched.name for fetched in latest(Settings(tmp_path / "home"), "openalex")]
    assert names == [f"works-1-hk-mo-{number:05}.json" for number in (1, 2, 3)]


def drop(name: str) -> Change:
    return lambda body: body["results"][1].pop(name)


def put(name: str, value: object) -> Change:
    return lambda body: body["results"][1].update({name: value})


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (put("unheard_of", 1), "unheard_of"),
        (drop("authorships"), "authorships"),
        (put("cited_by_count", "many"), "$.cited_by_count"),
        (lambda body: body["results"][0]["authorships"][0].update(new=1), "authorships.new"),
        (lambda body: body["meta"].pop("count"), "count"),
        (lambda body: body["meta"].update(count=10_000), "meta.count"),
        (lambda body: body["meta"].update(next_cursor="0"), "meta.next_cursor"),
        (lambda body: body.pop("results"), "results"),
    ],
)
def test_drift_is_named_and_the_set_before_stays(
    run: Callable[..., Status], tmp_path: Path, change: Change, field: str
) -> None:
    run()
    drawer = Drawer(Settings(tmp_path / "home"), "openalex")
    before = drawer.current()
    status = run(change)
    assert status.state == "failed" and status.failure is not None
    assert status.failure.field == field, status.failure
    assert drawer.current() == before


def snapshot(folder: Path, works: str = "data/jsonl/works") -> Path:
    """A small snapshot as it lies in the bucket."""
    for day, part in (("2026-06-24", WORKS[:9]), ("2026-10-20", WORKS[9:])):
        place = folder / works / f"updated_date={day}"
        place.mkdir(parents=True)
        lines = "\n".join(json.dumps(one) for one in part)
        (place / "part_0000.gz").write_bytes(gzip.compress(lines.encode()))
    authors = folder / "data/jsonl/authors/updated_date=2026-06-24"
    authors.mkdir(parents=True)
    (authors / "part_0000.gz").write_bytes(
        gzip.compress(b'{"id": "https://openalex.org/A1"}', mtime=0)
    )
    (folder / "data/jsonl/manifest.json").write_text('{"entries": []}')
    return folder


@pytest.mark.parametrize("given", ["", "data", "data/jsonl", "data/jsonl/works"])
def test_a_folder_of_the_snapshot_is_kept(tmp_path: Path, given: str) -> None:
    settings = Settings(tmp_path / "home")
    kept = openalex.keep_folder(Shelf(settings, None), snapshot(tmp_path / "bucket") / given)
    names = [fetched.name for fetched in latest(settings, "openalex")]
    assert names[:2] == [
        "works/updated_date=2026-06-24/part_0000.gz", "works/updated_date=2026-10-20/part_0000.gz",
    ]  # fmt: skip
    assert names[2:] == (["works/manifest.json"] if given.startswith("data/jsonl") else [])
    assert kept.size > 1000
    assert Drawer(settings, "openalex").status().state == "new"
    openalex.keep_folder(Shelf(settings, None), tmp_path / "bucket" / given)
    assert Drawer(settings, "openalex").status().state == "unchanged"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("part_0001.gz", gzip.compress(b'{"id": "https://openalex.org/W1"}\n' * 9999, mtime=0)[:-9],
         "damaged"),
        ("part_0001.gz", b"\x1f\x8b garbage", "damaged"),
        ("part_0001.gz", gzip.compress(b'{"id": "https://openalex.org/A1"}', mtime=0),
         "expected a work"),
        ("part_0001.gz", gzip.compress(b"<html>", mtime=0), "no JSON of a work"),
        ("part_0001.gz", b"", "no JSON of a work"),
        ("part_0001.parquet", b"PAR1....PA", "cut off"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_of_works_is_named_and_nothing_is_kept(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    settings = Settings(tmp_path / "home")
    folder = snapshot(tmp_path / "bucket")
    (folder / "data/jsonl/works/updated_date=2026-10-20" / name).write_bytes(data)
    with pytest.raises(GivenRefused, match=rf"{name}: .*{message}"):
        openalex.keep_folder(Shelf(settings, None), folder)
    assert latest(settings, "openalex") == ()


def test_an_empty_folder_says_what_was_expected(tmp_path: Path) -> None:
    with pytest.raises(GivenRefused, match="no file of works in it; expected part files"):
        openalex.keep_folder(Shelf(Settings(tmp_path), None), tmp_path)
