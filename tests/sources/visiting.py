"""A client of the door for tests: its waits are written down and not waited for."""

from pathlib import Path

import pytest

from lionrock.model.source import Ask, FetchFailed, Source
from lionrock.model.text import T
from lionrock.sources._http import Door, Known, Policy, Reply
from tests.sources.misbehaving import Server

NEW = Known()


def source(**changes: object) -> Source:
    given = {
        "id": "invented", "title": T("Invented", "虛構", "虚构"), "publisher": "Nobody",
        "url": "https://example.org/", "licence": "CC0-1.0", "cadence": "daily",
        "languages": ("en",), "expects": {}, "pause": 0.0, "api": "https://example.org/api",
    } | changes  # fmt: skip
    return Source(**given)  # type: ignore[arg-type]


class Client:
    """A door whose waits are written down and not waited for."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.into = folder / "file"
        self.waits: list[float] = []
        self.server = server
        self.names = {"data.example": ["127.0.0.1"]}
        self.policy = Policy(
            "lionrock/0 (tests)", connect=5, read=5, total=10, tries=3, backoff=1, patience=60,
            allow=frozenset({("127.0.0.1", server.port)}),
        )  # fmt: skip
        self.keys: dict[str, str] = {}
        self.cache = folder / "robots"

    def door(self) -> Door:
        return Door(self.policy, self.keys, self.cache, self._look_up, self.waits.append)

    def _look_up(self, host: str, port: int) -> list[str]:
        if host not in self.names:
            raise OSError("no such name")
        return self.names[host]

    def get(
        self, path: str = "/data", known: Known = NEW, asking: Source | None = None,
        **ask: object,
    ) -> Reply:  # fmt: skip
        url = path if "://" in path else self.server.url(path)
        asked = Ask(url, "data.json", **ask)  # type: ignore[arg-type]
        with self.door() as door:
            return door.fetch(asking or source(), asked, known, self.into)

    def failure(self, path: str = "/data", **ask: object) -> FetchFailed:
        with pytest.raises(FetchFailed) as caught:
            self.get(path, **ask)  # type: ignore[arg-type]
        assert not self.into.exists(), "nothing half stays behind"
        return caught.value


def changed(policy: Policy, **changes: object) -> Policy:
    fields = {name: getattr(policy, name) for name in policy.__struct_fields__}
    return Policy(**(fields | changes))
