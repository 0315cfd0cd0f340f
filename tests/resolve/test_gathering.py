"""What is gathered of batches and put together is what is gathered of all at once."""

import numpy as np
import pypinyin

from lionrock.model.match import Organisation, OrganisationName
from lionrock.model.names.romanise import pinyin
from lionrock.model.text import T
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
        for kept in ("row_org", "row_type", "phrase_rows"):
            assert getattr(joined, kept) == getattr(whole, kept)
        for kept in ("row_words", "phrases"):
            one, other = getattr(joined, kept), getattr(whole, kept)
            assert one.numbers == other.numbers
            assert one.starts().tolist() == other.starts().tolist()
        for found, known in (
            (joined.texts(), whole.texts()),
            (joined.checksums(), whole.checksums()),
            (joined.parts(), whole.parts()),
        ):
            assert found.keys() == known.keys()
            assert all(np.array_equal(found[name], known[name]) for name in known)


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
