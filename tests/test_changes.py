"""What changed from build to build, each change with the reason that was given it."""

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from lionrock.answer.changes import Unknown, Watch, between, changes, remembered, watch_list
from lionrock.build import build
from lionrock.model.change import Change
from lionrock.settings import Settings
from lionrock.store import builds, history
from lionrock.store.judgements import add, undo
from tests.doubled import AT, NEW, OLD, judged
from tests.doubled import lines as doubled
from tests.world import Line, facts, make_world

Edit = Callable[[dict[str, list[Line]]], None]


@pytest.fixture
def settings(world: Settings, tmp_path: Path) -> Settings:
    """Return the settings of a home and a registry of its own, already built."""
    shutil.copytree(world.home, tmp_path / "home", symlinks=True)
    return Settings(tmp_path / "home", make_world(tmp_path / "registry"))


def edited(settings: Settings, edit: Edit) -> list[Change]:
    """What the next build changes when lines of the registry do."""
    lines = facts()
    edit(lines)
    make_world(settings.registry, lines)
    return built(settings)


def built(settings: Settings) -> list[Change]:
    """What the next build changes."""
    made = build(settings).manifest
    entries, wrong = remembered(settings)
    assert wrong == []
    assert entries[-1].build == made.id
    return list(entries[-1].changes)


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def org(lines: dict[str, list[Line]], id_: str) -> Line:
    return next(line for line in lines["organisations.jsonl"] if line["id"] == id_)


def test_memory_begins_with_the_first_build(world: Settings) -> None:
    (entry,), _ = remembered(world)
    assert (entry.number, entry.before, entry.changes) == (1, None, ())
    assert entry.build == builds.current(world).name


def test_one_value_for_another_is_a_change_whose_source_changed(settings: Settings) -> None:
    found = edited(settings, lambda lines: org(lines, "vantry-university").update(founded="1912"))
    (change,) = found
    assert (change.what, change.how, change.subject) == (
        "statement",
        "changed",
        "vantry-university",
    )
    assert (change.prop, change.before, change.after) == ("founded", "1911", "1912")
    assert change.reasons == ("source",)
    assert change.causes == ("registry/organisations.jsonl",)
    assert change.was is not None
    assert change.now is not None
    assert change.was.key != change.now.key


def test_who_comes_and_who_goes(settings: Settings) -> None:
    added = {"id": "newcomer", "kind": "startup", "names": {"en": ["New <b>Comer</b>"]},
             "sources": ["https://gazette.example/9"], "place": "vantry"}  # fmt: skip
    found = edited(settings, lambda lines: lines["organisations.jsonl"].append(added))
    told = {(change.what, change.how, change.prop, change.after) for change in found}
    assert ("entity", "added", None, "New <b>Comer</b>") in told
    assert ("statement", "added", "name", "New <b>Comer</b>") in told
    assert {change.subject for change in found} == {"newcomer"}
    back = edited(settings, lambda lines: None)
    gone = {(change.what, change.how, change.prop, change.before) for change in back}
    assert gone == {(what, "withdrawn", prop, value) for what, _, prop, value in told}


def test_an_event_is_in_the_account_of_whom_it_names(settings: Settings) -> None:
    def edit(lines: dict[str, list[Line]]) -> None:
        lines["deals.jsonl"][0]["amount"] = 1

    found = edited(settings, edit)
    assert any("lumen" in change.about for change in found)
    assert all(change.subject.startswith("deal-") for change in found)
    assert changes(settings, [Watch(entities=frozenset(("lumen",)))]).total == len(found)
    assert changes(settings, [Watch(entities=frozenset(("heron-hall",)))]).total == 0


def test_other_pages_behind_the_same_statement_are_told(settings: Settings) -> None:
    page = "https://stats.vantry.example/new"
    found = edited(settings, lambda lines: org(lines, "lumen")["sources"].append(page))
    assert {change.what for change in found} == {"evidence"}
    assert all(page in str(change.after) and change.before is None for change in found)


def test_a_rate_changes_figures_and_says_so(settings: Settings) -> None:
    replaced(settings.registry / "rates.toml", "2024 = 8.0", "2024 = 4.0")
    found = built(settings)
    assert found
    assert {(c.what, c.how, c.reasons, c.causes) for c in found} == {
        ("observation", "changed", ("rate",), ("registry/rates.toml",))
    }
    assert all(change.before != change.after for change in found)


def test_a_publisher_that_rises_changes_what_rests_on_it(settings: Settings) -> None:
    old, new = 'tier = "press"\nclass = "newspaper"\nhosts = ["ledger', 'tier = "primary"\nclass = '
    replaced(settings.registry / "publishers.toml", old, new + '"newspaper"\nhosts = ["ledger')
    found = [change for change in built(settings) if change.what == "observation"]
    assert found
    assert {change.reasons for change in found} == {("publisher",)}


