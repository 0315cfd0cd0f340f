"""Reads back what was written, before it takes the place of what was there."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.parsers import expat

import msgspec

from lionrock.answer.exporting.content import Content


class ExportWrong(ValueError):
    """A file that was written does not say what it should; nothing was replaced."""


def check_ftm(path: Path, content: Content) -> None:
    """Every line an entity with an id of its own and a name or two ends that are there."""
    seen: set[str] = set()
    ends: list[str] = []
    with path.open("rb") as file:
        for line in file:
            entity = msgspec.json.decode(line)
            told = entity["properties"]
            _demand(entity["id"] not in seen, path, f"{entity['id']} twice")
            _demand(bool(told.get("sourceUrl")), path, f"{entity['id']} without a source")
            seen.add(entity["id"])
            for name in ("subject", "object", "member", "organization", "participant", "project"):
                ends += told.get(name, ())
    _demand(set(ends) <= seen, path, "a tie to what is not there")
    known = {one.id for one in content.things} | {f"tie-{one.id}" for one in content.ties}
    _demand(seen <= known and bool(seen), path, "what is no thing and no tie")


def check_jsonld(path: Path, content: Content) -> None:
    """One node a thing, tie and figure, and one for the data set; every reference is met."""
    graph = msgspec.json.decode(path.read_bytes())["@graph"]
    ids = {node["id"] for node in graph}
    told = len(content.things) + len(content.ties) + len(content.figures) + 1
    _demand(len(ids) == len(graph) == told, path, f"{len(graph)} nodes instead of {told}")
    for node in graph:
        for name in ("source", "target", "about"):
            _demand(node.get(name, "lr:dataset") in ids, path, f"{node['id']}: {name} is missing")


def check_graph(path: Path, content: Content) -> None:
    """Well-formed XML with a node a thing and an edge a tie, whose ends are there."""
    nodes: set[str] = set()
    edges: list[tuple[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "node":
            nodes.add(attributes["id"])
        elif name == "edge":
            edges.append((attributes["source"], attributes["target"]))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with path.open("rb") as file:
        parser.ParseFile(file)
    _demand(len(nodes) == len(content.things), path, "nodes are missing")
    _demand(len(edges) == len(content.ties), path, "edges are missing")
    _demand(all(one in nodes for edge in edges for one in edge), path, "an edge to nowhere")


def check_workbook(path: Path) -> None:
    """An archive whose parts are whole."""
    with zipfile.ZipFile(path) as archive:
        _demand(archive.testzip() is None, path, "a part is broken")


def checked(check: Callable[..., None], path: Path, *told: Any) -> None:
    """Run a check; ExportWrong for whatever it finds, what cannot be read included."""
    try:
        check(path, *told)
    except (KeyError, TypeError, msgspec.DecodeError, expat.ExpatError, zipfile.BadZipFile) as why:
        raise ExportWrong(f"{path.name} cannot be read back: {why}") from why


def _demand(holds: bool, path: Path, what: str) -> None:
    if not holds:
        raise ExportWrong(f"{path.name} is wrong: {what}")
