"""Everything a source needs to read a figure or an address: schema, catalogue, publishers."""

import tomllib
from pathlib import Path

import msgspec

from lionrock.model.catalogue import Catalogue, UnitReader, read_catalogue
from lionrock.model.publishers import Publishers, read_publishers
from lionrock.model.schema import Schema, schema

FILES = ("indicators.toml", "publishers.toml", "rates.toml", "registry.toml")


class Reference(msgspec.Struct, frozen=True):
    """The tables that give raw values their meaning."""

    schema: Schema
    catalogue: Catalogue
    publishers: Publishers
    units: UnitReader
    gathered: str
    licence: str


def read_reference(registry: Path, bundled: Path) -> Reference:
    """Read the reference files of `registry`; one it lacks is taken from the `bundled` registry.

    Raises ValueError naming the file and entry that is wrong.
    """
    texts = {}
    for name in FILES:
        path = registry / name if (registry / name).exists() else bundled / name
        texts[name] = path.read_text("utf-8")
    known = schema()
    try:
        about = tomllib.loads(texts["registry.toml"])
        catalogue = read_catalogue(texts["indicators.toml"], texts["rates.toml"], known.units)
        publishers = read_publishers(texts["publishers.toml"])
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"a reference file of {registry} is not TOML: {error}") from None
    except KeyError as error:
        raise ValueError(f"a reference file of {registry} lacks the key {error}") from None
    return Reference(
        known, catalogue, publishers, UnitReader(known), about["gathered"], about["licence"]
    )
