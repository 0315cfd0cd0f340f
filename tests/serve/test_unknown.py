"""Pages and routes of bodies that the registry does not know, with their evidence."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Live, Observatory
from lionrock.answer.unknown import unknown_bodies, unknown_body
from lionrock.build import build, validate
from lionrock.cli import run
from lionrock.model.text import LANGUAGES
from lionrock.serve.api.unknown import UnknownAnswer, UnknownDetailAnswer
from lionrock.serve.app import create_app
from lionrock.settings import BUNDLED_REGISTRY, Settings
from tests.works import HKUST, WORKS, work, written
from tests.works_city import keep
from tests.works_unknown import UNKNOWN, unknown

Client = TestClient[Any]
EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)> Institute of \u202e{{7*7}} X, Leeds"


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return a home whose works name bodies that the registry has not, one of them hostile."""
    settings = Settings(home=tmp_path_factory.mktemp("unknown"))
    lines = [*WORKS, *unknown(), work(900, 2024, "T10320", [(EVIL, ())], [HKUST])]
    keep(settings, "openalex", [written(tmp_path_factory.mktemp("files"), lines, "works-1.gz")])
    build(settings)
    return settings


@pytest.fixture(scope="module")
def observatory(works: Settings) -> Observatory:
    return Observatory.open(works)


@pytest.fixture(scope="module")
def client(works: Settings) -> Iterator[Client]:
    with TestClient(create_app(Live(works)), raise_server_exceptions=False) as made:
        yield made


def looms(observatory: Observatory) -> str:
    """The id of the invented institute in Leeds."""
    return next(
        one.id
        for one in unknown_bodies(observatory, "westmere institute").bodies
        if one.place == "leeds"
    )


def test_names_of_one_body_are_shown_as_one(observatory: Observatory) -> None:
    found = unknown_body(observatory, looms(observatory))
    assert found is not None
    assert {UNKNOWN[0], UNKNOWN[1]} <= {one.raw for one in found.strings}
    assert found.body.works == len(found.works) and found.body.strings == len(found.strings)
    assert {"W4300000600", "W4300000601"} <= {one.work for one in found.works}
    assert all(one.snapshot and one.row_number for one in found.works)
    for one in found.spellings:  # every one of its names leads to it
        again = unknown_body(observatory, one.name)
        assert again is not None and again.body.id == found.body.id


def test_a_body_is_proposed_only_when_nobody_known_was_found(observatory: Observatory) -> None:
    found = unknown_bodies(observatory, limit=100)
    assert found.loaded and found.total == len(found.bodies) > 8
    known = {raw for (raw,) in observatory.query("SELECT raw FROM affiliation_strings")}
    for body in found.bodies:
        detail = unknown_body(observatory, body.id)
        assert detail is not None
        assert detail.strings and not known & {one.raw for one in detail.strings}
    assert found.unresolved >= found.unread > 0


def test_the_list_is_narrowed_and_paged(observatory: Observatory) -> None:
    every = [one.id for one in unknown_bodies(observatory, limit=100).bodies]
    pages = [
        one.id
        for offset in range(0, len(every), 4)
        for one in unknown_bodies(observatory, limit=4, offset=offset).bodies
    ]
    assert pages == every and len(set(every)) == len(every)
    assert {one.place for one in unknown_bodies(observatory, place="leeds").bodies} == {"leeds"}
    assert unknown_bodies(observatory, "%' OR true; --").total == 0
    assert unknown_body(observatory, "hkust") is None


def test_a_draft_becomes_an_organisation_once_a_person_fills_it_in(
    observatory: Observatory, tmp_path: Path
) -> None:
    found = unknown_body(observatory, looms(observatory))
    assert found is not None
    registry = tmp_path / "registry"
    registry.mkdir()
    for path in BUNDLED_REGISTRY.iterdir():
        if path.is_file():
            (registry / path.name).write_bytes(path.read_bytes())
    with (registry / "organisations.jsonl").open("ab") as file:
        file.write(msgspec.json.encode(found.draft) + b"\n")
    settings = Settings(home=tmp_path / "home", registry=registry)
    problems = validate(settings).problems
    assert any("kind" in one.message for one in problems)
    lines = (registry / "organisations.jsonl").read_text("utf-8").splitlines()
    lines[-1] = json.dumps(found.draft | {"kind": "university"}, ensure_ascii=False)
    (registry / "organisations.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    assert [one for one in validate(settings).problems if one.file == "organisations.jsonl"] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_show_them_with_their_evidence(
    client: Client, observatory: Observatory, lang: str
) -> None:
    page = client.get(f"/{lang}/research-unknown")
    assert page.status_code == 200 and "<tbody>" in page.text
    links = re.findall(rf'href="(/{lang}/research-unknown/name-[0-9a-f]{{16}})"', page.text)
    assert len(set(links)) > 8
    one = client.get(f"/{lang}/research-unknown/{looms(observatory)}")
    assert one.status_code == 200
    assert "https://openalex.org/W4300000601" in one.text and "sources" in one.text
    assert "research-unknown" in client.get(f"/{lang}/research-method").text
    narrowed = client.get(f"/{lang}/research-unknown?place=leeds&q=looms&page=x").text
    assert looms(observatory) in narrowed and "Kelvale" not in narrowed.split("<table")[1]


