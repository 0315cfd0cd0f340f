"""A build reads what an update kept, and is never stopped by it."""

import json
from pathlib import Path

import pytest

from lionrock import discover
from lionrock.answer.observatory import Observatory
from lionrock.build import build
from lionrock.settings import Settings
from lionrock.sources import _gather, registry
from tests.sources.updating import Updater, service
from tests.world import make_world


@pytest.fixture
def updated(updater: Updater, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Updater:
    """An updater into a home of the tiny world, whose builds read its source too."""
    updater.settings = Settings(tmp_path / "home", make_world(tmp_path / "registry"))
    modules = (updater.module, registry)
    monkeypatch.setattr(
        _gather, "discover", type("D", (), {"modules": staticmethod(lambda package: modules)})
    )
    assert discover.modules("lionrock.sources")
    return updater


def test_a_build_reads_what_was_kept_without_a_request(updated: Updater) -> None:
    before = build(updated.settings)
    assert updated.run().state == "new"
    updated.client.server.requests.clear()
    after = build(updated.settings)
    assert after.manifest.id != before.manifest.id
    assert after.manifest.entities == before.manifest.entities + 6
    assert not after.manifest.warnings
    observatory = Observatory.open(updated.settings)
    entity = observatory.entity_document("body-2-1")
    assert entity is not None
    assert [fact["value"] for fact in entity["facts"]] == ["Body 2.1"]
    rows = observatory.query("SELECT url FROM snapshots WHERE source = 'invented' ORDER BY url")
    assert [url for (url,) in rows] == [
        updated.client.server.url(f"/bodies?cursor={page}") for page in range(3)
    ]
    assert updated.run().state == "unchanged"
    assert not build(updated.settings).fresh, "the same data is the same build"


def test_a_failed_update_leaves_the_build_as_it_was(updated: Updater) -> None:
    updated.run()
    good = build(updated.settings)
    updated.serve(service("v2", lambda page, body: body.update(results=[{"id": 1}])))
    assert updated.run().state == "failed"
    again = build(updated.settings)
    assert (again.fresh, again.manifest.id) == (False, good.manifest.id)


def test_kept_files_that_can_no_longer_be_read_are_left_out_with_a_warning(
    updated: Updater,
) -> None:
    updated.run()
    path = updated.drawer.latest()[0].path
    text = path.read_text("utf-8").replace('"staff"', '"stuff"')
    path.write_text(text, "utf-8")
    built = build(updated.settings)
    warning = "invented: left out, since its files cannot be used: page-0001.json:0: "
    assert built.manifest.warnings[0].startswith(warning)
    assert built.manifest.warnings[0].endswith("try: lionrock update invented")
    assert Observatory.open(updated.settings).entity_document("body-0-0") is None


def test_records_that_do_not_fit_are_left_out_one_by_one(updated: Updater) -> None:
    def strange(page: int, body: dict[str, list[dict[str, object]]]) -> None:
        if page == 1:
            body["results"][0]["id"] = "body-0-0"  # a second time
            body["results"][1]["id"] = "vantry"  # a place of the tiny world

    updated.serve(service("", strange))
    assert updated.run().failure is None
    built = build(updated.settings)
    told = built.manifest.warnings[0]
    assert told == (
        "invented: left out 2 records; the first: page-0002.json:1: "
        "a second record about 'body-0-0'"
    )
    document = Observatory.open(updated.settings).entity_document("body-0-0")
    assert document is not None
    assert json.dumps(document).count("Body 1.0") == 0
