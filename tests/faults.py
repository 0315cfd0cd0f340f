"""Faults that people and machines put into registry files, each with what should be said of it."""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

Line = dict[str, Any]
Break = Callable[[Line, bytes, "Others"], bytes | None]
"""Makes the broken line of (its object, its bytes, the lines before it); None: not this line."""

SLUGS = ("organisations", "initiatives", "programmes", "governance", "adoption")
ALL = (*SLUGS, "deals", "relations", "observations")


class Others(NamedTuple):
    """Lines of the same file that no fault touched, all before the one to be broken."""

    lines: list[Line]


class Kind(NamedTuple):
    """A kind of fault: the files it can strike, how, and what the report must hold."""

    files: tuple[str, ...]
    strike: Break
    message: str


class Fault(NamedTuple):
    """A fault that was put in: where, and what the report must hold there."""

    name: str
    file: str
    line: int
    message: str


def _dump(row: Line) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode()


def _put(**changes: Any) -> Break:
    """Set keys, whether or not the line had them."""
    return lambda row, line, others: _dump(row | changes)


def _swap(key: str, value: Any) -> Break:
    """Set a key that the line has."""
    return lambda row, line, others: _dump(row | {key: value}) if key in row else None


def _drop(key: str) -> Break:
    def strike(row: Line, line: bytes, others: Others) -> bytes | None:
        return _dump({k: v for k, v in row.items() if k != key}) if key in row else None

    return strike


def _raw(change: Callable[[bytes], bytes]) -> Break:
    return lambda row, line, others: change(line)


def _within(inside: bytes) -> Break:
    """Put bytes into the first text of the line."""
    return _raw(lambda line: line.replace(b': "', b': "' + inside, 1))


def _same(*keys: str) -> Break:
    """Take what names another line."""

    def strike(row: Line, line: bytes, others: Others) -> bytes | None:
        if not others.lines:
            return None
        first = others.lines[0]
        changed = {k: v for k, v in row.items() if k not in keys}
        return _dump(changed | {k: first[k] for k in keys if k in first})

    return strike


def _milestone(**changes: Any) -> Break:
    step = {"date": "2024", "what": "opened", "done": True}
    return _put(milestones=[step, step | changes])


