"""The page of an indicator and the API tell forecasts, or why there is none."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Live
from lionrock.model.text import LANGUAGES
from lionrock.serve.api.forecasts import ForecastAnswer
from lionrock.serve.app import create_app
from lionrock.settings import Settings

Client = TestClient[Any]
WORDS = {"en": ("Forecast", "No forecast", "fewer than five years"),
         "zh-Hant": ("預測", "不作預測", "不足五年"),
         "zh-Hans": ("预测", "不作预测", "不足五年")}  # fmt: skip


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[Client]:
    with TestClient(create_app(Live(Settings(home=home)))) as client:
        yield client


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_shows_points_intervals_and_the_baseline(client: Client, lang: str) -> None:
    page = client.get(f"/{lang}/indicator/startups_total").text
    part = page.partition('id="forecast"')[2].partition("</section>")[0]
    assert WORDS[lang][0] in page
    assert part.count('<th scope="row">') == 3
    assert part.count('<td class="quantity">') == 3 * 5
    for level in ("50%", "80%", "95%"):
        assert level in part


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_says_why_there_is_no_forecast(client: Client, lang: str) -> None:
    page = client.get(f"/{lang}/indicator/ai_models_deployed").text
    part = page.partition('id="forecast"')[2].partition("</section>")[0]
    assert WORDS[lang][1] in part and WORDS[lang][2] in part
    assert "<table" not in part


def test_the_api_tells_the_same(client: Client) -> None:
    answer = client.get("/api/indicators/startups_total/forecast")
    assert answer.status_code == 200
    told = msgspec.json.decode(answer.content, type=ForecastAnswer)
    assert told.forecast is not None and told.refused is None
    assert [point.year for point in told.forecast.points] == [2026, 2027, 2028]
    short = client.get("/api/indicators/ai_models_deployed/forecast")
    assert msgspec.json.decode(short.content, type=ForecastAnswer).refused == "short"
    missing = client.get("/api/indicators/nope/forecast")
    assert missing.status_code == 404 and "/api/search?q=nope" in missing.json()["detail"]
    nobody = client.get("/api/indicators/startups_total/forecast?about=nobody")
    assert msgspec.json.decode(nobody.content, type=ForecastAnswer).refused == "none"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_forecasts_stand_on_one_page_with_their_calibration(
    site: TestClient[Any], lang: str
) -> None:
    page = site.get(f"/{lang}/forecasts").text
    told = site.get("/api/forecasts").json()
    made = [one for one in told["series"] if one["forecast"]]
    assert len(made) >= 4
    for one in made:
        assert f"/{lang}/indicator/{one['indicator']}#forecast" in page
    levels = {one["level"]: one for one in told["calibration"] if one["ahead"] is None}
    assert levels.keys() == {0.5, 0.8, 0.95}
    for level, whole in levels.items():
        parts = [one for one in told["calibration"] if one["level"] == level and one["ahead"]]
        assert sum(one["forecasts"] for one in parts) == whole["forecasts"]
        held = sum(one["forecasts"] * one["held"] for one in parts) / whole["forecasts"]
        assert held == pytest.approx(whole["held"])
        assert f"{round(100 * whole['held'])}%" in page


def test_who_set_a_target_and_the_target_itself_show_its_verdict(site: TestClient[Any]) -> None:
    for address in ("unicorns-30", "itib"):
        page = site.get(f"/en/entity/{address}").text
        assert 'class="verdict-on_track">On track' in page
    assert 'class="targets"' not in site.get("/en/entity/hsbc").text
