"""From documents to events in a build: what enters, what waits, what a person decides."""

from pathlib import Path
from typing import Any

import pytest

from lionrock.answer.extraction.desk import EventDesk
from lionrock.answer.extraction.naming import names_in_documents
from lionrock.answer.observatory import Observatory
from lionrock.build import Refused, build
from lionrock.settings import Settings
from lionrock.sources import folder
from lionrock.store import decisions
from lionrock.store.snapshots import Shelf
from tests.world import make_world

ROUND = {
    "en.txt": "Lumen Robotics raised HK$1.5 billion on 2 November 2026 in a round led by the Bank "
    "of Vantry to build artificial intelligence models.",
    "en2.txt": "Bank of Vantry invested HK$1.5 billion in Lumen Robotics on 2 November 2026, the "
    "AI company said.",
    "hant.txt": "流明機器人2026年11月2日宣布完成15億港元融資，由雲翠銀行領投，用於研發人工智能。",
    "hans.txt": "流明机器人2026年11月2日宣布完成16亿港元融资，由云翠银行领投，"
    "资金用于研发人工智能大模型。",
    "late.html": "<html><body><p>Lumen Robotics, an AI company, raised HK$1.5 billion in a round "
    "led by Bank of Vantry, it was announced on 2 November 2026 by both of them.</p></body></html>",
}
DENIED = "Bank of Vantry did not acquire Lumen Robotics, the artificial intelligence company."


class Home:
    """A home whose folder of documents can be changed and built from."""

    def __init__(self, path: Path) -> None:
        self.settings = Settings(path / "home", path / "registry")
        self.documents = path / "documents"
        self.documents.mkdir()
        make_world(self.settings.registry)

    def built(self, texts: dict[str, str]) -> Observatory:
        for name, text in texts.items():
            (self.documents / name).write_text(text, "utf-8")
        names = sorted(one.name for one in self.documents.iterdir() if one.suffix != ".csv")
        rows = [f"{name},https://www.scmp.com/{name},2026-11-03" for name in names]
        listed = "\n".join(("file,url,published", *rows))
        (self.documents / folder.LIST).write_text(f"{listed}\n", "utf-8")
        folder.keep_folder(Shelf(self.settings, None), self.documents)
        build(self.settings)
        return Observatory.open(self.settings)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def facts(observatory: Observatory, id_: str, prop: str) -> list[dict[str, Any]]:
    document = observatory.entity_document(id_)
    assert document is not None
    return [fact for fact in document["facts"] if fact["prop"] == prop]


def test_one_event_told_five_times_in_three_scripts_is_one_event_with_five_evidences(
    home: Home,
) -> None:
    observatory = home.built(ROUND)
    (event,) = observatory.query("SELECT id, label_en FROM entities WHERE kind = 'event'")
    assert event == ("event-invested-lumen-2026-11", "Bank of Vantry · invested · Lumen Robotics")
    document = observatory.entity_document(event[0])
    assert document is not None
    assert {record["method"] for record in document["evidence"]} == {"extracted"}
    addresses = {source["url"] for record in document["evidence"] for source in record["sources"]}
    assert addresses == {f"https://www.scmp.com/{name}" for name in ROUND}
    amounts = facts(observatory, event[0], "amount")
    assert [fact["value"] for fact in amounts] == ["HKD 1500000000", "HKD 1600000000"]
    assert all(fact["conflict"] for fact in amounts)
    assert [len(fact["evidence"]) for fact in amounts] == [4, 1]
    told = [fact["value"] for fact in facts(observatory, event[0], "quote")]
    assert all(any(quote in text for text in ROUND.values()) for quote in told)
    company = observatory.entity_document("lumen")
    assert company is not None
    assert event[0] in {link["other"] for link in company["links"]}


