"""Names and affiliation strings over a few organisations that look alike on purpose."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lionrock.model.match import Organisation, OrganisationName
from lionrock.model.text import T
from lionrock.resolve.index import build_index, index_of
from lionrock.resolve.matcher import Both, matcher_of, open_matcher


def _organisation(id_, names, at=((), ""), kind="university", parents=(), short=()):
    every = [OrganisationName(name) for name in names]
    every += [OrganisationName(name, "abbreviation") for name in short]
    return Organisation(id_, kind, T(names[0], names[0], names[0]), tuple(every), *at, parents)


CITY = (
    _organisation(
        "harbour", ["Harbour University of Science and Technology", "海港科技大學"],
        (("hong kong",), "HK"), short=("HUST-H",),
    ),
    _organisation(
        "harbour-gz", ["Harbour University of Science and Technology (Guangzhou)"],
        (("guangzhou",), "CN"),
    ),
    _organisation("medical", ["Harbour Medical University"], (("guangzhou",), "CN")),
    _organisation(
        "lab", ["State Key Laboratory of Kites"], (("hong kong",), "HK"), "research_centre",
        ("harbour",),
    ),
    _organisation(
        "ferry", ["FerryMind", "渡輪智能科技有限公司"], (("hong kong",), "HK"), "startup"
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def matcher() -> Both:
    return matcher_of(CITY)


def _id(matcher: Both, name: str) -> str | None:
    answer = matcher.names([name])[0]
    return answer.found[0].id if answer.verdict == "match" else None


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("The Harbour University of Science & Technology", "harbour"),
        ("Harbour Univ Sci Technol", "harbour"),
        ("海港科技大学", "harbour"),
        ("香港海港科技大學", "harbour"),
        ("Harbour University of Science and Technology (GZ)", "harbour-gz"),
        ("Harbour University of Science and Technology, Nansha", "harbour-gz"),
        ("Harbour University of Science and Technolgy", "harbour"),
        ("渡轮智能科技", "ferry"),
        ("FERRYMIND LIMITED", "ferry"),
        ("FerryM1nd", "ferry"),
    ],
)
def test_a_name_is_known_however_it_is_written(matcher, name, id_):
    answer = matcher.names([name])[0]
    assert answer.candidates[0].id == id_, answer
    assert answer.verdict in ("match", "review")


@pytest.mark.parametrize(
    "name",
    ["Harbour Press", "Mountain University", "University", "", "   ", "大學", "Wholly Other Ltd"],
)
def test_none_is_an_answer(matcher, name):
    assert _id(matcher, name) is None


def test_another_campus_is_never_a_sure_match(matcher):
    assert _id(matcher, "Harbour University of Science and Technology (Guangzou)") != "harbour"
    assert _id(matcher, "海港科技大學（廣卅）") != "harbour"


def test_answers_carry_reasons_in_three_languages(matcher):
    found = matcher.names(["Harbour Univ Sci Technol"])[0].candidates[0]
    assert found.reasons
    for reason in found.reasons:
        assert reason.text.en and reason.text.hant and reason.text.hans
        assert reason.weight != 0


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Dept. of Kites, Harbour Univ. of Sci. and Tech., Kowloon; FerryMind, Hong Kong",
         {"harbour", "ferry"}),
        ("Harbour University of Science and Technology, Nansha, Guangzhou", {"harbour-gz"}),
        ("School of Nursing, Harbour Medical University, Guangzhou 510000", {"medical"}),
        ("State Key Laboratory of Kites, Harbour University of Science and Technology",
         {"harbour"}),
        ("State Key Laboratory of Kites, Hong Kong", {"lab"}),
        ("海港科技大學計算機科學及工程學系", {"harbour"}),
        ("Harbour University of Science and Technology Press", set()),
        ("Department of Kites, Lakeside University, Ohio, USA", set()),
        ("", set()),
    ],
)  # fmt: skip
def test_an_affiliation_names_none_one_or_several(matcher, text, ids):
    answer = matcher.affiliations([text])[0]
    found = {one.id for one in answer.found} if answer.verdict == "match" else set()
    assert found == ids


def test_a_mention_says_where_it_stands(matcher):
    text = "Dept. of Kites, FerryMind, Hong Kong"
    found = matcher.affiliations([text])[0].found[0]
    assert text[found.start : found.end] == "FerryMind"


def test_the_index_on_disk_answers_like_the_one_in_memory(matcher, tmp_path):
    build_index(CITY, tmp_path / "match")
    names = ["Harbour Univ Sci Technol", "海港科技大学", "Nothing Known", None]
    assert open_matcher(tmp_path / "match").names(names) == matcher.names(names)


def test_an_empty_index_knows_nothing():
    empty = matcher_of(())
    assert empty.names(["anything"])[0].verdict == "none"
    assert empty.affiliations(["anything, at all"])[0].verdict == "none"


HOSTILE = [
    "\x00\x01\x02", "\ud800", "\u202eytisrevinU", "=cmd|' /C calc'!A0", "H\u200bK\u200bU",
    "А" * 500, "(" * 3_000, "香" * 5_000, "a," * 5_000, "\n" * 100, "💥" * 50, "x" * 1_000_000,
    "the of and", "12345", "&#0;&#x110000;", "<b>" * 400, "(a" * 300,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_gets_an_answer(matcher, text):
    assert len(matcher.names([text])) == 1
    assert len(matcher.affiliations([text])) == 1


@settings(max_examples=150, deadline=None)
@given(st.lists(st.none() | st.text(st.characters(), max_size=60), max_size=6))
def test_any_text_gets_an_answer_of_its_own(texts):
    matcher = _SHARED
    names, affiliations = matcher.names(texts), matcher.affiliations(texts)
    assert len(names) == len(affiliations) == len(texts)
    for one in (*names, *affiliations):
        assert one.verdict == "none" or one.found
        assert all(0 <= c.score <= 1 for c in one.candidates)
    for text, answer in zip(texts, names, strict=True):
        assert matcher.names([text])[0].verdict == answer.verdict


def test_letters_nobody_sees_and_look_alikes_change_nothing(matcher):
    plain = matcher.names(["FerryMind"])[0]
    for spelled in ("Ferry\u200bMind", "\u202dFerryMind", "ＦｅｒｒｙＭｉｎｄ"):
        assert matcher.names([spelled])[0].found[0].id == plain.found[0].id


_SHARED = matcher_of(CITY)


def test_a_row_is_found_by_its_units_without_their_legal_form():
    index = index_of(CITY)
    row = index.row_spelled(["ferry", "mind", "limited"])
    assert row is not None and index.words_of(row) == ["ferrymind"]
    assert index.row_spelled(["kite", "mind"]) is None
    assert index_of([]).row_spelled(["ferrymind"]) is None
