"""Analytic questions to one build: its database stays open while it is small."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from lionrock.settings import Settings
from lionrock.store import view
from lionrock.store.duck import Duck
from lionrock.store.view import View

ASKED = "SELECT id FROM entities WHERE kind = ? ORDER BY id"


def opened(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every opening of a database from now on."""
    made: list[object] = []
    whole = Duck.__init__

    def counted(self: Duck, *given: object, **named: object) -> None:
        made.append(given)
        whole(self, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Duck, "__init__", counted)
    return made


@pytest.mark.parametrize(("held", "times"), [(view._HELD, 1), (0, 12)])
def test_a_database_is_opened_once_while_it_is_small(
    world: Settings, monkeypatch: pytest.MonkeyPatch, held: int, times: int
) -> None:
    monkeypatch.setattr(view, "_HELD", held)
    build = View(world.current.resolve())
    made = opened(monkeypatch)
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: build.query(ASKED, ["organisation"]), range(12)))
    assert len(made) == times
    assert ("lumen",) in found[0]
    assert all(rows == found[0] for rows in found)
