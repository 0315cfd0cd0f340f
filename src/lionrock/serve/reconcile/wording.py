"""The service's own words, and labels of the schema, in the language of a request."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from lionrock.model.schema import schema
from lionrock.model.text import T


@lru_cache(maxsize=1)
def _strings() -> Mapping[str, T]:
    text = files("lionrock.serve.reconcile").joinpath("strings.toml").read_text("utf-8")
    return {key: T.of(row, key) for key, row in tomllib.loads(text).items()}


def say(key: str, lang: str, **values: object) -> str:
    """The text of `key` in a language with `values` put in; KeyError for a key nobody wrote."""
    text = _strings()[key].in_(lang)
    return text.format(**values) if values else text


def choice(prop: str, kind: str, value: str, lang: str) -> str:
    """The label of a choice, or the bare value where the schema has none."""
    label = schema().labels(prop, kind).get(value)
    return label.in_(lang) if label else value
