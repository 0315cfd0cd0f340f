"""One record of ROR, of either schema, as the entry that both come to."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

import msgspec
import opencc

from lionrock.model.match import NameType, OrganisationName
from lionrock.model.text import T
from lionrock.sources._ror_shapes import First, Relationship, Second, Tell, decoded

ADDRESS = "https://ror.org/"
LONGEST_NAME = 500  # characters
_ID = re.compile(r"https://ror\.org/(0[a-hj-km-np-tv-z0-9]{6}[0-9]{2})", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
_NAME_TYPES: dict[str, NameType] = {
    "ror_display": "official", "label": "official", "alias": "alias", "acronym": "abbreviation",
}  # fmt: skip
_ORDER: tuple[NameType, ...] = ("official", "alias", "abbreviation")
_KINDS = {
    "education": "university", "healthcare": "hospital", "facility": "research_centre",
    "government": "government", "company": "corporate",
}  # fmt: skip
_OTHER_KINDS = {"nonprofit", "archive", "funder", "other"}
_STATUSES = ("active", "inactive", "withdrawn")
_RELATIONS = {"parent", "child", "related", "successor", "predecessor"}
_REGIONS = {"HK": "hong kong", "MO": "macau"}
_ONE_PLACE = {"macao": "macau"}
_HAN = re.compile("[\u4e00-\u9fff]")
_BARE = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"}
)


class Entry(msgspec.Struct, frozen=True):
    """A record of either schema; `ror`, `parents` and `successors` are bare ids."""

    ror: str
    status: str
    kind: str
    label: T
    names: tuple[OrganisationName, ...]
    cities: tuple[str, ...]
    country: str
    parents: tuple[str, ...]
    successors: tuple[str, ...]


def read_entry(record: bytes, tell: Tell) -> Entry:
    """Read one record; ValueError says what is wrong with it.

    What is only odd (a field, status, type or relation that is new) is told, not refused.
    """
    try:
        return _entry(decoded(record, tell), tell)
    except RecursionError:
        raise ValueError("brackets nested too deep") from None
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8: {error.reason}") from None


def _entry(read: First | Second, tell: Tell) -> Entry:
    found = _ID.fullmatch(read.id)
    if found is None:
        raise ValueError(f"id: {read.id[:80]!r} is not {ADDRESS} and nine letters and digits")
    if read.status not in _STATUSES:
        tell(f"unknown status {read.status[:80]!r}, taken as active")
    names = _names(read, tell)
    cities, country = _places(read)
    related = _related(read.relationships or (), tell)
    return Entry(
        found[1], read.status, _kind(read.types or (), tell), _label(names), names,
        cities, country, *related,
    )  # fmt: skip


def _related(
    relations: Iterable[Relationship], tell: Tell
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Bare ids of the parents and of the successors."""
    found: dict[str, dict[str, None]] = {"parent": {}, "successor": {}}
    for relation in relations:
        kind = relation.type.lower()
        if kind not in _RELATIONS:
            tell(f"unknown relationship {relation.type[:80]!r}, left unread")
        elif kind in found:
            other = _ID.fullmatch(relation.id)
            if other is None:
                tell(f"{kind}: {relation.id[:80]!r} is no ROR id, left unread")
            else:
                found[kind][other[1]] = None
    return tuple(found["parent"]), tuple(found["successor"])


def _kind(types: Iterable[str], tell: Tell) -> str:
    """The registry's class that the types come to, "organisation" when none does."""
    written = [one.lower() for one in types]
    for one in written:
        if one not in _KINDS and one not in _OTHER_KINDS:
            tell(f"unknown type {one[:80]!r}, left unread")
    return next((kind for type_, kind in _KINDS.items() if type_ in written), "organisation")


