"""What a how-to tells to type is typed, in its order, on made-up data."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.M | re.S)


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "page", sorted((ROOT / "docs" / "how-to").glob("*.md")), ids=lambda p: p.stem
)
def test_every_command_of_a_how_to_does_what_it_says(page: Path, tmp_path: Path) -> None:
    (tmp_path / "bench").symlink_to(ROOT / "bench")
    tools = Path(sys.executable).parent
    settings = {"LIONROCK_HOME": str(tmp_path / "home"), "PATH": f"{tools}:{os.environ['PATH']}"}
    commands = [
        line for block in BLOCK.findall(page.read_text("utf-8")) for line in block.splitlines()
    ]
    assert len(commands) >= 3
    said = []
    for command in commands:
        done = subprocess.run(
            command, shell=True, cwd=tmp_path, env=os.environ | settings, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}: {done.stderr[-2_000:]}"
        said.append(done.stdout + done.stderr)
    if page.stem == "bring-your-own-snapshot":
        assert sum("Built " in one for one in said) == 2, "once by each engine"
        assert "cmp one.json cluster.json" in commands, "and what they made is compared"
        assert (tmp_path / "one.json").stat().st_size > 1_000
