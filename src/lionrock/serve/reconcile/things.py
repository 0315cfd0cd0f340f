"""An entity as reconciliation needs it: names, types, values, a line that tells it apart."""

from collections.abc import Iterable
from typing import Any

from lionrock.answer.observatory import Document, Observatory
from lionrock.model.fold import fold
from lionrock.model.text import LANGUAGES
from lionrock.serve.reconcile import kinds
from lionrock.serve.reconcile.wording import choice

NAME_PROPERTIES = ("name", "title", "abbreviation", "former_name")
_SHOWN = 3  # parts of a description after the names


class Thing:
    """One entity of a build, read from its document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.id: str = document["id"]
        self.kind: str = document["kind"]
        self.class_: str | None = document["class"]
        self.types = kinds.types_of(self.kind, self.class_)

    @classmethod
    def of(cls, observatory: Observatory, id_: str) -> "Thing | None":
        """The entity with this id, or None."""
        document = observatory.entity_document(id_)
        return None if document is None else cls(document)

    def name(self, lang: str) -> str:
        """What it is called in a language."""
        return str(self.document["label"][lang])

    def names(self) -> list[str]:
        """Everything it is or was called, in every language."""
        named = (str(f["value"]) for f in self.facts(*NAME_PROPERTIES))
        return list(dict.fromkeys([*self.document["label"].values(), *named]))

    def facts(self, *props: str) -> list[dict[str, Any]]:
        """Its values of some properties, as its document has them."""
        return [fact for fact in self.document["facts"] if fact["prop"] in props]

    def values(self, prop: str) -> list[str]:
        """Its values of a property."""
        return [str(fact["value"]) for fact in self.facts(prop)]

    def related(self, *links: str) -> list[dict[str, Any]]:
        """What it is linked to by relations or properties, read from it outwards."""
        found = self.document["links"]
        return [one for one in found if one["direction"] == "out" and one["type"] in links]

    def description(self, lang: str) -> str:
        """Its names in the other languages, its type and its place, to tell it from namesakes."""
        own = self.name(lang)
        parts = [self.name(other) for other in LANGUAGES]
        parts += [str(f["value"]) for f in self.facts("abbreviation")[:1]]
        seen = {fold(own)}
        others = []
        for part in parts:  # the two Chinese scripts of one name fold alike: one of them is enough
            if fold(part) not in seen:
                seen.add(fold(part))
                others.append(part)
        kind = self.types[0]
        label = kinds.described([kind], lang)[0]["name"]
        places = [f["label"][lang] if f["label"] else f["value"] for f in self.facts("place")]
        status = [choice("status", self.kind, value, lang) for value in self.values("status")[:1]]
        return " · ".join([*others, *[label, *places, *status][:_SHOWN]])


def things(observatory: Observatory, ids: Iterable[str]) -> dict[str, Thing]:
    """Those of some entities that there are, by id."""
    found = ((id_, Thing.of(observatory, id_)) for id_ in dict.fromkeys(ids))
    return {id_: thing for id_, thing in found if thing is not None}
