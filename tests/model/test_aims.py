"""Entries of targets.toml."""

from pathlib import Path

import pytest

from lionrock.model.aims import read_aims
from lionrock.settings import BUNDLED_REGISTRY

_WORDS = 'en = "a", zh-Hant = "乙", zh-Hans = "丙"'
_NEEDS = f"needs = {{ {_WORDS} }}\nfrom = 'bureau'\n"


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("needs = { en = 'a' }\nfrom = 'bureau'\n", "needs: expected en, zh-Hant, zh-Hans"),
        (f"needs = {{ {_WORDS} }}\n", "needs and from belong together"),
        (f"{_NEEDS}near = ['x', 'y']\n", "near and differs belong together"),
        (f"{_NEEDS}indicator = 'x'\n", "expected indicator and about"),
        ("", "or needs and from"),
    ],
)
def test_an_entry_that_says_too_little_is_refused(tmp_path: Path, entry: str, told: str) -> None:
    (tmp_path / "targets.toml").write_text(f"[one]\n{entry}", "utf-8")
    with pytest.raises(ValueError, match=told):
        read_aims(tmp_path)


def test_what_is_missing_may_stand_alone_or_beside_a_measure(tmp_path: Path) -> None:
    beside = f"[two]\n{_NEEDS}indicator = 'x'\nabout = 'y'\n"
    (tmp_path / "targets.toml").write_text(f"[one]\n{_NEEDS}{beside}", "utf-8")
    found = read_aims(tmp_path)
    assert not found["one"].measured and found["two"].measured
    assert found["one"].publisher == "bureau"


def test_every_target_of_the_registry_is_measured_or_says_what_is_missing() -> None:
    registry = BUNDLED_REGISTRY
    ids = {
        line.split('"id": "', 1)[1].split('"', 1)[0]
        for line in (registry / "targets.jsonl").read_text("utf-8").splitlines()
    }
    assert set(read_aims(registry)) == ids
