"""What readers see of the registry's free texts is there in Chinese too, and says the same."""

import json
import re
import tomllib
from collections.abc import Iterator

import pytest

from lionrock.model.catalogue import UnitReader
from lionrock.model.fields import definition
from lionrock.model.schema import schema
from lionrock.model.text import T
from lionrock.model.translations import read_translations
from lionrock.settings import BUNDLED_REGISTRY

TRANSLATIONS = read_translations(BUNDLED_REGISTRY)
UNITS = UnitReader(schema())
FILES = sorted(path.name for path in BUNDLED_REGISTRY.glob("*.jsonl"))
TEXTS = ("title", "what", "target", "use_case", "note", "definition", "modality", "params", "admin")
NAMED = ("governance.jsonl", "initiatives.jsonl", "programmes.jsonl")
"""Files of documents and plans, whose English names are translated where no Chinese one is known;
names of organisations, products and places are nobody's to translate."""

_CHINESE = re.compile("[\u3400-\u9fff]")
_ENGLISH = re.compile("[a-z]{2}")
_SCALES = {"trillion": 10**12, "billion": 10**9, "bn": 10**9, "million": 10**6, "m": 10**6}
_WAN = {"萬億": 10**12, "億": 10**8, "萬": 10**4}
_SAID = re.compile(r"(?<![A-Za-z])(\d[\d,]*(?:\.\d+)?)(?: ?(trillion|billion|million|bn|m)\b)?")
_TOLD = re.compile(r"(\d[\d,]*(?:\.\d+)?)(?: ?(萬億|億|萬))?")
ROUNDABOUT = (
    "top-100", "HK$1 million contest", "HK$660 to 760", "HK$150-250", "100K", "DeepTech100",
)  # fmt: skip
"""Numbers that Chinese writes as a word (百強), or with the scale of the number after them."""


def _texts(file: str) -> Iterator[str]:
    """Every free text of a file of the registry that pages show, and the names of its documents."""
    for line in (BUNDLED_REGISTRY / file).read_text("utf-8").splitlines():
        row = json.loads(line)
        yield from row.get("obligations", ())
        yield from (row[key] for key in TEXTS if key in row)
        yield from (one["what"] for one in row.get("milestones", ()))
        if "other" in row.get("eligibility", {}):
            yield row["eligibility"]["other"]
        if file == "observations.jsonl" and (base := UNITS.read(row["unit"]).base):
            yield base
        if file == "targets.jsonl" and "unit" in row:
            yield row["unit"]
        names = row.get("names", {})
        if file in NAMED and not any(lang.startswith("zh") for lang in names):
            yield names["en"][0]


def _wanted(text: str) -> bool:
    return bool(_ENGLISH.search(text)) and not _CHINESE.search(text)


@pytest.mark.parametrize("file", FILES)
def test_every_free_text_is_translated(file: str) -> None:
    missing = {text for text in _texts(file) if _wanted(text) and text not in TRANSLATIONS}
    told = "\n".join(sorted(missing - {"percent", "persons"}))  # units of the schema
    assert not told, f"write these in registry/translations:\n{told}"


def test_what_a_publisher_is_a_copy_of_is_told_in_chinese() -> None:
    """Names of publishers are nobody's to translate; "copies of" beside them are words of ours."""
    names = tomllib.loads((BUNDLED_REGISTRY / "publishers.toml").read_text("utf-8"))
    ours = [
        one["name"] for one in names.values() if re.search(r"\bcop(?:y|ies)\b", one["name"]["en"])
    ]
    assert ours
    assert not [one["en"] for one in ours if not {"zh-Hant", "zh-Hans"} <= {*one}]


def test_no_translation_is_of_a_text_that_is_gone() -> None:
    shown = {text for file in FILES for text in _texts(file)}
    shown |= {field.reason for field in definition().fields.values()}
    gone = sorted(TRANSLATIONS.keys() - shown)
    assert not gone, f"no text of the registry says: {gone}"


def _figures(pattern: re.Pattern[str], scales: dict[str, int], text: str) -> list[float]:
    found = pattern.findall(text)
    return [float(figure.replace(",", "")) * scales.get(scale, 1) for figure, scale in found]


def test_a_translation_states_the_same_figures() -> None:
    faults = []
    for said in TRANSLATIONS.values():
        told = _figures(_TOLD, _WAN, said.hant)
        for figure in _figures(_SAID, _SCALES, said.en):
            kept = any(abs(figure - one) <= 1e-9 * figure for one in told)
            if figure >= 100 and not kept and not any(word in said.en for word in ROUNDABOUT):
                faults.append(f"{figure:,.0f}: {said.en} | {said.hant}")
    assert not faults, "\n".join(faults)


def _is_chinese(said: T) -> bool:
    return all(_CHINESE.search(text) for text in (said.hant, said.hans))


def test_translations_are_in_chinese() -> None:
    assert not [said.en for said in TRANSLATIONS.values() if not _is_chinese(said)]


@pytest.mark.parametrize("term", ["数码", "应用程式", "机械人", "私隐", "保安", "循规", "管治"])
def test_terms_of_hong_kong_are_the_mainlands_in_hans(term: str) -> None:
    """A word that the Mainland has another one for does not come through by characters alone."""
    names = ("数码港", "私隐专员公署", "《私隐条例》", "（私隐）")
    for said in TRANSLATIONS.values():
        text = said.hans
        for name in names:
            text = text.replace(name, "")
        assert term not in text, said.hans
