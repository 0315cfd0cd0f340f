"""Everything a source needs to read a figure or an address: schema, catalogue, publishers."""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from lionrock.model.catalogue import Catalogue, UnitReader, read_catalogue
from lionrock.model.dates import parse_date
from lionrock.model.publishers import Publishers, read_publishers
from lionrock.model.schema import Schema, schema
from lionrock.model.translations import Translations, read_translations

Read = TypeVar("Read")

FILES = ("indicators.toml", "publishers.toml", "rates.toml", "registry.toml")


class Reference(msgspec.Struct, frozen=True):
    """The tables that give raw values their meaning."""

    schema: Schema
    catalogue: Catalogue
    publishers: Publishers
    units: UnitReader
    gathered: str
    licence: str
    translations: Translations


def read_reference(registry: Path, bundled: Path) -> Reference:
    """Read the reference files of `registry`; one it lacks is taken from the `bundled` registry.

    Raises ValueError naming the file and entry that is wrong.
    """
    known = schema()
    texts = {}
    for name in FILES:
        path = registry / name if (registry / name).exists() else bundled / name
        texts[name] = path.read_text("utf-8")

    def catalogue(text: str) -> Catalogue:
        return read_catalogue(text, texts["rates.toml"], known.units, known.vocabularies["input"])

    gathered, licence = _read("registry.toml", texts, _about)
    _read("rates.toml", texts, tomllib.loads)  # so that its own faults bear its own name
    return Reference(
        known,
        _read("indicators.toml", texts, catalogue),
        _read("publishers.toml", texts, read_publishers),
        UnitReader(known),
        gathered,
        licence,
        read_translations(registry),
    )


def _about(text: str) -> tuple[str, str]:
    about = tomllib.loads(text)
    return parse_date(str(about["gathered"])).iso, str(about["licence"])


def _read(name: str, texts: Mapping[str, str], reader: Callable[[str], Read]) -> Read:
    """What `reader` makes of a file; a ValueError names the file."""
    try:
        return reader(texts[name])
    except KeyError as error:
        raise ValueError(f"{name}: no key {error}") from None
    except (AttributeError, TypeError) as error:
        raise ValueError(f"{name}: a value is of the wrong type: {error}") from None
    except ValueError as error:
        told = str(error)
        raise ValueError(told if ".toml" in told else f"{name}: {told}") from None
