"""Things and ties in the formats of others, opened with the libraries of those others."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx
import openpyxl
import pyshacl
import pytest
import rdflib

from lionrock.answer.export import GRAPHS, export
from lionrock.answer.exporting import checks, ftm, graphs, rdf
from lionrock.answer.exporting.content import LICENCE, Content, Figure, Thing, Tie, content
from lionrock.answer.observatory import Observatory

# What rdflib itself still uses, and tells of.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

FTM = Path(__file__).parents[3] / ".ftm"
EVIL = '<b>&"\'\x00\x1b[31m\u202e]]>=HYPERLINK("x")\ud7ff\ufffe{}'
LR = rdflib.Namespace("urn:lionrock:")
SCHEMA = rdflib.Namespace("https://schema.org/")


def _thing(id_: str, kind: str, class_: str | None, **facts: str) -> Thing:
    told = {prop: ((value, None),) for prop, value in facts.items()}
    labels = {"en": f"{id_} {EVIL}", "zh-Hant": "機構"}
    return Thing(id_, kind, class_, labels, told, (f"https://a.example/{id_}?q=機構 {EVIL}",))


MADE = Content(
    "0123456789abcdef", "0.0", "2026-11-30",
    (
        _thing("alpha", "organisation", "startup", website="javascript:alert(1)", founded="2020",
               wikidata="Q1", note=EVIL),
        _thing("beta", "organisation", "university", website="https://b.example/", ror="0abc"),
        _thing("gamma", "programme", "grant", start="2024-01"),
        _thing("hong-kong", "place", None),
    ),
    (
        Tie("t1", "spun_out_of", "relation", "alpha", "beta", "2021", None, None, EVIL, "weak",
            ("https://a.example/1",)),
        Tie("t2", "funds", "relation", "gamma", "alpha", None, None, "HKD 5", None, "strong",
            ("https://a.example/2", "https://b.example/3")),
        Tie("t3", "place", "property", "alpha", "hong-kong", None, None, None, None, "moderate",
            ("https://a.example/1",)),
    ),
    (
        Figure("obs-1", "gdp", "hong-kong", "2024", "2024-01-01", "2024-12-31", "measured", 1e-7,
               "HKD", "c-and-sd", True, ("https://a.example/1",)),
    ),
)  # fmt: skip


def _graph(path: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(path, format="json-ld")


def _conforms(folder: Path) -> tuple[bool, str]:
    conforms, _, text = pyshacl.validate(
        _graph(folder / "lionrock.jsonld"),
        shacl_graph=rdflib.Graph().parse(folder / "lionrock.shapes.ttl"),
        inference="none",
    )
    return bool(conforms), str(text)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    rdf.write(MADE, tmp_path / "lionrock.jsonld")
    rdf.write_shapes(tmp_path / "lionrock.shapes.ttl")
    ftm.write(MADE, tmp_path / "entities.ftm.jsonl")
    graphs.write_graphml(MADE, tmp_path / "lionrock.graphml")
    graphs.write_gexf(MADE, tmp_path / "lionrock.gexf")
    return tmp_path


def test_linked_data_has_its_shapes_and_says_what_was_said(made: Path) -> None:
    conforms, text = _conforms(made)
    assert conforms, text
    graph = _graph(made / "lionrock.jsonld")
    alpha = LR["entity:alpha"]
    assert set(graph.objects(alpha, SCHEMA.name)) == {
        rdflib.Literal(MADE.things[0].labels["en"], lang="en"),
        rdflib.Literal("機構", lang="zh-Hant"),
    }
    assert list(graph.objects(alpha, SCHEMA.url)) == [], "no script is an address"
    assert (alpha, SCHEMA.sameAs, rdflib.URIRef("http://www.wikidata.org/entity/Q1")) in graph
    (value,) = graph.objects(LR["observation:obs-1"], SCHEMA.value)
    assert isinstance(value, rdflib.Literal)
    assert value.toPython() == 1e-7
    (tie,) = graph.subjects(LR.relation, rdflib.Literal("spun_out_of"))
    assert (tie, LR.source, alpha) in graph
    assert (LR.dataset, SCHEMA.license, rdflib.URIRef(LICENCE)) in graph


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda node: node.pop("name", None), "MinCount"),
        (lambda node: node.pop("seenOn", None), "MinCount"),
        (lambda node: node.update(target="lr:entity:nobody"), "Class"),
        (lambda node: node.update(unit=["HKD", "USD"]), "MaxCount"),
        (lambda node: node.update(strength="sure"), "In"),
    ],
)
def test_shapes_notice_what_is_wrong(
    made: Path, wrong: Callable[[dict[str, Any]], Any], told: str
) -> None:
    path = made / "lionrock.jsonld"
    whole = json.loads(path.read_text("utf-8"))
    for node in whole["@graph"]:
        wrong(node)
    path.write_text(json.dumps(whole), "utf-8")
    conforms, text = _conforms(made)
    assert not conforms
    assert told in text


@pytest.mark.parametrize(
    ("name", "read"),
    [("lionrock.graphml", networkx.read_graphml), ("lionrock.gexf", networkx.read_gexf)],
)
def test_graphs_open_elsewhere(made: Path, name: str, read: Callable[[Path], Any]) -> None:
    graph = read(made / name)
    assert set(graph) == {"alpha", "beta", "gamma", "hong-kong"}
    assert {(a, b) for a, b in graph.edges()} == {(t.source, t.target) for t in MADE.ties}
    assert graph.nodes["alpha"]["label_zh_hant"] == "機構"
    assert "<b>&\"'" in graph.nodes["alpha"]["label_en"]
    assert graph.edges["gamma", "alpha"]["amount"] == "HKD 5"
    assert "a.example/2 https://b.example/3" in graph.edges["gamma", "alpha"]["sources"]
    assert "CC BY 4.0" in (made / name).read_text("utf-8")


def test_followthemoney_has_words_for_some(made: Path) -> None:
    lines = [json.loads(x) for x in (made / "entities.ftm.jsonl").read_text("utf-8").splitlines()]
    schemas = {one["id"]: one["schema"] for one in lines}
    assert schemas == {
        "alpha": "Company", "beta": "Organization", "gamma": "Project", "tie-t1": "UnknownLink",
        "tie-t2": "ProjectParticipant",
    }  # fmt: skip
    assert all(one["properties"]["sourceUrl"] for one in lines)


@pytest.mark.parametrize("name", ["entities.ftm.jsonl", "lionrock.jsonld", "lionrock.gexf"])
def test_what_was_cut_short_is_noticed_before_it_is_published(made: Path, name: str) -> None:
    path = made / name
    path.write_bytes(path.read_bytes()[:-40])
    check = {"jsonl": checks.check_ftm, "jsonld": checks.check_jsonld}
    with pytest.raises(checks.ExportWrong, match=name):
        checks.checked(check.get(name.rpartition(".")[2], checks.check_graph), path, MADE)


def test_a_check_that_fails_leaves_the_last_export(
    observatory: Observatory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lionrock.gexf").write_text("the last export", "utf-8")
    monkeypatch.setattr(graphs, "write_gexf", lambda _, path: path.write_text("<gexf>", "utf-8"))
    with pytest.raises(OSError, match="nothing was replaced"):
        export(observatory, tmp_path, ("gexf", "graphml"))
    assert [one.name for one in tmp_path.iterdir()] == ["lionrock.gexf"]
    assert (tmp_path / "lionrock.gexf").read_text("utf-8") == "the last export"


def test_a_workbook_says_what_the_lines_say(observatory: Observatory, tmp_path: Path) -> None:
    export(observatory, tmp_path, ("xlsx", "jsonl"))
    for table in ("entities", "publishers", "edges"):
        book = openpyxl.load_workbook(tmp_path / f"{table}.xlsx", read_only=True)
        head, *rows = book.worksheets[0].iter_rows(values_only=True)
        lines = [json.loads(x) for x in (tmp_path / f"{table}.jsonl").read_bytes().splitlines()]
        assert len(rows) == len(lines)
        plain = [n for n, name in enumerate(head) if isinstance(lines[0].get(name), str)]
        for row, line in zip(rows, lines, strict=True):
            for n in plain:
                assert row[n] == (line.get(head[n]) or None)


@pytest.mark.slow
def test_the_registry_as_linked_data_and_graphs(observatory: Observatory, tmp_path: Path) -> None:
    export(observatory, tmp_path, GRAPHS)
    conforms, text = _conforms(tmp_path)
    assert conforms, text[:2_000]
    told = content(observatory)
    for name, read in (
        ("lionrock.graphml", networkx.read_graphml),
        ("lionrock.gexf", networkx.read_gexf),
    ):
        graph = read(tmp_path / name)
        assert graph.number_of_nodes() == len(told.things)
        assert graph.number_of_edges() == len(told.ties)


@pytest.mark.slow
@pytest.mark.skipif(not (FTM / "ftm.stamp").exists(), reason="`make ftm` has not been run")
def test_followthemoney_takes_every_value(observatory: Observatory, tmp_path: Path) -> None:
    export(observatory, tmp_path, ("ftm",))
    code = """
import json, sys
from followthemoney import model
seen = wrong = 0
for line in open(sys.argv[1], encoding="utf-8"):
    told = json.loads(line)
    proxy = model.get_proxy(told)
    proxy.schema.validate(told)
    kept = {(prop.name, value) for prop, value in proxy.itervalues()}
    lost = {(p, v) for p, values in told["properties"].items() for v in values} - kept
    missing = [name for name in proxy.schema.required if not proxy.has(name)]
    if lost or missing:
        print(told["id"], lost, missing)
        wrong += 1
    seen += 1
print(seen)
sys.exit(bool(wrong) or not seen)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "entities.ftm.jsonl")],
        env={"PYTHONPATH": str(FTM)}, capture_output=True, text=True, check=False, timeout=200,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2_000:] + done.stderr[-2_000:]