def _names(read: First | Second, tell: Tell) -> tuple[OrganisationName, ...]:
    """The names, that which ROR displays first, then official ones, aliases, abbreviations."""
    found: dict[str, OrganisationName] = {}
    written = _second_names(read, tell) if isinstance(read, Second) else _first_names(read)
    for text, type_, lang in written:
        name = _cleaned(text)
        if len(name) > LONGEST_NAME:
            tell(f"a name of more than {LONGEST_NAME} characters, left unread")
        elif name and name not in found:
            tag = lang if lang and _LANGUAGE.fullmatch(lang) else ""
            found[name] = OrganisationName(name, type_, tag)
    if not found:
        raise ValueError("no name")
    return tuple(sorted(found.values(), key=lambda name: _ORDER.index(name.type)))


def _second_names(read: Second, tell: Tell) -> Iterator[tuple[str, NameType, str | None]]:
    for name in sorted(read.names, key=lambda name: "ror_display" not in name.types):
        types = {_NAME_TYPES[one] for one in name.types if one in _NAME_TYPES}
        if len(types) == 0 or not _NAME_TYPES.keys() >= set(name.types):
            tell(f"unknown name types {list(name.types)[:4]}")
        yield name.value, next((one for one in _ORDER if one in types), "alias"), name.lang


def _first_names(read: First) -> Iterator[tuple[str, NameType, str | None]]:
    yield read.name, "official", None
    for label in read.labels or ():
        yield label.label, "official", label.iso639
    for alias in read.aliases or ():
        yield alias, "alias", None
    for acronym in read.acronyms or ():
        yield acronym, "abbreviation", None


def _cleaned(text: str) -> str:
    """The name on one line, without control characters."""
    if not text.isprintable():  # joiners are not printable either, and belong to their words
        text = "".join(" " if unicodedata.category(one) == "Cc" else one for one in text)
    return " ".join(text.split())


def _label(names: tuple[OrganisationName, ...]) -> T:
    """The displayed name, and the Chinese one in both scripts; the displayed where none is.

    A script that ROR lacks is written from the other by OpenCC (s2hk, t2s).
    """
    shown = names[0].text
    chinese = [
        name.text
        for name in names
        if name.lang[:2].lower() == "zh" and _HAN.search(name.text) is not None
    ]
    if not chinese:
        return T(shown, shown, shown)
    simplify = _converter("t2s").convert
    hans = simplify(chinese[0])
    twins = (text for text in chinese if text != hans and simplify(text) == hans)
    return T(shown, next(twins, None) or _converter("s2hk").convert(chinese[0]), hans)


@cache
def _converter(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)


def _places(read: First | Second) -> tuple[tuple[str, ...], str]:
    """(cities and then first-level divisions in lower-case ASCII, country code)."""
    if isinstance(read, Second):
        details = [one.geonames_details for one in read.locations or ()]
        cities = [one.name for one in details]
        wider = [one.country_subdivision_name for one in details]
        country = next((one.country_code for one in details if one.country_code), "")
    else:
        addresses = read.addresses or ()
        known = [one.geonames_city for one in addresses]
        cities = [
            (city.city if city else None) or one.city
            for one, city in zip(addresses, known, strict=True)
        ]
        divisions = [city.geonames_admin1 for city in known if city]
        wider = [one.ascii_name for one in divisions if one]
        country = (read.country.country_code if read.country else None) or ""
    code = country.upper() if re.fullmatch("[A-Za-z]{2}", country) else ""
    places = dict.fromkeys(_plain(text) for text in (*cities, *wider) if text)
    places.pop("", None)
    if code in _REGIONS:
        places.pop(_REGIONS[code], None)
        places[_REGIONS[code]] = None
    return tuple(places), code


@lru_cache(maxsize=1 << 16)
def _plain(text: str) -> str:
    """A place's name in lower-case ASCII, as far as its letters have such a form."""
    bare = unicodedata.normalize("NFKD", text.lower()).translate(_BARE)
    plain = " ".join(bare.encode("ascii", "ignore").decode().split())[:100]
    return _ONE_PLACE.get(plain, plain)
