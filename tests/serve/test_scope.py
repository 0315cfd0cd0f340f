"""What a figure covers stands beside it: a part of a year, a quota, an addition."""

from typing import Any

import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Observatory
from lionrock.model.schema import schema

SCOPE = schema().vocabularies["scope"]
LANGS = ("en", "zh-Hant", "zh-Hans")


def _said(of: str, lang: str) -> str:
    return f'<span class="scope">{SCOPE[of].in_(lang)}'


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("address", "of"),
    [
        ("indicator/hkex_ipo_funds", "within_year"),  # beside the period's value
        ("indicator/techtas_quota", "quota"),  # stated of the indicator
        ("facet/adoption?table=talent", "since_start"),  # in a table of readings
        ("facet/initiatives", "since_start"),  # on a leading figure
        ("facet/initiatives?table=initiatives&where.class=fund", "top_up"),
        ("entity/techconnect", "top_up"),  # of an amount
        ("facet/startups?table=deals&where.company=insilico-medicine", "part"),
    ],
)
def test_pages_show_it_beside_the_figure(
    site: TestClient[Any], lang: str, address: str, of: str
) -> None:
    assert _said(of, lang) in site.get(f"/{lang}/{address}").text


def test_an_amount_that_covers_what_it_says_has_none_beside_it(site: TestClient[Any]) -> None:
    assert 'class="scope"' not in site.get("/en/entity/cyberport-5").text


def test_what_is_stated_of_a_value_of_its_indicator_and_of_its_nature_is_put_together(
    observatory: Observatory,
) -> None:
    document = observatory.indicator_document("ttps_approved_cumulative")
    assert document is not None
    values = [point["lead"] for series in document["series"] for point in series["points"]]
    assert values and all({"approvals", "since_start"} <= {*value["scope"]} for value in values)


def test_every_value_tells_its_scope_and_none_an_unknown_one(observatory: Observatory) -> None:
    told = 0
    for light in observatory.indicators():
        document = observatory.indicator_document(light["id"])
        assert document is not None
        for series in document["series"]:
            for point in series["points"]:
                for value in (point["lead"], *point["others"]):
                    assert {*value["scope"]} <= SCOPE.keys()
                    told += bool(value["scope"])
    assert told > 300
