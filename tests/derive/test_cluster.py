"""A build that counts its works on Spark: the same observatory as on the embedded engine."""

import shutil
from pathlib import Path

import msgspec
import pytest

from lionrock.build import build
from lionrock.cli import run
from lionrock.settings import Cluster, Settings
from lionrock.store import builds
from lionrock.store.duck import Duck

FIGURES = "FROM observations WHERE publisher = 'openalex' ORDER BY id"
COLUMNS = "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal"
QUESTIONS = (
    f'SELECT * EXCLUDE ("value", measured) {FIGURES}',
    f'SELECT id, round("value", 5) {FIGURES}',
    "FROM works ORDER BY work",
    "FROM authorships ORDER BY work, place, part",
    "FROM affiliation_strings ORDER BY raw, rank",
    "FROM proposed_names ORDER BY name",
    "FROM proposed_organisations ORDER BY proposed",
    "FROM quarantine ORDER BY snapshot, row_number",
    f"{COLUMNS} AND database_name = 'observatory' ORDER BY ALL",
)


@pytest.fixture
def settings(works_home: Settings, tmp_path: Path) -> Settings:
    """Return a home with the snapshots of `works_home` and no build yet."""
    made = Settings(home=tmp_path / "home")
    shutil.copytree(works_home.snapshots, made.snapshots)
    return made


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support:FutureWarning")
def test_a_build_on_spark_is_the_build_on_duckdb(works_home: Settings, settings: Settings) -> None:
    pytest.importorskip("pysail", reason="Sail is not installed: lionrock[spark]")
    made = build(msgspec.structs.replace(settings, cluster=Cluster()))
    there = builds.current(works_home)
    assert made.manifest.id == there.name
    ours = Duck(builds.current(settings) / builds.DATABASE, read_only=True)
    theirs = Duck(there / builds.DATABASE, read_only=True)
    for question in QUESTIONS:
        assert ours.rows(question) == theirs.rows(question), question
        assert ours.rows(question) != []
    ours.close()
    theirs.close()


def test_a_session_that_is_not_there_is_told_and_nothing_published(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--home", str(settings.home), "build", "--engine", "spark", "--spark"]
    assert run([*words, "sc://127.0.0.1:9"]) == 2
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert "spark" in told and ("sc://127.0.0.1:9" in told or "lionrock[spark]" in told)
    with pytest.raises(builds.NoBuild):
        builds.current(settings)


def test_without_works_no_session_is_asked_for(tmp_path: Path) -> None:
    assert build(Settings(home=tmp_path, cluster=Cluster("sc://127.0.0.1:9"))).fresh
