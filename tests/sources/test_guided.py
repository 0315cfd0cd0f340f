"""Inputs that look for code not seen yet, by atheris: none does harm."""

import pytest

from tests.sources import guided

NUMBER = 2_000


@pytest.mark.slow
@pytest.mark.timeout(3_000)
@pytest.mark.skipif(
    not (guided.INSTALLED / "atheris.stamp").exists(), reason="`make atheris` has not been run"
)
def test_inputs_that_look_for_new_code_do_no_harm() -> None:
    for name in guided.names():
        ended = guided.command(name, NUMBER, 11)
        assert ended.returncode == 0, f"{name}: {ended.stderr[-3_000:]}"
        assert f"Done {NUMBER} runs" in ended.stderr, name
