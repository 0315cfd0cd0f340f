"""Entities in batches and all conflicts, as the API gives them."""

from typing import Any

import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Observatory

Client = TestClient[Any]


def test_a_batch_is_the_documents_one_by_one(site: Client) -> None:
    batch = site.get("/api/entities?id=cuhk&id=nobody&id=hkust&id=cuhk").json()
    assert batch["entities"] == [site.get(f"/api/entities/{x}").json() for x in ("cuhk", "hkust")]
    assert batch["missing"] == ["nobody"]
    assert batch["moved"] == {}


@pytest.mark.parametrize(
    ("asked", "advice"), [("", "id: "), ("?" + "&".join(["id=x"] * 51), "1 to 50")]
)
def test_a_batch_has_bounds(site: Client, asked: str, advice: str) -> None:
    refused = site.get(f"/api/entities{asked}")
    assert refused.status_code == 400
    assert advice in refused.json()["detail"]


def test_every_conflict_is_told_with_every_value(site: Client, observatory: Observatory) -> None:
    kept = observatory.query(
        "SELECT indicator, about, period, nature, low, high FROM disagreements"
    )
    told = site.get("/api/conflicts?limit=200").json()
    assert told["total"] == len(kept)
    shown = told["conflicts"]
    assert [one["spread"] for one in shown] == sorted((c["spread"] for c in shown), reverse=True)
    known = {tuple(row[:4]): row[4:] for row in kept}
    for one in shown:
        low, high = known[one["indicator"], one["about"], one["period"], one["nature"]]
        values = [value["value"] for value in one["values"] if value["value"] is not None]
        assert (min(values), max(values)) == (low, high)
        assert [value["leads"] for value in one["values"]].count(True) == 1
        assert all(value["sources"] for value in one["values"])


def test_conflicts_of_one_indicator_a_page_at_a_time(site: Client) -> None:
    whole = site.get("/api/conflicts?indicator=gdp&limit=200").json()
    assert whole["total"] == len(whole["conflicts"]) > 1
    assert {one["indicator"] for one in whole["conflicts"]} == {"gdp"}
    second = site.get("/api/conflicts?indicator=gdp&limit=1&offset=1").json()
    assert second["conflicts"] == whole["conflicts"][1:2]
    about = whole["conflicts"][0]["about"]
    assert site.get(f"/api/conflicts?indicator=gdp&about={about}").json()["total"] >= 1
    assert site.get("/api/conflicts?about=nobody").json() == {
        "total": 0, "next": None, "conflicts": []
    }  # fmt: skip
