"""OpenAlex: works on artificial intelligence from Hong Kong and the Greater Bay Area.

`lionrock update openalex` asks the API (https://developers.openalex.org/) for works of the topics
that fields.toml counts as AI, with an author in Hong Kong or Macau or at a body of the registry
in Guangdong that has a ROR id. A page of 100 works costs 0.0001 dollars; a free key, in
LIONROCK_OPENALEX_KEY, pays for 10,000 pages a day, without one it is 1,000: what remains is
fetched the next day. Or someone gives a folder of OpenAlex's snapshot, JSON lines or Parquet.

A work that counts only by its venue, its topic being none of AI, is not asked for (venues are
known by name, and the API would want their ids); in a snapshot it is found.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from lionrock.model.fields import definition
from lionrock.model.source import Fetched, Key, LiveDesk, Report, Source
from lionrock.model.statement import Problem
from lionrock.model.text import T
from lionrock.sources._openalex_folder import WORKS, Given, files_of, keep_files
from lionrock.sources._openalex_pages import Question, batches, page_of, pages
from lionrock.sources._openalex_shapes import FIELDS, unread, wrong_in
from lionrock.store.snapshots import Shelf

__all__ = ["SOURCE", "Given", "count", "fetch", "keep_folder"]

SOURCE = Source(
    id="openalex",
    title=T("OpenAlex", "OpenAlex學術著作庫", "OpenAlex学术著作库"),
    publisher="OpenAlex",
    url="https://openalex.org/",
    licence="CC0-1.0",
    cadence="quarterly",
    languages=("en", "zh-Hant", "zh-Hans"),
    expects={"work": (1, 400_000_000)},
    ignores=unread(),
    role="records",
    live=True,
    attribution=T(
        "OpenAlex (OurResearch), CC0",
        "OpenAlex（OurResearch），CC0",
        "OpenAlex（OurResearch），CC0",
    ),
    key=Key("openalex", "api.openalex.org", "api_key"),
    pause=0.2,
    api="https://developers.openalex.org/",
)

API = "https://api.openalex.org"
FROM = 2010
"""The first year of publication that is asked for."""

_GUANGDONG = frozenset({
    "guangzhou", "shenzhen", "zhuhai", "foshan", "dongguan", "zhongshan", "huizhou", "jiangmen",
    "zhaoqing",
})  # fmt: skip
_TOPICS, _BODIES = 100, 50  # values in one question: the API takes 100, an address grows long
_TOLD = 20


def fetch(desk: LiveDesk) -> Iterator[Fetched]:
    """Every page of every question; ValueError when fewer works came than were announced."""
    for name, wanted in _questions(desk):
        yield from pages(desk, SOURCE, Question(name, f"{API}/works", wanted, FIELDS))


def count(fetched: Fetched, report: Report) -> Mapping[str, int]:
    """The number of works of a page; reports, naming the field, what has drifted."""
    told = 0
    page = page_of(fetched.path.read_bytes())
    for number, record in enumerate(page.results, 1):
        wrong = wrong_in(bytes(record))
        if wrong and told < _TOLD:
            told += 1
            report(Problem(fetched.name, number, f"record {number}: {wrong}"))
    return {"work": len(page.results)}


def keep_folder(shelf: Shelf, path: Path) -> Given:
    """Keep the works of a snapshot's folder, or a single file of them, as the current set.

    Every file is tried first; GivenRefused says which one cannot be read, and nothing is kept.
    """
    return keep_files(shelf, SOURCE, files_of(path, WORKS))


def _questions(desk: LiveDesk) -> Iterator[tuple[str, str]]:
    """What is asked for: a name for the files, and a filter."""
    topics = sorted(
        {topic for field in definition().fields.values() for topic in field.topics},
        key=lambda topic: int(topic[1:]),
    )
    near = _in_guangdong(desk)
    given = desk.identifiers("ror")
    bodies = sorted(
        {ror.rpartition("/")[2] for id_, rors in given.items() if id_ in near for ror in rors}
    )
    for number, some in enumerate(batches(topics, _TOPICS), 1):
        about = f"primary_topic.id:{'|'.join(some)},publication_year:>{FROM - 1}"
        yield f"works-{number}-hk-mo", f"authorships.institutions.country_code:HK|MO,{about}"
        for part, rors in enumerate(batches(bodies, _BODIES), 1):
            at = "|".join(f"https://ror.org/{ror}" for ror in rors)
            yield f"works-{number}-gd{part}", f"authorships.institutions.ror:{at},{about}"


def _in_guangdong(desk: LiveDesk) -> frozenset[str]:
    """Bodies of the registry in the nine cities."""
    return frozenset(row["id"] for row in desk.organisations() if row.get("place") in _GUANGDONG)
