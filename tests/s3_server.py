"""An S3 server on loopback: moto's, from the folder `.s3` that `make spark` fills."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HOME = Path(__file__).parents[1] / ".s3"
BUCKET = "bucket"
_PATIENCE = 120  # seconds


def is_installed() -> bool:
    """Whether the server can be started here."""
    return (HOME / "moto").is_dir()


@contextmanager
def s3(log: Path) -> Iterator[dict[str, str]]:
    """Within, a server with one empty bucket runs; yields the environment that leads to it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    at = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with log.open("wb") as told:
        process = subprocess.Popen(
            command, env=os.environ | {"PYTHONPATH": str(HOME)}, stdout=told,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        _wait(port, log, process)
        client(at).create_dir(BUCKET)
        yield {
            "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": at, "AWS_ALLOW_HTTP": "true",
        }  # fmt: skip
    finally:
        process.terminate()
        process.wait()


def client(at: str) -> Any:
    """A pyarrow file system of the server that may make buckets."""
    from pyarrow import fs

    return fs.S3FileSystem(
        access_key="test", secret_key="test", endpoint_override=at, region="us-east-1",
        allow_bucket_creation=True,
    )  # fmt: skip


def listed(at: str) -> list[str]:
    """Every file in the bucket."""
    from pyarrow import fs

    found = client(at).get_file_info(fs.FileSelector(BUCKET, recursive=True))
    return sorted(one.path for one in found if one.is_file)


def _wait(port: int, log: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError(f"no S3 server on {port}: {log.read_text(errors='replace')[-2000:]}")
