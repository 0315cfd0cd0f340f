"""The pages and the routes of targets and of the composite index."""

from pathlib import Path

import msgspec
import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Live
from lionrock.build import Refused, build
from lionrock.model.text import LANGUAGES
from lionrock.serve.api.audit import RatesAnswer
from lionrock.serve.api.composite import CompositeAnswer
from lionrock.serve.api.targets import TargetsAnswer
from lionrock.serve.app import create_app
from lionrock.serve.words import strings
from lionrock.settings import Settings
from tests.world import facts, make_world

AIMS = """
[startups-300]
indicator = "startups"
about = "vantry"

[plan-opens]
entity = "smart-plan"
milestone = "2024-01"

[hundred-procedures]
needs = { en = "A count of procedures", zh-Hant = "程序數目", zh-Hans = "程序数目" }
from = "bureau"
near = ["startups", "vantry"]
differs = { en = "start-ups instead", zh-Hant = "計的是初創", zh-Hans = "统计的是初创" }
"""
INDEX = """
version = "1"
of = "vantry"
places = ["vantry", "eastmere", "nowhere"]
within = 3
draws = 500
seed = 1

[pillar.startups]
weight = 1
part.startups = { scale = "leader" }

[pillar.adoption]
weight = 3
part.ai_use = { scale = "share" }

[pillar.research]
weight = 1
part.researchers = { scale = "leader" }
"""
SOURCE = "https://ledger.example/targets"


def registry(folder: Path, aims: str = AIMS, index: str = INDEX) -> Path:
    lines = facts()
    lines["targets.jsonl"] += [
        {"id": "startups-300", "by": "bureau", "target": "Start-ups", "value": 300,
         "unit": "companies", "due": "2030", "set_on": "2023-06", "sources": [SOURCE]},
        {"id": "plan-opens", "by": "bureau", "target": "Plan opens", "due": "2024",
         "sources": [SOURCE]},
    ]  # fmt: skip
    lines["initiatives.jsonl"].append({
        "id": "smart-plan", "names": {"en": ["Smart plan"]}, "kind": "strategy", "owner": "bureau",
        "status": "under_way", "sources": [SOURCE],
        "milestones": [{"date": "2024-01", "what": "Opened", "done": True}],
    })  # fmt: skip
    made = make_world(folder, lines)
    (made / "targets.toml").write_text(aims, "utf-8")
    (made / "index.toml").write_text(index, "utf-8")
    return made


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    folder = tmp_path_factory.mktemp("targets")
    settings = Settings(home=folder / "home", registry=registry(folder / "registry"))
    build(settings)
    return TestClient(create_app(Live(settings)))


def test_every_target_has_a_verdict_its_reason_and_its_sources(client: TestClient) -> None:
    found = msgspec.json.decode(client.get("/api/targets").content, type=TargetsAnswer)
    by_id = {one.id: one for one in found.targets}
    assert set(by_id) == {"hundred-procedures", "first-city", "startups-300", "plan-opens"}
    assert by_id["hundred-procedures"].reason == "no_measure"
    needs, near = by_id["hundred-procedures"].needs, by_id["hundred-procedures"].near
    assert needs is not None and needs.publisher.id == "bureau"
    assert near is not None and (near.figure.value, near.figure.period) == (167, "2025")
    assert by_id["first-city"].needs is None
    line = by_id["startups-300"]
    assert line.latest is not None and (line.latest.value, line.latest.period) == (167, "2025")
    assert line.baseline is not None and line.baseline.period == "2024"  # of the same publisher
    assert (line.verdict, line.reason) == ("on_track", "line")
    assert line.expected == pytest.approx(140 + 160 * 365 / 2191)
    done = by_id["plan-opens"]
    assert (done.verdict, done.reason, done.about) == ("met", "done", "smart-plan")
    for one in found.targets:
        assert one.evidence
        assert bool(one.rests_on) == (one.latest is not None or one.milestone is not None)
    assert sum(found.counts.values()) == len(found.targets)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_shows_what_the_route_does(client: TestClient, lang: str) -> None:
    page = client.get(f"/{lang}/targets")
    assert page.status_code == 200
    assert page.text.count("/entity/startups-300") == 1
    assert f"/{lang}/indicator/startups" in page.text
    told = {"en": "A count of procedures", "zh-Hant": "程序數目", "zh-Hans": "程序数目"}
    assert told[lang] in page.text and strings()["target_needs"][lang] in page.text
    assert f'href="/{lang}/targets"' in client.get(f"/{lang}/facet/outlook").text
    assert client.get("/de/targets").status_code == 404


