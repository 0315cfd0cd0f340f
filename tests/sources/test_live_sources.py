"""Wikidata, GLEIF, Hugging Face and arXiv: from a server's answers into a build."""

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from litestar.testing import TestClient

from lionrock.answer.method import research_method
from lionrock.answer.observatory import Live, Observatory
from lionrock.build import build
from lionrock.model.source import Fetched
from lionrock.model.statement import Snapshot
from lionrock.serve.app import create_app
from lionrock.sources import arxiv
from lionrock.sources._gather import sources
from lionrock.store.duck import Duck
from lionrock.store.live import latest
from tests.sources.live_home import IDS, LEI, Home, answer, keep_works, kept
from tests.sources.misbehaving import Request, Server, http
from tests.works import HKUST, WORKS, work


@pytest.fixture
def home(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Home:
    return Home(tmp_path, server, monkeypatch)


def test_a_source_is_updated_after_those_it_rests_on() -> None:
    order = [module.SOURCE.id for module in sources()]
    for module in sources():
        assert all(order.index(one) < order.index(module.SOURCE.id) for one in module.SOURCE.after)


def test_what_wikidata_says_stands_beside_the_registry(home: Home) -> None:
    (status,) = home.update("wikidata")
    assert (status.state, status.failure, status.files) == ("new", None, 2)
    assert home.server.asked("/wikidata/Q404.json") == 1, "an item that is gone stops nothing"
    built = build(home.settings)
    assert not built.manifest.warnings
    held = {(fact["prop"], fact["value"]) for fact in home.facts("bank")}
    assert {
        ("name", "Lanting University"), ("name", "兰亭大学"), ("name", "蘭亭大學"),
        ("abbreviation", "LTU"), ("founded", "1911-03"), ("lei", LEI), ("parent", "bureau"),
    } <= held  # fmt: skip
    rows = Observatory.open(home.settings).query(
        "SELECT s.url FROM snapshots s WHERE s.source = 'wikidata' ORDER BY 1"
    )
    assert [url for (url,) in rows] == [
        home.server.url(f"/wikidata/{item}.json") for item in ("Q90000001", "Q90000002")
    ]
    assert ("dissolved", "2019-06-30") in {(f["prop"], f["value"]) for f in home.facts("bureau")}


def test_an_organisation_that_left_the_registry_is_not_made_anew(home: Home) -> None:
    home.update("wikidata")
    home.write({"bank": IDS["bank"]})
    built = build(home.settings)
    (warning,) = built.manifest.warnings
    assert warning == (
        "wikidata: left out 1 record; the first: q90000002.json:1: "
        "no organisation has the identifier wikidata:Q90000002"
    )
    assert "parent" not in {fact["prop"] for fact in home.facts("bank")}


def test_an_identifier_of_two_organisations_speaks_of_neither(home: Home) -> None:
    home.update("wikidata")
    home.write(IDS | {"hatchery": {"wikidata": "Q90000001"}})
    (warning,) = build(home.settings).manifest.warnings
    assert warning.endswith("wikidata:Q90000001 stands for more than one: bank, hatchery")


ENTRY = b"<feed xmlns='ATOM'><entry><id>%s</id>%s</entry></feed>"
Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda item: item.update(mood="good"), "mood"),
        (lambda item: item.pop("id"), "id"),
        (lambda item: item.update(labels={"en": {"language": "en", "value": 7}}), "labels"),
        (lambda item: item["claims"]["P571"][0].update(doubt=1), "claims.P571"),
        (lambda item: item["claims"]["P571"][0]["mainsnak"]["datavalue"].update(type="string"),
         "claims.P571"),
    ],
)  # fmt: skip
def test_an_item_that_has_drifted_keeps_the_set_before(
    home: Home, change: Change, field: str
) -> None:
    home.update("wikidata")
    before = latest(home.settings, "wikidata")
    body = kept("wikidata", "q90000001.json")
    change(body["entities"]["Q90000001"])
    home.serve_item("Q90000001", body)
    (status,) = home.update("wikidata")
    assert status.state == "failed" and status.failure is not None
    assert field in status.failure.message and "q90000001.json" in status.failure.message
    assert latest(home.settings, "wikidata") == before


