"""What a dump of ROR says comes out as organisations; a dump is kept only when it is one."""

import json
from pathlib import Path

import msgspec
import pytest

from bench.ror_dump import write_dump
from lionrock.model.match import Organisation
from lionrock.model.text import T
from lionrock.settings import Settings
from lionrock.sources.ror import SOURCE, BadDump, keep_dump, kept, latest
from lionrock.store.snapshots import Shelf
from tests.sources.dumps import FIRST, SECOND, Row, read, relation, row, written

REAL = Path(__file__).parents[3] / "shared" / "data" / "ror_hk_gba"


def only(path: Path, record: Row) -> Organisation:
    """The one organisation of a dump of one record, which has no problem."""
    found, problems = read(written(path / "one.json", [record]))
    assert not problems
    return found[0]


def former(one: Organisation) -> list[str]:
    return [name.text for name in one.names if name.type == "former"]


def gone_to(mark: str, name: str, status: str, heir: str) -> Row:
    return row(mark, name, status=status, relationships=[relation("successor", heir)])


@pytest.mark.parametrize("name", ["ror_hk_macau_guangdong.jsonl", "ror_world_sample.jsonl"])
def test_real_records_of_both_schemas_are_read_without_a_problem(name: str) -> None:
    path = REAL / name
    if not path.exists():
        pytest.skip(f"no sample of ROR at {path}")
    found, problems = read(path)
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert not problems
    standing = [one for one in rows if one["status"] != "withdrawn"]
    assert [one.id for one in found] == [one["id"] for one in standing]
    for one, wire in zip(found, standing, strict=True):
        shown = wire.get("name") or next(
            name["value"] for name in wire["names"] if "ror_display" in name["types"]
        )
        assert one.label.en == " ".join(shown.split())
        parents = [r["id"] for r in wire["relationships"] if r["type"].lower() == "parent"]
        assert sorted(one.parents) == sorted(set(parents))
        assert one.cities and one.country


def test_the_two_schemas_say_the_same_of_the_same_organisations(tmp_path: Path) -> None:
    for schema in (1, 2):
        write_dump(tmp_path / f"v{schema}.zip", count=400, schema=schema)
    (first, none), (second, nothing) = (read(tmp_path / f"v{n}.zip") for n in (1, 2))
    assert not none and not nothing and len(first) > 380

    def told(found: list[Organisation]) -> list[object]:
        plain = [
            tuple(msgspec.structs.replace(name, lang="") for name in one.names) for one in found
        ]
        return [
            msgspec.structs.replace(one, names=names)
            for one, names in zip(found, plain, strict=True)
        ]

    assert told(first) == told(second)


def test_a_chinese_name_gives_the_label_in_both_scripts(tmp_path: Path) -> None:
    record = row("her0n0")
    record["names"].append({"value": "苍鹭里面研究所", "types": ["label"], "lang": "zh"})
    label = T("Heron Institute", "蒼鷺裏面研究所", "苍鹭里面研究所")
    assert only(tmp_path, record).label == label
    # What ROR itself writes goes before what a table converts.
    record["names"].append({"value": "蒼鷺裡面研究所", "types": ["alias"], "lang": "zh-TW"})
    assert only(tmp_path, record).label.hant == "蒼鷺裡面研究所"
    record["names"] = [
        row("x")["names"][0],
        {"value": "鷺の研究所", "types": ["label"], "lang": "ja"},
    ]
    assert only(tmp_path, record).label == T(*["Heron Institute"] * 3)


def test_places_are_plain_and_widest_last(tmp_path: Path) -> None:
    def place(name: str, wider: str | None, country: str) -> Row:
        return {
            "geonames_id": 1,
            "geonames_details": {
                "name": name, "country_subdivision_name": wider, "country_code": country,
            },
        }  # fmt: skip

    def places(*located: Row) -> tuple[tuple[str, ...], str]:
        one = only(tmp_path, row("her0n0", locations=list(located)))
        return one.cities, one.country

    assert places(place("Hong Kong", "Central and Western", "HK")) == (
        ("central and western", "hong kong"),
        "HK",
    )
    assert places(place("Macao", "Macau", "MO")) == (("macau",), "MO")
    assert places(place("Łódź", "Łódzkie", "PL")) == (("lodz", "lodzkie"), "PL")
    assert places(place("深圳", None, "cn"), place("Foshan", "Guangdong", "CN")) == (
        ("foshan", "guangdong"),
        "CN",
    )
    assert places() == ((), "")


@pytest.mark.parametrize(
    ("types", "kind"),
    [
        (["funder", "education"], "university"), (["Healthcare"], "hospital"),
        (["archive", "facility"], "research_centre"), (["government"], "government"),
        (["company"], "corporate"), (["nonprofit"], "organisation"), ([], "organisation"),
    ],
)  # fmt: skip
def test_types_come_to_the_classes_of_the_registry(
    types: list[str], kind: str, tmp_path: Path
) -> None:
    assert only(tmp_path, row("her0n0", types=types)).kind == kind


