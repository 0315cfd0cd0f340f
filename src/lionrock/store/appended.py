"""Files of lines that are only ever added to, by any number of processes."""

import fcntl
import os
from pathlib import Path

from lionrock.store.files import to_disk


def append(path: Path, line: bytes, longest: int) -> None:
    """Add a line (without its end) under a lock, and have it on disk; OSError when it cannot be
    kept, and then nothing of it is.

    What a crash left of a last line is taken off first: its writer was never told that it is
    kept. No line is longer than `longest` bytes.
    """
    if len(line) > longest:
        raise OSError(f"{path}: a line of {len(line):,} bytes; at most {longest:,} are kept")
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        size = os.fstat(handle).st_size
        torn = _torn(handle, size, longest)
        if torn:
            os.ftruncate(handle, size - torn)
            size -= torn
        if os.write(handle, line + b"\n") != len(line) + 1:
            os.ftruncate(handle, size)
            raise OSError(f"{path}: the disk is full; the line was not kept")
        os.fsync(handle)
    finally:
        os.close(handle)
    to_disk(path.parent)


def _torn(handle: int, size: int, longest: int) -> int:
    """Bytes of a last line that has no end."""
    begin = max(0, size - 2 * longest)
    tail = os.pread(handle, size - begin, begin)
    return len(tail) - (tail.rfind(b"\n") + 1)
