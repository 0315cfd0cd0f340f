"""What is in force of a list of judgements, and which values are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lionrock.model.judgement import UNDONE, Judgement, in_force, outranked

AT = "2026-11-23T09:30:{:02d}.000000+00:00"


def judged(left: str, right: str, verdict: str, second: int = 0, undoes: str | None = None):
    return Judgement(left, right, verdict, "ann", AT.format(second), undoes=undoes)


def undone(judgement: Judgement, second: int) -> Judgement:
    return judged(judgement.left, judgement.right, UNDONE, second, judgement.handle)


def test_the_last_word_on_a_pair_wins_either_way_round() -> None:
    first, second = judged("a", "b", "same", 1), judged("b", "a", "different", 2)
    other = judged("a", "c", "unsure", 3)
    assert in_force([first, second, other]) == {("a", "b"): second, ("a", "c"): other}


def test_taking_back_brings_the_word_before_into_force() -> None:
    first, second = judged("a", "b", "different", 1), judged("a", "b", "same", 2)
    assert in_force([first, second, undone(second, 3)]) == {("a", "b"): first}
    assert in_force([first, undone(first, 3)]) == {}
    assert in_force([first, undone(first, 3), second]) == {("a", "b"): second}
    assert in_force([first, second, undone(first, 3)]) == {("a", "b"): second}


def test_a_verdict_said_again_keeps_the_first_in_force() -> None:
    first, again = judged("a", "b", "same", 1), judged("b", "a", "same", 2)
    assert in_force([first, again]) == {("a", "b"): first}
    assert in_force([first, judged("a", "b", "unsure", 2), again]) == {("a", "b"): again}


def test_the_users_word_outranks_the_shipped_one_and_undoing_it_gives_that_back() -> None:
    shipped, own = judged("a", "b", "different", 5), judged("a", "b", "same", 1)
    assert outranked([shipped], [own]) == {("a", "b"): own}
    assert outranked([shipped], [own, undone(own, 9)]) == {("a", "b"): shipped}


verdicts = st.lists(
    st.tuples(
        st.sampled_from("abc"), st.sampled_from("def"), st.sampled_from(("same", "different"))
    ),
    max_size=20,
)


@given(verdicts)
def test_undoing_everything_leaves_nothing(said: list[tuple[str, str, str]]) -> None:
    made = [judged(*one, second) for second, one in enumerate(said)]
    backwards = [undone(one, 30 + n) for n, one in enumerate(reversed(made))]
    assert in_force([*made, *backwards]) == {}
    for number in range(len(made)):
        assert in_force([*made, *backwards[:number]]) == in_force(made[: len(made) - number])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"left": "A b"}, "left: 'A b' is not lower-case"),
        ({"right": "a\x1b[2J"}, "right:"),
        ({"right": "a"}, "both 'a'"),
        ({"score": 1.5}, "score: 1.5"),
        ({"score": float("nan")}, "score: nan"),
        ({"verdict": UNDONE}, "undoes: expected"),
        ({"undoes": "0"}, "undoes: expected"),
        ({"at": "yesterday"}, "at: 'yesterday' is not a time"),
        ({"at": "2026-11-23T09:30:00"}, "at: "),
        ({"by": " "}, "by and reasons"),
        ({"reasons": ("\x1b]0;gone\x07",)}, "by and reasons"),
        ({"reasons": ("\ud800",)}, "by and reasons"),
        ({"reasons": ("x",) * 51}, "reasons: 51"),
    ],
)
def test_wrong_values_are_said(changed: dict[str, object], said: str) -> None:
    values = {"left": "a", "right": "b", "verdict": "same", "by": "ann", "at": AT.format(0)}
    assert Judgement(**values).fault() is None
    assert said in (Judgement(**values | changed).fault() or "")


def test_rules_are_told_from_people() -> None:
    assert judged("a", "b", "same").by_person
    assert not Judgement("a", "b", "same", "rule:same-ror", AT.format(0)).by_person
