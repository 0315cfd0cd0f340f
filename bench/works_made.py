"""Works in OpenAlex's format, made up from a seed, for benchmarks alone: nobody wrote them.

Every title begins with "Synthetic work", ids lie above those that OpenAlex has given out. Size and
nesting are as in the snapshot: about 7 kB a work, most of it abstract, references and places.
`python bench/works_made.py FOLDER NUMBER` writes a folder of gzipped parts.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from isal import igzip

from lionrock.model.fields import definition
from lionrock.settings import BUNDLED_REGISTRY

SEED, PARTS = 2026, 8
_FIRST = 9_000_000_000
_SYLLABLES = ("ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo")
_UNITS = ("Department of", "School of", "Faculty of", "Laboratory for")
_SUBJECTS = ("Computing", "Engineering", "Data Science", "Medicine", "Informatics", "Robotics")
_encode = msgspec.json.Encoder().encode


def write_works(folder: Path, number: int, seed: int = SEED) -> list[Path]:
    """Write `number` works into parts of `folder`; the same seed gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    made = _Made(random.Random(seed))
    paths = []
    for part in range(PARTS):
        path = folder / f"part_{part:04}.gz"
        with igzip.open(path, "wb", compresslevel=2) as stream:
            for place in range(part * number // PARTS, (part + 1) * number // PARTS):
                stream.write(_encode(made.work(place)) + b"\n")
        paths.append(path)
    return paths


class _Made:
    """Draws works; what they have in common (bodies, venues, words) is drawn once."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        topics = sorted({t for f in definition().fields.values() for t in f.topics})
        self._topics = topics + [f"T{n}" for n in range(90_001, 90_201)]
        self._words = ["".join(chance.choices(_SYLLABLES, k=3)) for _ in range(4_000)]
        self._venues = [f"Synthetic Journal {n}" for n in range(300)]
        self._institutions = list(_institutions(chance))
        self._abstracts = [self._abstract() for _ in range(200)]

    def work(self, place: int) -> dict[str, Any]:
        """One work."""
        chance = self._chance
        id_, year = f"https://openalex.org/W{_FIRST + place}", chance.randint(2010, 2026)
        title = f"Synthetic work {place}: {' '.join(chance.choices(self._words, k=8))}"
        topics = [
            {
                "id": f"https://openalex.org/{topic}", "display_name": f"Topic {topic}",
                "score": round(chance.random(), 4),
                "subfield": {"id": "https://openalex.org/subfields/1702", "display_name": "AI"},
                "field": {"id": "https://openalex.org/fields/17", "display_name": "Computing"},
                "domain": {"id": "https://openalex.org/domains/3", "display_name": "Physical"},
            }
            for topic in chance.sample(self._topics, 3)
        ]  # fmt: skip
        location = self._location(place)
        return {
            "id": id_, "doi": f"https://doi.org/10.99999/synthetic.{place}", "title": title,
            "display_name": title, "publication_year": year,
            "publication_date": f"{year}-{chance.randint(1, 12):02}-15",
            "ids": {"openalex": id_, "mag": str(place)}, "language": "en", "type": "article",
            "primary_location": location, "locations": [location], "locations_count": 1,
            "authorships": [self._authorship(n) for n in range(chance.randint(1, 6))],
            "countries_distinct_count": 1, "cited_by_count": chance.randrange(100),
            "citation_normalized_percentile": {
                "value": round(chance.random(), 6), "is_in_top_1_percent": False,
            },
            "is_retracted": False, "is_paratext": False, "primary_topic": topics[0],
            "topics": topics,
            "referenced_works": [
                f"https://openalex.org/W{chance.randrange(_FIRST, _FIRST + 10_000_000)}"
                for _ in range(20)
            ],
            "abstract_inverted_index": chance.choice(self._abstracts),
            "updated_date": f"2026-0{chance.randint(1, 9)}-11T00:00:00.000000",
        }  # fmt: skip

    def _location(self, place: int) -> dict[str, Any]:
        venue = self._chance.randrange(len(self._venues))
        return {
            "is_oa": True, "landing_page_url": f"https://doi.org/10.99999/synthetic.{place}",
            "pdf_url": None, "license": "cc-by", "version": "publishedVersion",
            "source": {
                "id": f"https://openalex.org/S{99_000_000 + venue}", "type": "journal",
                "display_name": self._venues[venue], "issn": ["0000-0000"], "is_oa": True,
            },
        }  # fmt: skip

    def _authorship(self, place: int) -> dict[str, Any]:
        institution, written = self._chance.choice(self._institutions)
        author = self._chance.randrange(1_000_000)
        return {
            "author_position": "middle", "countries": [institution["country_code"]],
            "author": {
                "id": f"https://openalex.org/A{9_900_000_000 + author}",
                "display_name": f"Nobody {author}", "orcid": None,
            },
            "institutions": [institution], "is_corresponding": place == 0,
            "raw_author_name": f"Nobody {author}", "raw_affiliation_strings": [written],
            "affiliations": [
                {"raw_affiliation_string": written, "institution_ids": [institution["id"]]}
            ],
        }  # fmt: skip

    def _abstract(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, word in enumerate(self._chance.choices(self._words, k=150)):
            found.setdefault(word, []).append(place)
        return found


def _institutions(chance: random.Random) -> Iterator[tuple[dict[str, Any], str]]:
    """Institutions and texts as papers print them: half of bodies that the registry holds."""
    rows = [
        msgspec.json.decode(line)
        for line in (BUNDLED_REGISTRY / "organisations.jsonl").read_bytes().splitlines()
    ]
    names = [row["names"]["en"][0] for row in rows if "en" in row["names"]]
    for number in range(10_000):
        ours = number % 2 == 0
        name = chance.choice(names) if ours else f"Synthetic University {number}"
        unit = f"{chance.choice(_UNITS)} {chance.choice(_SUBJECTS)} {number % 7}"
        institution = {
            "id": f"https://openalex.org/I{9_900_000_000 + number}", "display_name": name,
            "ror": None, "country_code": "HK" if ours else "US", "type": "education",
            "lineage": [],
        }  # fmt: skip
        yield institution, f"{unit}, {name}, {'Hong Kong' if ours else 'Northfield, USA'}"


if __name__ == "__main__":
    write_works(Path(sys.argv[1]), int(sys.argv[2]))
