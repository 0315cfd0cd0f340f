"""match() takes a program's own column and gives back the same kind of thing."""

import subprocess
import sys
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import lionrock
from lionrock.answer.matching.cells import COLUMNS
from lionrock.answer.matching.columns import match_column
from lionrock.answer.observatory import Observatory
from lionrock.model.match import Answer, Organisation, OrganisationName
from lionrock.model.text import T
from tests.answer.matching.exact import Exact

NAMES = ["HKUST", None, "nobody", "香港大學?"]
IDS = ["hkust", None, None, "hku"]


def _match(names: Any, **options: Any) -> Any:
    asked = {"affiliation": False, "lang": "en"} | options
    return match_column(names, Exact(), **asked)


@pytest.mark.parametrize("kind", [list, tuple, iter])
def test_a_list_gives_answers(kind: Any) -> None:
    answers = _match(kind(NAMES))
    assert all(isinstance(answer, Answer) for answer in answers)
    assert [answer.found[0].id if answer.found else None for answer in answers] == IDS
    assert [answer.verdict for answer in answers] == ["match", "none", "none", "review"]


@pytest.mark.parametrize("dtype", [None, object, "string", "category"])
def test_pandas_gives_a_frame_with_the_same_index(dtype: Any) -> None:
    series = pd.Series(NAMES, index=list("wxyz"), dtype=dtype)
    frame = _match(series)
    assert list(frame.columns) == list(COLUMNS)
    assert frame.index.equals(series.index)
    assert [None if pd.isna(one) else one for one in frame["match_id"]] == IDS
    assert frame["score"].dtype == "Float64"
    assert frame.loc["w", "score"] == 0.988


def test_polars_gives_a_frame() -> None:
    frame = _match(pl.Series("x", NAMES), lang="zh-Hans")
    assert frame.columns == list(COLUMNS)
    assert frame["match_id"].to_list() == IDS
    assert frame["match_name"].to_list()[0] == "香港科技大学"
    assert frame.schema["score"] == pl.Float64
    assert _match(pl.Series("x", ["HKU+HKUST"]), affiliation=True)["score"][0] == "0.988;0.988"


@pytest.mark.parametrize("array", [pa.array(NAMES), pa.chunked_array([NAMES[:1], NAMES[1:]])])
def test_arrow_gives_a_table(array: Any) -> None:
    table = _match(array)
    assert table.column_names == list(COLUMNS)
    assert table["match_id"].to_pylist() == IDS
    assert table.schema.field("score").type == pa.float64()


@pytest.mark.parametrize(
    "empty", [[], pd.Series([], dtype=object), pl.Series([]), pa.array([], pa.string())]
)
def test_nothing_gives_nothing(empty: Any) -> None:
    assert len(_match(empty)) == 0


def test_numbers_are_asked_about_as_they_are_written() -> None:
    assert [answer.verdict for answer in _match([3, float("nan"), 2.5])] == ["none"] * 3


@pytest.mark.parametrize(
    ("names", "told"),
    [("HKUST", r"match\(\[name\]\)"), (7, "is a int"), (pd.DataFrame({"x": ["a"]}), "a Series"),
     (pl.DataFrame({"x": ["a"]}), "a Series"), (pa.table({"x": ["a"]}), "one column")],
)  # fmt: skip
def test_what_is_no_column_is_told(names: Any, told: str) -> None:
    with pytest.raises(TypeError, match=told):
        _match(names)


def test_an_unknown_language_is_told() -> None:
    with pytest.raises(ValueError, match="lang='fr': expected one of en"):
        _match(["x"], lang="fr")


def test_against_a_list_of_ones_own() -> None:
    own = ["Lumen Robotics Limited", "流明機械人有限公司", None, "Tai Ping Carpets"]
    found = lionrock.match(["lumen robotics ltd", "流明机械人", "zzz qqq"], against=own)
    assert [answer.found[0].id if answer.found else None for answer in found] == ["0", "1", None]


def test_against_organisations_with_several_names() -> None:
    label = T("Lumen Robotics", "流明機械人", "流明机械人")
    names = (OrganisationName("Lumen Robotics", lang="en"), OrganisationName("流明機械人"))
    own = [Organisation("lumen", "company", label, names)]
    frame = lionrock.match(pl.Series(["流明机械人有限公司"]), against=own, lang="zh-Hant")
    assert frame["match_id"].to_list() == ["lumen"]
    assert frame["match_name"].to_list() == ["流明機械人"]


def test_against_what_is_no_name_is_told() -> None:
    with pytest.raises(TypeError, match=r"against\[1\] is a int"):
        lionrock.match(["x"], against=["a", 7])


def test_the_observatory_answers_too(observatory: Observatory) -> None:
    answers = observatory.match(["HKUST (Guangzhou)", "Chinese University of Hong Kong, Shenzhen"])
    assert [answer.found[0].id for answer in answers] == ["hkust-guangzhou", "cuhk-shenzhen"]


def test_nothing_is_imported_that_was_not_there() -> None:
    code = (
        "import sys, lionrock; lionrock.match(['HKU'], against=['HKU']);"
        "print([n for n in ('pandas', 'polars', 'pyarrow') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
