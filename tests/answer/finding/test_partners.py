"""What speaks for a partner, and which ties lead there."""

from lionrock.answer.finding.partners import Wish, partners
from lionrock.answer.observatory import Observatory
from lionrock.settings import Settings


def test_works_are_counted_as_we_match_them(works_home: Settings) -> None:
    city = Observatory.open(works_home)
    found = partners(city, Wish(topics=("machine_learning",)))
    assert found.works
    shown = {
        one.id: trace.number
        for one in found.partners
        for trace in one.evidence
        if trace.kind == "works"
    }
    by = """
        SELECT o.organisation, count(DISTINCT o.work)
        FROM output_organisations o JOIN work_fields f ON f.work = o.work
        WHERE f.field = 'machine_learning' AND o.via = ?
        GROUP BY 1
    """
    ours, theirs = (dict(city.query(by, (via,))) for via in ("ours", "openalex"))
    assert ours != theirs, "else this shows nothing"
    assert shown and shown.items() <= ours.items()


def test_a_tie_that_ended_is_no_way(observatory: Observatory) -> None:
    today = str(observatory.manifest.gathered)[:10]
    ended = observatory.query(
        "SELECT id, source FROM relations WHERE until < left(?, length(until))", (today,)
    )
    assert ended, "else this shows nothing"
    for id_, source in ended:
        topics = ("robotics", "machine_learning", "genai", "computer_vision", "fintech")
        for one in partners(observatory, Wish(topics=topics, of=source)).partners:
            assert id_ not in {tie.id for tie in (*one.ties, *one.way)}
