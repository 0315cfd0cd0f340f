"""OpenAlex works in their wire format, small and invented, for tests to load.

`work` makes one object with every field that the API and the snapshots give (2026), authors'
names included, so that tests can show what is not kept. `WORKS` is a small city of them.
"""

import gzip
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lionrock.model.source import Fetched
from lionrock.model.statement import Snapshot

Work = dict[str, Any]
Affiliation = tuple[str, tuple[str, ...]]
"""(what is written, the OpenAlex institutions that are given to it)"""

INSTITUTIONS = {
    "I200769079": ("Hong Kong University of Science and Technology", "00q4vv597", "HK",
                   "education"),
    "I4401200001": ("Hong Kong University of Science and Technology (Guangzhou)", "050h0vm43", "CN",
                    "education"),
    "I177725633": ("Chinese University of Hong Kong", "00t33hh48", "HK", "education"),
    "I4210116924": ("Chinese University of Hong Kong, Shenzhen", "02d5ks197", "CN", "education"),
    "I168719708": ("City University of Hong Kong", "03q8dnn23", "HK", "education"),
    "I4210128910": ("Gantry Machines (China)", "0zz00aa11", "CN", "company"),
    "I97018004": ("Northfield University", "0zz00bb22", "US", "education"),
}  # fmt: skip

_UST = "Hong Kong University of Science and Technology"
HKUST = (f"Department of Computer Science, The {_UST}, Clear Water Bay, Hong Kong", ("I200769079",))
HKUSTGZ_AS_HKUST = (f"The {_UST} (Guangzhou), Guangzhou, China", ("I200769079",))
HKUSTGZ_ZH = ("香港科技大学（广州），广东 广州 511453", ("I200769079",))
CUHK = ("The Chinese University of Hong Kong, Shatin, N.T., Hong Kong", ("I177725633",))
CUHKSZ = ("School of Data Science, The Chinese University of Hong Kong, Shenzhen, Guangdong, China",
          ("I4210116924",))  # fmt: skip
CITYU_ZH = ("香港城市大學電腦科學系，香港九龍", ("I168719708",))
GANTRY = ("Gantry Machines Co., Ltd., Shenzhen, China", ("I4210128910",))
NORTHFIELD = ("Northfield University, Northfield, USA", ("I97018004",))
NOBODY = ("Independent Researcher", ())

TOPICS = {
    "T10320": ("Neural Networks and Applications", "1702", "17"),
    "T10028": ("Topic Modeling", "1702", "17"),
    "T10036": ("Advanced Neural Network Applications", "1707", "17"),
    "T10653": ("Robot Manipulation and Learning", "2207", "22"),
    "T12422": ("Radiomics and Machine Learning in Medical Imaging", "2741", "27"),
    "T10020": ("Quantum Information and Cryptography", "1702", "17"),
}


def work(
    number: int, year: int, topic: str | None, *authors: Sequence[Affiliation], **more: Any
) -> Work:
    """A work as the API gives it: `authors` are the affiliations of each; `more` overrides."""
    id_ = f"https://openalex.org/W{4300000000 + number}"
    chosen = [_topic(topic, 0.93), _topic("T10020", 0.02)] if topic else []
    made: Work = {
        "id": id_,
        "doi": f"https://doi.org/10.5555/invented.{number}",
        "title": f"Invented work {number}",
        "display_name": f"Invented work {number}",
        "publication_year": year,
        "publication_date": f"{year}-05-{number % 28 + 1:02}",
        "ids": {"openalex": id_},
        "language": "en",
        "primary_location": _location("Journal of Invented Results", "S4300000001"),
        "type": "article",
        "indexed_in": ["crossref"],
        "open_access": {"is_oa": True, "oa_status": "gold", "oa_url": None},
        "authorships": [_authorship(place, one) for place, one in enumerate(authors)],
        "countries_distinct_count": 1,
        "institutions_distinct_count": 1,
        "fwci": 1.2,
        "cited_by_count": number % 7,
        "citation_normalized_percentile": {
            "value": round(0.5 + number % 50 / 100, 2),
            "is_in_top_1_percent": number % 50 == 49,
            "is_in_top_10_percent": number % 50 >= 40,
        },
        "is_retracted": False,
        "is_paratext": False,
        "is_xpac": False,
        "primary_topic": chosen[0] if chosen else None,
        "topics": chosen,
        "keywords": [],
        "locations_count": 1,
        "locations": [_location("Journal of Invented Results", "S4300000001")],
        "referenced_works": [],
        "abstract_inverted_index": {"Invented": [0]},
        "counts_by_year": [{"year": year, "cited_by_count": number % 7}],
        "updated_date": "2026-10-20T04:11:12.530021",
        "created_date": "2026-10-01",
    }
    return made | more


def _topic(id_: str, score: float) -> Work:
    name, subfield, field = TOPICS[id_]
    return {
        "id": f"https://openalex.org/{id_}", "display_name": name, "score": score,
        "subfield": {"id": f"https://openalex.org/subfields/{subfield}", "display_name": "…"},
        "field": {"id": f"https://openalex.org/fields/{field}", "display_name": "…"},
        "domain": {"id": "https://openalex.org/domains/3", "display_name": "Physical Sciences"},
    }  # fmt: skip


def _location(name: str, source: str) -> Work:
    return {
        "is_oa": True, "landing_page_url": "https://example.org/paper", "pdf_url": None,
        "source": {"id": f"https://openalex.org/{source}", "display_name": name, "issn_l": None,
                   "type": "journal"},
        "license": None, "version": "publishedVersion",
    }  # fmt: skip


