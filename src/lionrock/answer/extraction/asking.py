"""Asking a language model about the documents that are kept, each text once."""

import datetime as dt
from collections.abc import Callable, Sequence

import msgspec

from lionrock.answer.extraction.proposing import heard, questions
from lionrock.answer.extraction.stage import kept, opened
from lionrock.answer.observatory import Observatory
from lionrock.answer.reading import read
from lionrock.model.proposal import MOST_EVENTS, Proposal, ProposedEvent, text_digest
from lionrock.model.reading import Reading
from lionrock.read.document import Unreadable
from lionrock.settings import Settings
from lionrock.store import proposals
from lionrock.store.snapshots import Shelf

Ask = Callable[[Sequence[tuple[str, str]]], str]


class Asked(msgspec.Struct, frozen=True):
    """What came of asking: documents asked about, those that were known, events that count, and
    of what does not count the reasons."""

    documents: int = 0
    known: int = 0
    events: int = 0
    dropped: tuple[str, ...] = ()


def ask_about_all(
    observatory: Observatory, settings: Settings, model: str, ask: Ask, most: int
) -> Asked:
    """Ask `model` about at most `most` documents and keep what counts of its answers.

    A text that this model was asked about is passed over. Raises what `ask` raises; what was
    kept until then stays. ValueError when the proposals of the home cannot be read.
    """
    before = proposals.read(settings)
    if before.problems:
        raise ValueError("; ".join(map(str, before.problems)))
    done = {text for text, one in before.by_text.items() if one.model == model}
    kinds = dict(observatory.query("SELECT id, kind FROM entities"))
    total = Asked()
    for given in kept(Shelf(settings, None)):
        try:
            document = opened(given)
        except (Unreadable, OSError):
            continue  # a build tells
        digest = text_digest(document.text)
        if digest in done:
            total = msgspec.structs.replace(total, known=total.known + 1)
            continue
        if total.documents >= most:
            break
        done.add(digest)
        events, dropped = _about(read(observatory, document), ask, lambda id_: kinds.get(id_, ""))
        at = dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")
        proposals.add(settings, Proposal(digest, model, at, events))
        total = Asked(
            total.documents + 1, total.known, total.events + len(events),
            (*total.dropped, *dropped),
        )  # fmt: skip
    return total


def _about(
    reading: Reading, ask: Ask, kind_of: Callable[[str], str]
) -> tuple[tuple[ProposedEvent, ...], list[str]]:
    found: list[ProposedEvent] = []
    dropped: list[str] = []
    for question in questions(reading):
        answer = heard(reading, question, ask(question.messages), kind_of)
        found += answer.events
        dropped += answer.dropped
    return tuple(found[:MOST_EVENTS]), dropped
