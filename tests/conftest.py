"""What every test shares: no network, golden files, a place for pictures."""

import ipaddress
import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from lionrock.answer.observatory import Observatory
from lionrock.build import build
from lionrock.settings import Settings
from tests.built import built_world
from tests.grown import grown_home
from tests.works_city import works_home

__all__ = ["grown_home", "works_home"]

GOLDEN = Path(__file__).parent / "golden"

# A process that runs tests beside others has no main module with a file, which PySpark takes for
# a run of its own documentation's examples.
if not hasattr(sys.modules["__main__"], "__file__"):
    sys.modules["__main__"].__file__ = __file__

# A shared machine may be slow at any moment; CI tries the same examples every time.
hypothesis.settings.register_profile("lionrock", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("lionrock")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("lionrock")
    group.addoption("--golden", action="store_true", help="write the golden files anew")
    group.addoption("--pictures", type=Path, metavar="DIR", help="keep browser pictures in DIR")


class NetworkForbiddenError(RuntimeError):
    """A test tried to leave this machine."""


def _stay_here(host: object) -> None:
    """Raise NetworkForbiddenError unless `host` is this machine."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return
    try:
        address = ipaddress.ip_address(str(name).partition("%")[0])
    except ValueError:
        address = None
    if address is None or not (address.is_loopback or address.is_unspecified):
        raise NetworkForbiddenError(f"tests use no network, but one asked for {name}")


def _guarded(real: Callable[..., Any]) -> Callable[..., Any]:
    """Return the socket method `real`, held to this machine; its last argument is an address."""

    def method(self: socket.socket, *args: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _stay_here(args[-1][0])
        return real(self, *args)

    return method


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    lookup = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **options: Any) -> Any:
        _stay_here(host)
        return lookup(host, *args, **options)

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", getaddrinfo)
        yield


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with tests/golden/<name>; `make golden` writes the files anew."""
    renew = request.config.getoption("--golden")

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if renew:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        elif not path.exists():
            pytest.fail(f"there is no tests/golden/{name}; `make golden` writes it")
        else:
            assert text == path.read_text("utf-8"), f"differs from tests/golden/{name}"

    return compare


@pytest.fixture(scope="session")
def pictures(request: pytest.FixtureRequest) -> Path | None:
    """Return the folder in which browser tests leave their pictures, or None to take none."""
    folder: Path | None = request.config.getoption("--pictures")
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home in which the bundled registry is built; tests leave it as it is."""
    folder = tmp_path_factory.mktemp("home")
    build(Settings(home=folder))
    return folder


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return the settings of a home in which the tiny world is built; tests leave it as it is."""
    return built_world(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def observatory(home: Path) -> Observatory:
    """Return the observatory of the bundled registry."""
    return Observatory.open(Settings(home=home))