def _institution(id_: str) -> Work:
    name, ror, country, type_ = INSTITUTIONS[id_]
    return {
        "id": f"https://openalex.org/{id_}", "display_name": name, "ror": f"https://ror.org/{ror}",
        "country_code": country, "type": type_, "lineage": [f"https://openalex.org/{id_}"],
    }  # fmt: skip


def _authorship(place: int, affiliations: Sequence[Affiliation]) -> Work:
    given = list(dict.fromkeys(id_ for _, ids in affiliations for id_ in ids))
    return {
        "author_position": "first" if place == 0 else "middle",
        "author": {"id": f"https://openalex.org/A50000000{place:02}",
                   "display_name": f"Unkept Person {place}", "orcid": None},
        "institutions": [_institution(id_) for id_ in given],
        "countries": sorted({INSTITUTIONS[id_][2] for id_ in given}),
        "is_corresponding": place == 0,
        "raw_author_name": f"Unkept Person {place}",
        "raw_affiliation_strings": [text for text, _ in affiliations],
        "affiliations": [
            {"raw_affiliation_string": text,
             "institution_ids": [f"https://openalex.org/{id_}" for id_ in ids]}
            for text, ids in affiliations
        ],
    }  # fmt: skip


WORKS: tuple[Work, ...] = (
    work(1, 2021, "T10320", [HKUST]),
    work(2, 2021, "T10320", [HKUST], [CUHK]),
    work(3, 2021, "T10028", [CUHK], [NORTHFIELD]),
    work(4, 2021, "T10036", [CITYU_ZH]),
    work(5, 2022, "T10036", [HKUST, CUHK], [CITYU_ZH]),  # one author with two affiliations
    work(6, 2022, "T10320", [HKUSTGZ_AS_HKUST]),  # OpenAlex gives the campus's work to its sister
    work(7, 2022, "T10320", [HKUSTGZ_ZH], [HKUST]),
    work(8, 2022, "T10653", [CUHKSZ], [GANTRY]),
    work(9, 2022, "T12422", [CUHK], [CUHKSZ]),
    work(10, 2022, "T10020", [HKUST]),  # quantum: not AI, though in the subfield of that name
    work(11, 2023, "T10320", [HKUST], is_retracted=True),
    work(12, 2023, "T10028", [CITYU_ZH], [GANTRY], primary_location=None, locations=[]),
    work(13, 2023, "T10028", [CITYU_ZH], [NORTHFIELD], [NOBODY]),
    work(14, 2023, None, [HKUST], topics=[]),  # not classifiable: in no field
    work(15, 2023, None, [HKUST], primary_location=_location(
        "2023 IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)",
        "S4300000002"), type="conference-paper"),  # in vision by its venue
    work(16, 2023, "T10320", [HKUSTGZ_AS_HKUST], [HKUSTGZ_ZH]),
    work(17, 2023, "T10320", [HKUST], type="dataset"),
    work(18, 2023, "T10320", [HKUST], is_paratext=True),
    work(19, 2024, "T10320", [HKUST], [HKUSTGZ_AS_HKUST], [NORTHFIELD]),
    work(20, 2024, "T10036", [CUHK], [HKUST], doi="https://doi.org/10.48550/arXiv.2403.01234"),
    work(21, 2024, "T10028", [HKUST], locations=[
        _location("arXiv (Cornell University)", "S4306400194")
        | {"landing_page_url": "http://arxiv.org/abs/2404.09999v2"}]),
    work(22, 2024, "T10653", [CUHKSZ]),
    work(23, 2024, "T12422", [CUHK], title=None, display_name="Known by its other name"),
    work(24, 2024, "T10320"),  # no authors at all
    work(25, 2024, "T10320", []),  # an author without an affiliation
    work(26, 2025, "T10320", [(f"X. Unkept is with the {_UST}, Hong Kong (e-mail: x.unkept@ust.hk)",
                               ("I200769079",))]),
    work(27, 2025, "T10028", [CITYU_ZH], [CUHK], [HKUST]),
    work(28, 2025, "T10036", [HKUST], updated_date="2026-09-01T00:00:00", cited_by_count=1),
    work(28, 2025, "T10036", [HKUST], [GANTRY], cited_by_count=9),  # its newer version
)  # fmt: skip

MALFORMED: tuple[bytes, ...] = (
    b'{"id": "https://openalex.org/W4300000900", "title": "cut o',
    b'{"message": "Rate limit exceeded"}',
    json.dumps(work(901, 2024, "T10320", [HKUST]) | {"publication_year": "in press"}).encode(),
    json.dumps(work(902, 2024, "T10320", [HKUST]) | {"authorships": {"0": "none"}}).encode(),
    json.dumps(work(903, 2024, "T10320", [HKUST]) | {"cited_by_count": 1.5}).encode(),
    b"[1, 2, 3]",
    json.dumps(work(904, 2024, "T10320", [HKUST]) | {"updated_date": "yesterday"}).encode(),
    json.dumps(work(905, 2024, "T10320", [HKUST]) | {"topics": [{"id": None}]}).encode(),
)


def written(folder: Path, lines: Sequence[Work | bytes], name: str = "part_000.gz") -> Fetched:
    """The lines as a snapshot file, gzipped when its name says so."""
    data = b"\n".join(
        one if isinstance(one, bytes) else json.dumps(one, ensure_ascii=False).encode()
        for one in lines
    )
    path = folder / name
    path.write_bytes(gzip.compress(data + b"\n") if name.endswith(".gz") else data + b"\n")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    snapshot = Snapshot(
        digest, "openalex", f"openalex/{name}", "2026-11-01", "application/json", "CC0-1.0"
    )
    return Fetched(snapshot, path, name)
