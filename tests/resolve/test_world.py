"""The registry and ROR become one list: no organisation twice, none lost."""

from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from bench.ror_dump import write_dump
from lionrock.model.match import Organisation, OrganisationName
from lionrock.model.text import T
from lionrock.resolve.world import merge
from lionrock.sources.ror import read_dump


def organisation(id_: str, *names: str, ror: str = "", **more: object) -> Organisation:
    made = Organisation(id_, "university", T(id_, id_, id_), tuple(map(OrganisationName, names)))
    return msgspec.structs.replace(made, ror=ror, **more)


def of_ror(mark: str, *names: str, **more: object) -> Organisation:
    return organisation(f"https://ror.org/{mark}", *names, ror=mark, **more)


def test_one_of_the_registry_gains_what_ror_knows_more() -> None:
    ours = organisation(
        "heron",
        "The Heron University",
        "鷺大學",
        ror="0a",
        cities=("hong kong",),
        parents=("lake",),
    )
    theirs = of_ror(
        "0a", "heron   university, the", "THE HERON UNIVERSITY", "鹭大学", "Heron Poly",
        cities=("sha tin", "hong kong"), country="HK", parents=("https://ror.org/0b",),
    )  # fmt: skip
    (found,) = merge([ours], [theirs])
    assert (found.id, found.label, found.kind) == ("heron", ours.label, ours.kind)
    assert [name.text for name in found.names] == [
        "The Heron University", "鷺大學", "heron   university, the", "Heron Poly",
    ]  # fmt: skip
    assert found.cities == ("sha tin", "hong kong")
    assert found.country == "HK"
    assert found.parents == ("lake", "https://ror.org/0b")


def test_a_name_the_registry_gives_to_another_is_not_gained() -> None:
    ours = [
        organisation("hku", "Heron University", "HU", ror="0a"),
        organisation("hku-south", "Heron University (South)", ror="0b"),
    ]
    theirs = [
        of_ror("0b", "Heron University (South)", "H.U.", "HERON UNIVERSITY", "Heron South"),
        of_ror("0c", "Hare Union", "HU"),
    ]
    found = [[name.text for name in one.names] for one in merge(ours, theirs)]
    assert found == [
        ["Heron University", "HU"],
        ["Heron University (South)", "Heron South"],
        ["Hare Union", "HU"],
    ]


def test_parents_are_named_by_registry_id_and_nobody_is_its_own() -> None:
    ours = [organisation("lake", "Lake", ror="0b"), organisation("heron", "Heron", ror="0a")]
    up, self_ = "https://ror.org/0b", "https://ror.org/0a"
    theirs = [
        of_ror("0c", "Pond", parents=(up, "https://ror.org/0d")),
        of_ror("0a", "Heron", parents=(self_, up)),
        of_ror("0d", "Reed"),
    ]
    found = list(merge(ours, theirs))
    assert [one.id for one in found] == ["lake", "heron", theirs[0].id, theirs[2].id]
    assert [one.parents for one in found] == [
        (), ("lake",), ("lake", "https://ror.org/0d"), (),
    ]  # fmt: skip


def test_without_a_record_of_ror_nothing_changes() -> None:
    ours = [organisation("a", "A", ror="0a"), organisation("b", "B", country="MO")]
    assert list(merge(ours, [])) == ours
    theirs = [of_ror("0b", "B")]
    assert list(merge(ours, theirs)) == ours + theirs
    joined = next(iter(merge(ours[1:], [of_ror("0a", "A", country="CN")])))
    assert joined.country == "MO"


def test_two_of_the_registry_with_one_ror_id_both_gain() -> None:
    ours = [organisation("a", "A", ror="0a"), organisation("b", "B", ror="0a")]
    found = list(merge(ours, [of_ror("0a", "Long Name")]))
    assert [one.names[-1].text for one in found] == ["Long Name", "Long Name"]


PLACES = st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), unique=True).map(tuple)


@given(PLACES, PLACES)
def test_places_are_joined_and_ours_keep_their_order(
    ours: tuple[str, ...], theirs: tuple[str, ...]
) -> None:
    (found,) = merge(
        [organisation("x", "X", ror="0a", cities=ours)], [of_ror("0a", "X", cities=theirs)]
    )
    assert sorted(found.cities) == sorted({*ours, *theirs})
    assert tuple(place for place in found.cities if place in ours) == ours
    if ours and theirs and ours[-1] == theirs[-1]:
        assert found.cities[-1] == ours[-1]


def test_a_whole_dump_is_merged_with_none_lost(tmp_path: Path) -> None:
    write_dump(tmp_path / "dump.zip", count=500)
    world = list(read_dump(tmp_path / "dump.zip", print))
    ours = [organisation(f"own-{n}", f"Own {n}", ror=world[n].ror) for n in range(0, 400, 7)]
    found = list(merge(ours, iter(world)))
    assert found[: len(ours)] != ours
    assert [one.id for one in found[: len(ours)]] == [one.id for one in ours]
    assert sorted(one.ror for one in found) == sorted(one.ror for one in world)
    known = {one.id for one in found}
    renamed = {f"https://ror.org/{one.ror}" for one in ours}
    assert not {parent for one in found for parent in one.parents} & renamed
    assert any(parent in known for one in found for parent in one.parents)
