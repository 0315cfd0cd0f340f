"""The name that an affiliation string of an unknown body holds, and what tells it from others."""

import pytest

from lionrock.resolve.unknown import open_reading, unknown_names
from tests.works_unknown import FOLDED


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Department of Looms, Westmere University, Leeds, UK",
            [("Westmere University", "leeds")],
        ),
        ("Institute of Looms, Westmere University, UK", [("Westmere University", "")]),
        ("Westmere Institute of Looms, Leeds", [("Westmere Institute of Looms", "leeds")]),
        (
            "Lab 4, Fooble Inc., Shenzhen; School of Law, Westmere University, Paris, France",
            [("Fooble Inc", "shenzhen"), ("Westmere University", "paris")],
        ),
        ("某某未名大學計算機系，北京", [("某某未名大學", "beijing")]),
        ("Fooble Inc., Shenzhen; FOOBLE INC, Shenzhen, China", [("Fooble Inc", "shenzhen")]),
        ("Independent Researcher", []),
        ("Department of Computer Science", []),
        ("University", []),
        ("Kowloon, Hong Kong", []),
        ("", []),
        ("\ud800 \x00 \u202e", []),
    ],
)
def test_names(text: str, names: list[tuple[str, str]]) -> None:
    assert [(one.text, one.place) for one in unknown_names(text)] == names


def test_spellings_of_a_name_in_a_place_are_one_and_places_tell_names_apart() -> None:
    def told(text: str) -> str:
        (one,) = unknown_names(text)
        return one.id

    assert told("Westmere Univ., Leeds") == told("WESTMERE UNIVERSITY, Leeds, UK")
    assert told("某某未名大學，北京") == told("某某未名大学，北京")
    assert told("Westmere University, Leeds") != told("Westmere University, Paris")


def test_a_chinese_name_is_found_by_the_letters_of_its_reading() -> None:
    (one,) = unknown_names("深圳某某未名科技有限公司，深圳")
    assert "moumouweiming" in one.letters
    assert {"某某", "未名"} <= set(one.words)


def test_rows_are_told_apart_by_their_string() -> None:
    read = open_reading()
    rows = read([("Westmere University, Leeds",), ("",), (FOLDED,)])
    assert [row[0] for row in rows] == ["Westmere University, Leeds", FOLDED]
    assert all(len(row) == 6 and isinstance(row[5], list) for row in rows)
