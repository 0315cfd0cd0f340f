"""Words that very many names have, and names that several bodies have."""

from itertools import product

from lionrock.model.match import Organisation, OrganisationName
from lionrock.model.text import T
from lionrock.resolve import postings
from lionrock.resolve.matcher import Both, matcher_of


def _matcher(names: list[str]) -> Both:
    return matcher_of(
        Organisation(str(n), "corporate", T(name, name, name), (OrganisationName(name),))
        for n, name in enumerate(names)
    )


def test_a_name_of_nothing_but_crowded_words_is_found(monkeypatch):
    monkeypatch.setattr(postings, "LISTED", 10)
    first = [f"Xor{one}vek" for one in "abcdefgh"]
    second = [f"Pim{one}tul" for one in "abcdefgh"]
    third = [f"Zun{one}gad" for one in "abcdefgh"]
    names = [" ".join(three) for three in product(first, second, third)]
    matcher = _matcher(names)
    index = matcher.by_name.index
    assert index.is_cut.sum() == 0  # each row is listed under all of its three words
    asked = [" ".join(reversed(name.split())) for name in names[::7]]
    for answer, name in zip(matcher.names(asked, limit=1), names[::7], strict=True):
        assert answer.candidates[0].id == str(names.index(name))


def test_words_that_lists_leave_out_still_tell_rows_apart(monkeypatch):
    monkeypatch.setattr(postings, "LISTED", 20)
    trades = [f"Zun{one}gad" for one in "abcdefghijklmnop"]
    names = [f"Xor{a}{b}vek {trade}" for a in "ab" for b in "abc" for trade in trades]
    matcher = _matcher([*names, *(f"Quo{n}bar {trade}" for n in range(40) for trade in trades)])
    assert matcher.by_name.index.is_cut.sum() >= len(trades)
    asked = [f"{trade} {rest}" for rest, trade in map(str.split, names)]
    for number, answer in enumerate(matcher.names(asked, limit=1)):
        assert answer.candidates[0].id == str(number)


def test_a_name_that_several_bodies_have_is_no_match_for_one_of_them():
    matcher = _matcher(["Lewis PLC", "Lewis Inc.", "Zunagad Limited"])
    shared, own = matcher.affiliations(["Dept. of Physics, Lewis", "Dept. of Physics, Zunagad"])
    assert shared.verdict != "match"
    assert [one.id for one in own.found] == ["2"]
