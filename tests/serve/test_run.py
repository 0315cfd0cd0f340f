"""The server as a process: it starts, says where, refuses a taken port, takes new builds."""

import json
import socket
import urllib.error
import urllib.request
from pathlib import Path

from lionrock.build import build
from lionrock.settings import Settings
from tests.serving import command, serving
from tests.world import make_world


def _get(address: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def test_a_taken_port_is_named(world: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = command(world.home, "serve", "--port", str(port))
    assert done.returncode == 1
    assert f"port {port}" in done.stderr and "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_build_it_says_what_to_do(tmp_path: Path) -> None:
    done = command(tmp_path / "empty", "serve", "--port", "1")
    assert done.returncode == 1
    assert "lionrock build" in done.stderr


def test_a_new_build_appears_without_a_restart(tmp_path: Path) -> None:
    registry = make_world(tmp_path / "registry")
    settings = Settings(tmp_path / "home", registry)
    before = build(settings).manifest.id
    with serving(settings.home) as address:
        status, page = _get(f"{address}/en/")
        assert status == 200 and before.encode() in page
        organisations = registry / "organisations.jsonl"
        lines = organisations.read_text("utf-8").splitlines()
        first = json.loads(lines[0]) | {"note": "renamed while the server ran"}
        organisations.write_text("\n".join([json.dumps(first), *lines[1:]]) + "\n", "utf-8")
        after = build(settings).manifest.id
        assert after != before
        _, page = _get(f"{address}/en/entity/{first['id']}")
        assert after.encode() in page and b"renamed while the server ran" in page
        assert _get(f"{address}/en/nope")[0] == 404
