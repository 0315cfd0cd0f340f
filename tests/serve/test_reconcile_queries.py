"""What queries find: by name, identifier, type and property, and when it is a match."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lionrock.serve.reconcile.candidates import likeness
from lionrock.settings import Settings
from tests.serve.reconciling import (
    Client,
    asked,
    candidates,
    client_of,
    drafted,
    matched,
    named,
)


@pytest.fixture(scope="module")
def client(world: Settings) -> Iterator[Client]:
    with client_of(world) as made:
        yield made


def _property(pid: str, value: Any, query: str = "Vantry University") -> dict[str, Any]:
    return {"query": query, "properties": [{"pid": pid, "v": value}]}


def _features(candidate: dict[str, Any]) -> dict[str, Any]:
    return {one["id"]: one["value"] for one in candidate["features"]}


@pytest.mark.parametrize("name", ["Vantry University", "雲翠大學", "云翠大学", "VU", "翠大"])
def test_a_name_in_any_script_is_a_match(client: Client, name: str) -> None:
    found = candidates(client, {"query": name})
    assert matched(found) == found[0]["id"] == "vantry-university"
    assert found[0]["score"] > 90
    assert [one["id"] for one in found[0]["type"]] == ["organisation.university", "organisation"]
    assert _features(found[0]) and all(one["name"] for one in found[0]["features"])


def test_nothing_is_an_answer(client: Client) -> None:
    unknown = candidates(client, {"query": "University of Nowhere At All"})
    assert matched(unknown) is None and all(one["score"] < 50 for one in unknown)
    assert candidates(client, {"query": "   "}) == []
    assert candidates(client, {"query": "", "properties": [{"pid": "place", "v": None}]}) == []


def test_an_id_or_identifier_in_place_of_a_name(client: Client) -> None:
    for text in ("vantry-university", "https://ror.org/00invented", "https://www.vu.example/",
                 "http://vu.example/en/index.html", "https://mail.vu.example",
                 "00INVENTED0000000000"):  # fmt: skip
        assert matched(candidates(client, {"query": text})) == "vantry-university", text
    assert matched(candidates(client, {"query": "https://www.vu.example/labs/vision"})) is None


@pytest.mark.parametrize(
    ("pid", "value"),
    [("ror", "00invented"), ("ROR", "https://ror.org/00INVENTED"), ("wikidata", "Q0"),
     ("lei", "00invented0000000000"), ("website", "vu.example"), ("domain", "mail.vu.example"),
     ("qid", {"id": "Q0", "name": "x"}), ("ror", ["nope", "00invented"])],
)  # fmt: skip
def test_an_identifier_wins_over_the_name(client: Client, pid: str, value: Any) -> None:
    for query in ("", "Cloudworks"):
        found = candidates(client, _property(pid, value, query))
        by_id = {one["id"]: one for one in found}
        assert _features(by_id["vantry-university"])["identifier"] is True
        assert by_id["vantry-university"]["match"] is True
        if query:
            assert by_id["cloudworks"]["match"] is False


def test_another_identifier_speaks_against_a_name(client: Client) -> None:
    found = candidates(client, _property("ror", "https://ror.org/09zzzzz99"))[0]
    assert (found["match"], _features(found)["property_ror"]) == (False, False)
    assert found["score"] < 30


@pytest.mark.parametrize(
    ("pid", "value", "agrees"),
    [("place", "Vantry", True), ("city", "雲翠", True), ("place", "The Delta", True),
     ("place", {"id": "vantry"}, True), ("place", "eastmere", False),
     ("place", "Vantry Bay, China", True), ("place", "Atlantis", None),
     ("class", "大學", True), ("class", "Hospital", False), ("founded", "1911-03-16", True),
     ("founded", "1950", False), ("sector", "education", True), ("former_name", "雲翠書院", True),
     ("note", "x", False), ("parent", "Vantry University", None), ("no such thing", "x", None)],
)  # fmt: skip
def test_properties_speak_for_and_against(
    client: Client, pid: str, value: Any, agrees: bool | None
) -> None:
    plain = candidates(client, {"query": "Vantry University"})[0]
    found = candidates(client, _property(pid, value))[0]
    told = [v for k, v in _features(found).items() if k.startswith("property_")]
    assert told == ([] if agrees is None else [agrees])
    change = found["score"] - plain["score"]
    assert change == 0 if agrees is None else change > 0 if agrees else change < 0


def test_another_place_takes_the_match_away(client: Client) -> None:
    found = candidates(client, _property("place", "Eastmere"))
    assert matched(found) is None and found[0]["score"] < 80
    campus = candidates(client, _property("place", "东湖", "Vantry University (Eastmere)"))
    assert matched(campus) == campus[0]["id"] == "vantry-university-eastmere"


def test_a_parent_is_known_by_any_name(client: Client) -> None:
    for value in ("vantry-university", "雲翠大學", "Vantry University"):
        found = candidates(client, _property("parent", value, "Vision Laboratory"))
        assert _features(found[0])["property_parent"] is True


def test_types_leave_out_what_is_not_of_them(client: Client) -> None:
    for type_ in ("organisation", "organisation.university", "University", "大學",
                  "https://schema.org/Organization", ["place", "organisation"]):  # fmt: skip
        assert matched(candidates(client, {"query": "VU", "type": type_})) == "vantry-university"
    for type_ in ("organisation.hospital", "place", "Q5", ["programme"]):
        others = candidates(client, {"query": "VU", "type": type_})
        assert "vantry-university" not in [one["id"] for one in others]
    both = ["organisation.hospital", "organisation"]
    assert candidates(client, {"query": "VU", "type": both, "type_strict": "all"}) == []
    plain = candidates(client, {"query": "VU"})[0]
    soft = candidates(client, {"query": "VU", "type": "place", "type_strict": "should"})
    assert matched(soft) is None and soft[0]["id"] == "vantry-university"
    assert soft[0]["score"] == pytest.approx(0.7 * plain["score"], abs=0.01)


@pytest.mark.parametrize(
    ("name", "id_", "type_"),
    [("Lift Grant", "lift", "programme.grant"), ("起飞资助", "lift", "programme.grant"),
     ("海港計劃", "harbour-plan", "initiative.strategy"),
     ("數據守則", "data-code", "instrument.code"),
     ("Egret", "egret", "artefact.model"), ("雲翠", "vantry", "place.city"),
     ("A false voice moved money", "false-voice", "incident")],
)  # fmt: skip
def test_other_kinds_are_found_too(client: Client, name: str, id_: str, type_: str) -> None:
    best = candidates(client, {"query": name})[0]
    assert (best["id"], best["match"], best["score"]) == (id_, True, 100)
    assert best["type"][0]["id"] == type_
    assert _features(best)["name_similarity"] == 1.0


def test_a_similar_name_is_a_candidate_and_no_match(client: Client) -> None:
    (found,) = candidates(client, {"query": "Harbor Plan", "type": "initiative"})
    assert found["id"] == "harbour-plan"
    assert found["match"] is False and 50 < found["score"] < 95


def test_required_conditions_of_the_draft_leave_out(client: Client) -> None:
    place = {"matchType": "property", "propertyId": "place", "propertyValue": "Eastmere"}
    name = named("Vantry University")["conditions"][0]
    soft, hard, none, required = drafted(
        client,
        {"conditions": [name, place]},
        {"conditions": [name, {**place, "required": True}]},
        {"conditions": [name, {**place, "matchQuantifier": "none"}]},
        {"conditions": [name, {**place, "propertyValue": "Vantry", "required": True}]},
    )
    assert matched(soft) is None and soft[0]["id"] == "vantry-university"
    assert "vantry-university" not in [one["id"] for one in hard]
    assert matched(none) == matched(required) == "vantry-university"


def test_the_draft_takes_ids_and_several_names(client: Client) -> None:
    by_id = {"conditions": [{"matchType": "id", "propertyValue": "bank"}]}
    ids, names = drafted(client, by_id, named(["no such name", "雲翠銀行"], lang="zh-Hant"))
    assert [(one["id"], one["match"]) for one in ids] == [("bank", True)]
    assert matched(names) == names[0]["id"] == "bank"


def test_queries_do_not_influence_one_another(client: Client) -> None:
    queries = [{"query": n, "limit": 2} for n in ("VU", "Egret", "none such", "Cloudworks", "VU")]
    together = asked(client, {f"q{n}": query for n, query in enumerate(queries)})
    assert list(together.values()) == [candidates(client, query) for query in queries]


def test_a_limit_holds_and_candidates_are_in_order(client: Client) -> None:
    many = candidates(client, {"query": "Guideline data plan code", "limit": 50})
    assert [one["score"] for one in many] == sorted((o["score"] for o in many), reverse=True)
    assert len(candidates(client, {"query": "data", "limit": 1})) <= 1


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_a_measure(left: str, right: str) -> None:
    assert 0 <= likeness(left, right) <= 1
    assert likeness(left, right) == likeness(right, left)


HOSTILE = ["", " ", "\x00", "a" * 100_000, "=1+1", "'; DROP TABLE", "\u202eabc", "\u200b",
           "<script>", "(((", '"', "NOT AND OR", "*", "https://[", "www.", "//", "Q1", "😀" * 99,
           "香" * 5_000, "a:b", "../../etc"]  # fmt: skip


def test_hostile_names_are_answered(client: Client) -> None:
    queries = {str(n): {"query": text} for n, text in enumerate(HOSTILE)}
    for found in asked(client, queries).values():
        assert not any(one["match"] for one in found)
    as_property = {str(n): _property("website", text) for n, text in enumerate(HOSTILE)}
    as_property |= {f"p{n}": _property("place", text) for n, text in enumerate(HOSTILE)}
    asked(client, as_property)


@pytest.mark.parametrize("fragment", [
    "香", "(", "e\u0301", "H\u200bK\u200d", "HKUST-CUHK-", "НКUSТ ", "\u202eجامعة ", "HKUST; ",
    "Dept of X, Univ of Y; ", "👩‍👩‍👧‍👦", "\x00", "\n",
])  # fmt: skip
def test_a_megabyte_of_anything_is_answered_or_refused(client: Client, fragment: str) -> None:
    long = fragment * (1_000_000 // len(fragment.encode()))
    old = client.post("/reconcile", data={"queries": json.dumps({"q": {"query": long}})})
    draft = client.post("/reconcile/1.0/match", json={"queries": [named(long)]})
    for answer in (old, draft):
        assert answer.status_code in (200, 400, 413)
        assert answer.json()
    assert (draft.status_code == 200) or draft.json()["detail"]
