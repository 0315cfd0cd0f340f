"""A statement on record told as evidence: its words in three languages, its pages, their tier."""

import msgspec

from lionrock.answer.checking.claim import Stand, Support
from lionrock.answer.checking.figures import Figures
from lionrock.model.text import T


class Stated(msgspec.Struct, frozen=True):
    """Which statement it is, from which record, and whose page shows it."""

    key: str
    record: int
    entity: str


def evidence(
    figures: Figures, one: Stated, stand: Stand, words: tuple[T, T], period: str | None = None
) -> Support:
    """A statement as evidence; `words` are whom or what it is of, and what it says."""
    name, value = words
    addresses = figures.addresses(one.record)
    return Support(
        stand, name, value.en, period, addresses, addresses[0].tier if addresses else "unknown",
        statement=one.key, entity=one.entity,
        shown=None if value.en == value.hant == value.hans else value,
    )  # fmt: skip


def plain(text: str) -> T:
    """What reads the same in every language: a date, a name that is quoted."""
    return T(text, text, text)


def of_whom(name: T, said: T) -> T:
    """ "Name: what is said of it", with the colon of each script."""
    return T(
        f"{name.en}: {said.en}", f"{name.hant}：{said.hant}", f"{name.hans}：{said.hans}"
    )  # fmt: skip


def titled(name: T, label: T) -> T:
    """ "Name, label", with the comma of each script."""
    return T(
        f"{name.en}, {label.en}", f"{name.hant}，{label.hant}", f"{name.hans}，{label.hans}"
    )  # fmt: skip
