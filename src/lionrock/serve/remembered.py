"""What the memory of a home holds as text, as a page's language writes it."""

from typing import Any

from lionrock.derive.sides import Figure, read_figure
from lionrock.model.schema import schema
from lionrock.serve.present import Figures
from lionrock.serve.render import Page

_LONGEST = 400


class Remembered:
    """Writes what was said, on one page: figures with whose they are, choices by their labels."""

    def __init__(self, page: Page) -> None:
        self._observatory, self._words = page.observatory, page.words
        self._labels, self._figures = page.labels(), Figures(page.words)

    def change(self, change: Any, text: str) -> str:
        """What a change says was said, before or after it."""
        if change.what == "observation":
            return self.figure(text)
        known = schema().properties.get(change.prop or "")
        if change.what == "statement" and known is not None and known.type == "choice":
            return self._labels.choice(change.prop, change.kind, text)
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"

    def about(self, name: str) -> str:
        """What a property or an indicator is called."""
        return self._labels.prop(name) if name in schema().properties else self.indicator(name)

    def figure(self, text: str) -> str:
        """A figure, in the currency it was published in too, and who says so, of which nature."""
        told = read_figure(text)
        if told is None:
            return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        shown = self._figures.figure(told._asdict() | {"unit": told.unit or told.measured_unit})
        stated = self._figures.published(told._asdict()) if told.unit else None
        whose = (stated, *self._whose(told))
        return self._words("dot").join(filter(None, (shown, *whose)))

    def indicator(self, id_: str) -> str:
        """What an indicator is called; its id when it is none any more."""
        document = self._observatory.indicator_document(id_)
        return self._labels.plain(document["label"]) if document else id_

    def _whose(self, told: Figure) -> tuple[str | None, ...]:
        if told.publisher is None or told.nature is None:
            return ()
        known = self._observatory.publisher(told.publisher)
        name = self._labels.plain(known["name"]) if known else told.publisher
        nature = self._labels.word("nature", told.nature) if told.nature != "measured" else None
        return name, nature, self._labels.word("tier", told.tier or "unknown")
