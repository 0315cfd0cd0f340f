"""The API is what its description says: schemathesis asks the real server what it allows."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import serving

# Every phase it has; the same questions each time.
_ASKED = ("--phases=examples,coverage,fuzzing,stateful", "--max-examples=10", "--seed=1")
_SAID = ("--generation-database=none", "--warnings=off", "--no-color", "--output-truncate=true")
_RUN = "from schemathesis.cli import schemathesis; schemathesis()"


@pytest.mark.slow
def test_every_answer_is_as_described(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing that is made up is to be fetched, or written into a home that other tests use.
    monkeypatch.setenv("LIONROCK_TOKEN", "nobody-is-told-this-token")
    with serving(home) as address:
        found = subprocess.run(
            [sys.executable, "-c", _RUN, "run", f"{address}/api/openapi.json", *_ASKED, *_SAID],
            capture_output=True,
            text=True,
            timeout=900,
            cwd=tmp_path,
        )
    said = found.stdout[found.stdout.find("= FAILURES") :]
    assert found.returncode == 0, said[:4000] + found.stderr[:2000]
    assert "API Operations:" in found.stdout
