"""The page about sources says how each stands, in three languages, whatever a server said."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Live
from lionrock.model.standing import CADENCES, FAILURES
from lionrock.model.text import LANGUAGES
from lionrock.serve.app import create_app
from lionrock.serve.words import Words
from lionrock.settings import Settings
from lionrock.store.live import Drawer, Failure, Status

NOW = datetime.now(UTC).replace(microsecond=0)
HOSTILE = "record 3: field '<script>alert(1)</script>\u202e' is new"


@pytest.fixture
def settings(world: Settings, tmp_path: Path) -> Settings:
    """A home of its own, since how sources stand is kept there."""
    shutil.copytree(world.home, tmp_path / "home", symlinks=True)
    return Settings(tmp_path / "home")


def about(settings: Settings, lang: str) -> str:
    with TestClient(create_app(Live(settings)), raise_server_exceptions=False) as client:
        answer = client.get(f"/{lang}/about")
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_state_of_a_source_is_told(settings: Settings, lang: str) -> None:
    words, drawer = Words(lang), Drawer(settings, "ror")
    never = about(settings, lang)
    assert words("standing_never") in never
    assert words("standing_built") in never
    assert CADENCES["monthly"].in_(lang) in never
    assert "CC0-1.0" in never
    drawer.tell(Status("ror", "new", NOW, NOW, None, 1, 10))
    good = about(settings, lang)
    assert good.count(words("standing_never")) == never.count(words("standing_never")) - 1
    assert words("standing_stale") not in good
    old = NOW - timedelta(days=90)
    drawer.tell(Status("ror", "unchanged", old, old, None, 1, 10))
    assert words("standing_stale") in about(settings, lang)
    failure = Failure("drift", HOSTILE, NOW, "<b>colour", NOW + timedelta(days=1))
    drawer.tell(Status("ror", "failed", old, old, failure, 1, 10))
    failed = about(settings, lang)
    assert FAILURES["drift"].in_(lang) in failed
    assert "&lt;b&gt;colour" in failed
    assert "<script>alert" not in failed
    assert words("standing_stale") in failed


def test_every_reason_and_cadence_has_words_in_three_languages() -> None:
    for label in (*FAILURES.values(), *CADENCES.values()):
        assert all(label.table().values())
    assert len({label.hant for label in FAILURES.values()}) == len(FAILURES)
