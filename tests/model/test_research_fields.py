"""The definition of AI and of its fields: readable, versioned, and held to its version."""

import re

import pytest

from lionrock.model.fields import definition, in_venue, read_definition, venue_key
from lionrock.model.schema import schema

# What version 1 decides. A change of the rules is a new version with a line in [[changes]]; then
# its digest is added here, and those before stay.
DIGESTS = {1: "ca1f5bc4508ff2ddef78d34b669ba17e08ee88d3d897329d90fd4addaa490e96"}

SMALL = """
version = 2
[[changes]]
version = 1
date = "2026-01-01"
what = { en = "a", zh-Hant = "甲", zh-Hans = "甲" }
[[changes]]
version = 2
date = "2026-02-01"
what = { en = "b", zh-Hant = "乙", zh-Hans = "乙" }
[[breaks]]
id = "model"
date = "2026-10-06"
what = { en = "c", zh-Hant = "丙", zh-Hans = "丙" }
source = "https://example.org"
[outputs]
types = ["article"]
[field.ai]
label = { en = "AI", zh-Hant = "人工智能", zh-Hans = "人工智能" }
reason = "all"
arxiv = ["cs.AI"]
venues = ["=artificial intelligence"]
[field.ai.topics]
T1 = "One"
"""


def test_the_rules_are_those_of_their_version() -> None:
    now = definition()
    assert DIGESTS[now.version] == now.digest, (
        "the rules changed: raise `version`, say what changed"
    )
    assert [change.id for change in now.changes] == [str(n) for n in sorted(DIGESTS)]


def test_every_field_is_one_that_the_schema_names() -> None:
    known = schema().vocabularies["ai_focus"]
    for field in definition().fields.values():
        if field.id != "ai":
            assert field.id in known


def test_every_field_says_why_and_what() -> None:
    for field in definition().fields.values():
        assert field.reason.endswith(".")
        assert field.topics and field.venues
        assert all(re.fullmatch(r"T1\d{4}", topic) for topic in field.topics)
        assert all(re.fullmatch(r"[a-z-]+(\.[A-Z]{2})?", one) for one in field.arxiv)


def test_ai_names_no_topic_twice_and_takes_every_category_of_its_fields() -> None:
    fields = definition().fields
    others = [field for name, field in fields.items() if name != "ai"]
    assert not any(set(field.topics) & set(fields["ai"].topics) for field in others)
    assert {one for field in others for one in field.arxiv} <= set(fields["ai"].arxiv)


def test_one_topic_has_one_name() -> None:
    names: dict[str, str] = {}
    for field in definition().fields.values():
        for topic, name in field.topics.items():
            assert names.setdefault(topic, name) == name


@pytest.mark.parametrize(
    ("field", "venue", "expected"),
    [
        ("computer_vision",
         "2023 IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)", True),
        ("machine_learning", "Neural Information Processing Systems", True),
        ("machine_learning", "Machine Learning", True),
        ("machine_learning", "Machine Learning with Applications", False),
        ("machine_learning", "International Conference on Machine Learning", True),
        ("machine_learning", "International Conference on Machine Learning and Cybernetics", False),
        ("nlp", "Meeting of the Association for Computational Linguistics (Volume 1)", True),
        ("speech", "Interspeech", True),
        ("medical_ai", "Medical Image Analysis", True),
        ("ai", "Artificial Intelligence", True),
        ("ai", "Artificial Intelligence Review", False),
        ("ai", "", False),
    ],
)  # fmt: skip
def test_venues_are_known_by_their_names(field: str, venue: str, expected: bool) -> None:
    assert in_venue(definition().fields[field].venues, venue) is expected


def test_names_of_venues_are_folded() -> None:
    assert venue_key("=IEEE/ACM Trans.  on  Audio") == "=ieee acm trans on audio"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("version = 2\n[[", "version = 3\n[[", "version 3 is not the last"),
        ("T1 = ", "X1 = ", "'X1' is no OpenAlex topic"),
        ('"=artificial intelligence"', '"Nature, AI"', "'Nature, AI' is not folded: 'nature ai'"),
        ("[field.ai]", "[field.nlp]", "no \\[field.ai\\]"),
        ('reason = "all"\n', "", "'reason' is missing"),
    ],
)
def test_a_definition_that_is_wrong_is_refused_by_name(old: str, new: str, message: str) -> None:
    assert read_definition(SMALL).version == 2
    text = SMALL.replace(old, new)
    if "nlp" in new:
        text = text.replace("[field.ai.topics]", "[field.nlp.topics]")
    with pytest.raises(ValueError, match=message):
        read_definition(text)
