"""A home that was built on three days of early 2024, for tests of memory.

1 January: as the world is. 1 February: another year of founding, and a newcomer. 1 March at 01:00
in Hong Kong: the newcomer is gone, and a figure was corrected. Two builds are kept: of 1 January
there is memory alone.
"""

import datetime as dt
from pathlib import Path

import pytest

from lionrock.build import build
from lionrock.settings import Settings
from lionrock.store import history
from tests.world import facts, make_world


class Day(dt.datetime):
    """A clock that stands still."""

    at = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
        return cls.at.astimezone(tz)


def grow(folder: Path) -> Settings:
    """Build such a home in a folder; the settings of it."""
    settings = Settings(folder / "home", folder / "registry")
    newcomer = {"id": "newcomer", "kind": "startup", "names": {"en": ["Newcomer"]},
                "sources": ["https://gazette.example/9"], "place": "vantry"}  # fmt: skip
    first, second, third = facts(), facts(), facts()
    second["organisations.jsonl"][0]["founded"] = "1912"
    second["organisations.jsonl"].append(newcomer)
    third["organisations.jsonl"][0]["founded"] = "1912"
    third["observations.jsonl"][0]["value"] += 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history, "datetime", Day)
        for moment, lines in (
            ("2024-01-01T00:00:00+00:00", first),
            ("2024-02-01T00:00:00+00:00", second),
            ("2024-02-29T17:00:00+00:00", third),
        ):
            Day.at = dt.datetime.fromisoformat(moment)
            make_world(settings.registry, lines)
            build(settings)
    return settings


@pytest.fixture(scope="session")
def grown_home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of such a home; nobody writes in it."""
    return grow(tmp_path_factory.mktemp("grown"))
