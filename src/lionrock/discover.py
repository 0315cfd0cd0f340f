"""Finds sources and facets by looking in their packages: adding one touches no list."""

import importlib
import pkgutil
from types import ModuleType


def modules(package: str) -> tuple[ModuleType, ...]:
    """Import every public module of `package` (names without a leading underscore), by name."""
    parent = importlib.import_module(package)
    names = sorted(
        found.name
        for found in pkgutil.iter_modules(parent.__path__)
        if not found.name.startswith("_")
    )
    return tuple(importlib.import_module(f"{package}.{name}") for name in names)
