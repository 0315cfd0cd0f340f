"""Which of our organisations an identifier of somebody else's stands for.

A live source that knows an organisation by its own identifier writes "wikidata:Q42", "lei:…",
"ror:…" or "huggingface:…" where our id would stand, as a subject or as a value. What it means is
settled here, from the identifiers that the registry gives and those that live sources add to
organisations already known: a source never makes an organisation of an identifier.
"""

from collections.abc import Iterable

import msgspec

from lionrock.model.source import Claim, Record

SCHEMES = frozenset({"wikidata", "ror", "lei", "huggingface"})


class Identifiers:
    """Who bears which identifier, learned from records as they are read."""

    def __init__(self) -> None:
        self._bearers: dict[str, set[str]] = {}

    def learn(self, subject: str, claims: Iterable[Claim]) -> None:
        """Note the identifiers that a record gives its subject."""
        for prop, value, _, _ in claims:
            if prop in SCHEMES:
                self._bearers.setdefault(_key(prop, value), set()).add(subject)

    def learn_from(self, records: Iterable[Record]) -> None:
        """Note what records of live sources add, until nothing new follows from them."""
        waiting = list(records)
        while True:
            known = [(one, self.bearer(one.subject)) for one in waiting]
            settled = [(one, subject) for one, subject in known if subject]
            for one, subject in settled:
                self.learn(subject, one.claims)
            waiting = [one for one, subject in known if not subject]
            if not settled or not waiting:
                return

    def bearer(self, written: str) -> str:
        """Our id for what a record wrote; "" when nobody, or more than one, bears it."""
        scheme, colon, value = written.partition(":")
        if not colon:
            return written
        bearers = self._bearers.get(_key(scheme, value), ())
        return next(iter(bearers)) if len(bearers) == 1 else ""

    def borne(self, written: str) -> bool:
        """Whether anybody of ours, one or several, bears what a record wrote."""
        scheme, colon, value = written.partition(":")
        return not colon or bool(self._bearers.get(_key(scheme, value)))

    def why_not(self, written: str) -> str:
        """Why an identifier leads to none of ours."""
        scheme, _, value = written.partition(":")
        bearers = sorted(self._bearers.get(_key(scheme, value), ()))
        if bearers:
            return f"{written} stands for more than one: {', '.join(bearers)}"
        return f"no organisation has the identifier {written}"

    def settled(self, record: Record, referring: frozenset[str]) -> Record:
        """The record in our ids; a claim of `referring` properties about nobody of ours is left
        out. The subject must have a bearer."""
        claims = []
        for prop, value, lang, original in record.claims:
            if prop in referring and ":" in value:
                ours = self.bearer(value)
                if not ours:
                    continue
                value, original = ours, value
            claims.append((prop, value, lang, original))
        return msgspec.structs.replace(
            record, subject=self.bearer(record.subject), claims=tuple(claims)
        )


def _key(scheme: str, value: str) -> str:
    """An identifier without the address it may be written as, in one case."""
    return f"{scheme}:{value.rstrip('/').rpartition('/')[2].casefold()}"
