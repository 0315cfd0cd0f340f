"""What a matcher gets right on a labelled set: precision and recall, by script and by class."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Case = dict[str, Any]


def cases(name: str, half: str) -> list[Case]:
    """The cases of one half of a labelled set."""
    lines = (HERE / f"{name}.{half}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


class Measure:
    """Counts over cases: what was found, wanted, and both; whole answers that were right."""

    def __init__(self) -> None:
        self.found = self.wanted = self.right = self.exact = self.cases = 0

    def add(self, found: frozenset[str], wanted: frozenset[str]) -> None:
        self.found += len(found)
        self.wanted += len(wanted)
        self.right += len(found & wanted)
        self.exact += found == wanted
        self.cases += 1

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def share_exact(self) -> float:
        return self.exact / self.cases if self.cases else 1.0


def measured(
    pairs: Iterable[tuple[Case, frozenset[str], frozenset[str]]],
) -> dict[str, Measure]:
    """Measures over (case, found, wanted): "all", "named" (cases that name something), and each
    class and script."""
    found: defaultdict[str, Measure] = defaultdict(Measure)
    for case, got, wanted in pairs:
        keys = ["all", case["class"], f"script {case['script']}"]
        for key in (*keys, "named") if wanted else keys:
            found[key].add(got, wanted)
    return dict(found)


def report(title: str, found: dict[str, Measure]) -> str:
    """The measures as a table for people."""
    rows = [f"{title:24} cases  precision  recall  exact"]
    rows += [
        f"{key:24} {m.cases:5}  {m.precision:9.3f}  {m.recall:6.3f}  {m.share_exact:5.3f}"
        for key, m in sorted(found.items())
    ]
    return "\n".join(rows)


def confusions(
    pairs: Sequence[tuple[Case, frozenset[str], frozenset[str]]], family: frozenset[str]
) -> list[Case]:
    """Cases where one member of a family was taken for another."""
    return [
        case for case, got, wanted in pairs if (got - wanted) & family and (wanted - got) & family
    ]
