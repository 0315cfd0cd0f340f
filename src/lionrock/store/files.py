"""Writing that survives a crash: a reader sees the old file or the new one, never a part."""

import os
import shutil
from pathlib import Path


class WriteFailed(OSError):
    """The disk did not take what was written to it: it is full, or broken."""


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path` in one step, through a sibling that ends in .partial."""
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def copy_whole(source: Path, path: Path) -> None:
    """Copy a file of any size to `path` in one step, through a sibling that ends in .partial."""
    partial = path.with_name(path.name + ".partial")
    shutil.copyfile(source, partial)
    to_disk(partial)
    partial.replace(path)


def point(link: Path, target: Path) -> None:
    """Make the symbolic link `link` lead to `target`, replacing an older one in one step."""
    partial = link.with_name(link.name + ".partial")
    partial.unlink(missing_ok=True)
    partial.symlink_to(os.path.relpath(target, link.parent))
    partial.replace(link)


def to_disk(path: Path) -> None:
    """Ask the kernel to write a file or a directory through, so that it survives power loss."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def discard(directory: Path) -> None:
    """Remove a directory: it is gone in one step, whenever the removal is interrupted."""
    doomed = directory.with_name(directory.name + ".discarded.partial")
    shutil.rmtree(doomed, ignore_errors=True)
    directory.rename(doomed)
    shutil.rmtree(doomed, ignore_errors=True)


def sweep(directory: Path) -> None:
    """Remove what an interrupted run left in `directory`: entries that end in .partial."""
    if directory.is_dir():
        for left in directory.glob("*.partial"):
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)
