"""Gathering organisations for an index, in several processes when they are many.

Reading names is Python and holds one core. Workers read batches, which are put together in the
order in which they came, so that the index is the same to the byte however many there were.
"""

import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice

import msgspec

from lionrock.model.match import Organisation
from lionrock.resolve.gathering import Gathered

MANY = 30_000
"""Organisations up to which one process is quicker than starting workers."""

BATCH = 4_000
_MOST = 8
_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(list[Organisation]).decode


def gather(
    organisations: Iterable[Organisation],
    processes: int | None = None,
    many: int = MANY,
    size: int = BATCH,
) -> Gathered:
    """What an index is made of. More than `many` are read in `processes` workers (None: as many
    as there are cores, up to eight), `size` at a time; those that wait are held packed."""
    if processes is None:
        processes = min(_MOST, _cores())
    gathered = Gathered()
    batches = map(_pack, _batches(organisations, size))
    first = list(islice(batches, many // size + 1)) if processes > 1 else []
    if len(first) * size > many:
        _shared(chain(first, batches), processes, gathered)
    else:
        for batch in chain(first, batches):
            _add(gathered, batch)
    gathered.end()
    return gathered


def _shared(batches: Iterator[bytes], processes: int, gathered: Gathered) -> None:
    """Have batches read by workers, a few of them ahead, and put together what they found."""
    # Not fork: this process may have threads whose locks a copy would never see opened.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, context, initializer=_begin)
    waiting: deque[tuple[bytes, Future[Gathered] | None]] = deque()
    try:
        for batch in batches:
            waiting.append((batch, _submitted(pool, batch, not gathered.all_heard)))
            if len(waiting) > 2 * processes:
                gathered.absorb(_result(*waiting.popleft()))
        while waiting:
            gathered.absorb(_result(*waiting.popleft()))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _submitted(
    pool: ProcessPoolExecutor, batch: bytes, transcribe: bool
) -> Future[Gathered] | None:
    try:
        return pool.submit(_read, batch, transcribe)
    except BrokenProcessPool:
        return None


def _result(batch: bytes, found: Future[Gathered] | None) -> Gathered:
    """What a worker read; read here when a worker was killed, by want of memory perhaps."""
    try:
        return _read(batch, True) if found is None else found.result()
    except BrokenProcessPool:
        return _read(batch, True)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told, and ends its workers
    gc.freeze()  # what is gathered holds no cycles, so look for them seldom
    gc.set_threshold(50_000, 20, 20)


def _read(batch: bytes, transcribe: bool) -> Gathered:
    gathered = Gathered(transcribe)
    _add(gathered, batch)
    return gathered


def _add(gathered: Gathered, batch: bytes) -> None:
    for one in _unpack(batch):
        gathered.add(one)


def _batches(organisations: Iterable[Organisation], size: int) -> Iterator[list[Organisation]]:
    left = iter(organisations)
    while batch := list(islice(left, size)):
        yield batch


def _cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
