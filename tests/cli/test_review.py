"""`lionrock review` as a person meets it at a terminal, and as a program does."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lionrock.cli import run
from lionrock.model.text import LANGUAGES
from lionrock.settings import Settings
from lionrock.store.judgements import NAME, read
from tests.built import built_world
from tests.doubled import NEW, OLD, lines

Golden = Callable[[str, str], None]
Ask = Callable[..., tuple[int, str, str]]
COMMAND = [sys.executable, "-c", "from lionrock.cli import main; main()"]
PATIENCE = 60  # seconds until a terminal that says nothing is given up


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    world = lines()
    world["relations.jsonl"] = [
        one for one in world["relations.jsonl"] if {one["subject"], one["object"]} != {OLD, NEW}
    ]
    world["organisations.jsonl"].append(
        {"id": "cloudworks-hk", "kind": "provider", "names": {"en": ["Cloudworks Services Ltd"]},
         "place": "vantry", "sources": ["https://gazette.example/1"]}
    )  # fmt: skip
    return built_world(tmp_path, world)


@pytest.fixture
def ask(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Ask:
    """Run one command in that home; return exit code, standard output and error."""
    monkeypatch.setenv("COLUMNS", "120")

    def command(*arguments: str) -> tuple[int, str, str]:
        code = run([*arguments, "--home", str(settings.home)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def verdicts(settings: Settings) -> list[tuple[str, str, str]]:
    table = read(settings.home / NAME)
    assert not table.problems and table.torn is None
    return [
        (line.judgement.left, line.judgement.right, line.judgement.verdict) for line in table.lines
    ]


class Terminal:
    """The far end of a terminal in which the command runs."""

    def __init__(self, handle: int, process: subprocess.Popen[bytes]) -> None:
        self._handle, self.process = handle, process
        self.said = ""

    def press(self, keys: str) -> None:
        os.write(self._handle, keys.encode())

    def wait_for(self, text: str) -> str:
        """What was said up to and with `text`, since the last time."""
        while text not in self.said:
            ready, _, _ = select.select([self._handle], [], [], PATIENCE)
            assert ready, f"waited for {text!r}; it said {self.said!r}"
            try:
                more = os.read(self._handle, 4096)
            except OSError:  # Linux says so when the other end is closed
                more = b""
            assert more, f"ended before {text!r}; it said {self.said!r}"
            self.said += more.decode("utf-8", "replace")
        before, _, self.said = self.said.partition(text)
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", before + text).replace("\r\n", "\n")

    def rest(self) -> str:
        """What was said and not read yet, once the command has ended."""
        while select.select([self._handle], [], [], 0)[0]:
            try:
                self.said += os.read(self._handle, 4096).decode("utf-8", "replace")
            except OSError:
                break
        return self.said

    def exit_code(self) -> int:
        return self.process.wait(PATIENCE)


@contextmanager
def at_terminal(settings: Settings, *arguments: str) -> Iterator[Terminal]:
    """Run `lionrock review` in a terminal of its own."""
    near, far = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "--home", str(settings.home), "review", *arguments],
        stdin=far, stdout=far, stderr=far, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # though ours be ignored
        env=os.environ | {"COLUMNS": "120", "TERM": "xterm-256color"},
    )  # fmt: skip
    os.close(far)
    try:
        yield Terminal(near, process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            process.wait(PATIENCE)
        os.close(near)


def test_one_key_a_pair(settings: Settings) -> None:
    with at_terminal(settings) as terminal:
        shown = terminal.wait_for("? help")
        assert "1 of 2" in shown
        assert "Lumen Robotics Limited" in shown
        assert "✓" in shown and "✗" in shown
        terminal.press("s")
        assert f"Judgement 1: {OLD}, {NEW}: same" in terminal.wait_for("--undo 1")
        assert "2 of 2" in terminal.wait_for("? help")
        terminal.press("d")
        assert "2 judged, 0 left" in terminal.wait_for("lionrock build")
        assert terminal.exit_code() == 0
    assert verdicts(settings) == [
        (OLD, NEW, "same"), ("cloudworks", "cloudworks-hk", "different")
    ]  # fmt: skip


def test_the_last_judgement_can_be_taken_back_at_once(settings: Settings) -> None:
    with at_terminal(settings) as terminal:
        terminal.wait_for("? help")
        terminal.press("z")
        terminal.wait_for("Nothing was judged")
        terminal.press("u")
        terminal.wait_for("2 of 2")
        terminal.wait_for("? help")
        terminal.press("z")
        terminal.wait_for("Judgement 1 is taken back")
        assert "1 of 2" in terminal.wait_for("? help")
        terminal.press("q")
        terminal.wait_for("0 judged, 2 left")
        assert terminal.exit_code() == 0
    assert verdicts(settings) == [(OLD, NEW, "unsure"), (OLD, NEW, "undone")]


def test_sources_help_and_other_keys_judge_nothing(settings: Settings) -> None:
    with at_terminal(settings) as terminal:
        terminal.wait_for("? help")
        terminal.press("o")
        assert "https://ledger.example/merge" in terminal.wait_for("https://lumen.example/about")
        terminal.press("?")
        assert "Nothing is erased" in terminal.wait_for("? help")
        terminal.press("x")
        terminal.wait_for("Not a key here")
        terminal.press("\x1b[A")  # an arrow is one key, none of whose letters counts
        terminal.wait_for("Not a key here")
        terminal.wait_for("? help")
        terminal.press("kk")  # typed ahead
        terminal.wait_for("2 of 2")
        terminal.wait_for("0 judged, 2 left")
        assert terminal.exit_code() == 0
    assert not (settings.home / NAME).exists()


def test_the_end_of_input_leaves_and_an_interrupt_keeps_what_was_judged(
    settings: Settings,
) -> None:
    with at_terminal(settings) as terminal:
        terminal.wait_for("? help")
        terminal.press("\x04")
        terminal.wait_for("0 judged")
        assert terminal.exit_code() == 0
    with at_terminal(settings) as terminal:
        terminal.wait_for("? help")
        terminal.press("s")
        terminal.wait_for("2 of 2")
        terminal.wait_for("? help")
        os.killpg(terminal.process.pid, signal.SIGINT)
        assert terminal.exit_code() == 130
        assert "Traceback" not in terminal.rest()
    assert verdicts(settings) == [(OLD, NEW, "same")]


def test_without_a_terminal_it_reads_lines(settings: Settings) -> None:
    done = subprocess.run(
        [*COMMAND, "--home", str(settings.home), "review", "--lang", "zh-Hant"],
        input="d\nk\n", capture_output=True, text=True, timeout=PATIENCE, check=True,
        env=os.environ | {"COLUMNS": "120"},
    )  # fmt: skip
    assert "已判斷 1 對，尚餘 1 對" in done.stdout
    assert done.stderr == ""
    assert verdicts(settings) == [(OLD, NEW, "different")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_shown(
    settings: Settings, golden: Golden, ask: Ask, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    code, out, err = ask("review", "--list", "--lang", lang)
    assert (code, err) == (0, "")
    done = subprocess.run(
        [*COMMAND, "--home", str(settings.home), "review", "--lang", lang, "--limit", "1"],
        input="o\n?\nk\n", capture_output=True, text=True, timeout=PATIENCE, check=True,
        env=os.environ | {"COLUMNS": "120"},
    )  # fmt: skip
    text = out + done.stdout
    golden(f"cli/review.{lang}.txt", "\n".join(line.rstrip() for line in text.splitlines()) + "\n")


def test_a_program_lists_and_judges(settings: Settings, ask: Ask) -> None:
    listed = json.loads(ask("review", "--list", "--json")[1])
    assert [(one["left"], one["right"]) for one in listed] == [
        (OLD, NEW), ("cloudworks", "cloudworks-hk")
    ]  # fmt: skip
    assert set(listed[0]["reasons"][0]["text"]) == set(LANGUAGES)
    assert len(json.loads(ask("review", "--json", "--limit", "1")[1])) == 1
    code, out, _ = ask("review", "--judge", NEW, OLD, "same", "--reason", "One HKEX code", "--json")
    assert code == 0
    done = json.loads(out)
    assert done["number"] == 1
    assert done["judgement"]["reasons"] == ["One HKEX code"]
    assert json.loads(ask("review", "--list", "--json")[1])[0]["left"] == "cloudworks"
    code, out, _ = ask("review", "--undo", "1")
    assert "Judgement 1 is taken back" in out
    assert verdicts(settings) == [(NEW, OLD, "same"), (NEW, OLD, "undone")]


def test_what_was_judged_takes_effect_with_the_next_build(settings: Settings, ask: Ask) -> None:
    assert ask("review", "--judge", NEW, OLD, "same")[0] == 0
    assert "was merged" not in ask("show", OLD)[1]
    assert ask("build", "--registry", str(settings.registry))[0] == 0
    code, out, err = ask("show", OLD)
    assert (code, err) == (0, "")
    assert out.startswith(f"{OLD} was merged into {NEW}:")
    assert "Lumen Robotics Limited" in out
    assert json.loads(ask("show", OLD, "--json")[1])["redirected_from"] == OLD
    assert "redirected_from" not in json.loads(ask("show", NEW, "--json")[1])


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("--judge", NEW, "nobody", "same"), "nothing has the id 'nobody'"),
        (("--judge", NEW, "harbour-plan", "same"), "only what is of one kind"),
        (("--judge", NEW, NEW, "same"), "expected two ids"),
        (("--judge", NEW, OLD, "equal"), "equal"),
        (("--judge", NEW, OLD), ""),
        (("--undo", "1"), "no judgement 1 to take back"),
        (("--limit", "-1"), "expected 0 or more"),
        (("--reason", "because"), "--reason belongs to --judge"),
        (("--judge", NEW, OLD, "same", "--reason", "\x1b[2J"), "plain characters"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(
    settings: Settings, ask: Ask, command: tuple[str, ...], told: str
) -> None:
    code, out, err = ask("review", *command)
    assert code == 2
    assert told in out + err
    assert "Traceback" not in out + err
    assert not (settings.home / NAME).exists()


def test_a_judgement_that_contradicts_says_so(ask: Ask) -> None:
    ask("review", "--judge", NEW, "tern", "different")
    ask("review", "--judge", NEW, OLD, "same")
    code, _, err = ask("review", "--judge", OLD, "tern", "same")
    assert code == 0
    assert f"keeps {NEW} and tern apart" in err


def test_a_different_across_a_chain_says_what_it_undoes_and_undoing_it_what_returns(
    ask: Ask,
) -> None:
    ask("review", "--judge", NEW, OLD, "same")
    ask("review", "--judge", OLD, "tern", "same")
    code, _, err = ask("review", "--judge", NEW, "tern", "different")
    assert code == 0
    assert f"judgements.jsonl:2: {OLD} = tern has no effect: judgements.jsonl:3 keeps" in err
    assert f"through {OLD} = {NEW}" in err or f"through {NEW} = {OLD} (judgements.jsonl:1)" in err
    code, _, err = ask("review", "--undo", "3")
    assert code == 0
    assert f"takes effect again: {OLD} = tern (judgements.jsonl:2)" in err
    ask("review", "--judge", NEW, "tern", "different")
    code, _, err = ask("review", "--undo", "1")  # without the first link nothing is in the way
    assert f"takes effect again: {OLD} = tern (judgements.jsonl:2)" in err