def test_a_denial_waits_until_a_person_decides_and_never_asks_twice(home: Home) -> None:
    observatory = home.built({"denied.txt": DENIED})
    assert not observatory.query("SELECT id FROM entities WHERE kind = 'event'")
    desk = EventDesk(observatory, home.settings)
    (waiting,) = desk.waiting()
    assert (waiting.status, waiting.agents, waiting.affected) == ("denied", "bank", "lumen")
    assert waiting.quote == DENIED
    desk.decide(waiting.handle, "reject", {})
    assert desk.waiting() == []
    observatory = home.built({"again.txt": f"Another page says so too.\n\n{DENIED}"})
    assert EventDesk(observatory, home.settings).waiting() == []
    states = observatory.query("SELECT state FROM extractions")
    assert states == [("rejected",), ("rejected",)]
    EventDesk(observatory, home.settings).undo(waiting.handle)
    waiting_again = EventDesk(home.built({}), home.settings).waiting()
    assert [one.handle for one in waiting_again] == [waiting.handle]


def test_a_correction_stands_in_the_build(home: Home) -> None:
    desk = EventDesk(home.built({"denied.txt": DENIED}), home.settings)
    (waiting,) = desk.waiting()
    said = {"agent": "", "affected": "lumen", "kind": "invested", "date": "2026-10"}
    desk.decide(waiting.handle, "correct", said)
    observatory = home.built({})
    id_ = "event-invested-lumen-2026-10"
    assert [fact["value"] for fact in facts(observatory, id_, "date")] == ["2026-10"]
    assert facts(observatory, id_, "agent") == []
    ((label,),) = observatory.query("SELECT label_en FROM entities WHERE id = ?", (id_,))
    assert label == "invested (denied, as reported) · Lumen Robotics"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"agent": "nobody-at-all"}, "nothing has the id"),
        ({"kind": "rumoured"}, "expected one of"),
        ({"date": "soon"}, "date"),
        ({"amount": "lots"}, "expected a currency"),
        ({"colour": "red"}, "expected one of"),
        ({}, "said: expected"),
    ],
)
def test_a_wrong_correction_is_refused(home: Home, said: dict[str, str], expected: str) -> None:
    desk = EventDesk(home.built({"denied.txt": DENIED}), home.settings)
    with pytest.raises(ValueError, match=expected):
        desk.decide(desk.waiting()[0].handle, "correct", said)
    assert decisions.read(home.settings).all == ()


def test_a_broken_line_of_decisions_is_told_and_nothing_is_built(home: Home) -> None:
    home.built({"denied.txt": DENIED})
    (home.settings.home / decisions.NAME).write_text('{"handle": 1}\n', "utf-8")
    with pytest.raises(Refused) as refused:
        home.built({})
    assert "decisions.jsonl:1" in str(refused.value.problems[0])


def test_a_document_that_is_gone_takes_its_events_along(home: Home) -> None:
    home.built(ROUND)
    for name in ROUND:
        (home.documents / name).unlink()
    observatory = home.built({"other.txt": "A page about the weather."})
    assert not observatory.query("SELECT id FROM entities WHERE kind = 'event'")


def test_a_document_that_cannot_be_read_is_told_and_the_rest_is_read(home: Home) -> None:
    observatory = home.built(ROUND)
    (home.documents / "broken.pdf").write_bytes(b"%PDF-1.7 nothing follows")
    home.built({})
    told = build(home.settings).manifest.warnings
    assert any("broken.pdf left out" in warning for warning in told)
    assert observatory.query("SELECT count(*) FROM entities WHERE kind = 'event'") == [(1,)]


def test_names_that_the_record_lacks_are_kept_for_a_person_and_are_no_facts(home: Home) -> None:
    told = "Lumen Robotics signed an agreement with Blue Heron Foundation. Nobody else came."
    more = "青葦基金會與Lumen Robotics合作。Blue Heron Foundation also came."
    observatory = home.built({"one.txt": told, "two.txt": more})
    first, second = names_in_documents(observatory)
    assert (first.name, first.documents, first.times) == ("Blue Heron Foundation", 2, 2)
    assert first.quote == "Lumen Robotics signed an agreement with Blue Heron Foundation."
    start, end = map(int, first.span.split("-"))
    assert told[start:end] == first.name
    assert (second.name, second.lang) == ("青葦基金會", "zh-Hant")
    assert not observatory.query(
        "SELECT * FROM facts WHERE value LIKE '%Blue Heron%' AND prop = 'name'"
    )
