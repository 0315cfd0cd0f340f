"""Indicator documents: which point makes the headline, what may be joined, what has changed."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lionrock.answer.observatory import Document, Observatory
from lionrock.derive.lines import agreeing, breaks, change, headline, line, usual_kind
from lionrock.settings import Settings

Point = dict[str, Any]


def point(
    end: str | None, value: float | None, kind: str = "year", nature: str = "measured",
    tier: str = "press",
) -> Point:  # fmt: skip
    lead = said("a", value) | {"tier": tier}
    return {
        "period": end, "kind": kind, "end": end, "nature": nature, "lead": lead, "others": [],
    }  # fmt: skip


def said(
    publisher: str | None, value: float | None, definition: str = "", base: str | None = None
) -> Point:
    who = {"id": publisher} if publisher else None
    return {
        "value": value, "tier": "press", "publisher": who, "definition": definition, "base": base,
    }  # fmt: skip


Y2022, Y2023, Y2024 = (point(f"{year}-12-31", year - 2020) for year in (2022, 2023, 2024))
HALF = point("2025-06-30", 9, "half")


@pytest.mark.parametrize(
    ("points", "nature", "index"),
    [
        ([], "stock", None),
        ([Y2022, Y2023], "stock", 1),
        ([Y2022, point("2023-12-31", None)], "stock", 0),  # not comparable
        ([point("2023-12-31", None)], "stock", None),
        ([Y2022, point("2023-12-31", 5, tier="unknown")], "stock", 0),
        ([point("2023-12-31", 5, tier="unknown")], "stock", 0),
        ([Y2022, point("2030-12-31", 5, nature="forecast")], "stock", 0),
        ([point("2030-12-31", 5, nature="target")], "plan", 0),
        ([Y2022, Y2023, HALF], "stock", 2),
        ([Y2022, Y2023, HALF], "flow", 1),  # half a year's flow is not a year's
        ([Y2022, HALF], "flow", 0),
        ([HALF], "flow", 0),
    ],
)
def test_the_headline_is_the_latest_sound_point(
    points: list[Point], nature: str, index: int | None
) -> None:
    assert headline(points, nature) == index


def test_a_line_joins_only_what_is_alike() -> None:
    forecast = point("2026-12-31", 9, nature="forecast")
    points = [point(None, 3, "label"), Y2022, point("2023-06-30", 1, "half"), Y2023, forecast]
    assert line(points, "flow") == [1, 3]
    assert line(points, "stock") == [1, 2, 3]
    assert line([], "stock") == []
    assert usual_kind(points) == "year"
    assert usual_kind([]) is None


def test_a_level_of_a_year_gives_way_to_one_dated_close_to_its_end() -> None:
    """What a year's level is of, nobody says; a register of 4 on 23 December was not 3 after."""
    dated, year = point("2025-12-23", 4, "day"), point("2025-12-31", 3)
    points = [Y2024, dated, year]
    assert (headline(points, "stock"), line(points, "stock")) == (1, [0, 1])
    assert line(points, "flow") == [0, 2]  # a year's flow is of the whole year
    alike = point("2025-12-23", 3.001, "day")
    assert line([Y2024, alike, year], "stock") == [0, 1, 2]
    early = point("2025-06-30", 4, "month")
    assert line([Y2024, early, year], "stock") == [0, 1, 2]
    others = dated | {"lead": said("b", 4)}
    assert headline([Y2024, others, year], "stock") == 2


def test_a_count_since_a_start_does_not_fall() -> None:
    some, more, years = point("2024-01-31", 46), point("2025-09-30", 82), point("2025-12-31", 5)
    assert line([some, more, years], "cumulative") == [2]
    assert line([some, more, years], "stock") == [0, 1, 2]
    assert change([some, more, years], "cumulative") is None
    assert line([some, more, point("2025-12-31", 80)], "cumulative") == [0, 1, 2]  # a revision


def test_a_trend_looks_a_year_back() -> None:
    close = point("2024-06-30", 3, "month")
    found = change([Y2022, Y2023, close, Y2024], "stock")
    assert found == {"from": "2023-12-31", "to": "2024-12-31", "change": 1, "relative": 1 / 3}
    assert change([Y2024], "stock") is None
    assert change([close, Y2024], "stock") is None
    nothing = point("2022-12-31", 0)
    assert (change([nothing, Y2023], "stock") or {})["relative"] is None
    below = point("2022-12-31", -2)
    assert (change([below, Y2023], "stock") or {})["relative"] == 2.5


def year(number: int, lead: Point, *others: Point) -> Point:
    made = point(f"{number}-12-31", None)
    return made | {"lead": lead | {"tier": "press"}, "others": list(others)}


