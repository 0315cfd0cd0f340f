"""The table of features: each a number from a pair's evidence, and why it speaks for or against.

`weights.toml` says what each is worth, `reasons.toml` what it tells a reader. A feature is 0 when
it has nothing to say.
"""

import tomllib
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from lionrock.model.names.words import WordClass as C
from lionrock.model.text import T
from lionrock.resolve.compare import Evidence
from lionrock.resolve.rows import RowType

Array = NDArray[Any]
CORE = [C.NAME, C.GENERIC, C.KIND, C.NUMBER]
_SHORT = (RowType.ABBREVIATION, RowType.INITIALS)
_MUCH = 12.0
"""Word weight that counts as a lot: about one very rare word."""


class Feature(msgspec.Struct, frozen=True):
    """A feature: its id, its value for every pair, and what it tells a reader."""

    id: str
    value: Callable[[Evidence], Array]
    text: T


def _core(table: Array) -> Array:
    return np.asarray(table[:, CORE].sum(axis=1))


def _covered(hit: Array, miss: Array) -> Array:
    found = _core(hit)
    return np.asarray(found / np.maximum(found + _core(miss), 1e-9))


def _much(amount: Array) -> Array:
    return np.minimum(amount, 2 * _MUCH) / _MUCH


def _short(e: Evidence) -> Array:
    return np.isin(e.row_type, _SHORT)


def _legal(e: Evidence) -> tuple[Array, Array, Array]:
    hit = e.asked_hit[:, C.LEGAL] > 0
    return hit, e.asked_miss[:, C.LEGAL] > 0, e.row_miss[:, C.LEGAL] > 0


def _same_name(e: Evidence) -> Array:
    return e.same & ~_short(e)


def _same_short(e: Evidence) -> Array:
    return np.asarray(e.same & (e.row_type == RowType.ABBREVIATION))


def _initials(e: Evidence) -> Array:
    return np.asarray(e.same & (e.row_type == RowType.INITIALS))


def _translated(e: Evidence) -> Array:
    return np.asarray((e.row_type == RowType.TRANSLATED) | e.translated)


def _romanised(e: Evidence) -> Array:
    """Two Chinese names that meet in Latin letters only: homophones (交大, 教大) do."""
    return np.asarray((e.row_type == RowType.ROMANISED) & e.translated)


def _look_alike(e: Evidence) -> Array:
    return e.look_alike & ~e.same


def _sound_alike(e: Evidence) -> Array:
    return e.sound_alike & ~e.same & ~e.look_alike


def _campus_named(e: Evidence) -> Array:
    return e.campus[:, 0]


def _campus_unnamed(e: Evidence) -> Array:
    return e.campus[:, 1]


def _sibling_named(e: Evidence) -> Array:
    return e.campus[:, 2]


def _guessed_short(e: Evidence) -> Array:
    return (e.guessed > 0) & (e.key_length <= 5)


def _reordered(e: Evidence) -> Array:
    return np.asarray(~e.same & (_core(e.asked_miss) == 0) & (_core(e.row_miss) == 0))


def _agreed(e: Evidence) -> Array:
    return np.log1p(_core(e.asked_hit)) / 3


def _close(e: Evidence) -> Array:
    return np.maximum(e.letters - 0.7, 0) / 0.3


def _guessed(e: Evidence) -> Array:
    return np.asarray(e.guessed / np.maximum(e.asked_hit.sum(axis=1), 1e-9))


def _whole_asked(e: Evidence) -> Array:
    return _covered(e.asked_hit, e.asked_miss)


def _whole_row(e: Evidence) -> Array:
    return _covered(e.row_hit, e.row_miss)


def _lost_name(e: Evidence) -> Array:
    return _much(e.asked_miss[:, C.NAME])


def _extra_name(e: Evidence) -> Array:
    return _much(e.row_miss[:, C.NAME])


def _other_name(e: Evidence) -> Array:
    return np.asarray(np.minimum(_lost_name(e), _extra_name(e)) * (1 - _close(e)))


def _lost_generic(e: Evidence) -> Array:
    return _much(e.asked_miss[:, C.GENERIC])


def _extra_generic(e: Evidence) -> Array:
    return _much(e.row_miss[:, C.GENERIC])


def _lost_kind(e: Evidence) -> Array:
    return e.asked_miss[:, C.KIND] > 0


def _extra_kind(e: Evidence) -> Array:
    return e.row_miss[:, C.KIND] > 0


def _other_kind(e: Evidence) -> Array:
    return _lost_kind(e) & _extra_kind(e)


def _other_number(e: Evidence) -> Array:
    return (e.asked_miss[:, C.NUMBER] > 0) | (e.row_miss[:, C.NUMBER] > 0)


def _lost_unit(e: Evidence) -> Array:
    return e.asked_miss[:, C.UNIT] > 0


def _extra_unit(e: Evidence) -> Array:
    return e.row_miss[:, C.UNIT] > 0


def _same_legal(e: Evidence) -> Array:
    hit, lost, extra = _legal(e)
    return hit & ~lost & ~extra


def _other_legal(e: Evidence) -> Array:
    _, lost, extra = _legal(e)
    return lost & extra


def _lost_legal(e: Evidence) -> Array:
    _, lost, extra = _legal(e)
    return lost & ~extra


def _extra_legal(e: Evidence) -> Array:
    _, lost, extra = _legal(e)
    return extra & ~lost


def _same_place(e: Evidence) -> Array:
    return np.asarray((e.asked_hit[:, C.PLACE] > 0) & (e.asked_miss[:, C.PLACE] == 0))


def _in_place(e: Evidence) -> Array:
    return np.asarray((e.explained > 0) & (e.elsewhere == 0))


def _elsewhere(e: Evidence) -> Array:
    return e.elsewhere > 0


def _lost_place(e: Evidence) -> Array:
    return np.asarray((e.asked_miss[:, C.PLACE] > 0) & (e.explained == 0) & (e.elsewhere == 0))


def _extra_place(e: Evidence) -> Array:
    return e.row_miss[:, C.PLACE] > 0


def _other_place(e: Evidence) -> Array:
    return (e.asked_miss[:, C.PLACE] > e.explained) & _extra_place(e)


def _brief(e: Evidence) -> Array:
    return e.same & (e.key_length <= 4)


_TEXTS = tomllib.loads(files(__package__).joinpath("reasons.toml").read_text("utf-8"))

FEATURES = tuple(
    Feature(value.__name__[1:], value, T.of(_TEXTS[value.__name__[1:]], "reasons.toml"))
    for value in (
        _same_name,
        _same_short,
        _initials,
        _brief,
        _translated,
        _romanised,
        _look_alike,
        _sound_alike,
        _campus_named,
        _campus_unnamed,
        _sibling_named,
        _guessed_short,
        _reordered,
        _agreed,
        _whole_asked,
        _whole_row,
        _close,
        _guessed,
        _lost_name,
        _extra_name,
        _other_name,
        _lost_generic,
        _extra_generic,
        _lost_kind,
        _extra_kind,
        _other_kind,
        _other_number,
        _lost_unit,
        _extra_unit,
        _same_legal,
        _other_legal,
        _lost_legal,
        _extra_legal,
        _same_place,
        _in_place,
        _elsewhere,
        _lost_place,
        _extra_place,
        _other_place,
    )
)
"""In the order in which equally weighty reasons are given."""


def table(evidence: Evidence) -> Array:
    """The features of every pair: (pairs, features), 32-bit floats."""
    columns = [feature.value(evidence).astype(np.float32) for feature in FEATURES]
    return np.stack(columns, axis=1)
