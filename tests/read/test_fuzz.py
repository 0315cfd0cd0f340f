"""Broken and hostile documents: a clear refusal or a reading, in bounded time and memory."""

import contextlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from lionrock.read.document import Unreadable, read_bytes
from tests.read.fuzzing import memory, pdf

FUZZING = Path(__file__).parent / "fuzzing.py"
ROOT = Path(__file__).parents[2]
LONGEST, MOST = 2.0, 1024  # seconds of processor time for one document, MiB


def _started(number: int, seed: int, beside: Path) -> subprocess.Popen[str]:
    command = (sys.executable, "-X", "faulthandler", FUZZING, str(number), str(seed), beside)
    return subprocess.Popen(
        command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(1_200)
def test_ten_thousand_broken_documents_are_read_or_refused(tmp_path: Path) -> None:
    running = [_started(5_000, seed, tmp_path) for seed in (11, 12)]
    for one in running:
        out, error = one.communicate()
        assert one.returncode == 0, error[-3_000:]
        told = json.loads(out)
        assert told["read"] + told["refused"] == 5_000
        assert told["read"] > told["refused"] > 0, "both happen, or nothing was tried"
        assert told["slowest"] <= LONGEST
        assert told["memory"] <= MOST


def test_a_hundred_megabytes_on_one_line_are_refused() -> None:
    with pytest.raises(Unreadable, match="at most 30,000,000 are read"):
        read_bytes(b"x" * 100_000_000, "a.txt")


def test_a_pdf_that_unpacks_to_half_a_gigabyte_takes_no_gigabyte() -> None:
    bomb = pdf("HKUST raised HK$3 million.", spaces=500_000_000)
    assert len(bomb) < 1_000_000
    before = memory()
    with contextlib.suppress(Unreadable):
        assert len(read_bytes(bomb, "bomb.pdf").text) < 3_000_000
    assert memory() - before < MOST


@pytest.mark.parametrize(
    "page",
    [
        b"<html><body>" + b"<div>" * 200_000 + b"HKUST opened a lab.",
        b"<html><body><p>" + b"<b><i>" * 100_000 + b"HKUST</p>",
        b"<html><body><p " + b"a=b " * 200_000 + b">HKUST</p>",
        b"<html><p>&" + b"amp;" * 500_000 + b"</p>",
    ],
    ids=["deep", "crossed", "attributes", "entities"],
)
def test_a_page_made_to_be_slow_is_read_or_refused(page: bytes) -> None:
    try:
        assert isinstance(read_bytes(page, "a.html").text, str)
    except Unreadable as refused:
        assert str(refused)