def test_every_link_of_theirs_leads_to_one_of_them(client: Client) -> None:
    own = r'href="(/en/research-unknown/[^"]+)"'
    waiting, seen = ["/en/research-unknown"], set[str]()
    while waiting:
        page = client.get(waiting.pop())
        assert page.status_code == 200
        further = set(re.findall(own, page.text)) - seen
        seen |= further
        waiting += sorted(further)
    assert len(seen) > 8


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_works_a_page_says_there_are_none_and_what_to_do(site: Client, lang: str) -> None:
    page = site.get(f"/{lang}/research-unknown")
    assert page.status_code == 200
    assert "<table" not in page.text and "lionrock update openalex" in page.text
    assert site.get(f"/{lang}/research-unknown/name-0000000000000000").status_code == 404


def test_hostile_names_stay_text(client: Client, observatory: Observatory) -> None:
    (evil,) = unknown_bodies(observatory, "7*7").bodies
    for path in ("research-unknown", f"research-unknown/{evil.id}"):
        page = client.get(f"/en/{path}").text
        assert "<script>alert" not in page and "<img src=x" not in page
        assert "{{7*7}}" in page


def test_the_api_answers_in_the_shapes_it_describes(
    client: Client, site: Client, observatory: Observatory
) -> None:
    id_ = looms(observatory)
    for one, address, shape in (
        (client, "/api/research/unknown", UnknownAnswer),
        (client, "/api/research/unknown?q=kelvale&limit=1&offset=1", UnknownAnswer),
        (client, f"/api/research/unknown/{id_}", UnknownDetailAnswer),
        (site, "/api/research/unknown", UnknownAnswer),
    ):
        answer = one.get(address)
        assert answer.status_code == 200
        msgspec.json.decode(answer.content, type=shape, strict=True)
    assert site.get("/api/research/unknown").json() == {
        "loaded": False, "unresolved": 0, "unread": 0, "total": 0, "next": None, "bodies": []
    }  # fmt: skip
    wrong = client.get("/api/research/unknown/hkust")
    assert wrong.status_code == 404 and "/api/research/unknown lists" in wrong.json()["detail"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_command_lists_shows_and_drafts(
    works: Settings, observatory: Observatory, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    id_, at = looms(observatory), ["--home", str(works.home), "--lang", lang]
    assert run([*at, "unknown", "--place", "leeds"]) == 0
    assert id_ in capsys.readouterr().out
    assert run([*at, "unknown", id_]) == 0
    said = capsys.readouterr().out
    assert UNKNOWN[1] in said and "https://openalex.org/W4300000601" in said
    assert run([*at, "unknown", id_, "--draft"]) == 0
    assert json.loads(capsys.readouterr().out)["sources"][0].startswith("https://openalex.org/W")
    assert run([*at, "--json", "unknown", "--limit", "1"]) == 0
    assert len(json.loads(capsys.readouterr().out)["bodies"]) == 1


def test_the_command_says_what_is_wrong(
    works: Settings, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    at = ["--home", str(works.home)]
    assert run([*at, "unknown", "name-0000000000000000"]) == 1
    assert run([*at, "unknown", "--limit", "0"]) == 2
    assert run([*at, "unknown", "--draft"]) == 2
    assert "lionrock unknown lists them" in capsys.readouterr().err


def test_a_person_parts_two_names_and_the_next_build_keeps_to_it(
    works: Settings, observatory: Observatory, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = unknown_body(observatory, looms(observatory))
    assert found is not None
    joined = next(one for one in found.compared if one.joined)
    judged = ["review", "--judge", joined.name, joined.other, "different"]
    assert run(["--home", str(works.home), *judged]) == 0
    capsys.readouterr()
    build(works)
    after = unknown_body(Observatory.open(works), joined.name)
    assert after is not None
    assert joined.other not in {one.name for one in after.spellings}
