"""What a reviewer is shown: the pairs that are open, and where two sides agree or differ."""

from pathlib import Path

import pytest

from lionrock.answer.observatory import Observatory
from lionrock.answer.review import Change, ReviewDesk, compare, host
from lionrock.settings import Settings
from lionrock.store.judgements import NAME, add, undo
from tests.built import built_world
from tests.doubled import AT, NEW, OLD, judged, lines


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    world = lines()
    world["relations.jsonl"] = [
        one for one in world["relations.jsonl"] if {one["subject"], one["object"]} != {OLD, NEW}
    ]
    world["organisations.jsonl"].append(
        {"id": "quill-ink", "kind": "startup", "names": {"en": ["Quill & Ink Ltd"]},
         "sources": ["https://gazette.example/1"]}
    )  # fmt: skip
    return built_world(tmp_path, world)


def desk(settings: Settings) -> ReviewDesk:
    return ReviewDesk(Observatory.open(settings), settings)


def pairs(settings: Settings) -> set[tuple[str, str]]:
    return {(pair.left, pair.right) for pair in desk(settings).proposals()}


def test_near_duplicates_are_proposed_the_better_known_on_the_left(settings: Settings) -> None:
    assert (OLD, NEW) in pairs(settings)


@pytest.mark.parametrize("verdict", ["same", "different", "unsure"])
def test_what_was_judged_is_not_asked_again_even_before_a_build(
    settings: Settings, verdict: str
) -> None:
    add(settings, judged(OLD, NEW, verdict))
    assert (OLD, NEW) not in pairs(settings)
    undo(settings, 1, "ann", AT.format(9))
    assert (OLD, NEW) in pairs(settings)


def test_what_follows_from_judgements_is_not_asked_either(settings: Settings) -> None:
    add(settings, judged("tern", NEW, "same", 1))
    add(settings, judged("tern", OLD, "different", 2))
    assert (OLD, NEW) not in pairs(settings)


def test_what_a_recorded_link_tells_apart_is_not_proposed(tmp_path: Path) -> None:
    linked = built_world(tmp_path, lines())
    assert (OLD, NEW) not in pairs(linked)


def test_a_campus_and_its_university_are_not_proposed(settings: Settings) -> None:
    assert not [pair for pair in pairs(settings) if "vantry-university" in pair]


def test_two_sides_are_compared_property_by_property(settings: Settings) -> None:
    at = desk(settings)
    rows = compare(at.side(NEW) or {}, at.side(OLD) or {})
    marks = {(row.prop, row.lang): row.mark for row in rows}
    assert marks["name", "en"] == "agree"
    assert marks["place", None] == "agree"
    assert marks["class", None] == "differ"
    assert marks["founded", None] == "differ"
    assert marks["name", "zh-Hans"] == "open"  # only one side has one
    assert marks["hkex", None] == "open"


def test_judging_checks_what_it_is_told(settings: Settings) -> None:
    at = desk(settings)
    with pytest.raises(ValueError, match="nothing has the id 'nobody'; try: lionrock search"):
        at.judge(NEW, "nobody", "same", (), None)
    with pytest.raises(ValueError, match="'organisation', harbour-plan of kind 'initiative'"):
        at.judge(NEW, "harbour-plan", "same", (), None)
    assert not (settings.home / NAME).exists()
    line, change = at.judge(NEW, OLD, "same", ("I asked them",), 0.9)
    assert (line.number, change) == (1, Change())
    assert line.judgement.by_person
    at.judge(NEW, "tern", "different", (), None)
    line, change = at.judge(OLD, "tern", "same", (), None)
    kept = (
        f"judgements.jsonl:2 keeps {NEW} and tern apart, and it would join them through "
        f"{NEW} = {OLD} (judgements.jsonl:1)"
    )
    assert change.without == (f"judgements.jsonl:3: {OLD} = tern has no effect: {kept}",)


def test_a_broken_line_is_said_before_anything_is_shown(settings: Settings) -> None:
    (settings.home / NAME).write_bytes(b"{\n")
    with pytest.raises(ValueError, match=f"{NAME}:1: broken JSON"):
        desk(settings).proposals()


@pytest.mark.parametrize(
    ("url", "expected"),
    [("https://www.vu.example/x", "vu.example"), ("http://[::1", ""), ("nonsense", ""), ("", "")],
)
def test_the_host_of_an_address(url: str, expected: str) -> None:
    assert host(url) == expected