def test_a_figure_that_is_published_anew(settings: Settings) -> None:
    def edit(lines: dict[str, list[Line]]) -> None:
        lines["observations.jsonl"][0]["value"] += 1

    (change,) = (c for c in edited(settings, edit) if c.what == "observation")
    assert (change.how, change.reasons) == ("changed", ("source",))
    indicator = facts()["observations.jsonl"][0]["indicator"]
    assert change.prop == indicator
    assert changes(settings, [Watch(indicators=frozenset((indicator,)))]).total == 1
    assert changes(settings, [Watch(indicators=frozenset(("floor",)))]).total == 0


def test_a_merge_and_its_undoing_are_judgements(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "home", make_world(tmp_path / "registry", doubled()))
    build(settings)
    add(settings, judged(NEW, OLD))
    found = built(settings)
    merge = next(change for change in found if change.what == "merge")
    assert (merge.how, merge.subject, merge.after) == ("added", OLD, NEW)
    assert merge.reasons == ("judgement",)
    gone = next(change for change in found if change.what == "entity" and change.how == "withdrawn")
    assert (gone.subject, gone.reasons) == (OLD, ("judgement",))
    assert not [change for change in found if change.what == "statement"]
    undo(settings, 1, "ann", AT.format(9))
    merge = next(change for change in built(settings) if change.what == "merge")
    assert (merge.how, merge.subject, merge.before) == ("withdrawn", OLD, NEW)


def test_the_program_is_the_reason_when_no_input_is(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builds, "code_digest", lambda only=None: "0" * 64)
    assert built(settings) == []  # another build that says the same
    entries, _ = remembered(settings)
    assert entries[-1].inputs == ("code",)


def test_going_back_is_remembered_and_the_clock_cannot_go_back(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = builds.current(settings).name
    edited(settings, lambda lines: org(lines, "lumen").update(founded="2001"))
    early = type(
        "Early", (history.datetime,), {"now": lambda tz: history.datetime(1999, 1, 1, tzinfo=tz)}
    )
    monkeypatch.setattr(history, "datetime", early)
    edited(settings, lambda lines: None)
    entries, wrong = remembered(settings)
    assert wrong == []
    assert [entry.build for entry in entries] == [first, entries[1].build, first]
    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
    assert entries[2].at[:4] != "1999"


def test_two_builds_side_by_side(settings: Settings) -> None:
    first = builds.current(settings).name
    with pytest.raises(Unknown, match=f"no build before {first} is kept"):
        between(settings, None, None)
    edited(settings, lambda lines: org(lines, "lumen").update(founded="2001"))
    second = builds.current(settings).name
    old, fresh, found = between(settings, None, None)
    assert (old, fresh) == (first, second)
    back = between(settings, second[:6], first)[2]
    assert [(c.before, c.after) for c in back] == [(c.after, c.before) for c in found]
    with pytest.raises(Unknown, match="kept: "):
        between(settings, "nothing", None)


def test_a_build_that_cannot_be_compared_is_said_to_be(settings: Settings) -> None:
    (builds.current(settings) / builds.DATABASE).write_bytes(b"nothing")
    edited(settings, lambda lines: org(lines, "lumen").update(founded="2001"))
    entries, _ = remembered(settings)
    assert [entry.comparable for entry in entries] == [True, False]


def test_pages_that_were_altered_or_are_missing_are_named(settings: Settings) -> None:
    for year in ("2001", "2002"):
        edited(settings, lambda lines, y=year: org(lines, "lumen").update(founded=y))
    pages = history.pages(settings)
    kept = pages[1].read_bytes()
    for place in (0, len(kept) // 2, len(kept) - 1):
        pages[1].write_bytes(kept[:place] + bytes([kept[place] ^ 1]) + kept[place + 1 :])
        found, (wrong,) = history.entries(settings)
        assert [entry.number for entry in found] == [1, 3]
        assert pages[1].name in wrong
    pages[1].unlink()
    _, (wrong,) = history.entries(settings)
    assert "the page before it is missing" in wrong
    make_world(settings.registry)
    build(settings)  # what is damaged stops no build
    assert len(history.pages(settings)) == 3


def test_a_watch_list_is_read_from_a_file(settings: Settings) -> None:
    path = settings.home / "watch.toml"
    with pytest.raises(Unknown, match=r"write one such as:\n\[mine\]\nentities"):
        watch_list(settings, "mine")
    path.write_text('[mine]\nentities = ["lumen"]\nindicators = ["startups"]\n', "utf-8")
    assert watch_list(settings, "mine") == Watch(
        frozenset(("lumen",)), frozenset(), frozenset(("startups",))
    )
    with pytest.raises(Unknown, match=r"no list \[other\]; there are: mine"):
        watch_list(settings, "other")
    for wrong in ("[mine", "mine = 3", "[mine]\nentity = []", '[mine]\nentities = "lumen"', "\xff"):
        path.write_bytes(wrong.encode("latin-1"))
        with pytest.raises(Unknown, match=r"watch\.toml"):
            watch_list(settings, "mine")


def test_the_history_is_plain_json(settings: Settings) -> None:
    (page,) = history.pages(settings)
    assert json.loads(gzip.decompress(page.read_bytes()))["number"] == 1
