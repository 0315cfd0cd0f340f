"""A server may be killed at any moment, while it starts, answers or takes a new build: the home
stays whole, the port is free again, and the next one answers."""

import contextlib
import http.client
import random
import shutil
import threading
import time
from collections.abc import Iterator

import pytest

from lionrock.build import build
from lionrock.serve.run import PortTaken, free
from lionrock.settings import Settings
from lionrock.store import builds
from lionrock.store.judgements import NAME
from tests.kills import is_whole, judge_some, seed
from tests.nursery import Child, Nursery, nursery
from tests.serving import free_port
from tests.world import facts, make_world

MOMENTS, STARTING = 50, 12
PAGES = ("/en/", "/zh-Hant/entity/lumen", "/api/entities/lumen", "/en/facet/startups")

pytestmark = [pytest.mark.slow, pytest.mark.alone, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def forking() -> Iterator[Nursery]:
    with nursery() as made:
        yield made


@pytest.fixture(scope="module")
def settings(world: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return the settings of a home that holds two builds."""
    folder = tmp_path_factory.mktemp("killed")
    shutil.copytree(world.home, folder / "home", symlinks=True)
    lines = facts()
    lines["organisations.jsonl"][0]["founded"] = "1912"
    made = Settings(folder / "home", make_world(folder / "registry", lines))
    build(made)
    return made


class Asking(threading.Thread):
    """Asks for pages until it is stopped; every answer that came whole is a right one."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self._port, self.stopped = port, threading.Event()
        self.answers, self.wrong, self.began = 0, list[str](), threading.Event()

    def run(self) -> None:
        while not self.stopped.is_set():
            with contextlib.suppress(OSError, http.client.HTTPException):
                for page in PAGES:
                    status, body = ask(self._port, page)
                    self.answers += 1
                    self.began.set()
                    if status != 200 or (b"umen" not in body and page != "/en/"):
                        self.wrong.append(f"{page}: {status}")


def ask(port: int, page: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", page)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def listens(server: Child, port: int) -> None:
    """Wait until a server has said where it is."""
    for _ in range(6_000):
        said = server.text()
        if f":{port}/" in said:
            return
        assert "cannot" not in said and "Traceback" not in said, said
        time.sleep(0.01)
    pytest.fail(f"it never said where it listens: {server.text()}")


def comes_free(port: int) -> None:
    """Wait until nobody listens on a port: what a killed server started must not stay."""
    for _ in range(30):
        with contextlib.suppress(PortTaken):
            return free("127.0.0.1", port)
    pytest.fail(f"workers of a server that was killed still listen on {port}")


def test_servers_killed_at_fifty_moments_leave_a_whole_home_and_a_free_port(
    settings: Settings, forking: Nursery
) -> None:
    chance, port, judged = random.Random(seed()), free_port(), judge_some(settings)
    both = sorted(path for path in settings.builds.iterdir() if path.is_dir())
    forking.learn("--home", settings.home, "show", "lumen")
    forking.load("lionrock.serve.run")
    for count in range(MOMENTS):
        server = forking.command("--home", settings.home, "serve", "--port", port)
        asking = Asking(port)
        try:
            if count % (MOMENTS // STARTING) == 0:
                time.sleep(chance.random())
            else:
                listens(server, port)
                asking.start()
                assert asking.began.wait(60)
                until = time.monotonic() + chance.random() / 2
                while time.monotonic() < until:  # swaps under load, to the moment of the kill
                    builds.serve(settings, both[chance.randrange(2)])
                    time.sleep(0.02 * chance.random())
        finally:
            ended = server.kill()  # the server alone: its workers must leave by themselves
        asking.stopped.set()
        if asking.is_alive():
            asking.join(60)
        assert ended.killed, ended.said
        assert "Traceback" not in ended.said
        assert asking.wrong == []
        comes_free(port)
        assert (settings.home / NAME).read_bytes() == judged
    assert is_whole(settings) in {path.name for path in both}
    server = forking.command("--home", settings.home, "serve", "--port", port)
    try:
        listens(server, port)
        assert all(ask(port, page)[0] == 200 for page in PAGES)
    finally:
        server.kill(group=True)