def test_names_of_what_is_gone_become_former_names_of_its_heirs(tmp_path: Path) -> None:
    gone = [
        gone_to("aaaaaa", "First School", "withdrawn", "bbbbbb"),
        gone_to("bbbbbb", "Second School", "withdrawn", "cccccc"),
        gone_to("dddddd", "Closed School", "inactive", "cccccc"),
        row("eeeeee", "Lost School", status="inactive"),
        gone_to("ffffff", "Round School", "withdrawn", "ffffff"),
    ]
    gone[0]["names"].append({"value": "FS", "types": ["acronym"], "lang": None})
    heir = row("cccccc", "Third School")
    heir["names"].append({"value": "SECOND SCHOOL", "types": ["alias"], "lang": "en"})
    for rows in ([*gone, heir], [heir, *gone]):
        found, problems = read(written(tmp_path / "dump.json", rows))
        by_name = {one.label.en: one for one in found}
        assert not problems
        assert by_name.keys() == {"Third School", "Closed School", "Lost School"}
        assert former(by_name["Third School"]) == ["First School", "Closed School"]
        assert former(by_name["Closed School"]) == []
        assert by_name["Closed School"].names[0].type == "official"


def test_names_are_cleaned_and_each_is_told_once(tmp_path: Path) -> None:
    record = row("her0n0", " Heron\u00a0 \x00Institute\n")
    for text, kind in (("Heron Institute", "alias"), ("Héron\u200d", "alias"), (" ", "acronym")):
        record["names"].append({"value": text, "types": [kind], "lang": "not a tag"})
    names = only(tmp_path, record).names
    assert [(name.text, name.type, name.lang) for name in names] == [
        ("Heron Institute", "official", "en"),
        ("Héron\u200d", "alias", ""),
    ]


def test_a_dump_is_kept_and_the_last_one_given_is_found(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "home")
    shelf = Shelf(settings, "2026-02-03")
    newer, older = keep_dump(shelf, SECOND), keep_dump(shelf, FIRST)
    assert (newer.release, newer.organisations) == ("v0.2-2026-01-01", 4)
    assert (older.release, older.organisations) == ("v0.1-2022-01-01", 4)
    assert kept(settings) == older.fetched.path
    assert keep_dump(shelf, SECOND).fetched == newer.fetched
    assert kept(settings) == newer.fetched.path
    assert newer.fetched.snapshot.licence == SOURCE.licence
    assert not list((tmp_path / "home").rglob("*.partial"))


def test_what_is_no_dump_is_not_kept(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "home")
    bad = written(tmp_path / "cities.json", [{"name": "Heron Bay", "population": 3}])
    with pytest.raises(BadDump, match=r"cities\.json: no record of ROR in it; expected a ROR"):
        keep_dump(Shelf(settings, None), bad)
    assert not settings.home.exists()
    withdrawn = written(tmp_path / "gone.json", [row("her0n0", status="withdrawn")])
    with pytest.raises(BadDump, match="0 organisations; expected 1 to"):
        keep_dump(Shelf(settings, None), withdrawn)


def test_a_problem_in_a_kept_dump_names_the_file_that_was_given(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "home")
    path = written(tmp_path / "mine.json", [row("her0n0"), row("her0n0")])
    (problem,) = keep_dump(Shelf(settings, None), path).problems
    found = kept(settings)
    assert found is not None
    assert read(found)[1] == [problem]
    assert str(problem).startswith("mine.json:2: record at byte ")


LISTED = {
    "key": "v2.10-2026-07-21-ror-data.zip",
    "size": 31_000_000,
    "checksum": "md5:" + "0a" * 16,
    "links": {"self": "https://zenodo.org/api/records/1/files/v2.10-2026-07-21-ror-data.zip/content"},
}  # fmt: skip
OLDER = LISTED | {"key": "v2.9-2026-06-23-ror-data.zip"}


def listing(*files: Row) -> bytes:
    hits = [{"id": 7, "files": [{"key": "notes.pdf"}]}, {"id": 8, "files": list(files)}]
    return json.dumps({"hits": {"hits": hits, "total": 2}, "links": {}}).encode()


def test_the_newest_dump_of_the_list_is_found() -> None:
    for files in ([LISTED, OLDER], [OLDER, LISTED]):
        release = latest(listing(*files))
        assert release == (LISTED["links"]["self"], 31_000_000, "0a" * 16, "v2.10-2026-07-21")
    before = {
        "filename": "2021-09-23-ror-data.zip",
        "filesize": 5,
        "checksum": "0b" * 16,
        "links": {"download": "https://zenodo.org/x"},
    }
    assert latest(listing(before)) == ("https://zenodo.org/x", 5, "0b" * 16, "2021-09-23")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (b"<html>", "not a list of records of Zenodo: JSON is malformed"),
        (b'{"hits": []}', "not a list of records of Zenodo: Expected `object`"),
        (listing({"key": "notes.zip"}), "is named like a dump"),
        (listing(LISTED | {"links": {"self": "https://else.example/x"}}), "expected one of https:"),
        (listing(LISTED | {"checksum": "md5:none"}), "expected an MD5"),
    ],
)
def test_a_list_that_leads_nowhere_is_refused(answer: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        latest(answer)
