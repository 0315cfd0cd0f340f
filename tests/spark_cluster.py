"""Apache Spark as a standalone cluster on loopback: a master, two workers, a Connect server.

It needs a JDK and the Spark distribution, which the wheel `pyspark` carries: SPARK_HOME, or the
folder `.spark/pyspark` at the root of the tree (`pip install --target .spark --no-deps pyspark`).
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
_SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer"
_PATIENCE = 600  # seconds for a JVM to open its port: three start at once, on a busy machine


def spark_home() -> Path | None:
    """Where Spark and a JDK to run it are; None when either is missing."""
    home = Path(os.environ.get("SPARK_HOME") or ROOT / ".spark/pyspark")
    java = shutil.which("java") or os.environ.get("JAVA_HOME")
    return home if java and (home / "bin/spark-class").exists() else None


@contextmanager
def cluster(home: Path, logs: Path) -> Iterator[str]:
    """Within, a cluster with two workers runs; yields its Spark Connect URL."""
    environ = os.environ | {
        "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOG_DIR": str(logs),
        "SPARK_WORKER_DIR": str(logs / "work"), "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }  # fmt: skip
    master, connect = _free(), _free()
    url = f"spark://127.0.0.1:{master}"
    at = ["--host", "127.0.0.1", "--webui-port", "0"]
    with ExitStack() as running:

        def start(name: str, *command: str) -> None:
            told = running.enter_context((logs / f"{name}.log").open("wb"))
            process = subprocess.Popen(
                command, env=environ, stdout=told, stderr=subprocess.STDOUT, cwd=logs
            )
            running.callback(process.wait)
            running.callback(process.terminate)

        deploy = "org.apache.spark.deploy"
        run = str(home / "bin/spark-class")
        start("master", run, f"{deploy}.master.Master", *at, "--port", str(master))
        _wait(master, logs / "master.log")
        for number in (1, 2):
            sized = ["--cores", "1", "--memory", "1g"]
            start(f"worker{number}", run, f"{deploy}.worker.Worker", *at, *sized, url)
        settings = {
            "spark.connect.grpc.binding.port": str(connect),
            "spark.connect.grpc.binding.address": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.executor.cores": "1",
            "spark.executor.memory": "900m",
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "4",
        }
        given = [part for item in settings.items() for part in ("--conf", "=".join(item))]
        submit = str(home / "bin/spark-submit")
        start("connect", submit, "--class", _SERVER, "--master", url, *given)
        _wait(connect, logs / "connect.log")
        yield f"sc://127.0.0.1:{connect}"


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(port: int, log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError(f"nothing listens on {port}: {log.read_text(errors='replace')[-2000:]}")
