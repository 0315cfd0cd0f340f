"""What clients show of an entity in a frame, and of a suggestion when it is hovered."""

import base64
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from lionrock.answer.observatory import Observatory
from lionrock.model.schema import schema
from lionrock.resolve.features import FEATURES
from lionrock.serve.reconcile import kinds, properties
from lionrock.serve.reconcile.things import Thing
from lionrock.serve.reconcile.wording import choice, say
from lionrock.serve.render import environment

WIDTH, HEIGHT = 420, 240
"""Pixels of the frame, as the manifests declare them."""

_FACTS = ("founded", "website", "ror", "wikidata", "hkex", "issuer", "operator", "owner", "date")
_OWN_FEATURES = ("entity_id", "identifier", "name_similarity", "type")
_LONGEST = 160


def card(observatory: Observatory, thing: Thing, lang: str, root: str) -> bytes:
    """An entity in a few lines, as HTML that needs nothing else."""
    facts = []
    for prop in _FACTS:
        values = [_shown(thing, fact, lang) for fact in thing.facts(prop)[:2]]
        label = properties.label(prop, lang, observatory)
        if values and label:
            facts.append((label, ", ".join(values)))
    shown = {
        "name": thing.name(lang),
        "description": thing.description(lang),
        "facts": facts[:4],
        "page": f"{root}/{lang}/entity/{quote(thing.id, safe='')}",
        "more": say("more", lang),
    }
    return _page(lang, thing.name(lang), shown)


def features(lang: str) -> bytes:
    """What each feature of a candidate says, as an HTML page."""
    told = [(id_, say(f"feature_{id_}", lang)) for id_ in _OWN_FEATURES]
    told += [(one.id, one.text.in_(lang)) for one in FEATURES]
    given = {id_: one.label.in_(lang) for id_, one in schema().properties.items()}
    given[properties.COUNTRY] = say(properties.COUNTRY, lang)
    told += [
        (f"property_{id_}", say("feature_property", lang, label=label))
        for id_, label in given.items()
    ]
    return _page(lang, say("features_title", lang), None, told)


def flyout(observatory: Observatory, what: str, id_: str, lang: str) -> str | None:
    """A few words of HTML about an entity, a type or a property; None when there is none such."""
    if what == "entity":
        thing = Thing.of(observatory, id_)
        return _note(thing.name(lang), thing.description(lang)) if thing else None
    if what == "type":
        (found,) = kinds.described([id_], lang)
        return _note(found["name"], id_) if id_ in kinds.types() else None
    name = properties.label(id_, lang, observatory)
    return _note(name, id_) if name else None


def policy() -> str:
    """The content security policy of these pages: no script, only the style they carry, and any
    site may frame them."""
    return (
        f"default-src 'none'; style-src 'sha256-{_style()[1]}'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors *"
    )


def _note(name: str, text: str) -> str:
    return str(Markup("<p><strong>{}</strong><br>{}</p>").format(escape(name), escape(text)))


def _shown(thing: Thing, fact: Mapping[str, Any], lang: str) -> str:
    value = str(fact["value"])
    text = (
        str(fact["label"][lang]) if fact["label"] else choice(fact["prop"], thing.kind, value, lang)
    )
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


@lru_cache(maxsize=1)
def _style() -> tuple[str, str]:
    text = files("lionrock.serve.reconcile").joinpath("preview.css").read_text("utf-8")
    return text, base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _page(
    lang: str,
    title: str,
    shown: Mapping[str, Any] | None,
    listed: list[tuple[str, str]] | None = None,
) -> bytes:
    template = _template()
    style = Markup(_style()[0])  # our own file; escaping it would change its digest
    text: str = template.render(
        lang=lang, title=title, style=style, card=shown, features=listed or ()
    )
    return text.encode()


@lru_cache(maxsize=1)
def _template() -> Any:
    text = files("lionrock.serve.reconcile").joinpath("preview.html").read_text("utf-8")
    return environment().from_string(text)
