"""Identity from judgements: like a plain union-find, but never across a "different"."""

from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from lionrock.model.judgement import Judgement
from lionrock.resolve.cluster import clusters

AT = "2026-11-23T09:{:02d}:{:02d}+00:00"
IDS = [f"id-{n}" for n in range(12)]


def judged(left: str, right: str, verdict: str = "same", when: int = 0, by: str = "ann"):
    return Judgement(left, right, verdict, by, AT.format(*divmod(when, 60)))


def graph(*verdicts: str) -> st.SearchStrategy[list[Judgement]]:
    """Judgements in force: at most one a pair, each at its own moment."""
    edges = st.lists(
        st.tuples(
            st.sampled_from(IDS), st.sampled_from(IDS), st.sampled_from(verdicts),
            st.sampled_from(("ann", "rule:ror")),
        ).filter(lambda edge: edge[0] != edge[1]),
        unique_by=lambda edge: frozenset(edge[:2]),
        max_size=40,
    )  # fmt: skip
    return edges.map(
        lambda found: [judged(*edge[:3], when, edge[3]) for when, edge in enumerate(found)]
    )


def reference(judgements: list[Judgement]) -> set[frozenset[str]]:
    """The connected components, by merging whole sets until nothing changes."""
    sets = [{j.left, j.right} for j in judgements]
    merged = True
    while merged:
        merged = False
        for one, other in combinations(sets, 2):
            if one & other:
                one |= other
                sets.remove(other)
                merged = True
                break
    return {frozenset(one) for one in sets}


def members(canonical: dict[str, str]) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for id_, stays in canonical.items():
        found.setdefault(stays, {stays}).add(id_)
    return {frozenset(one) for one in found.values()}


@given(graph("same"))
def test_without_a_different_it_is_a_union_find(said: list[Judgement]) -> None:
    made = clusters(said)
    assert members(dict(made.canonical)) == reference(said)
    assert made.refused == ()


@given(graph("same", "same", "different", "unsure"), st.randoms())
def test_the_order_of_judgements_makes_no_difference(said: list[Judgement], random) -> None:
    shuffled = list(said)
    random.shuffle(shuffled)
    assert clusters(shuffled) == clusters(said)


@given(graph("same", "same", "same", "different"))
def test_no_cluster_holds_a_different_pair_and_every_same_is_kept_or_refused(
    said: list[Judgement],
) -> None:
    made = clusters(said)
    refused = {refusal.judgement for refusal in made.refused}
    for judgement in said:
        together = made.of(judgement.left) == made.of(judgement.right)
        if judgement.verdict == "different":
            assert not together
        elif judgement not in refused:
            assert together
    for refusal in made.refused:
        apart = refusal.against
        assert apart is not None
        ends = {made.of(refusal.judgement.left), made.of(refusal.judgement.right)}
        assert {made.of(apart.left), made.of(apart.right)} == ends
    assert not set(made.canonical) & set(made.canonical.values())


@given(graph("same"), st.sampled_from(IDS), st.sampled_from(IDS))
def test_a_later_judgement_never_changes_which_id_stays_but_by_uniting(
    said: list[Judgement], left: str, right: str
) -> None:
    before = clusters(said)
    pairs = {judgement.pair for judgement in said}
    later = judged(left, right, when=3000)
    if left == right or later.pair in pairs:
        return
    after = clusters([*said, later])
    for id_ in IDS:
        stays = after.of(id_)
        assert stays == before.of(id_) or stays in (before.of(left), before.of(right))


def test_the_left_id_of_the_oldest_judgement_stays() -> None:
    made = clusters([judged("b", "a", when=1), judged("c", "d", when=2), judged("d", "a", when=3)])
    assert made.canonical == {"a": "b", "c": "b", "d": "b"}


def test_the_weaker_union_gives_way() -> None:
    apart = judged("a", "c", "different", 9)
    first, second = judged("a", "b", when=1), judged("b", "c", when=2)
    made = clusters([first, second, apart])
    assert made.canonical == {"b": "a"}
    assert [(r.judgement, r.against) for r in made.refused] == [(second, apart)]
    rule = judged("a", "b", when=1, by="rule:ror")
    made = clusters([rule, second, apart])
    assert made.canonical == {"c": "b"}  # a person's word, though it came later
    made = clusters([first, second, apart], own={second.handle})
    assert made.canonical == {"c": "b"}  # the user's own, though it came later


def test_a_long_way_round_is_no_way_round() -> None:
    chain = [judged(f"a{n}", f"a{n + 1}", when=n) for n in range(30)]
    apart = judged("a0", "a30", "different", 50)
    made = clusters([*chain, apart])
    assert [refusal.judgement for refusal in made.refused] == [chain[-1]]
    assert set(made.canonical.values()) == {"a0"}
    assert list(made.refused[0].through) == chain[-2::-1]  # from a29 back to a0


@given(graph("same", "same", "same", "different"))
def test_a_refusal_names_every_judgement_that_leads_to_it(said: list[Judgement]) -> None:
    made = clusters(said)
    refused = {refusal.judgement for refusal in made.refused}
    for refusal in made.refused:
        assert refusal.against is not None
        assert not refused & set(refusal.through)
        ring = [refusal.judgement, refusal.against, *refusal.through]
        counts = Counter(id_ for judgement in ring for id_ in judgement.pair)
        assert set(counts.values()) == {2}, "the judgements named make one ring"
        without = [one for one in ring if one is not refusal.against]
        (united,) = members(dict(clusters(without).canonical))
        assert set(refusal.against.pair) <= united


def test_only_things_of_one_kind_unite() -> None:
    kinds = {"a": "organisation", "b": "initiative", "c": "organisation"}
    made = clusters([judged("a", "b", when=1), judged("a", "c", when=2)], kinds)
    assert made.canonical == {"c": "a"}
    assert [refusal.kinds for refusal in made.refused] == [("organisation", "initiative")]


def test_an_id_that_has_gone_leads_to_the_one_that_stays_and_never_stays_itself() -> None:
    kinds = {"new": "organisation"}
    assert clusters([judged("gone", "new")], kinds).canonical == {"gone": "new"}
    assert clusters([judged("new", "gone")], kinds).canonical == {"gone": "new"}
    made = clusters([judged("gone", "also-gone")], kinds)
    assert made.canonical == {}
    assert made.idle == (judged("gone", "also-gone"),)
