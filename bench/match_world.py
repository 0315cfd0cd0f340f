"""Affiliation strings against 110,000 organisations: building, opening, strings a second a core.

The organisations are invented (bench/ror_dump.py), in the form of a full ROR dump. Run
`python bench/match_world.py` for a section of Markdown.
"""

import random
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench.match_contest import (
    Absent,
    Outcome,
    goals,
    lionrock,
    load,
    one_core,
    peer,
    run_program,
)
from bench.match_words import FIELDS
from lionrock.model.match import Organisation
from lionrock.sources.ror import read_dump

RECORDS, STRINGS, SEED = 112_000, 10_000, 5  # some records are withdrawn
QUOTED = 2.0  # strings a second, as S2AFF's authors publish it; not run here
ONE, TWO = 0.65, 0.85  # shares of strings that name one, and that name one or two
TEXT = """\
## Matching affiliation strings against the world

{number:,} invented organisations in the form of a full ROR dump; {strings:,} strings made of
their names with departments, cities and countries, on one core ("Dept. of Robotics, NAME, CITY;
NAME"). One in seven names nobody in the index. {load}

| | strings/s | right | peak MiB |
|---|---:|---:|---:|
"""


def run() -> str:
    """Measure everything and return a section of Markdown."""
    busy = load()
    with TemporaryDirectory() as name:
        folder = Path(name)
        dump, strings = folder / "ror-data.zip", folder / "strings.json"
        run_program(sys.executable, "ror_dump.py", dump, "--records", RECORDS)
        organisations = list(read_dump(dump, lambda _: None))
        asked = affiliations(organisations)
        strings.write_bytes(msgspec.json.encode([text for text, _ in asked]))
        built = lionrock("build", dump, folder / "index")
        with one_core():
            ours = lionrock("affiliations", strings, folder / "index")
            theirs = _tfidf(folder, organisations, asked)
    right = [set(found) == ids for found, (_, ids) in zip(ours.found, asked, strict=True)]
    told = f"{STRINGS / ours.seconds:,.0f} | {sum(right) / STRINGS:.1%} | {ours.memory:,.0f}"
    rows = [
        f"| Lionrock, every organisation named | {told} |",
        theirs,
        f"| S2AFF, quoted from its authors | about {QUOTED:.0f} | | |",
    ]
    head = TEXT.format(number=len(organisations), strings=STRINGS, load=busy)
    return head + "\n".join(rows) + "\n\n" + _told(built, ours) + "\n"


def _told(built: Outcome, ours: Outcome) -> str:
    sentence = (
        f"Reading the dump takes {built.open:.1f} s, indexing it while reading {built.build:.1f} s "
        f"and {built.memory:,.0f} MiB; the index takes {built.size:,.0f} MiB on disk. The first "
        f"string is answered {ours.first:.2f} s after the process is told to open it."
    )
    table = goals((
        ("strings/s a core", STRINGS / ours.seconds, "≥", 3000, ",.0f"),
        ("index of the organisations built, s", built.build - built.open, "≤", 20, ".1f"),
        ("index opened, s", ours.open, "≤", 0.3, ".2f"),
    ))  # fmt: skip
    return f"{sentence}\n\n{table}"


def affiliations(organisations: Sequence[Organisation]) -> list[tuple[str, set[str]]]:
    """Strings and the ids that each names; the same strings each time."""
    chance = random.Random(SEED)
    made = []
    for _ in range(STRINGS):
        sort = chance.random()
        named = chance.sample(organisations, 1 if sort < ONE else 2 if sort < TWO else 0)
        parts = [_part(chance, one) for one in named] or [_nobody(chance)]
        made.append(("; ".join(parts), {one.id for one in named}))
    return made


def _part(chance: random.Random, one: Organisation) -> str:
    name = chance.choice([name.text for name in one.names if name.type != "abbreviation"])
    unit = f"Dept. of {chance.choice(FIELDS)}, " if chance.random() < 0.6 else ""
    place = f", {one.cities[0].title()}" if one.cities and chance.random() < 0.7 else ""
    return f"{unit}{name}{place}, {one.country}" if one.country else f"{unit}{name}{place}"


def _nobody(chance: random.Random) -> str:
    letters = "".join(chance.choices("bcdfglmnprstvz", k=4))
    vowels = "".join(chance.choices("aeiou", k=4))
    name = "".join(a + b for a, b in zip(letters, vowels, strict=True)).capitalize()
    return f"Dept. of {chance.choice(FIELDS)}, {name} {chance.choice(('Group', 'GmbH', 'Lab'))}"


def _tfidf(
    folder: Path, organisations: Sequence[Organisation], asked: Sequence[tuple[str, set[str]]]
) -> str:
    """The row of TF-IDF: the one name nearest to the whole string, whatever its score."""
    names = [(name.text, one.id) for one in organisations for name in one.names]
    task = {
        "candidates": [text for text, _ in names],
        "queries": [(text, -1) for text, _ in asked],
    }
    path = folder / "task.json"
    path.write_bytes(msgspec.json.encode(task))
    label = "TF-IDF of 3 characters, the nearest name"
    try:
        told = peer("tfidf.py", path)
    except Absent as reason:
        return f"| {label}: {reason} | | | |"
    found = [{names[at][1]} if at >= 0 else set() for at, _ in told.answers]
    right = sum(one == ids for one, (_, ids) in zip(found, asked, strict=True)) / len(asked)
    return f"| {label} | {len(asked) / told.seconds:,.0f} | {right:.1%} | {told.memory:,.0f} |"


if __name__ == "__main__":
    sys.stdout.write(run())
