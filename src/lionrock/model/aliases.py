"""Names in use: what organisations are also called, for recognising them.

They are aids to matching and no statements: nothing shows them as facts, so they need no source.
A name that many bodies share can be left out of matching there too.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

FILE = "aliases.toml"


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Further names of one organisation: full ones, short ones, former ones."""

    names: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    former: tuple[str, ...] = ()


class Aliases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`alias`: id of an organisation → its further names; `shared`: names that match nothing."""

    alias: Mapping[str, Names] = {}
    shared: frozenset[str] = frozenset()


def read_aliases(registry: Path) -> Aliases:
    """The aliases of a registry, none where it has no such file.

    Raises ValueError naming the file when it is wrong.
    """
    path = registry / FILE
    if not path.exists():
        return Aliases()
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Aliases)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: {error}") from None
