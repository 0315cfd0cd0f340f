"""Chinese names in Latin letters: each system of writing comes to the same sounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lionrock.model.match import Organisation, OrganisationName
from lionrock.model.names.transcribed import heard, spellings
from lionrock.model.text import T
from lionrock.resolve.index import index_of
from lionrock.resolve.mending import Mender


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("香港大學", "Xianggang Daxue"),
        ("香港大學", "Hsiang-kang ta-hsüeh"),
        ("香港大学", "Heung Gong Tai Hok"),
        ("香港大学", "hoeng gong daai hok"),
        ("香港大学", "Heung Kong Daaih Hohk"),
        ("中山大学", "Chung-shan ta-hsueh"),
        ("華南理工大學", "Hua-nan li-kung ta-hsueh"),
        ("中国科学院", "Chung-kuo k'o-hsueh yüan"),
        ("仁濟醫院", "Yan Chai Yi Yuen"),
        ("恒生銀行有限公司", "Hang Sang Bank"),
        ("广州大学", "Kwong Chow Tai Hok"),
    ],
)
def test_a_transcription_sounds_like_its_name(name, written):
    assert set(heard(written)) & spellings(name)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("香港大學", "Heung Gong Chung Man Tai Hok"),
        ("湖南大学", "Henan Daxue"),
        ("中山大学", "Chungshan Hospital"),
        ("大學", "Daxue"),
        ("香港大學", "University of Hong Kong"),
    ],
)
def test_another_name_sounds_otherwise(name, written):
    assert not set(heard(written)) & spellings(name)


@given(st.text(max_size=300))
def test_any_text_is_heard_or_not(text):
    assert len(heard(text)) in (0, 3)
    spellings(text)


def _mender(*names):
    every = tuple(OrganisationName(name) for name in names)
    organisations = [
        Organisation(str(n), "university", T(one.text, one.text, one.text), (one,))
        for n, one in enumerate(every)
    ]
    index = index_of(organisations)
    return Mender(index), list(range(index.rows_number))


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ("Henan University of Law", "Hunan University of Law"),  # both are names
        ("湛江师范学院", "西江师范学院"),  # another place
        ("新光科技学院", "星光科技学院"),  # another name
        ("Bank of East Asia", "Bank of West Asia"),  # another word
    ],
)
def test_what_could_be_a_name_is_not_mended(known, written):
    mender, rows = _mender(known)
    assert mender.readings(written, rows) == []


def test_two_names_as_near_mend_nothing():
    mender, rows = _mender("Kitt Hill College", "Kite Hill College")
    assert mender.readings("Kitx Hill College", rows) == []
    assert len(mender.readings("Kitx Hill College", rows[1:2])) == 1


@given(st.text(max_size=200))
def test_any_text_is_mended_or_not(text):
    mender, rows = _mender("Kite Hill University", "風箏山大學")
    for one in mender.readings(text, rows):
        assert isinstance(one.units, list)
