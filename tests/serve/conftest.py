"""The site over the bundled registry, asked in the same process."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Live
from lionrock.serve.app import create_app
from lionrock.settings import Settings


@pytest.fixture(scope="session")
def site(home: Path) -> Iterator[TestClient[Any]]:
    app = create_app(Live(Settings(home=home)))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client
