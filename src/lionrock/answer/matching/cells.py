"""An answer as the cells that are added to a row."""

from lionrock.model.match import Answer, Candidate
from lionrock.store.sheets.rows import Added

COLUMNS = ("match_id", "match_ror", "match_name", "score", "verdict", "reason")
_BETWEEN, _REASONS_BETWEEN = ";", " | "
_PAUSE = {"en": "; ", "zh-Hant": "；", "zh-Hans": "；"}
_TOLD = 3


def typed(names: tuple[str, ...], several: bool) -> tuple[tuple[str, str], ...]:
    """The added columns with DuckDB's types: a score that may stand for several is a text."""
    return tuple(
        (name, "DOUBLE" if column == "score" and not several else "VARCHAR")
        for name, column in zip(names, COLUMNS, strict=True)
    )


def cells(answer: Answer, lang: str, several: bool) -> Added:
    """The values of COLUMNS: id, ROR id, label, score (0 to 1), verdict, reason.

    Of a "review" the proposal is given, of a "none" nothing but the verdict and why. With
    `several` (affiliations) each of the first four joins what was found by ";", the score as a
    text with three decimals, and the reasons are joined by " | ".
    """
    found = answer.found
    note = answer.note.in_(lang)
    if not found:
        return None, None, None, None, answer.verdict, note
    if not several:
        one = found[0]
        reason = _reason(one, note, lang)
        return (
            one.id, one.ror or None, one.label.in_(lang), round(one.score, 3), answer.verdict,
            reason,
        )  # fmt: skip
    reasons = [reason for reason in (_reason(one, "", lang) for one in found) if reason]
    return (
        _BETWEEN.join(one.id for one in found),
        _BETWEEN.join(one.ror for one in found) if any(one.ror for one in found) else None,
        _BETWEEN.join(one.label.in_(lang) for one in found),
        _BETWEEN.join(f"{one.score:.3f}" for one in found),
        answer.verdict,
        _REASONS_BETWEEN.join([*[note] * bool(note), *reasons]),
    )


def _reason(one: Candidate, note: str, lang: str) -> str:
    """What stays open, then what said most for (or against) it."""
    ranked = sorted(one.reasons, key=lambda reason: -abs(reason.weight))[:_TOLD]
    said = [note, *(reason.text.in_(lang) for reason in ranked)]
    return _PAUSE[lang].join(dict.fromkeys(text for text in said if text))
