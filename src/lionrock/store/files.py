"""Writing that survives a crash: a reader sees the old file or the new one, never a part."""

import os
import shutil
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path` in one step, through a sibling that ends in .partial."""
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def point(link: Path, target: Path) -> None:
    """Make the symbolic link `link` lead to `target`, replacing an older one in one step."""
    partial = link.with_name(link.name + ".partial")
    partial.unlink(missing_ok=True)
    partial.symlink_to(os.path.relpath(target, link.parent))
    partial.replace(link)


def sweep(directory: Path) -> None:
    """Remove what an interrupted run left in `directory`: entries that end in .partial."""
    if directory.is_dir():
        for left in directory.glob("*.partial"):
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)