def test_gleif_asks_for_the_leis_that_wikidata_gave(home: Home) -> None:
    (status,) = home.update("gleif")
    assert status.failure is not None and "lionrock update wikidata" in status.failure.message
    statuses = home.update("wikidata", "gleif")
    assert [status.failure for status in statuses] == [None, None]
    (asked,) = [one.path for one in home.server.requests if one.path.startswith("/gleif/")]
    assert parse_qs(urlsplit(asked).query)["filter[lei]"] == [LEI]
    (warning,) = build(home.settings).manifest.warnings
    assert "no organisation has the identifier lei:5493000SHENYE0000A22" in warning
    held = {(fact["prop"], fact["value"]) for fact in home.facts("bank")}
    assert {("former_name", "Orchid Machines Limited"), ("name", "蘭亭機械人有限公司")} <= held
    document = Observatory.open(home.settings).entity_document("bank")
    founded = [one for one in (document or {})["facts"] if one["prop"] == "founded"]
    assert {one["value"] for one in founded} >= {"1911-03", "2011-04-05"}, "both dates are shown"


def test_repositories_become_models_of_their_owner(home: Home) -> None:
    models = kept("huggingface", "models-lanting-lab-0000-001.json")
    base = home.server.url("/huggingface/models")

    def pages(request: Request) -> bytes:
        second = "cursor=" in request.path
        link = {} if second else {"Link": f'<{base}?author=lanting-lab&cursor=b>; rel="next"'}
        body = json.dumps(models[1:] if second else models[:1]).encode()
        return http(body, 200, Content_Type="application/json", **link)

    home.server.answers["/huggingface/models"] = pages
    home.server.answers["/huggingface/datasets"] = answer(
        kept("huggingface", "datasets-lanting-lab-0000-001.json")
    )
    (status,) = home.update("huggingface")
    assert (status.failure, status.files) == (None, 3)
    assert not build(home.settings).manifest.warnings
    facts = {fact["prop"]: fact["value"] for fact in home.facts(
        "hf-lanting-lab-orchid-7b-chat-df3c7e"
    )}  # fmt: skip
    assert facts["owner"] == "hatchery" and facts["base"] == "lanting-lab/orchid-7b"
    made = Observatory.open(home.settings).query(
        "SELECT label_en FROM entities WHERE id LIKE 'hf-%' ORDER BY 1"
    )
    assert [name for (name,) in made] == ["Orchid.Vision_1", "orchid-7b-chat", "orchid-corpus"]


def test_a_list_that_leads_in_a_circle_or_away_is_refused(home: Home) -> None:
    away = "https://elsewhere.example/api/models?author=lanting-lab"
    for link in (away, home.server.url("/huggingface/models?cursor=a")):
        home.server.answers["/huggingface/models"] = answer([], Link=f'<{link}>; rel="next"')
        (status,) = home.update("huggingface")
        assert status.failure is not None and "leads nowhere new" in status.failure.message
    assert not any("elsewhere" in one.path for one in home.server.requests)


def test_arxiv_is_asked_about_kept_works_and_judges_the_fields(home: Home) -> None:
    (status,) = home.update("arxiv")
    assert status.failure is not None and "lionrock update openalex" in status.failure.message
    keep_works(home)
    (status,) = home.update("arxiv")
    assert (status.state, status.failure) == ("new", None)
    built = build(home.settings)
    assert not [one for one in built.manifest.warnings if one.startswith("arxiv")]
    observatory = Observatory.open(home.settings)
    rows = observatory.query("SELECT arxiv, category FROM arxiv_categories ORDER BY ALL")
    mentioned = {one for (one,) in observatory.query("SELECT arxiv FROM works WHERE arxiv <> ''")}
    assert mentioned and {arxiv for arxiv, _ in rows} == mentioned
    ((theirs,),) = observatory.query("SELECT theirs FROM field_agreement WHERE field = 'nlp'")
    assert theirs == len(mentioned)


