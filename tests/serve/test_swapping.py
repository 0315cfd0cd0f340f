"""A server goes on for months while builds come and go: what an old one held is let go of."""

import gc
import shutil
import weakref
from pathlib import Path

from litestar.testing import TestClient

from lionrock.answer.observatory import Live, Observatory
from lionrock.serve.app import create_app
from lionrock.settings import Settings
from lionrock.store import builds
from tests.world import facts, make_world

ASKED = (
    "/en/", "/en/entity/lumen", "/api/entities/lumen", "/en/search?q=lumen", "/api/suggest?q=lu",
    "/en/facet/startups", "/en/changes", "/en/indicators", "/api/facets/research", "/en/audit",
    "/en/targets", "/en/outlook", "/api/match?name=lumen", "/en/report",
)  # fmt: skip
TEXT = "Lumen Robotics was founded in 1911 and raised HK$3 million."


def test_builds_that_were_served_are_let_go_of(world: Settings, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "home", make_world(tmp_path / "registry", facts()))
    shutil.copytree(world.home, settings.home, symlinks=True)
    first = builds.current(settings)
    second = settings.builds / "0123456789abcdef"
    shutil.copytree(first, second)
    manifest = second / builds.MANIFEST
    manifest.write_text(manifest.read_text("utf-8").replace(first.name, second.name), "utf-8")
    live = Live(settings)
    opened: list[weakref.ref[Observatory]] = []
    with TestClient(create_app(live)) as site:
        for number in range(6):
            builds.serve(settings, (first, second)[number % 2])
            for page in ASKED:
                assert site.get(page).status_code < 500, page
            assert site.post("/api/check", json={"text": TEXT}).status_code == 200
            assert site.post("/en/check", data={"text": TEXT}).status_code == 200
            assert live.now().build_id == (first, second)[number % 2].name
            opened.append(weakref.ref(live.now()))
    assert len({id(one()) for one in opened if one() is not None}) > 1
    gc.collect()
    kept = [number for number, one in enumerate(opened) if one() is not None]
    assert kept[-1] == 5
    assert len(kept) <= 3, "the one that is served, and those of the last few questions"
