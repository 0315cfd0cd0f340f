"""One definition of a trend: page, report and claim check say the same of a series."""

import pytest

from lionrock.answer.checking.check import checker
from lionrock.answer.observatory import Observatory
from lionrock.answer.reading import read_plain
from lionrock.answer.report.figures import Writer
from lionrock.derive.trend import course, marks
from lionrock.model.text import LANGUAGES
from lionrock.serve.words import Words

TOLD = ("rising", "falling", "level")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_report_and_check_say_what_the_document_says(observatory: Observatory, lang: str) -> None:
    writer, check = Writer(observatory, lang), checker(observatory)
    agreed = 0
    for light in observatory.indicators():
        if not light["value"]:
            continue
        document = observatory.indicator_document(light["id"]) or {}
        told = {series["about"]: series["course"] for series in document["series"]}
        for proposal in writer.trends(light, 2026):
            (claim,) = check.check(read_plain(observatory, proposal.sentence.text)).claims
            own = {one.indicator for one in claim.finding.evidence}
            if claim.claim.kind != "trend" or light["id"] not in own:
                continue  # the sentence speaks of another measure as likely: the report drops it
            assert claim.finding.verdict == "supported", proposal.sentence.text
            assert told[light["about"]]["says"] in TOLD or told[light["about"]]["jump"]
            agreed += 1
    assert agreed >= 8


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The number of start-ups in Hong Kong has been rising since 2014.", "supported"),
        ("The number of start-ups in Hong Kong has been falling since 2014.", "contradicted"),
        ("The number of start-ups in Hong Kong surged in 2025.", "no_evidence"),
        ("香港初創企業數目自2014年以來持續上升。", "supported"),
        ("香港初创企业数目激增。", "no_evidence"),
    ],
)
def test_claims_of_a_rise_are_no_claims_of_a_surge(
    observatory: Observatory, text: str, verdict: str
) -> None:
    (claim,) = checker(observatory).check(read_plain(observatory, text)).claims
    assert (claim.claim.kind, claim.finding.verdict) == ("trend", verdict)


def test_every_document_has_the_course_of_its_own_line(observatory: Observatory) -> None:
    words = {lang: Words(lang) for lang in LANGUAGES}
    for light in observatory.indicators():
        document = observatory.indicator_document(light["id"]) or {}
        for series in document["series"]:
            found = course(
                marks(series["points"], series["line"]), document["unit"], document["nature"]
            )
            assert series["course"]["says"] == found.says
            if found.says in TOLD:
                for lang in LANGUAGES:
                    said = words[lang](f"course_{found.says}", since="A", until="B")
                    assert "A" in said
                    assert "B" in said