@pytest.mark.parametrize(
    ("aims", "told"),
    [
        ("[startups-300]\nindicator = 'nope'\nabout = 'vantry'\n", "no indicator 'nope'"),
        ("[startups-300]\nindicator = 'funding'\nabout = 'vantry'\n", "is not in HKD"),
        ("[startups-300]\nindicator = 'startups'\n", "expected indicator and about"),
        ("[plan-opens]\nentity = 'smart-plan'\nmilestone = '1999'\n", "has no milestone 1999"),
        ("[first-city]\nindicator = 'startups'\nabout = 'vantry'\n", "no value"),
        ("[startups-300]\nsense = 'up'\n", "targets.toml"),
        ("broken", "targets.toml"),
    ],
)
def test_an_aim_that_cannot_be_followed_refuses_the_build(
    tmp_path: Path, aims: str, told: str
) -> None:
    settings = Settings(home=tmp_path / "home", registry=registry(tmp_path / "registry", aims))
    with pytest.raises(Refused) as refused:
        build(settings)
    assert told in refused.value.problems[0].message
    assert not settings.current.exists()


def test_the_index_has_every_cell_with_its_source_or_why_it_is_missing(client: TestClient) -> None:
    found = msgspec.json.decode(client.get("/api/index").content, type=CompositeAnswer)
    assert found.absent == ("nowhere",)
    assert found.pillars == pytest.approx({"startups": 0.2, "adoption": 0.6, "research": 0.2})
    cells = {(part.indicator, cell.place): cell for part in found.parts for cell in part.cells}
    own, other = cells["startups", "vantry"], cells["startups", "eastmere"]
    assert own.value is not None and own.value.figure.value == 167
    assert (own.score, other.score) == pytest.approx((100, 100 * 55 / 167))
    assert cells["ai_use", "vantry"].score == 46
    assert cells["researchers", "vantry"].missing == "alone"
    for cell in cells.values():
        assert (cell.score is None) == (cell.missing is not None)
        assert cell.value is None or cell.value.evidence
    vantry = found.places[0]
    assert vantry.total.low <= (vantry.total.value or 0) <= vantry.total.high


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_the_index(client: TestClient, lang: str) -> None:
    page = client.get(f"/{lang}/index-method")
    assert page.status_code == 200 and f"/{lang}/indicator/ai_use" in page.text
    assert "10.1787/9789264043466-en" in page.text
    for leading in ("about", "facet/outlook"):
        assert f"/{lang}/index-method" in client.get(f"/{lang}/{leading}").text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("part.ai_use", "part.nope"), "no indicator 'nope'"),
        (("part.ai_use", "part.score"), "score belongs to outlook"),
        (('of = "vantry"', 'of = "mars"'), "places"),
        (("draws = 500", "draws = 5"), "draws"),
        (('{ scale = "share" }', '{ scale = "rank", among = 5 }'), "source"),
        (('{ scale = "share" }', '{ scale = "guess" }'), "index.toml"),
        (("weight = 3", "weight = 0"), "weight above 0"),
    ],
)
def test_an_index_that_cannot_be_made_refuses_the_build(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    made = registry(tmp_path / "registry", index=INDEX.replace(*change))
    with pytest.raises(Refused) as refused:
        build(Settings(home=tmp_path / "home", registry=made))
    assert told in refused.value.problems[0].message


def test_without_its_file_there_is_no_index(tmp_path: Path) -> None:
    made = registry(tmp_path / "registry")
    (made / "index.toml").unlink()
    settings = Settings(home=tmp_path / "home", registry=made)
    build(settings)
    with TestClient(create_app(Live(settings))) as client:
        assert client.get("/en/index-method").status_code == 404
        for page in ("about", "facet/outlook"):  # nothing leads where nothing is
            assert "index-method" not in client.get(f"/en/{page}").text
        assert client.get("/api/index").status_code == 404


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_nobody_judged_is_unknown_on_the_page_and_the_route(
    client: TestClient, lang: str
) -> None:
    found = msgspec.json.decode(client.get("/api/audit").content, type=RatesAnswer)
    assert found.all.published > 50 and found.all.judged == 0 and found.all.right is None
    page = client.get(f"/{lang}/audit")
    assert page.status_code == 200 and strings()["audit_nobody"][lang] in page.text
    assert f'href="/{lang}/audit"' in client.get(f"/{lang}/about").text
