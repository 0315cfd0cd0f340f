"""Places by URL: what is brought from S3, and what is told of those that cannot be opened."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from lionrock.build import build
from lionrock.cli import run
from lionrock.settings import Cluster, Settings
from lionrock.sources import openalex_topics
from lionrock.store import builds
from lionrock.store.duck import Duck
from lionrock.store.live import latest
from lionrock.store.places import NoPlace, brought, opened
from lionrock.store.spark import NoSpark, Spark
from tests.institutions import BODIES, as_parquet, lines, taxonomy
from tests.s3_server import BUCKET, HOME, client, is_installed, listed, s3
from tests.works import WORKS, written
from tests.works_unknown import unknown

pytest.importorskip("pyarrow", reason="not installed: lionrock[spark]")
pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support:FutureWarning")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    if not is_installed():
        pytest.skip("no S3 server is installed: make spark")
    with s3(tmp_path_factory.mktemp("s3") / "log") as environ:
        yield environ


@pytest.fixture
def at(server: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the server's address, with the environment set that leads to it."""
    for name, value in server.items():
        monkeypatch.setenv(name, value)
    return server["AWS_ENDPOINT_URL"]


def put(at: str, key: str, content: bytes) -> None:
    with client(at).open_output_stream(f"{BUCKET}/{key}", compression=None) as stream:
        stream.write(content)


@pytest.mark.slow
def test_a_folder_and_a_file_are_brought_as_they_are(at: str, tmp_path: Path) -> None:
    put(at, "in/works/a=1/part.gz", b"\x1f\x8b not touched")
    put(at, "in/works/manifest", b"{}")
    put(at, "in/worksheets/other", b"no")
    assert brought(f"s3://{BUCKET}/in/works/", tmp_path) == tmp_path / "works"
    assert (tmp_path / "works/a=1/part.gz").read_bytes() == b"\x1f\x8b not touched"
    assert (tmp_path / "works/manifest").read_bytes() == b"{}"
    assert not (tmp_path / "worksheets").exists()
    one = brought(f"s3a://{BUCKET}/in/worksheets/other", tmp_path)
    assert one.read_bytes() == b"no"


@pytest.mark.slow
def test_a_public_bucket_is_read_without_credentials(
    at: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(at, "open/x", b"all may read")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    found = brought(f"s3://anonymous@{BUCKET}/open/x", tmp_path)
    assert found.read_bytes() == b"all may read"


@pytest.mark.slow
@pytest.mark.parametrize("key", ["out/../../x", "out/./x", "out/a\\..\\x"])
def test_a_name_does_not_lead_out_of_the_folder(at: str, tmp_path: Path, key: str) -> None:
    put_raw = (
        "import boto3,sys; boto3.client('s3', endpoint_url=sys.argv[1])"
        ".put_object(Bucket='bucket', Key=sys.argv[2], Body=b'x')"
    )
    subprocess.run(
        [sys.executable, "-c", put_raw, at, f"evil{len(key)}/{key}"], check=True,
        env={"PYTHONPATH": str(HOME), "AWS_ACCESS_KEY_ID": "test",
             "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"},
    )  # fmt: skip
    room = tmp_path / "deep" / "room"
    room.mkdir(parents=True)
    with pytest.raises(NoPlace):
        brought(f"s3://{BUCKET}/evil{len(key)}/out", room)
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


@pytest.mark.slow
@pytest.mark.parametrize("place", [f"s3://{BUCKET}/nowhere", "s3://no-such-bucket/x"])
def test_what_is_not_there_is_told(at: str, tmp_path: Path, place: str) -> None:
    with pytest.raises(NoPlace, match=f"^{place}: "):
        brought(place, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("webhdfs://namenode:9870/works", "expected a folder, s3://"),
        ("https://example.org/works", "expected a folder, s3://"),
        ("hdfs://127.0.0.1:9/works", "hdfs dfs -get"),
        ("hdfs://namenode:9000/openalex", "set HADOOP_HOME, JAVA_HOME and CLASSPATH"),
        ("s3://", "s3://: names no bucket"),
    ],
)
def test_what_cannot_be_opened_is_told_with_what_to_do(
    place: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(NoPlace, match=said):
        opened(place)
    with pytest.raises(NoSpark, match=said):
        Spark(place=place)
    home = tmp_path / "home"
    assert run(["--home", str(home), "update", "openalex", "--from", place]) == 2
    told = capsys.readouterr().err
    assert said in told and "Traceback" not in told


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["s3", "s3a"])
def test_on_sail_tables_lie_in_s3_and_are_gone_afterwards(
    at: str, tmp_path: Path, scheme: str
) -> None:
    put(at, "mine/x", b"mine")
    before = listed(at)
    with closing(Spark(place=f"{scheme}://{BUCKET}/mine")) as spark, closing(Duck()) as database:
        spark.run([("one", "CREATE TABLE works AS SELECT 1 AS n")])
        spark.give(database, "works")
        assert database.rows("FROM works") == [(1,)]
        assert len(listed(at)) > len(before)
    assert listed(at) == before


