"""Names of organisations that the record lacks, on sentences written for it (invented bodies):
what is proposed must be a name; what is missed weighs less."""

import json
from collections import Counter
from pathlib import Path

import pytest

from lionrock.read.language import language
from lionrock.read.proposed import proposed
from lionrock.read.sentences import sentences

HERE = Path(__file__).parent
FLOORS = json.loads((HERE / "floors.json").read_text("utf-8"))


@pytest.mark.parametrize("half", ["tune", "held"])
def test_proposed_names_keep_their_floor(half: str, record_property) -> None:
    right = told = wanted = 0
    for line in (HERE / f"proposed.{half}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        text = row["text"]
        found = Counter(one.text for one in proposed(text, sentences(text), ()))
        right += sum((found & Counter(row["names"])).values())
        told, wanted = told + found.total(), wanted + len(row["names"])
    for name, share in (("precision", right / told), ("recall", right / wanted)):
        record_property(f"proposed {half} {name}", round(share, 3))
        assert share >= FLOORS[f"proposed {half}"][name], f"{half}: {name} {share:.3f}"


def test_both_halves_hold_names_and_none_in_both_scripts() -> None:
    for half in ("tune", "held"):
        rows = [
            json.loads(line)
            for line in (HERE / f"proposed.{half}.jsonl").read_text("utf-8").splitlines()
        ]
        kinds = Counter((language(row["text"]) == "en", bool(row["names"])) for row in rows)
        assert min(kinds.values()) >= 8
        assert len(kinds) == 4
