"""Homes in which a world is built already: one that was built before in this run is copied."""

import json
import shutil
import tempfile
from pathlib import Path

from lionrock.build import build
from lionrock.settings import Settings
from tests.world import Lines, facts, make_world

_FOLDER = tempfile.TemporaryDirectory(prefix="built-worlds-")
_KEPT: dict[str, Path] = {}


def built_world(folder: Path, lines: Lines | None = None) -> Settings:
    """The settings of a home of one's own in `folder`, where the world (or other `lines` of it) is
    built as it would be by `build`."""
    key = json.dumps(facts() if lines is None else lines, sort_keys=True)
    if key not in _KEPT:
        kept = Path(_FOLDER.name) / str(len(_KEPT))
        build(Settings(kept / "home", make_world(kept / "registry", lines)))
        _KEPT[key] = kept
    shutil.copytree(_KEPT[key], folder, symlinks=True, dirs_exist_ok=True)
    return Settings(folder / "home", folder / "registry")