@pytest.mark.slow
def test_a_place_that_refuses_is_told_before_anything_is_read(at: str) -> None:
    with pytest.raises(NoSpark, match=r"^s3://no-such-bucket/lionrock-\w+: "):
        Spark(place="s3://no-such-bucket")


@pytest.mark.slow
def test_from_s3_by_way_of_s3_comes_the_same_observatory(at: str, tmp_path: Path) -> None:
    file = written(tmp_path, [*WORKS, *unknown()], "part_0000.gz")
    put(at, "openalex/works/updated_date=2026-06-24/part_0000.gz", file.path.read_bytes())
    settings = Settings(home=tmp_path / "home")
    words = ["--home", str(settings.home), "update", "openalex", "--no-build", "--from"]
    assert run([*words, f"s3://{BUCKET}/openalex/works"]) == 0
    before = listed(at)
    on_sail = build(
        msgspec.structs.replace(settings, cluster=Cluster("sail", f"s3://{BUCKET}/tables"))
    )
    assert listed(at) == before
    there = builds.current(settings)
    question = "SELECT proposed, text, works FROM proposed_organisations ORDER BY 1"
    with closing(Duck(there / builds.DATABASE, read_only=True)) as database:
        theirs = database.rows(question)
    (settings.home / "current").unlink()
    there.rename(tmp_path / "other")
    on_duckdb = build(settings)
    assert on_duckdb.fresh
    assert on_duckdb.manifest.id == on_sail.manifest.id
    with closing(Duck(builds.current(settings) / builds.DATABASE, read_only=True)) as database:
        assert database.rows(question) == theirs != []


@pytest.mark.slow
@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_institutions_and_topics_are_brought_from_s3(at: str, tmp_path: Path, form: str) -> None:
    home = tmp_path / "home"
    for entity, records in (("institutions", list(BODIES)), ("topics", taxonomy())):
        part = f"data/{form}/{entity}/updated_date=2026-10-01"
        if form == "jsonl":
            put(at, f"openalex/{part}/part_0000.gz", lines(records))
        else:
            file = as_parquet(tmp_path / entity, entity, records) / part / "part_0000.parquet"
            put(at, f"openalex/{part}/part_0000.parquet", file.read_bytes())
        source = f"openalex_{entity}"
        words = ["--home", str(home), "update", source, "--no-build", "--from"]
        assert run([*words, f"s3://{BUCKET}/openalex/data/{form}/{entity}"]) == 0
        (kept,) = latest(Settings(home), source)
        assert kept.name.startswith(f"{entity}/updated_date=2026-10-01/part_0000.")
    rows = openalex_topics.kept_topics(latest(Settings(home), "openalex_topics"), print).rows
    assert len(rows) == len(taxonomy())