def test_the_agreement_with_arxiv_is_told_with_its_number_and_its_interval(home: Home) -> None:
    """Twenty works, by hand: of ten on NLP arXiv files eight so, of ten others two."""
    works = []
    for number in range(20):
        topic = "T10028" if number < 10 else ("T10036" if number < 15 else "T10020")
        arxiv = f"2401.{number + 1:05}"
        works.append(work(number + 1, 2024, topic, [HKUST], doi=f"10.48550/arXiv.{arxiv}"))
        said_nlp = number < 8 or number in (10, 15)
        home.filed[arxiv] = "cs.CL" if said_nlp else ("cs.CV" if topic == "T10036" else "math.CO")
    keep_works(home, works)
    (status,) = home.update("arxiv")
    assert (status.state, status.failure) == ("new", None)
    build(home.settings)
    found = {one.field: one for one in research_method(Observatory.open(home.settings)).agreement}
    nlp = found["nlp"]
    assert (nlp.works, nlp.ours, nlp.theirs, nlp.agreed) == (20, 10, 10, 8)
    assert (nlp.precision, nlp.recall, nlp.kappa) == pytest.approx((0.8, 0.8, 0.6))
    assert (nlp.precision_low, nlp.precision_high) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert found["speech"].recall is None, "no work of the sample is of it: not measured"
    with TestClient(create_app(Live(home.settings))) as client:
        page = re.sub("<[^>]*>", " ", client.get("/en/research-method").text)
    assert re.search(r"Natural language processing\s+20\s+0.80\s+0.49–0.94", page)
    assert re.search(r"Speech and audio\s+20\s+not measured", page)


def test_without_arxiv_records_no_agreement_is_told(home: Home) -> None:
    keep_works(home)
    build(home.settings)
    assert research_method(Observatory.open(home.settings)).agreement == ()
    with TestClient(create_app(Live(home.settings))) as client:
        page = client.get("/en/research-method").text
    assert "Not measured: no arXiv records of these works are kept." in page
    assert "kappa" not in page


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html><body>Rate exceeded.</body></html>", "(HTML) where XML was due"),
        (b'<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]><a>&d;</a>', "outermost element"),
        (b"<feed", "not XML"),
        (ENTRY % (b"http://arxiv.org/api/errors#x", b"<summary>incorrect id</summary>"),
         "incorrect id"),
        (ENTRY % (b"http://arxiv.org/abs/2401.00001v1", b"<category term='a'/><mood>good</mood>"),
         "field 'mood' is new"),
        (b"<feed xmlns='ATOM'></feed>", "expected 1 to"),
    ],
)  # fmt: skip
def test_an_answer_that_is_no_list_of_records_keeps_the_set_before(
    home: Home, body: bytes, said: str
) -> None:
    keep_works(home)
    home.update("arxiv")
    before = latest(home.settings, "arxiv")
    sent = body.replace(b"ATOM", b"http://www.w3.org/2005/Atom")
    home.server.answers["/arxiv/"] = lambda _: http(sent, 200, Content_Type="application/xml")
    (status,) = home.update("arxiv")
    assert status.state == "failed" and status.failure is not None
    assert said in status.failure.message
    assert latest(home.settings, "arxiv") == before


def test_an_id_cut_by_the_end_of_a_chunk_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arxiv, "_CHUNK", 7)
    path = tmp_path / "works.jsonl"
    path.write_text('{"u":"https://arxiv.org/abs/2401.01234"}{"u":"10.48550/arXiv.cs/0301001"}')
    assert set(arxiv._in_file(path)) >= {"2401.01234", "cs/0301001"}


@pytest.mark.parametrize("form", ["parquet", "zst", "gz"])
def test_arxiv_ids_are_found_in_works_however_they_are_packed(tmp_path: Path, form: str) -> None:
    plain = tmp_path / "works.jsonl"
    plain.write_text("".join(json.dumps(one) + "\n" for one in WORKS), "utf-8")
    path = tmp_path / f"part_0000.{form}"
    if form == "gz":
        path.write_bytes(gzip.compress(plain.read_bytes(), mtime=0))
    else:
        written = "FORMAT parquet" if form == "parquet" else "FORMAT json, COMPRESSION zstd"
        database = Duck()
        database.rows(f"COPY (FROM read_json('{plain}')) TO '{path}' ({written})")
        database.close()
    snapshot = Snapshot("0" * 64, "openalex", path.name, None, "", "CC0-1.0")
    found = set(arxiv._mentioned((Fetched(snapshot, path, f"works/{path.name}"),)))
    assert found and found == set(arxiv._in_file(plain))
