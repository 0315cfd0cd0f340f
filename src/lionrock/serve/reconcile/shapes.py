"""Candidates as messages of either version have them."""

from collections.abc import Iterable, Iterator
from typing import Any

from lionrock.answer.observatory import Observatory
from lionrock.model.text import LANGUAGES
from lionrock.serve.labels import is_chinese
from lionrock.serve.reconcile import kinds, properties
from lionrock.serve.reconcile.candidates import Feature, Found
from lionrock.serve.reconcile.wording import say

Shown = dict[str, Any]
_LARGEST = 100.0


def candidate(found: Found, lang: str, observatory: Observatory) -> Shown:
    """A candidate with its name, types and features in one language; scores from 0 to 100."""
    types = found.thing.types if found.thing else found.types
    shown: Shown = {
        "id": found.id,
        "name": found.label.in_(lang),
        "type": [{"id": t["id"], "name": t["name"]} for t in kinds.described(types, lang)],
        "score": round(_LARGEST * min(max(found.score, 0.0), 1.0), 2),
        "match": found.sure,
        "features": [
            {"id": one.id, "name": _text(one, lang, observatory), "value": one.value}
            for one in found.features
        ],
    }
    if found.thing:
        shown["description"] = found.thing.description(lang)
    return shown


def draft_candidates(
    found: Iterable[Found], lang: str, observatory: Observatory, is_multilingual: bool
) -> Iterator[Shown]:
    """Candidates with the language of their names; in several languages one after the other
    under the same id, each differing name once."""
    for one in found:
        names: set[str] = set()
        for shown_in in dict.fromkeys((lang, *LANGUAGES)) if is_multilingual else (lang,):
            name = one.label.in_(shown_in)
            if name not in names:
                names.add(name)
                tag = language_of(name, shown_in)
                yield candidate(one, shown_in, observatory) | {"lang": tag, "dir": "ltr"}


def language_of(name: str, lang: str) -> str:
    """The language a name is in: that of the label, unless the label had to borrow the name."""
    if is_chinese(name):
        return "zh" if lang == "en" else lang
    return "en" if any(letter.isalpha() for letter in name) else lang


def _text(feature: Feature, lang: str, observatory: Observatory) -> str:
    if feature.text is not None:
        return feature.text.in_(lang) or say("feature_matcher", lang)
    if feature.id.startswith("property_"):
        label = properties.label(feature.subject, lang, observatory)
        return say("feature_property", lang, label=label or feature.subject)
    return say(f"feature_{feature.id}", lang)
