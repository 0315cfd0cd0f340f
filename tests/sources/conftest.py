"""What tests of sources share: a server that misbehaves, and a client of the door."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources import misbehaving
from tests.sources.misbehaving import Server
from tests.sources.updating import Updater
from tests.sources.visiting import Client


@pytest.fixture
def server() -> Iterator[Server]:
    with misbehaving.server() as running:
        yield running


@pytest.fixture
def client(tmp_path: Path, server: Server) -> Client:
    return Client(tmp_path, server)


@pytest.fixture
def updater(client: Client, tmp_path: Path) -> Updater:
    return Updater(client, tmp_path / "home")
