"""Arrays on disk: written once into a folder, then mapped into memory instead of being read."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from lionrock.store.files import WriteFailed

Array = NDArray[Any]
_WORDS = "words.json"


def write_arrays(folder: Path, arrays: Mapping[str, Array], words: list[str]) -> None:
    """Write `arrays`, one file each, and a list of words into a folder that is made for them.

    Raises WriteFailed when the disk is full or the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, array in arrays.items():
            np.save(folder / f"{name}.npy", np.ascontiguousarray(array), allow_pickle=False)
        (folder / _WORDS).write_bytes(msgspec.json.encode(words))
    except OSError as error:
        raise WriteFailed(f"{folder}: {error}") from error


def open_arrays(folder: Path) -> tuple[dict[str, Array], list[str]]:
    """What `write_arrays` wrote; arrays are read from the file as they are touched.

    Raises FileNotFoundError when the folder holds none.
    """
    words = msgspec.json.decode((folder / _WORDS).read_bytes(), type=list[str])
    arrays = {  # "c", copy on write: sparse_dot_topn refuses arrays that cannot be written
        path.stem: np.load(path, mmap_mode="c", allow_pickle=False).view(np.ndarray)
        for path in sorted(folder.glob("*.npy"))
    }
    return arrays, words


class Blobs:
    """Byte strings of different lengths in one array: `blobs[n]` is the n-th."""

    def __init__(self, data: Array, starts: Array) -> None:
        self._data = memoryview(data.data if data.size else b"").cast("B")
        self._starts = np.asarray(starts)

    def __getitem__(self, n: int) -> bytes:
        return bytes(self._data[int(self._starts[n]) : int(self._starts[n + 1])])

    def __len__(self) -> int:
        return len(self._starts) - 1

    def texts(self, numbers: list[int]) -> list[str]:
        """The strings of these numbers, decoded."""
        data, at = self._data, np.asarray(numbers, np.int64)
        low, high = self._starts[at].tolist(), self._starts[at + 1].tolist()
        return [str(data[a:b], "utf-8") for a, b in zip(low, high, strict=True)]
