"""An entity: everything that was said under one id."""

import msgspec

from lionrock.model.shown import Frame, table_html
from lionrock.model.statement import Evidence, Statement
from lionrock.model.text import LANGUAGES


class Entity(msgspec.Struct, frozen=True):
    """A thing and its statements, strongest first within a property."""

    id: str
    kind: str
    statements: tuple[Statement, ...]
    single: frozenset[str] = frozenset()

    def name(self, lang: str) -> str:
        """The first name in `lang`, else in another language, else the id."""
        for wanted in (lang, *LANGUAGES):
            for statement in self.statements:
                if statement.prop == "name" and statement.lang == wanted:
                    return statement.value
        return self.id

    def values(self, prop: str) -> tuple[str, ...]:
        """Distinct values of a property, in order."""
        return tuple(dict.fromkeys(s.value for s in self.statements if s.prop == prop))

    def conflicts(self, prop: str) -> tuple[str, ...]:
        """The values of a property that can have only one, when several are claimed; else ()."""
        values = self.values(prop)
        return values if prop in self.single and len(values) > 1 else ()

    @property
    def sources(self) -> tuple[Evidence, ...]:
        """Every place its statements can be checked, each once."""
        return tuple(dict.fromkeys(e for s in self.statements for e in s.evidence))

    def frame(self) -> Frame:
        """Its statements as rows, each with the pages it was seen on."""
        return Frame(
            ("prop", "value", "lang", "original", "source", "tier", "urls"),
            (
                (
                    s.prop, s.value, s.lang, s.original, s.source,
                    s.evidence[0].tier if s.evidence else None,
                    list(dict.fromkeys(e.url for e in s.evidence)),
                )
                for s in self.statements
            ),
        )  # fmt: skip

    def _repr_html_(self) -> str:
        frame = self.frame()
        return table_html(frame.columns, frame.rows, f"{self.name('en')} ({self.id})")
