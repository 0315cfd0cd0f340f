"""`lionrock report`: formats, files, refusals."""

from pathlib import Path

import pytest

from lionrock.cli import run


def lionrock(home: Path, *words: str) -> int:
    return run(["--home", str(home), *words])


@pytest.mark.parametrize(
    ("form", "begins"), [("html", b"<!doctype html>"), ("md", b"# "), ("pdf", b"%PDF")]
)
def test_a_part_is_written_in_each_form(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str, begins: bytes
) -> None:
    if form == "pdf":
        pytest.importorskip("typst")
    out = tmp_path / f"report.{form}"
    status = lionrock(home, "report", "governance", "--format", form, "-o", str(out))
    if form == "pdf" and status == 2:
        refusal = capsys.readouterr().err
        assert "apt install fonts-noto-cjk" in refusal
        pytest.skip(refusal)
    assert status == 0
    assert out.read_bytes().lstrip().startswith(begins)
    assert "sentences from" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("weather",), "no facet 'weather'; known: initiatives"),
        (("--format", "pdf"), "a PDF needs a file: -o report.pdf"),
        (("governance", "--out", "/no/such/folder/report.html"), "cannot be written"),
    ],
)
def test_a_wrong_request_is_told(
    home: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    assert lionrock(home, "report", *words) == 2
    assert says in capsys.readouterr().err
