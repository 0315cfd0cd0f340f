"""Hugging Face: models and data sets that the registry's organisations have published there.

`lionrock update huggingface` asks the hub's API (https://huggingface.co/docs/hub/api) for what
stands under the accounts that the registry gives as `ids.huggingface`. The facts are the hub's
list of public repositories; what is in them stays under each one's own licence and is not read.
Accounts of persons are not asked for.
"""

import hashlib
import re
from collections.abc import Iterator

import msgspec

from lionrock.model.reference import Reference
from lionrock.model.source import Ask, Claim, Fetched, FetchFailed, LiveDesk, Record, Report, Source
from lionrock.model.statement import Problem
from lionrock.model.text import T
from lionrock.sources import _shapes
from lionrock.sources._fields import words
from lionrock.sources._huggingface_shapes import Repository, repositories

SOURCE = Source(
    id="huggingface",
    title=T("Hugging Face Hub", "Hugging Face Hub", "Hugging Face Hub"),
    publisher="Hugging Face",
    url="https://huggingface.co/",
    licence="LicenseRef-Hugging-Face-Terms",
    cadence="monthly",
    languages=("en",),
    expects={"artefact": (0, 100_000)},
    ignores=frozenset(_shapes.unread(Repository)),
    live=True,
    attribution=T(
        "Lists of public repositories: Hugging Face Hub",
        "公開資源庫列表：Hugging Face Hub",
        "公开仓库列表：Hugging Face Hub",
    ),
    api="https://huggingface.co/docs/hub/api",
)

METHOD = "huggingface"
API = "https://huggingface.co/api/"
PAGE = "https://huggingface.co/"
TIER = "data"

_AT_ONCE, _PAGES = 500, 100
_KINDS = {"models": ("model", ""), "datasets": ("dataset", "datasets/")}
_ASKED = {
    "models": ("createdAt", "tags", "pipeline_tag"),
    "datasets": ("createdAt", "tags"),
}
_ACCOUNT = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,94}[A-Za-z0-9])?")
_REPOSITORY = re.compile(r"([A-Za-z0-9_-]{1,96})/([A-Za-z0-9._-]{1,96})")
_UNDATED = "2022-03-02"
"""What the hub gives everything that is older than its first dates."""

_LANGUAGES = {"en": "English", "zh": "Chinese", "yue": "Cantonese"}
_PAPER = re.compile(r"arxiv:([0-9]{4}\.[0-9]{4,5})")
_BASE = re.compile(r"base_model:([\w.-]+/[\w.-]+)")
_MODALITIES = {
    "text": "text", "image": "image", "audio": "audio", "video": "video", "tabular": "tabular",
    "timeseries": "tabular", "3d": "three_d", "geospatial": "geospatial",
}  # fmt: skip
_TASKS = {
    "text": (
        "text-generation", "text-classification", "token-classification", "question-answering",
        "translation", "summarization", "fill-mask", "sentence-similarity", "feature-extraction",
        "zero-shot-classification", "text-ranking", "table-question-answering",
    ),
    "image": (
        "image-classification", "object-detection", "image-segmentation", "text-to-image",
        "image-to-image", "unconditional-image-generation", "depth-estimation",
        "zero-shot-image-classification", "zero-shot-object-detection", "mask-generation",
        "image-feature-extraction", "keypoint-detection",
    ),
    "audio": (
        "automatic-speech-recognition", "text-to-speech", "audio-classification",
        "audio-to-audio", "text-to-audio", "voice-activity-detection",
    ),
    "video": ("video-classification", "text-to-video", "image-to-video", "video-to-video"),
    "multimodal": (
        "image-text-to-text", "image-to-text", "visual-question-answering", "any-to-any",
        "document-question-answering", "video-text-to-text", "audio-text-to-text",
        "visual-document-retrieval",
    ),
    "three_d": ("text-to-3d", "image-to-3d"),
    "tabular": ("tabular-classification", "tabular-regression", "time-series-forecasting"),
}  # fmt: skip
_OF_TASK = {task: modality for modality, tasks in _TASKS.items() for task in tasks}


