"""A key is a romanisation just when `romanised` spells the name so, though tables are spared."""

import subprocess
import sys

import pytest

from lionrock.model.names.romanise import is_romanised, romanised

NAMES = (
    "香港大學", "律政司", "明略科技", "恒生銀行", "僱員再培訓局", "深圳市大疆创新科技有限公司",
    "TCL集團", "王氏 實業", "株式会社ニッピ",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_spelling_is_known(name):
    for spelled in romanised(name):
        assert is_romanised(name, " ".join(spelled))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("key", ["university of hong kong", "hang seng bank", "lau", "xianggang"])
def test_nothing_else_is(name, key):
    spelled = ["".join(one) for one in romanised(name)]
    assert is_romanised(name, key) == (key.replace(" ", "") in spelled)


def test_english_words_load_no_tables():
    code = (
        "import sys; from lionrock.model.names.romanise import is_romanised as f;"
        "assert not f('东莞理工学院', 'dongguan university of technology');"
        "assert not f('香港城市大學', 'city university of hong kong');"
        "print({'ToJyutping', 'pypinyin'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
