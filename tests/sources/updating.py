"""Updates of the invented source from a server on this machine."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lionrock.build import reference_of
from lionrock.settings import Settings
from lionrock.sources._update import update
from lionrock.store.live import Drawer, Status
from tests.sources import invented
from tests.sources.misbehaving import Answer, Request, http
from tests.sources.visiting import Client

PAGES = 3
Rows = list[dict[str, Any]]


def bodies(page: int, version: str = "") -> Rows:
    return [
        {"id": f"body-{page}-{n}", "name": f"Body {page}.{n}{version}", "staff": n}
        for n in range(2)
    ]


def service(
    version: str = "", change: Callable[[int, dict[str, Any]], object] = lambda page, body: None
) -> Answer:
    """A service of three pages; `change` may alter a page, and gives the answer if not None."""

    def answer(request: Request) -> bytes:
        page = int(request.path.rpartition("=")[2])
        body: dict[str, Any] = {
            "results": bodies(page, version),
            "cursor": str(page + 1) if page + 1 < PAGES else None,
        }
        changed = change(page, body)
        if isinstance(changed, bytes):
            return changed
        tag = f'"{page}{version}"'
        if request.headers.get("if-none-match") == tag:
            return http(b"", 304)
        return http(json.dumps(body).encode(), Content_Type="application/json", ETag=tag)

    return answer


class Updater:
    """Updates from the invented service into a home."""

    def __init__(self, client: Client, home: Path) -> None:
        self.client = client
        self.settings = Settings(home)
        self.module = invented.module(client.server.url("/bodies"))
        self.drawer = Drawer(self.settings, "invented")
        self.reference = reference_of(self.settings)
        self.serve(service())

    def serve(self, answer: Answer) -> None:
        self.client.server.answers["/bodies"] = answer
        self.client.server.requests.clear()

    def run(self) -> Status:
        """One update; a new door each time, as another process would have."""
        with self.client.door() as door:
            found = update(self.settings, self.reference, (self.module,), door, lambda *told: None)
        assert found == [self.drawer.status()]
        return found[0]

    def names(self) -> list[str]:
        """The names that a build would read."""
        found = []
        for fetched in self.drawer.latest():
            for record in self.module.parse(fetched, self.reference, pytest.fail):
                found += [claim[1] for claim in record.claims]
        return found


OLD = [f"Body {page}.{n}" for page in range(PAGES) for n in range(2)]
NEW = [f"{name}v2" for name in OLD]
