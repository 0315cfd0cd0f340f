"""The same matcher in several processes, for lists long enough to be worth them.

Reading names is Python and holds one core; workers open the same arrays from disk (the system
keeps them in memory once) and answer batches of their own. Answers come back as MessagePack,
since pickling structs costs more than making them.
"""

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import msgspec

from lionrock.model.match import Answer
from lionrock.resolve.matcher import Both, open_matcher

AFTER = 50_000
"""Texts answered before workers are started, which takes about two seconds."""

LEAST = 2_500
"""Texts below which one process is quicker than handing out."""

_BATCH = 1_250
_DECODER = msgspec.msgpack.Decoder(list[Answer])


class Parallel:
    """A matcher (model.match.Matcher) that answers long lists in `processes` workers.

    Workers start once `after` texts were answered and end with `close` or with the program.
    Short lists are always answered here.
    """

    def __init__(self, folder: Path, processes: int | None = None, after: int = AFTER) -> None:
        self._folder, self._left = folder, after
        self._own = open_matcher(folder)
        self._processes = processes or min(8, os.cpu_count() or 1)
        self._pool: ProcessPoolExecutor | None = None

    def names(self, texts: Sequence[str | None], limit: int = 5) -> list[Answer]:
        """Which organisation each name means; see model.match.Matcher."""
        if self._alone(len(texts)):
            return self._own.names(texts, limit)
        return self._shared(_names, texts, limit)

    def affiliations(self, texts: Sequence[str | None], limit: int = 5) -> list[Answer]:
        """Which organisations each affiliation string names; see model.match.Matcher."""
        if self._alone(len(texts)):
            return self._own.affiliations(texts, limit)
        return self._shared(_affiliations, texts, limit)

    def _alone(self, number: int) -> bool:
        self._left -= number
        return self._processes < 2 or number < LEAST or self._left + number > 0

    def close(self) -> None:
        """End the workers; the matcher can still be used and will start new ones."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _shared(
        self, ask: Callable[[bytes, int], bytes], texts: Sequence[str | None], limit: int
    ) -> list[Answer]:
        waiting: list[Future[bytes]] = []
        try:
            for at in range(0, len(texts), _BATCH):
                batch = [_text(one) for one in texts[at : at + _BATCH]]
                waiting.append(self._workers().submit(ask, msgspec.msgpack.encode(batch), limit))
            return [answer for one in waiting for answer in _DECODER.decode(one.result())]
        except BrokenProcessPool:  # a worker was killed, by want of memory perhaps
            self.close()
            method = self._own.names if ask is _names else self._own.affiliations
            return method(texts, limit)
        finally:
            for one in waiting:
                one.cancel()

    def _workers(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Not fork: this process may have threads whose locks a copy would never see opened.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(
                self._processes, context, initializer=_open, initargs=(self._folder,)
            )
        return self._pool


_opened: list[Both] = []


def _open(folder: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told, and ends its workers
    _opened[:] = [open_matcher(folder, threads=1)]
    gc.freeze()  # what was opened stays; answers hold no cycles, so look for them seldom
    gc.set_threshold(50_000, 20, 20)


def _names(texts: bytes, limit: int) -> bytes:
    return msgspec.msgpack.encode(_opened[0].names(_decoded(texts), limit))


def _affiliations(texts: bytes, limit: int) -> bytes:
    return msgspec.msgpack.encode(_opened[0].affiliations(_decoded(texts), limit))


def _decoded(texts: bytes) -> list[str]:
    return [
        one.decode("utf-8", "surrogatepass")
        for one in msgspec.msgpack.decode(texts, type=list[bytes])
    ]


def _text(value: object) -> bytes:
    """A text as bytes: lone surrogates, which MessagePack does not take, included."""
    text = value if isinstance(value, str) else "" if value is None else str(value)
    return text.encode("utf-8", "surrogatepass")
