"""docs/reference says what the code says: the pages are written by `make golden`."""

from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar

from lionrock.answer.observatory import Observatory
from lionrock.model.reference import read_reference
from lionrock.model.schema import schema
from lionrock.serve.api import handlers, openapi_config
from lionrock.serve.api.openapi import described
from lionrock.settings import BUNDLED_REGISTRY, Settings
from tests.policy import reference_texts as texts
from tests.policy.forecasts_text import forecasts_page
from tests.policy.mcp_text import mcp_page

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def _specification() -> dict[str, Any]:
    app = Litestar(handlers, openapi_config=openapi_config, logging_config=None)
    return described(app.openapi_schema.to_schema())


def _page(name: str, observatory: Observatory, home: Path, folder: Path) -> str:
    if name == "api.md":
        return texts.api_page(_specification())
    if name == "schema.md":
        empty = folder / "empty.jsonl"
        empty.touch()
        return texts.schema_page(schema(), observatory, empty)
    if name == "cli.md":
        return texts.command_page()
    if name == "forecasts.md":
        return forecasts_page(observatory)
    if name == "mcp.md":
        return mcp_page(Settings(home=home))
    reference = read_reference(BUNDLED_REGISTRY, BUNDLED_REGISTRY)
    return texts.indicators_page(reference.catalogue, observatory.facets())


@pytest.mark.parametrize(
    "name", ["api.md", "schema.md", "indicators.md", "cli.md", "mcp.md", "forecasts.md"]
)
def test_a_page_says_what_the_code_says(
    name: str,
    observatory: Observatory,
    home: Path,
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> None:
    text = _page(name, observatory, home, tmp_path)
    path = REFERENCE / name
    if request.config.getoption("--golden"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    assert path.exists(), "`make golden` writes it"
    assert path.read_text("utf-8") == text, "`make golden` writes it anew"


def test_every_table_of_a_build_is_explained(observatory: Observatory) -> None:
    assert set(texts.columns_of(observatory)) == set(texts.TABLES)


def test_every_indicator_and_route_is_there(observatory: Observatory) -> None:
    catalogue = read_reference(BUNDLED_REGISTRY, BUNDLED_REGISTRY).catalogue
    page = texts.indicators_page(catalogue, observatory.facets())
    assert [id_ for id_ in catalogue.indicators if f"### `{id_}`\n" not in page] == []
    paths = _specification()["paths"]
    page = texts.api_page(_specification())
    told = [(path, method) for path, item in paths.items() for method in item]
    assert [one for one in told if f"### {one[1].upper()} {one[0]}\n" not in page] == []


def test_nothing_of_a_page_can_break_out_of_its_cell() -> None:
    assert texts.cell("a|b\n<script>") == "a\\|b \\<script>"
    assert texts.table(("x",), [("1|2",)]) == "| x |\n| --- |\n| 1\\|2 |"
