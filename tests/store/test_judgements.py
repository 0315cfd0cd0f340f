"""The file of judgements: only ever added to, by any number of writers, whatever happens."""

import subprocess
import sys
from pathlib import Path

import pytest

from lionrock.model.judgement import Judgement
from lionrock.settings import Settings
from lionrock.store import judgements
from lionrock.store.judgements import NAME, add, read, read_tables, undo

AT = "2026-11-23T09:30:00+00:00"
WRITER = """
import sys
from pathlib import Path
from lionrock.model.judgement import Judgement
from lionrock.settings import Settings
from lionrock.store.judgements import add
for number in range(25):
    right = f"{sys.argv[2]}-{number}"
    add(Settings(Path(sys.argv[1])), Judgement("a", right, "same", "ann", "2026-11-23T09:30:00Z"))
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "home", tmp_path / "registry")


def judged(right: str, verdict: str = "same") -> Judgement:
    return Judgement("a", right, verdict, "ann", AT, 0.5, ("names are alike", "名稱相近"))


def test_what_is_written_is_read_back(settings: Settings) -> None:
    assert read_tables(settings).standing() == {}
    lines = [add(settings, judged(id_)) for id_ in ("b", "c")]
    assert [line.number for line in lines] == [1, 2]
    table = read(settings.home / NAME)
    assert list(table.lines) == lines
    assert not table.problems and table.torn is None


def test_undoing_adds_a_line_and_erases_none(settings: Settings) -> None:
    add(settings, judged("b"))
    before = (settings.home / NAME).read_bytes()
    line = undo(settings, 1, "ann", AT)
    assert (line.number, line.judgement.undoes) == (2, judged("b").handle)
    assert (settings.home / NAME).read_bytes().startswith(before)
    assert read_tables(settings).standing() == {}
    with pytest.raises(ValueError, match=r"no judgement 1 to take back; .*: none"):
        undo(settings, 1, "ann", AT)
    add(settings, judged("c"))
    with pytest.raises(ValueError, match="no judgement 9 to take back; the last that can be: 3"):
        undo(settings, 9, "ann", AT)


def test_a_wrong_judgement_is_not_written(settings: Settings) -> None:
    with pytest.raises(ValueError, match="right"):
        add(settings, judged("Not an id"))
    assert not (settings.home / NAME).exists()


def test_writers_at_the_same_time_lose_and_mix_nothing(settings: Settings) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(settings.home), f"w{n}"])
        for n in range(4)
    ]
    assert [one.wait(120) for one in running] == [0] * 4
    table = read(settings.home / NAME)
    assert not table.problems and table.torn is None
    expected = {f"w{n}-{number}" for n in range(4) for number in range(25)}
    assert {line.judgement.right for line in table.lines} == expected
    assert [line.number for line in table.lines] == list(range(1, 101))


@pytest.mark.parametrize("kept", range(1, 60, 7))
def test_a_torn_last_line_is_passed_over_and_mended_by_the_next_writer(
    settings: Settings, kept: int
) -> None:
    add(settings, judged("b"))
    path = settings.home / NAME
    whole = path.read_bytes()
    path.write_bytes(whole + whole.replace(b'"b"', b'"c"')[:kept])
    table = read(path)
    assert [line.judgement for line in table.lines] == [judged("b")]
    assert table.problems == ()
    assert str(table.torn).startswith(f"{path}:2: ")
    assert add(settings, judged("d")).number == 2
    table = read(path)
    assert [line.judgement.right for line in table.lines] == ["b", "d"]
    assert not table.problems and table.torn is None
    assert path.with_name(f"{NAME}.torn").read_bytes() == whole.replace(b'"b"', b'"c"')[:kept]


def test_a_last_line_that_only_lacks_its_end_counts(settings: Settings) -> None:
    add(settings, judged("b"))
    path = settings.home / NAME
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    assert [line.judgement for line in read(path).lines] == [judged("b")]
    assert add(settings, judged("c")).number == 2
    assert [line.judgement.right for line in read(path).lines] == ["b", "c"]
    assert not path.with_name(f"{NAME}.torn").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"{", "broken JSON"),
        (b"[" * 5_000, "not a judgement: Expected `object`, got `array`"),
        (b"\xff\xfe", "broken JSON"),
        (b'{"left": "\\ud800"}', "broken JSON"),
        (b"[]", "not a judgement: Expected `object`, got `array`"),
        (b'{"left": "a"}', "not a judgement: Object missing required field `right`"),
        (b"x" * 200_000, "line of 200000 bytes"),
    ],
)
def test_a_broken_line_is_named_wherever_it_stands(
    settings: Settings, text: bytes, said: str
) -> None:
    add(settings, judged("b"))
    path = settings.home / NAME
    path.write_bytes(text + b"\n" + path.read_bytes())
    table = read(path)
    assert [line.number for line in table.lines] == [2]
    assert [str(problem).startswith(f"{path}:1: {said}") for problem in table.problems] == [True]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'"same"', b'"equal"', "not a judgement: Invalid enum value 'equal'"),
        (b'"left"', b'"lft"', "not a judgement: Object contains unknown field `lft`"),
        (b'"right":"b"', b'"right":"a"', "left and right are both 'a'"),
        (b'"same"', b'"undone","undoes":"0123"', "undoes: no line above on this pair"),
        (b'"by":"ann"', b'"by":"\\u001b[2J"', "by and reasons: expected"),
    ],
)
def test_a_wrong_value_is_named_with_its_line(
    settings: Settings, old: bytes, new: bytes, said: str
) -> None:
    add(settings, judged("b"))
    path = settings.home / NAME
    path.write_bytes(path.read_bytes().replace(old, new))
    (problem,) = read(path).problems
    assert str(problem).startswith(f"{path}:1: {said}")


def test_the_shipped_file_is_edited_not_appended_to_so_a_torn_line_is_a_problem(
    settings: Settings,
) -> None:
    settings.registry.mkdir()
    (settings.registry / NAME).write_bytes(b'{"left": "a"')
    tables = read_tables(settings)
    assert [problem.file for problem in tables.problems] == [f"registry/{NAME}"]


def test_a_full_disk_leaves_whole_lines(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(settings, judged("b"))
    path = settings.home / NAME
    before = path.read_bytes()
    write = judgements.os.write
    monkeypatch.setattr(judgements.os, "write", lambda handle, data: write(handle, data[:10]))
    with pytest.raises(OSError, match="the judgement was not kept"):
        add(settings, judged("c"))
    assert path.read_bytes() == before