_FIGURE = ("indicator", "about", "period", "publisher", "value", "unit")
KINDS: Mapping[str, Kind] = {
    "not JSON": Kind(ALL, _raw(lambda line: b"hello, " + line), "broken JSON"),
    "cut short": Kind(ALL, _raw(lambda line: line[: len(line) // 2]), "broken JSON"),
    "single quotes": Kind(ALL, _raw(lambda line: line.replace(b'"', b"'")), "broken JSON"),
    "comma at the end": Kind(ALL, _raw(lambda line: line[:-1] + b",}"), "broken JSON"),
    "two objects": Kind(ALL, _raw(lambda line: line + line), "broken JSON"),
    "no object": Kind(ALL, _raw(lambda line: b"[" + line + b"]"), "expected an object in braces"),
    "a key twice": Kind(ALL, _raw(lambda line: line[:-1] + b', "sources": []}'), "written twice"),
    "NaN": Kind(("observations", "deals"), _put(value=float("nan")), "broken JSON"),
    "Infinity": Kind(("observations", "deals"), _put(value=float("inf")), "broken JSON"),
    "invalid UTF-8": Kind(ALL, _within(b"\xff"), "not UTF-8"),
    "a NUL byte": Kind(ALL, _within(b"\x00"), "broken JSON"),
    "a control character": Kind(SLUGS, _put(note="a\x07b"), "note: control character"),
    "turned writing": Kind(SLUGS, _put(note="a\u202eb"), "note: control character"),
    "two megabytes": Kind(SLUGS, _put(note="x" * 2_000_000), "expected at most 1000000"),
    "deep brackets": Kind(ALL, _raw(lambda line: b"[" * 100_000), "nested too deep"),
    "deep braces": Kind(ALL, _raw(lambda line: b'{"a":' * 100_000), "nested too deep"),
    "a byte order mark": Kind(ALL, _raw(lambda line: b"\xef\xbb\xbf" + line), "byte order mark"),
    "CR LF": Kind(ALL, _raw(lambda line: line + b"\r"), "CR LF"),
    "an unknown key": Kind(ALL, _put(colour="red"), "unknown key 'colour'; known: "),
    "a missing key": Kind(SLUGS, _drop("id"), "missing key 'id'"),
    "a missing end": Kind(("relations",), _drop("object"), "missing key 'object'"),
    "a wrong type": Kind(SLUGS[:-1], _swap("sectors", "finance"), "sectors: expected a list"),
    "a wrong id": Kind(SLUGS, _put(id="Über Org"), "is not lower-case letters, digits"),
    "an id twice": Kind(SLUGS, _same("id"), "duplicate id"),
    "a relation twice": Kind(
        ("relations",), _same("subject", "type", "object", "date"), "the same stands at relations"
    ),
    "a figure twice": Kind(("observations",), _same(*_FIGURE), "the same stands at observations"),
    "an unknown id": Kind(("initiatives",), _put(owner="nobody"), "owner: unknown id 'nobody'"),
    "an unknown adopter": Kind(("adoption",), _put(adopter="no-one"), "adopter: unknown id"),
    "a dangling relation": Kind(("relations",), _put(object="gone"), "object: unknown id 'gone'"),
    "an unknown investor": Kind(("deals",), _put(investors=["ghost"]), "unknown id 'ghost'"),
    "an unknown place": Kind(("organisations",), _put(place="atlantis"), "place: unknown place"),
    "an organisation as place": Kind(("organisations",), _put(place="hku"), "place: unknown place"),
    "a wrong date": Kind(("deals",), _put(date="May 2024"), "date: date 'May 2024' is not YYYY"),
    "an impossible date": Kind(("organisations",), _put(founded="2023-02-30"), "day is out of"),
    "a wrong period": Kind(("observations",), _put(period="2025-Q5"), "no such quarter"),
    "a wrong milestone": Kind(("initiatives",), _milestone(date="2024-13"), "month must be in"),
    "no source": Kind(ALL, _put(sources=[]), "missing source"),
    "no sources": Kind(ALL, _drop("sources"), "missing source"),
    "a source that is no address": Kind(ALL, _put(sources=["page 7"]), "'page 7' is not a web"),
    "a script as source": Kind(ALL, _put(sources=["javascript:alert(1)"]), "is not a web address"),
    "an unknown kind of source": Kind(ALL, _put(source_kind="rumour"), "source_kind: 'rumour'"),
    "negative money": Kind(("deals", "initiatives"), _swap("amount", -1), "-1 is negative"),
    "money without currency": Kind(
        ("deals", "initiatives"), _drop("currency"), "amount: missing key 'currency'"
    ),
    "an unknown currency": Kind(("deals", "relations"), _swap("currency", "EUR"), "'EUR' is not"),
    "an unknown relation": Kind(("relations",), _put(type="befriends"), "is not a relation"),
    "outside the vocabulary": Kind(SLUGS[:-1], _put(kind="palace"), "'palace' is not in the voc"),
    "an unknown indicator": Kind(("observations",), _put(indicator="joy"), "indicator 'joy' is"),
    "an unknown unit": Kind(("observations",), _put(unit="heaps"), "'heaps' is not in the schema"),
    "a unit that does not fit": Kind(("observations",), _put(unit="km2"), "unit 'km2' cannot st"),
    "an unknown publisher": Kind(("observations",), _put(publisher="Me"), "publisher 'Me' is not"),
    "a figure in words": Kind(("observations",), _put(value="many"), "expected a number"),
    "an empty name": Kind(SLUGS[:-1], _put(names={"en": [" "]}), "names: expected text"),
    "no name": Kind(SLUGS[:-1], _put(names={}), "names: expected names by language"),
    "an unknown language": Kind(SLUGS[:-1], _put(names={"fr": ["A"]}), "language 'fr' is none of"),
}


def seed(files: dict[str, list[bytes]], number: int, chance: random.Random) -> Iterator[Fault]:
    """Break `number` distinct lines of `files` in place, every kind in turn; yield each fault."""
    untouched = {name: list(range(len(lines))) for name, lines in files.items()}
    whole = {name: [json.loads(line) for line in lines] for name, lines in files.items()}
    returned: set[str] = set()
    names = list(KINDS)
    for count in range(number):
        name = names[count % len(names)]
        kind = KINDS[name]
        where = [f for f in kind.files if name != "CR LF" or f not in returned]
        file, index, broken = _struck(kind, where, files, untouched, whole, chance)
        if name == "CR LF":
            returned.add(file)
        files[file][index] = broken
        untouched[file].remove(index)
        yield Fault(name, f"{file}.jsonl", index + 1, kind.message)


def _struck(
    kind: Kind,
    where: list[str],
    files: Mapping[str, list[bytes]],
    untouched: Mapping[str, list[int]],
    whole: Mapping[str, list[Line]],
    chance: random.Random,
) -> tuple[str, int, bytes]:
    """A line that the fault can strike, and what becomes of it. The first lines stay whole."""
    while True:
        file = chance.choice(where)
        index = chance.choice(untouched[file])
        if index > 0 and whole[file][index].get("id") != "hku":
            others = Others([whole[file][0]])
            broken = kind.strike(dict(whole[file][index]), files[file][index], others)
            if broken is not None:
                return file, index, broken
