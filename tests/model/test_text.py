"""Texts in three languages, none of which may be missing."""

import pytest

from lionrock.model.text import LANGUAGES, T


def test_a_text_speaks_each_language() -> None:
    text = T("Hong Kong", "香港", "香港")
    assert [text.in_(lang) for lang in LANGUAGES] == list(text.table().values())
    assert list(text.table()) == ["en", "zh-Hant", "zh-Hans"]
    assert T.of(text.table(), "x") == text


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="'fr' is none of en"):
        T("a", "b", "c").in_("fr")


@pytest.mark.parametrize("missing", LANGUAGES)
@pytest.mark.parametrize("empty", ["", "  ", None])
def test_a_missing_language_is_named_with_its_place(missing: str, empty: str | None) -> None:
    table = {lang: "x" for lang in LANGUAGES if lang != missing}
    if empty is not None:
        table[missing] = empty
    with pytest.raises(ValueError, match=f"here: no text in {missing}"):
        T.of(table, "here")
