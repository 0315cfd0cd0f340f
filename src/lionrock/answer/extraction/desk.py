"""Readings for a person to decide on: what waits, what it was read in, what was decided."""

import datetime as dt
from collections.abc import Mapping

import msgspec

from lionrock.answer.observatory import Observatory
from lionrock.answer.review import reviewer
from lionrock.model.decision import Decision, Ruling, standing
from lionrock.settings import Settings
from lionrock.store import decisions

_COLUMNS = (
    "handle", "state", "event", "kind", "status", "agents", "affected", "providers", "what", "date",
    "amount", "confidence", "quote", "title", "url", "publisher", "published", "lang", "reader",
)  # fmt: skip


class Read(msgspec.Struct, frozen=True):
    """An event as it was read in a document; ids of several parties are joined by commas."""

    handle: str
    state: str
    event: str | None
    kind: str
    status: str
    agents: str
    affected: str
    providers: str
    what: str
    date: str | None
    amount: str | None
    confidence: float
    quote: str
    title: str
    url: str
    publisher: str
    published: str | None
    lang: str
    reader: str | None


class EventDesk:
    """What a reviewer of readings sits at: those of one build, and the decisions of its home."""

    def __init__(self, observatory: Observatory, settings: Settings) -> None:
        self._observatory, self._settings = observatory, settings

    def waiting(self) -> list[Read]:
        """Readings that nobody has decided on, the surest first; each text once."""
        ruled = standing(self._decisions().all)
        found: dict[str, Read] = {}
        for row in self._observatory.query(
            f"SELECT {', '.join(_COLUMNS)} FROM extractions WHERE state = 'waiting' "
            "ORDER BY confidence DESC, published DESC NULLS LAST, handle, url"
        ):
            one = Read(*row)
            if one.handle not in ruled:
                found.setdefault(one.handle, one)
        return list(found.values())

    def find(self, handle: str) -> Read | None:
        """The reading of a handle, whatever was made of it."""
        rows = self._observatory.query(
            f"SELECT {', '.join(_COLUMNS)} FROM extractions WHERE handle = ? ORDER BY url LIMIT 1",
            (handle,),
        )
        return Read(*rows[0]) if rows else None

    def decide(self, handle: str, ruling: Ruling, said: Mapping[str, str]) -> Decision:
        """Write down what a person decides; ValueError when there is no such reading, when an id
        is unknown, or when a value is wrong."""
        if self.find(handle) is None:
            raise ValueError(f"no reading {handle[:40]!r}; try: lionrock review-events --list")
        for key in ("agent", "affected", "provider"):
            for id_ in filter(None, said.get(key, "").split(",")):
                if self._observatory.entity_document(id_) is None:
                    raise ValueError(
                        f"{key}: nothing has the id {id_!r}; try: lionrock search {id_}"
                    )
        choices = self._choices()
        for key, allowed in choices.items():
            if said.get(key, allowed[0]) not in allowed:
                raise ValueError(f"{key}: {said[key]!r}; expected one of {', '.join(allowed)}")
        at = dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")
        made = Decision(handle, ruling, reviewer(), at, dict(said))
        decisions.add(self._settings, made)
        return made

    def undo(self, handle: str) -> Decision:
        """Take back what was decided on a reading; ValueError when nothing was."""
        if handle not in standing(self._decisions().all):
            raise ValueError(f"nothing is decided on {handle[:40]!r}")
        at = dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")
        made = Decision(handle, "undone", reviewer(), at)
        decisions.add(self._settings, made)
        return made

    def _decisions(self) -> decisions.Decisions:
        found = decisions.read(self._settings)
        if found.problems:
            raise ValueError("; ".join(str(problem) for problem in found.problems))
        return found

    def _choices(self) -> dict[str, list[str]]:
        rows = self._observatory.query(
            "SELECT vocabulary, value FROM labels "
            "WHERE vocabulary IN ('event_class', 'event_status') ORDER BY ALL"
        )
        found: dict[str, list[str]] = {"kind": [], "status": []}
        for vocabulary, value in rows:
            found["kind" if vocabulary == "event_class" else "status"].append(value)
        return found
