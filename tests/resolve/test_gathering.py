"""What is gathered of batches and put together is what is gathered of all at once."""

import multiprocessing
from collections.abc import Iterator
from typing import Any

import numpy as np
import pypinyin

from lionrock.model.match import Organisation, OrganisationName
from lionrock.model.names.romanise import pinyin
from lionrock.model.text import T
from lionrock.resolve.building import gather
from lionrock.resolve.gathering import Gathered


def _organisations() -> list[Organisation]:
    names = (
        ("Hong Kong University of Science and Technology", "香港科技大學", "HKUST"),
        ("Hong Kong University of Science and Technology (Guangzhou)", "香港科技大学（广州）"),
        ("Guangzhou Orchid Robotics Limited", "廣州蘭花機械人有限公司"),
        ("ORL",),
        ("香港理工大學", "The Hong Kong Polytechnic University"),
    )
    return [
        Organisation(
            f"o{n}", "university", T("a", "a", "a"), tuple(map(OrganisationName, texts)),
            ("guangzhou", "guangdong") if "uangzhou" in texts[0] else (),
            "CN" if "uangzhou" in texts[0] else "HK", ("o0",) if n == 1 else (),
        )
        for n, texts in enumerate(names)
    ]  # fmt: skip


def test_batches_make_the_same() -> None:
    given = _organisations()
    whole = Gathered()
    for one in given:
        whole.add(one)
    whole.end()
    for size in (1, 2, 3):
        joined = Gathered()
        for at in range(0, len(given), size):
            batch = Gathered()
            for one in given[at : at + size]:
                batch.add(one)
            joined.absorb(batch)
        joined.end()
        assert list(joined.ids) == list(whole.ids)
        assert joined.near == whole.near
        for found, known in zip(_arrays(joined), _arrays(whole), strict=True):
            assert np.array_equal(found, known)


def test_workers_make_the_same() -> None:
    given = _organisations()
    alone = gather(given, processes=1)
    shared = gather(given, processes=2, many=2, size=2)
    assert list(shared.ids) == list(alone.ids)
    for found, known in zip(_arrays(shared), _arrays(alone), strict=True):
        assert np.array_equal(found, known)


def test_what_a_killed_worker_left_is_read_here() -> None:
    given = _organisations()
    others = set(multiprocessing.active_children())

    def killing() -> Iterator[Organisation]:
        yield from given[:3]
        for worker in set(multiprocessing.active_children()) - others:
            worker.kill()
            worker.join()
        yield from given[3:]

    alone = gather(given, processes=1)
    shared = gather(killing(), processes=2, many=1, size=1)
    assert list(shared.ids) == list(alone.ids)
    for found, known in zip(_arrays(shared), _arrays(alone), strict=True):
        assert np.array_equal(found, known)


def _arrays(gathered: Gathered) -> list[np.ndarray[Any, Any]]:
    kept = (gathered.row_words, gathered.phrases)
    rows = (gathered.row_org, gathered.row_type, gathered.phrase_rows)
    found = {**gathered.texts(), **gathered.checksums(), **gathered.parts()}
    return [
        *(np.array(one.numbers) for one in kept), *(one.starts() for one in kept),
        *map(np.array, rows), *(found[name] for name in sorted(found)),
    ]  # fmt: skip


def test_initials_that_are_a_given_name_of_another_batch_are_dropped() -> None:
    first, second = Gathered(), Gathered()
    first.add(_organisations()[2])
    second.add(_organisations()[3])  # ORL
    joined = Gathered()
    joined.absorb(first)
    joined.absorb(second)
    joined.end()
    assert joined.texts()["key_data"].tobytes().count(b"orl") == 1


def test_pinyin_remembered_by_word_is_pypinyins() -> None:
    runs = ("重庆银行", "长沙重机", "香港科技大学", "朝阳区朝阳门", "〇〇一", "中あ国", "行", "")
    for run in runs:
        assert pinyin(run) == tuple(pypinyin.lazy_pinyin(run, errors="ignore")), run