def fetch(desk: LiveDesk) -> Iterator[Fetched]:
    """The lists of every account, page after page; an account that is gone is passed over."""
    accounts = {one for some in desk.identifiers("huggingface").values() for one in some}
    for account in sorted(filter(_ACCOUNT.fullmatch, accounts)):
        for kind in _KINDS:
            try:
                yield from _pages(desk, account, kind)
            except FetchFailed as failed:
                if failed.reason != "not_found":
                    raise


def parse(fetched: Fetched, reference: Reference, report: Report) -> Iterator[Record]:
    """A record a repository, owned by the account it stands under."""
    kind = fetched.name.split("-")[0]
    try:
        found = repositories(fetched.path.read_bytes())
    except (ValueError, msgspec.DecodeError, RecursionError) as error:
        report(Problem(fetched.name, 1, str(error)[:300]))
        return
    for number, one in enumerate(found, 1):
        try:
            record = _record(one, kind, f"{fetched.name}:{number}", reference)
        except ValueError as error:
            report(Problem(fetched.name, number, f"record {number}: {error}"[:300]))
            continue
        if not one.disabled and not one.private:
            yield record


def _pages(desk: LiveDesk, account: str, kind: str) -> Iterator[Fetched]:
    asked = "".join(f"&expand[]={field}" for field in _ASKED[kind])
    address = f"{API}{kind}?author={account}&limit={_AT_ONCE}{asked}"
    name = f"{kind}-{account.lower()}-{hashlib.sha256(account.encode()).hexdigest()[:4]}"
    seen = set()
    for number in range(1, _PAGES + 1):
        fetched = desk.get(SOURCE, Ask(address, f"{name}-{number:03}.json"))
        yield fetched
        address = fetched.following
        if not address:
            return
        if address in seen or not address.startswith(f"{API}{kind}?"):
            raise ValueError(f"{name}: header field 'Link': {address[:120]!r} leads nowhere new")
        seen.add(address)
    raise ValueError(f"{name}: header field 'Link': more than {_PAGES} pages")


def _record(one: Repository, kind: str, locator: str, reference: Reference) -> Record:
    parts = _REPOSITORY.fullmatch(one.id)
    if parts is None:
        raise ValueError(f"field 'id': {one.id[:80]!r} is not ACCOUNT/NAME")
    class_, folder = _KINDS[kind]
    page = f"{PAGE}{folder}{one.id}"
    claims = tuple(dict.fromkeys(_claims(one, class_, parts[1], parts[2], page)))
    publisher = reference.publishers.of_url(page)
    return Record(
        locator, _subject(class_, one.id), "artefact", claims, ((page, publisher.id, TIER),)
    )


def _subject(class_: str, repository: str) -> str:
    """An id that stays the same, and that two spellings do not share."""
    digest = hashlib.sha256(f"{class_}/{repository}".encode()).hexdigest()[:6]
    return f"hf-{re.sub('[^a-z0-9]+', '-', repository.lower()).strip('-')[:80]}-{digest}"


def _claims(one: Repository, class_: str, account: str, name: str, page: str) -> Iterator[Claim]:
    yield ("name", words(name), "en", None)
    yield ("class", class_, None, None)
    yield ("owner", f"huggingface:{account}", None, None)
    if one.created_at and not one.created_at.startswith(_UNDATED):
        yield ("date", _shapes.day_of("createdAt", one.created_at), None, None)
    modality = _OF_TASK.get(one.pipeline_tag or "")
    if modality:
        yield ("modality", modality, None, None)
    for tag in one.tags:
        before, _, after = tag.partition(":")
        if before == "modality" and after in _MODALITIES:
            yield ("modality", _MODALITIES[after], None, None)
        elif (after if before == "language" else tag) in _LANGUAGES:
            yield ("language", _LANGUAGES[after or tag], None, None)
        elif base := _BASE.fullmatch(tag):
            yield ("base", base[1], None, None)
        elif paper := _PAPER.fullmatch(tag):
            yield ("paper", f"arXiv:{paper[1]}", None, None)
    yield ("url", page, None, None)