def test_publishers_are_joined_where_they_agree_and_broken_where_they_do_not() -> None:
    counted, other = "firms with an office", "firms of any kind"
    first = [year(2018 + n, said("a", 10.0 + n, counted)) for n in range(3)]
    same = [*first, year(2021, said("b", 14.0, counted))]
    assert line(same, "stock") == [0, 1, 2, 3]  # they say the same in words
    assert breaks(same, "stock") == []
    unlike = [*first, year(2021, said("b", 14.0, other))]
    assert line(unlike, "stock") == [3]
    assert breaks(unlike, "stock") == [3]
    assert change(unlike, "stock") is None
    overlap = [*first[:2], year(2020, said("a", 12.0, counted), said("b", 12.05)), *unlike[3:]]
    assert line(overlap, "stock") == [0, 1, 2, 3]  # they told the same year alike
    apart = [*first[:2], year(2020, said("a", 12.0, counted), said("b", 15.0)), *same[3:]]
    assert breaks(apart, "stock") == [3]  # the same words, another figure
    back = [*unlike, year(2022, said("a", 16.0, counted))]
    assert line(back, "stock") == [0, 1, 2, 4]
    assert breaks(back, "stock") == [3, 4]


def test_a_share_of_others_is_another_series() -> None:
    points = [year(2020, said("a", 40.0, base="200 firms")), year(2021, said("a", 45.0))]
    assert breaks(points, "rate") == [1]
    assert agreeing(points) == {("a", "200 firms"): ("a", "200 firms"), ("a", None): ("a", None)}


points_of_any_kind = st.lists(
    st.builds(
        point,
        st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1)).map(dt.date.isoformat),
        st.none() | st.floats(-1e12, 1e12),
        st.sampled_from(["year", "half", "month"]),
        st.sampled_from(["measured", "forecast"]),
        st.sampled_from(["primary", "unknown"]),
    ),
    max_size=8,
).map(lambda points: sorted(points, key=lambda p: p["end"]))


@given(points_of_any_kind, st.sampled_from(["stock", "flow", "rate", "index"]))
def test_headline_line_and_trend_agree(points: list[Point], nature: str) -> None:
    index, joined = headline(points, nature), line(points, nature)
    moved = change(points, nature)
    assert (index is None) == all(p["lead"]["value"] is None for p in points) or nature != "stock"
    if index is None:
        assert joined == []
        assert moved is None
    else:
        assert joined[-1] == index
        assert len({points[i]["nature"] for i in joined}) == 1
        sound = [p for p in points if p["lead"]["value"] is not None]
        if points[index]["lead"]["tier"] == "unknown" and nature not in ("flow", "rate"):
            assert not [p for p in sound if p["lead"]["tier"] != "unknown"]
    if moved is not None:
        assert moved["to"] == points[joined[-1]]["period"]


@pytest.fixture(scope="module")
def tiny(world: Settings) -> Observatory:
    return Observatory.open(world)


def of(tiny: Observatory, id_: str) -> Document:
    document = tiny.indicator_document(id_)
    assert document is not None
    return document


def test_every_value_is_kept_and_the_conflict_is_shown(tiny: Observatory) -> None:
    document = of(tiny, "startups")
    vantry, eastmere = document["series"]
    assert (vantry["about"], eastmere["about"]) == ("vantry", "eastmere")
    shown = {p["period"]: p for p in vantry["points"]}
    assert [shown["2023"]["lead"]["measured"], shown["2023"]["others"][0]["measured"]] == [120, 150]
    conflict = shown["2023"]["conflict"]
    assert (conflict["severity"], conflict["reason"], conflict["publishers"]) == (
        "material", "tier", 2
    )  # fmt: skip
    assert shown["2022"]["conflict"] is None
    assert document["conflicts"] == 3
    assert vantry["points"][vantry["headline"]]["period"] == "2025"
    assert vantry["trend"]["from"] == "2024"
    assert vantry["trend"]["change"] == 27


def test_rounding_is_told_apart_from_a_real_conflict(tiny: Observatory) -> None:
    (series,) = of(tiny, "ai_use")["series"]
    kinds = {p["period"]: p["conflict"] and p["conflict"]["severity"] for p in series["points"]}
    assert kinds == {
        "2023-09": None, "2024-03": "material", "2024-09": "rounding", "2025-09-30": "material"
    }  # fmt: skip
    assert series["points"][0]["lead"]["base"] == "216 firms"


def test_what_cannot_be_compared_is_shown_but_never_leads(tiny: Observatory) -> None:
    (series,) = of(tiny, "funding")["series"]
    (year,) = [p for p in series["points"] if p["period"] == "2024"]
    assert [value["measured_unit"] for value in year["others"]] == ["USD", "CNY"]
    assert year["others"][1]["value"] is None
    assert year["others"][1]["original"] == "9 CNY billion"
    assert series["points"][series["headline"]]["kind"] == "year"


def test_values_lead_to_statements_and_sources(tiny: Observatory) -> None:
    keys = {row[0] for row in tiny.query("SELECT key FROM statements WHERE prop = 'value'")}
    values = 0
    for light in tiny.indicators():
        document = of(tiny, light["id"])
        numbers = {record["n"] for record in document["evidence"]}
        for series in document["series"]:
            for shown in series["points"]:
                for value in (shown["lead"], *shown["others"]):
                    values += 1
                    assert value["basis"] in keys
                    assert set(value["evidence"]) <= numbers
                    assert value["publisher"]["zh-Hant"]
    assert values == tiny.query("SELECT count(*) FROM observations")[0][0]
