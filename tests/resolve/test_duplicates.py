"""Which pairs of organisations are put before a person, and in which order."""

from lionrock.model.match import Organisation, OrganisationName, Reason
from lionrock.model.text import T
from lionrock.resolve.duplicates import BLOCK, Known, Pair, propose, resemblance


def body(
    id_: str, *names: str, codes: tuple[tuple[str, str], ...] = (), kind: str = "startup",
    city: str = "hong kong", parents: tuple[str, ...] = (),
) -> Known:  # fmt: skip
    named = tuple(OrganisationName(name) for name in names)
    label = T(names[0], names[0], names[0])
    return Known(Organisation(id_, kind, label, named, (city,), parents=parents), frozenset(codes))


def proposed(*known: Known) -> list[tuple[str, str]]:
    return [(pair.left, pair.right) for pair in propose(known, resemblance)]


def test_names_that_differ_in_legal_form_or_script_are_proposed() -> None:
    assert proposed(
        body("lumen", "Lumen Robotics"), body("lumen-ltd", "Lumen Robotics Limited")
    ) == [("lumen", "lumen-ltd")]
    assert proposed(
        body("yunji-tech", "雲跡科技", "北京雲迹科技股份有限公司"),
        body("yunji", "Yunji Technology"),
    ) == [("yunji-tech", "yunji")]
    assert proposed(body("a", "視覺實驗室"), body("b", "视觉实验室")) == [("a", "b")]
    assert proposed(body("a", "Quillwork Systems"), body("b", "Quilwork Systems")) == [("a", "b")]


def test_other_names_are_not() -> None:
    assert proposed(
        body("a", "Lumen Robotics"), body("b", "Tern Analytics"), body("c", "雲跡科技"),
        body("d", "Hong Kong Institute of Education"), body("e", "Hong Kong Institute of Vision"),
    ) == []  # fmt: skip


def test_codes_weigh_more_than_names() -> None:
    shared = (("hkex", "0001"),)
    assert proposed(body("a", "Lumen", codes=shared), body("b", "Tern", codes=shared))
    assert not proposed(
        body("a", "Lumen Robotics", codes=(("ror", "01"),)),
        body("b", "Lumen Robotics", codes=(("ror", "02"),)),
    )


def test_the_likeliest_come_first_with_reasons_in_three_languages() -> None:
    pairs = propose(
        [
            body("a", "Lumen Robotics", codes=(("domain", "lumen.example"),)),
            body("b", "Lumen Robotics Ltd", codes=(("domain", "lumen.example"),)),
            body("c", "Lumen Robotics Capital", kind="investor"),
        ],
        resemblance,
    )
    assert (pairs[0].left, pairs[0].right) == ("a", "b")
    assert [pair.score for pair in pairs] == sorted((p.score for p in pairs), reverse=True)
    assert pairs[0].reasons[0].text == T(
        "same domain: lumen.example", "網域相同：lumen.example", "域名相同：lumen.example"
    )
    assert {reason.feature for reason in pairs[0].reasons} == {"same_domain", "names", "place"}


def test_kin_and_what_is_settled_are_left_out() -> None:
    left, right = body("a", "Lumen Robotics"), body("b", "Lumen Robotics Ltd")
    assert propose([left, right], resemblance, lambda one, other: {one, other} == {"a", "b"}) == []
    assert proposed(left, body("b", "Lumen Robotics Ltd", parents=("a",))) == []


def test_what_stands_first_stands_left_whatever_the_ids() -> None:
    assert proposed(body("z", "Lumen Robotics"), body("a", "Lumen Robotics Ltd")) == [("z", "a")]


def test_any_scorer_will_do_and_blocking_keeps_it_from_comparing_all() -> None:
    asked = []

    def score(left: Organisation, right: Organisation) -> tuple[float, tuple[Reason, ...]]:
        asked.append((left.id, right.id))
        return 0.9, ()

    crowd = [body(f"n{n}", f"Common{'abcdefghijklmnopqrst'[n] * 9} Lab") for n in range(BLOCK + 5)]
    pair = [body("x", "Zephyrine"), body("y", "Zephyrine Group")]
    assert propose([*crowd, *pair], score) == [Pair("x", "y", 0.9, ())]
    assert asked == [("x", "y")]


def test_names_without_letters_break_nothing() -> None:
    assert proposed(body("a", "!!!"), body("b", "\ud800"), body("c", "‮")) == []
    assert proposed(Known(Organisation("a", "", T("", "", ""), ())), body("b", "B")) == []
