"""A home and, on this machine, the services that its live sources ask."""

import json
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from lionrock.answer.observatory import Observatory
from lionrock.build import reference_of
from lionrock.settings import Settings
from lionrock.sources import arxiv, gleif, huggingface, openalex, wikidata
from lionrock.sources._update import update
from lionrock.store.live import Status
from lionrock.store.snapshots import Shelf
from tests.sources.misbehaving import Answer, Request, Server, http
from tests.sources.visiting import Client
from tests.works import WORKS, Work
from tests.world import facts, make_world

GOLDEN = Path(__file__).parents[1] / "golden"
MODULES: dict[str, ModuleType] = {
    "wikidata": wikidata, "gleif": gleif, "huggingface": huggingface, "arxiv": arxiv,
}  # fmt: skip
IDS: dict[str, dict[str, Any]] = {
    "bank": {"wikidata": "Q90000001"},
    "bureau": {"wikidata": "Q90000002"},
    "hatchery": {"wikidata": "Q404", "huggingface": ["lanting-lab"]},
}
LEI = "5493000LANTING000A15"


def answer(body: object, **headers: str) -> Answer:
    return lambda _: http(
        json.dumps(body).encode(), 200, Content_Type="application/json", **headers
    )


def kept(source: str, name: str) -> Any:
    return json.loads((GOLDEN / source / name).read_text("utf-8"))


class Home:
    """A home whose registry bears the identifiers above, and a service for each source."""

    def __init__(self, folder: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
        self.server, self.client = server, Client(folder, server)
        self.settings = Settings(folder / "home", folder / "registry")
        self.filed: dict[str, str] = {}
        self.write(IDS)
        for name, module in MODULES.items():
            monkeypatch.setattr(module, "API", server.url(f"/{name}/"))
        for item in ("Q90000001", "Q90000002"):
            self.serve_item(item, kept("wikidata", f"{item.lower()}.json"))
        server.answers["/gleif/"] = answer(kept("gleif", "records-001.json"))
        server.answers["/arxiv/"] = self.feed

    def write(self, ids: dict[str, dict[str, Any]]) -> None:
        """Write the tiny world's registry, with identifiers."""
        lines = facts()
        for row in lines["organisations.jsonl"]:
            given = {k: v for k, v in row.get("ids", {}).items() if k not in ("lei", "huggingface")}
            row["ids"] = given | ids.get(row["id"], {})
            if not row["ids"]:
                del row["ids"]
        make_world(self.settings.registry, lines)

    def serve_item(self, item: str, body: object) -> None:
        self.server.answers[f"/wikidata/{item}.json"] = answer(body)

    def feed(self, request: Request) -> bytes:
        """The records asked for, each with the category of `filed`, else cs.CL."""
        ids = parse_qs(urlsplit(request.path).query)["id_list"][0].split(",")
        text = (GOLDEN / "arxiv" / "records-001.xml").read_text("utf-8")
        head, first, _ = text.split("  <entry>", 2)
        body = "".join(
            "  <entry>"
            + first.replace("2401.01234", one).replace("cs.CL", self.filed.get(one, "cs.CL"))
            for one in ids
        )
        return http(f"{head}{body}</feed>".encode(), Content_Type="application/atom+xml")

    def update(self, *names: str) -> list[Status]:
        modules = tuple(MODULES[name] for name in names)
        with self.client.door() as door:
            return update(
                self.settings, reference_of(self.settings), modules, door, lambda *told: None
            )

    def facts(self, entity: str) -> list[dict[str, Any]]:
        document = Observatory.open(self.settings).entity_document(entity)
        assert document is not None
        return [fact for fact in document["facts"] if isinstance(fact, dict)]


def keep_works(home: Home, works: Sequence[Work] = WORKS) -> None:
    """Works, as if OpenAlex had been asked: those of the city, some with arXiv ids, or others."""
    path = home.settings.home / "works.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(work) + "\n" for work in works), "utf-8")
    openalex.keep_folder(Shelf(home.settings, None), path)
