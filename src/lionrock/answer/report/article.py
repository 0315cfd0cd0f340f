"""What an article is made of."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from lionrock.answer.report.pages import Page
from lionrock.model.text import T

Kind = Literal["figure", "change", "trend", "tie", "date"]


class Source(msgspec.Struct, frozen=True):
    """A page that a sentence rests on: `publisher` as readers know it, `tier` its standing."""

    url: str
    publisher: str
    tier: str


class Sentence(msgspec.Struct, frozen=True):
    """A sentence in one language, and what it says from the record.

    `rests_on` names the observations, ties or statements it was made from; `about` the indicator
    or entity whose page shows them.
    """

    text: str
    kind: Kind
    sources: tuple[Source, ...]
    rests_on: tuple[str, ...]
    about: str


class Remark(msgspec.Struct, frozen=True):
    """What stands beside the article: publishers that differ, or what is not known."""

    text: str
    about: str
    sources: tuple[Source, ...] = ()


class Section(msgspec.Struct, frozen=True):
    """A part of the article. `differ` and `unknown` stand beside its sentences; `chart` is the
    indicator whose course it shows."""

    id: str
    title: str
    sentences: tuple[Sentence, ...]
    differ: tuple[Remark, ...] = ()
    unknown: tuple[Remark, ...] = ()
    chart: str | None = None


class Article(msgspec.Struct, frozen=True):
    """An article in one language, from one build. `proposed` sentences were written, those kept
    are the ones that the claim check, which knows nothing of how they were made, supports."""

    lang: str
    title: str
    build: str
    gathered: str
    sections: tuple[Section, ...]
    proposed: int
    version: str
    pages: Mapping[str, Page] = {}
    """What is known of the pages cited, by address."""

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence in order."""
        return tuple(one for section in self.sections for one in section.sentences)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every page cited, in the order of first citation: the first is number 1."""
        named = [one.sources for one in self.sentences]
        for section in self.sections:
            named += [remark.sources for remark in (*section.differ, *section.unknown)]
        return tuple(dict.fromkeys(source for sources in named for source in sources))


class Proposal(msgspec.Struct, frozen=True):
    """A sentence before it was checked."""

    sentence: Sentence
    weight: float = 0.0


def label_of(document: dict[str, str]) -> T:
    """A three-language label of a document."""
    return T(document["en"], document["zh-Hant"], document["zh-Hans"])
