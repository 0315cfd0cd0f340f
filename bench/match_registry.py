"""The registry's organisations as questions that similarity of letters does not answer.

Three kinds: a Chinese name when only English ones are known, an English name when only Chinese
ones are, an abbreviation when only names are. What is asked for is taken out of the index first,
with every other name of that organisation that would give it away.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from bench.match_scoring import has_chinese
from lionrock.model.fold import fold
from lionrock.model.match import Organisation, OrganisationName
from lionrock.model.text import T

REGISTRY = Path(__file__).parent.parent / "src" / "lionrock" / "registry"
FOLDS, WITHHELD = 4, 5  # one of five asked for is taken out of the index whole
KINDS = ("Chinese name, English known", "English name, Chinese known", "abbreviation, names known")
Names = tuple[OrganisationName, ...]


class Questions(NamedTuple):
    """One fold of one kind: what may be found, and names with the id they mean ("" for none)."""

    organisations: list[Organisation]
    queries: list[tuple[str, str]]


def registry(path: Path = REGISTRY / "organisations.jsonl") -> list[Organisation]:
    """The registry's organisations with their names, nothing else."""
    return [_organisation(json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def folds(kind: str, organisations: list[Organisation]) -> Iterator[Questions]:
    """FOLDS sets of questions that together ask for every organisation that can be asked for."""
    able = {}
    for one in organisations:
        asked = _question(kind, one.names)
        if asked is not None:
            able[one.id] = asked
    order = list(able)
    for fold_number in range(FOLDS):
        asked_now = order[fold_number::FOLDS]
        absent = set(asked_now[::WITHHELD])
        known = [
            msgspec.structs.replace(one, names=able[one.id][1]) if one.id in asked_now else one
            for one in organisations
            if one.id not in absent
        ]
        yield Questions(known, [(able[one][0], "" if one in absent else one) for one in asked_now])


def _question(kind: str, names: Names) -> tuple[str, Names] | None:
    """What is asked for an organisation, and the names it keeps; None when it cannot be."""
    asks: dict[str, Callable[[OrganisationName], bool]] = {
        KINDS[0]: lambda name: has_chinese(name.text),
        KINDS[1]: lambda name: not has_chinese(name.text),
        KINDS[2]: lambda name: name.type == "abbreviation" and name.text.isascii(),
    }
    asked = next((name.text for name in names if asks[kind](name) and _whole(kind, name)), None)
    if asked is None:
        return None
    if kind == KINDS[2]:
        given = {fold(name.text) for name in names if asks[kind](name)}
        kept = tuple(name for name in names if fold(name.text) not in given)
    else:
        kept = tuple(name for name in names if not asks[kind](name) and _whole(kind, name))
    return (asked, kept) if any(name.type == "official" for name in kept) else None


def _whole(kind: str, name: OrganisationName) -> bool:
    return kind == KINDS[2] or name.type != "abbreviation"


def _organisation(row: dict[str, object]) -> Organisation:
    names: list[OrganisationName] = []
    written = row["names"]
    assert isinstance(written, dict)
    for lang, listed in written.items():
        for number, text in enumerate(listed):
            names.append(OrganisationName(text, "alias" if number else "official", lang))
    for part, sort in (("abbr", "abbreviation"), ("former_names", "former")):
        listed = row.get(part, [])
        assert isinstance(listed, list)
        names += [OrganisationName(text, sort) for text in listed if isinstance(text, str)]
    label = names[0].text
    return Organisation(str(row["id"]), str(row["kind"]), T(label, label, label), tuple(names))
