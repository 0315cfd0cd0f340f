"""What the memory holds as text, as each language writes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lionrock.answer.observatory import Observatory
from lionrock.derive.sides import Measured, read_figure
from lionrock.serve.remembered import Remembered
from lionrock.serve.render import Page

WRITTEN = {
    "en": "about HK$1.556 billion · US$200 million · Invest Hong Kong · Press",
    "zh-Hant": "約15.56 億港元 · 2 億美元 · 投資推廣署 · 傳媒",
    "zh-Hans": "约15.56亿港元 · 2亿美元 · 投资推广署 · 媒体",
}
TEXT = "about 200000000 USD = 1556000000 HKD (investhk, measured, press)"


@given(
    measured=st.floats(0, 1e15, allow_nan=False),
    value=st.none() | st.floats(0, 1e15, allow_nan=False),
    qualifier=st.sampled_from([None, "about", "at_least"]),
)
def test_a_figure_is_read_as_it_was_told(
    measured: float, value: float | None, qualifier: str | None
) -> None:
    one = Measured(
        1, "i", "x", "hk", "2024", value, "HKD", measured, "USD", qualifier, "investhk", "target",
        "press", False, "",
    )  # fmt: skip
    told = read_figure(one.text)
    assert told is not None
    assert (told.qualifier, told.publisher, told.nature) == (qualifier, "investhk", "target")
    assert told.measured == pytest.approx(measured, abs=1e-4)
    assert (told.value is None) == (value is None)


@pytest.mark.parametrize("text", ["", "a name (of, three, words)", "12", "12 HKD (a, b)", "1.2 3"])
def test_what_is_no_figure_stays_as_it_is(observatory: Observatory, text: str) -> None:
    assert read_figure(text) is None
    assert Remembered(Page("en", "", observatory)).figure(text) == text


@pytest.mark.parametrize("lang", WRITTEN)
def test_a_figure_is_in_the_words_of_the_page(observatory: Observatory, lang: str) -> None:
    remembered = Remembered(Page(lang, "", observatory))
    assert remembered.figure(TEXT) == WRITTEN[lang]
    assert remembered.figure("4694 companies (nobody, target, data)").count("nobody") == 1


def test_an_indicator_that_is_gone_keeps_its_id(observatory: Observatory) -> None:
    remembered = Remembered(Page("zh-Hant", "", observatory))
    assert remembered.indicator("startups_total") == "香港初創企業數目"
    assert remembered.about("gone-by") == "gone-by"
