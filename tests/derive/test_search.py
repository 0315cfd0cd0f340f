"""Search over a few documents written by hand: what is found, in which order, in each script."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lionrock.derive.search import Concepts, SearchDocument, SearchIndex, write_index
from lionrock.model.fold import fold


def document(name: str, *names: str, **fields: object) -> SearchDocument:
    """A document with id `name`; `fields` replace the defaults."""
    values: dict[str, object] = {
        "id": name,
        "kind": "organisation",
        "names": names,
        "aliases": (),
        "abbreviations": (),
        "text": (),
        "concepts": (),
        "weight": 1.0,
        "title": (names[0], names[-1], names[-1]),
    }
    return SearchDocument(**{**values, **fields})  # type: ignore[arg-type]


DOCUMENTS = [
    document(
        "hkust",
        "The Hong Kong University of Science and Technology",
        "香港科技大學",
        abbreviations=("HKUST", "https://ror.org/00q4vv597", "Q1333303"),
        aliases=("科大",),
    ),
    document(
        "hkust-gz",
        "The Hong Kong University of Science and Technology (Guangzhou)",
        "香港科技大學（廣州）",
        abbreviations=("HKUST(GZ)",),
        weight=900.0,
    ),
    document("kosen", "Kosen Science", text=("Spun out of HKUST, the university of science.",)),
    document("ustc", "University of Science and Technology of China", "中國科學技術大學"),
    document("cyberport", "Hong Kong Cyberport", "Cyberport", "數碼港"),
    document("sanomed", "Sanomed", text=("Artificial intelligence for health care.",), weight=3.0),
    document("yikang", "億康", text=("以人工智能改善醫療服務",), weight=2.0),
    document("ruikang", "瑞康", text=("人工智慧与医疗",), weight=2.0),
    document("hexin", "和信", text=("人工智能",), concepts=("sector/healthcare",)),
    document("paper", "Paper Mill", text=("Nothing about intelligence or health care.",)),
    document("armature", "Armature", text=("We make robots.",)),
    document("robotland", "Robotics Land", text=("A museum.",)),
    document("smartmore", "SmartMore", "思謀科技", text=("pre-trained vision",)),
    document("fastlane", "Fast Lane", kind="programme", text=("Help for start-ups.",)),
    document("runway", "Runway", kind="programme", text=("資助初創企業",)),
    document("study", "Moraine", text=("It studies glaciers carefully.",)),
    document("studying", "Firn", text=("Studying hard.",)),
    document("twin-b", "Twin Peaks", weight=5.0),
    document("twin-a", "Twin Peaks", weight=5.0),
    document("twin-c", "Twin Peaks", weight=50.0),
    document("mtr", "MTR Corporation", "港鐵公司", abbreviations=("MTRC", "0066")),
]
SECTORS = [
    ("sector/healthcare", ("Healthcare", "醫療健康", "医疗健康")),
    ("topic/glacier", ("glaciology", "冰川學")),
]


@pytest.fixture(scope="module")
def index() -> Iterator[SearchIndex]:
    with TemporaryDirectory() as directory:
        concepts = Concepts.of(SECTORS)
        assert write_index(Path(directory), iter(DOCUMENTS), concepts) == len(DOCUMENTS)
        yield SearchIndex(Path(directory), concepts)


def ids(index: SearchIndex, query: str, **options: object) -> list[str]:
    return [hit.id for hit in index.search(query, **options).hits]  # type: ignore[arg-type]


def test_three_ways_to_say_it_find_the_same(index: SearchIndex) -> None:
    found = index.search("AI healthcare")
    assert {hit.id for hit in found.hits} == {"sanomed", "yikang", "ruikang", "hexin"}
    for query in (
        "人工智能 醫療",
        "人工智能 医疗",
        "人工智慧醫療",
        "Artificial Intelligence, medical",
    ):
        assert index.search(query) == found


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("香港科技大學", "香港科技大学"),
        ("數碼港", "数码港"),
        ("資助初創", "资助初创"),
        ("億康", "亿康"),
    ],
)
def test_both_scripts_find_the_same(index: SearchIndex, traditional: str, simplified: str) -> None:
    assert index.search(traditional) == index.search(simplified)
    assert index.search(traditional).hits
    assert index.suggest(traditional) == index.suggest(simplified)


@pytest.mark.parametrize("query", ["HKUST", "hkust", "科大", "香港科技大学", "H.K.U.S.T."])
def test_an_exact_name_comes_before_a_prominent_longer_one(index: SearchIndex, query: str) -> None:
    assert ids(index, query)[0] == "hkust"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("HKUST GZ", "hkust-gz"),
        ("hkust(gz)", "hkust-gz"),
        ("https://ror.org/00q4vv597", "hkust"),
        ("00q4vv597", "hkust"),
        ("https://www.wikidata.org/wiki/Q1333303", "hkust"),
        ("q1333303", "hkust"),
        ("66", "mtr"),
        ("0066", "mtr"),
        ("Hong Kong University of Science & Technology", "hkust"),
    ],
)
def test_names_and_identifiers(index: SearchIndex, query: str, expected: str) -> None:
    assert ids(index, query)[0] == expected


def test_every_word_has_to_be_found(index: SearchIndex) -> None:
    assert ids(index, "glaciers carefully") == ["study"]
    result = index.search("glaciers museum")
    assert result.relaxed
    assert {hit.id for hit in result.hits} == {"study", "robotland"}
    assert not index.search("glaciers").relaxed


def test_an_unknown_word_is_dropped_and_said_so(index: SearchIndex) -> None:
    result = index.search("Cyberport xyzzyq")
    assert result.relaxed and result.hits[0].id == "cyberport"
    nothing = index.search("xyzzyq")
    assert (nothing.total, nothing.hits, nothing.relaxed) == (0, (), False)


def test_other_forms_of_a_word_rank_below_it(index: SearchIndex) -> None:
    assert ids(index, "studies") == ["study", "studying"]
    assert ids(index, "studying") == ["studying", "study"]
    for query in ("robot", "robots", "robotics", "機械人", "机器人"):
        assert set(ids(index, query)) == {"robotland", "armature"}


@pytest.mark.parametrize(
    "query", ["startup", "start-up", "start up", "Startups", "初創", "初创企业"]
)
def test_ways_to_write_startup(index: SearchIndex, query: str) -> None:
    assert set(ids(index, query)) == {"fastlane", "runway"}


@pytest.mark.parametrize("query", ["SmartMore", "smart more", "smart-more"])
def test_words_written_together_or_apart(index: SearchIndex, query: str) -> None:
    assert ids(index, query) == ["smartmore"]


@pytest.mark.parametrize("query", ["pretrained", "pre-trained", "pre trained"])
def test_hyphenated_words_of_a_text(index: SearchIndex, query: str) -> None:
    assert ids(index, query) == ["smartmore"]


@pytest.mark.parametrize("query", ["cyberp", "Cyb", "Cybrport", "cyebrport", "cybrerprot"])
def test_the_last_word_may_be_unfinished_or_mistyped(index: SearchIndex, query: str) -> None:
    result = index.search(query)
    assert [hit.id for hit in result.hits] == ["cyberport"]
    assert not result.relaxed


def test_a_mistyped_word_of_a_concept_is_put_right(index: SearchIndex) -> None:
    result = index.search("AI helthcare")
    assert result.corrected == "ai healthcare"
    assert result.hits == index.search("AI healthcare").hits


def test_namesakes_by_prominence_and_then_id(index: SearchIndex) -> None:
    assert ids(index, "Twin Peaks") == ["twin-c", "twin-a", "twin-b"]
    pages = [ids(index, "Twin Peaks", limit=1, offset=at) for at in range(4)]
    assert pages == [["twin-c"], ["twin-a"], ["twin-b"], []]


def test_kinds_filter_and_count(index: SearchIndex) -> None:
    everything = index.search("startup OR")
    assert everything.kinds == {"programme": 2}
    found = index.search("香港")
    assert found.kinds == {"organisation": found.total}
    none = index.search("香港", kinds=("programme",))
    assert (none.total, none.hits, none.kinds) == (0, (), found.kinds)
    assert index.search("初創", kinds={"programme", "nonsense"}).total == 2


def test_a_concept_of_a_vocabulary_is_found_by_its_labels(index: SearchIndex) -> None:
    assert "hexin" in ids(index, "healthcare")
    assert "hexin" in ids(index, "醫療健康")


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("h", "hkust-gz"),
        ("cyb", "cyberport"),
        ("Hong Kong Cy", "cyberport"),
        ("香港科", "hkust-gz"),
        ("數", "cyberport"),
        ("码港", "cyberport"),
        ("cybre", "cyberport"),
        ("robt", "robotland"),
        ("smart mo", "smartmore"),
        ("HKUST", "hkust"),
        ("思某科技", "smartmore"),
    ],
)
def test_suggestions(index: SearchIndex, prefix: str, expected: str) -> None:
    suggestions = index.suggest(prefix)
    assert suggestions[0].id == expected


def test_suggestions_are_few_and_titled(index: SearchIndex) -> None:
    assert index.suggest("") == index.suggest("😀") == ()
    assert len(index.suggest("t", limit=2)) == 2
    assert index.suggest("mtr")[0].title == ("MTR Corporation", "港鐵公司", "港鐵公司")


@settings(deadline=None)
@given(
    st.text()
    | st.text(alphabet="\"'()[]{}+-*?~^:\\/<>&|! ANDORT人工智能hkust\ud800😀", max_size=40)
)
def test_any_text_is_a_query(index: SearchIndex, text: str) -> None:
    result = index.search(text, limit=3)
    assert len(result.hits) <= 3 and result.total >= len(result.hits)
    assert len(index.suggest(text, limit=3)) <= 3
    if not fold(text):
        assert result.total == 0


@pytest.mark.parametrize(
    "text", ["a " * 5000, "人" * 10_000, "x" * 10_000, "科技大學 " * 2000, "\x00"]
)
def test_long_queries(index: SearchIndex, text: str) -> None:
    index.search(text)
    index.suggest(text)


@pytest.mark.parametrize(("limit", "offset"), [(0, 0), (-1, 0), (5, -3), (10**12, 0), (5, 10**12)])
def test_any_page_can_be_asked_for(index: SearchIndex, limit: int, offset: int) -> None:
    result = index.search("香港", limit=limit, offset=offset)
    assert len(result.hits) <= max(limit, 0) and result.total > 0
    index.suggest("h", limit=limit)


def test_order_does_not_depend_on_the_order_of_writing(index: SearchIndex, tmp_path: Path) -> None:
    concepts = Concepts.of(SECTORS)
    write_index(tmp_path, reversed(DOCUMENTS), concepts)
    other = SearchIndex(tmp_path, concepts)
    for query in ("香港", "university", "AI healthcare", "twin", "s"):
        assert other.search(query) == index.search(query)


def test_a_directory_holds_one_index(tmp_path: Path) -> None:
    concepts = Concepts.bundled()
    with pytest.raises(FileNotFoundError):
        SearchIndex(tmp_path, concepts)
    assert write_index(tmp_path, [], concepts) == 0
    assert SearchIndex(tmp_path, concepts).search("AI") == SearchIndex(tmp_path, concepts).search(
        ""
    )
    with pytest.raises(ValueError, match="already holds"):
        write_index(tmp_path, [], concepts)
