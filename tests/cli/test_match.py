"""`lionrock match` as a user meets it; killed at any moment it goes on to the same output."""

import csv
import io
import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lionrock.cli import run
from lionrock.model.text import LANGUAGES

COMMAND = Path(sys.executable).with_name("lionrock")
Ask = Callable[..., tuple[int, str, str]]
KILLS = 6


@pytest.fixture
def ask(home: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    def command(*arguments: object) -> tuple[int, str, str]:
        code = run(["match", *map(str, arguments), "--home", str(home)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "名單.csv"
    path.write_text("id,who\n1,HKUST\n2,香港中文大學（深圳）\n3,Nothing At All Ltd\n", "big5hkscs")
    return path


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(row["match_id"], row["verdict"]) for row in csv.DictReader(io.StringIO(text))]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_table_comes_out_on_standard_output(ask: Ask, file: Path, lang: str) -> None:
    code, out, err = ask(file, "--column", "who", "--lang", lang)
    assert code == 0
    assert _pairs(out) == [("hkust", "match"), ("cuhk-shenzhen", "match"), ("", "none")]
    names = {"en": "Technology", "zh-Hant": "香港科技大學", "zh-Hans": "香港科技大学"}
    assert names[lang] in out
    assert "big5hkscs" in err
    assert len(err.splitlines()) == 2
    assert ask(file, "-c", "2", "--quiet")[1:] == (ask(file, "-c", "who")[1], "")


def test_json_lines_and_a_summary_for_programs(ask: Ask, file: Path, tmp_path: Path) -> None:
    lines = ask(file, "-c", "who", "--json")[1].splitlines()
    assert [json.loads(line)["match_id"] for line in lines] == ["hkust", "cuhk-shenzhen", None]
    code, out, err = ask(file, "-c", "who", "-o", tmp_path / "out.xlsx", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["verdicts"] == {"match": 2, "review": 0, "none": 1}


def test_affiliations(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "in.tsv"
    path.write_text("a\nDept. of CSE, HKUST, Kowloon; Peng Cheng Lab, Shenzhen, China\n")
    assert _pairs(ask(path, "-c", "a", "--as", "affiliation")[1]) == [("hkust;pcl", "match")]


def test_what_is_out_of_order_is_told(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(b"who,score\nHKU,1,2\n\nHKUST\n\xff\xff,1\n")
    code, _, err = ask(path, "-c", "who", "-o", tmp_path / "out.csv")
    assert code == 0
    for said in ("score → score_2", f"{path}:2", f"{path}:3", f"{path}:4", f"{path}:5"):
        assert said in err


def test_an_unclosed_quote_is_told(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text('id,who\n1,HKU\n2,"HKUST\n3,PolyU\n')
    code, out, err = ask(path, "-c", "who")
    assert code == 0
    assert "HKUST\n3,PolyU" in out
    assert f"never closed: all after it was read as one cell. {path}:3" in err
    path.write_text('id,who\n1,"HK\nU"\n2,"HKUST"')
    assert "never closed" not in ask(path, "-c", "who")[2]


def test_a_missing_column_says_in_which_encoding_it_was_sought(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes("機構\n香港大學\n".encode() + b"\xff\xfe\xfe\xff\n" * 9)
    code, _, err = ask(path, "-c", "機構")
    assert code == 2
    assert "name another with --encoding" in err
    assert ask(path, "-c", "機構", "--encoding", "utf-8")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("{file}", "-c", "whom"), "did you mean 'who'? There are: id, who"),
        (("{file}.nowhere", "-c", "who"), "no such file"),
        (("{folder}", "-c", "who"), "is a folder"),
        (("{file}", "-c", "who", "-o", "{folder}/no/out.csv"), "no such folder"),
        (("{file}", "-c", "who", "-o", "{folder}/out.doc"), "not known"),
        (("{file}", "-c", "who", "--encoding", "klingon"), "no encoding 'klingon'"),
        (("{file}", "-c", "who", "--delimiter", "ab"), "expected one character"),
        (("{file}", "-c", "who", "--sheet", "x"), "--sheet is for XLSX"),
        (("{file}", "-c", "who", "--limit", "-1"), "expected 0 or more"),
        (("{file}", "-c", "who", "--resume", "--fresh"), "contradict"),
        (("{file}", "-c", "who", "--fresh"), "need an output file"),
        (("{file}", "-c", "who", "--resume", "-o", "{folder}/o.csv"), "no run to go on with"),
        (("{file}", "-c", "who", "--ror", "{file}"), ""),
        (("{file}",), ""),
    ],
)
def test_a_wrong_call_is_exit_2(
    ask: Ask, file: Path, arguments: tuple[str, ...], told: str
) -> None:
    code, out, err = ask(*(part.format(file=file, folder=file.parent) for part in arguments))
    assert code == 2
    assert told in err
    assert "Traceback" not in out + err


def test_standard_input(home: Path) -> None:
    done = subprocess.run(
        [str(COMMAND), "match", "-", "-c", "who", "--home", str(home)],
        input="who\n港大\n".encode("gb18030"), capture_output=True, check=True,
    )  # fmt: skip
    assert _pairs(done.stdout.decode()) == [("hku", "match")]


def test_a_dump_of_ror_widens_what_is_known(ask: Ask, tmp_path: Path) -> None:
    record = {
        "id": "https://ror.org/052gg0110", "status": "active", "types": ["education"],
        "names": [
            {"value": "University of Oxford", "types": ["ror_display", "label"], "lang": "en"}
        ],
        "locations": [{"geonames_id": 1, "geonames_details": {
            "country_code": "GB", "country_name": "United Kingdom", "name": "Oxford"}}],
        "relationships": [], "links": [], "domains": [], "established": 1096,
        "external_ids": [], "admin": {},
    }  # fmt: skip
    dump, path = tmp_path / "v2.0-2026-01-01-ror-data.json", tmp_path / "in.csv"
    dump.write_text(json.dumps([record]))
    path.write_text("who\nUniversity of Oxford\nHKUST\n")
    assert _pairs(ask(path, "-c", "who")[1]) == [("", "none"), ("hkust", "match")]
    found = _pairs(ask(path, "-c", "who", "--ror", dump)[1])
    assert found == [("https://ror.org/052gg0110", "match"), ("hkust", "match")]
    assert _pairs(ask(path, "-c", "who", "--ror", dump)[1]) == found


@pytest.mark.slow
@pytest.mark.parametrize("target", [".csv", ".parquet", ".xlsx"])
def test_kills_at_any_moment_end_in_the_same_output(
    home: Path, tmp_path: Path, target: str
) -> None:
    names = ["HKUST", "香港大學", "Nothing At All", "City Univ. of Hong Kong", "鵬城實驗室"]
    path, chance = tmp_path / "in.csv", random.Random(target)
    rows = [f"{n},{names[n % 5]} {n % 997}\n" for n in range(120_000)]
    path.write_text("id,who\n" + "".join(rows), "utf-8")
    command = [str(COMMAND), "--home", str(home), "match", str(path), "-c", "who", "-o"]
    out, whole = tmp_path / f"out{target}", tmp_path / f"whole{target}"
    begun = time.monotonic()
    subprocess.run([*command, str(whole)], check=True, capture_output=True)
    took, killed = time.monotonic() - begun, 0
    for moment in range(KILLS):
        process = subprocess.Popen([*command, str(out)], stderr=subprocess.PIPE)
        time.sleep(took * (0.1 + 0.8 * chance.random()) * (moment + 1) / KILLS)
        process.kill()
        killed += process.communicate()[0] is None and process.returncode == -signal.SIGKILL
        if process.returncode == 0:
            out.unlink()
    assert killed
    subprocess.run([*command, str(out)], check=True, capture_output=True)
    assert out.read_bytes() == whole.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted((path.name, out.name, whole.name))


@pytest.mark.slow
def test_an_interrupt_keeps_what_is_done_and_says_so(home: Path, tmp_path: Path) -> None:
    path, out = tmp_path / "in.csv", tmp_path / "out.csv"
    path.write_text("who\n" + "".join(f"City University {n}\n" for n in range(400_000)))
    process = subprocess.Popen(
        [str(COMMAND), "--home", str(home), "match", str(path), "-c", "who", "-o", str(out)],
        stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # though ours be ignored
    )  # fmt: skip
    note = tmp_path / "out.csv.partial.note"
    while not note.exists() and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 130
    assert said == (
        "lionrock: interrupted; what is done is kept: the same command goes on from there\n"
    )
    assert json.loads(note.read_text())["rows"] >= 8_192
