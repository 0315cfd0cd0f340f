"""ROR as Zenodo gives it: the list, the newest dump, and dumps that cannot be used."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lionrock.build import reference_of
from lionrock.settings import Settings
from lionrock.sources import ror
from lionrock.sources._update import update
from lionrock.store.live import Status
from tests.sources.dumps import Row, read, row, serve_dumps
from tests.sources.live_home import Home
from tests.sources.misbehaving import Answer, Server, http, redirect

OLD, NEW = "v9.1-2026-09-01", "v9.2-2026-10-01"
ZIP = f"/ror/{NEW}-ror-data.zip"
HERON = [row("aaaaaa")]


@pytest.fixture
def run(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Status]:
    """An update from a server with the dumps given; `answer` is what it says for the newest."""
    home = Home(tmp_path, server, monkeypatch)

    def updated(dumps: dict[str, list[Row]], answer: Answer | None = None) -> Status:
        serve_dumps(server, monkeypatch, dumps)
        if answer is not None:
            server.answers[ZIP] = answer
        with home.client.door() as door:
            known = reference_of(home.settings)
            (status,) = update(home.settings, known, (ror,), door, lambda *told: None)
        return status

    return updated


def _kept(tmp_path: Path) -> list[str]:
    """The labels of the organisations in the dump that a build would read."""
    path = ror.kept(Settings(tmp_path / "home", tmp_path / "registry"))
    assert path is not None
    found, problems = read(path)
    assert not problems
    return [name.text for one in found for name in one.names]


def test_the_newest_dump_is_fetched_once(
    run: Callable[..., Status], tmp_path: Path, server: Server
) -> None:
    assert run({OLD: HERON}).state == "new"
    assert run({OLD: HERON}).state == "unchanged"
    assert server.asked(f"/ror/{OLD}-ror-data.zip") == 1, "what never changes is not asked again"
    assert run({OLD: HERON, NEW: [row("aaaaaa", "Crane Institute")]}).state == "new"
    assert _kept(tmp_path) == ["Crane Institute"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda _: http(b"PK another file", Content_Type="application/zip"), "MD5"),
        (lambda _: http(b"<html>", Content_Type="text/html"), "was due"),
        (lambda _: http(b"", 404), "HTTP 404"),
        (redirect("http://169.254.169.254/latest/"), "not a public address"),
    ],
)
def test_a_dump_that_cannot_be_used_leaves_the_one_before(
    run: Callable[..., Status], tmp_path: Path, answer: Answer, said: str
) -> None:
    run({OLD: HERON})
    status = run({OLD: HERON, NEW: [row("aaaaaa", "Crane Institute")]}, answer)
    assert status.state == "failed" and status.failure is not None
    assert said in status.failure.message
    assert _kept(tmp_path) == ["Heron Institute"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda one: one.update(mood="calm"), "mood"),
        (lambda one: one.pop("id"), "id"),
        (lambda one: one.update(names="Heron"), "names"),
    ],
)
def test_a_dump_that_has_drifted_is_told_by_its_field(
    run: Callable[..., Status], tmp_path: Path, change: Callable[[Row], object], field: str
) -> None:
    run({OLD: HERON})
    changed = row("aaaaaa", "Crane Institute")
    change(changed)
    status = run({NEW: [changed, *(row(f"bbbbb{n}") for n in range(3))]})
    assert status.state == "failed" and status.failure is not None
    assert status.failure.field.rpartition(".")[2] == field
    assert _kept(tmp_path) == ["Heron Institute"]
