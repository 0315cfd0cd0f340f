"""An invented dump of ROR, as large as the real one: `python bench/ror_dump.py FILE.zip`.

All is made up from word lists by a seeded generator, in the wire format of ROR's schema 2.1 or 1;
the same arguments give the same. Ids end in 00, which the checksum of a real one never is.
"""

import argparse
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

Record = dict[str, Any]

RECORDS = 120_000
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_COUNTRIES = {
    "en": [("US", "United States"), ("GB", "United Kingdom"), ("IN", "India"), ("NG", "Nigeria")],
    "zh": [("CN", "China"), ("CN", "China"), ("HK", "Hong Kong"), ("TW", "Taiwan")],
    "fr": [("FR", "France"), ("CA", "Canada"), ("SN", "Senegal")],
    "de": [("DE", "Germany"), ("AT", "Austria")],
    "es": [("ES", "Spain"), ("MX", "Mexico"), ("CO", "Colombia")],
    "pt": [("BR", "Brazil"), ("PT", "Portugal")],
    "ja": [("JP", "Japan")],
}
_SHARES = {"en": 45, "zh": 14, "fr": 11, "de": 9, "es": 9, "pt": 5, "ja": 7}
_SYLLABLES = {
    "en": "ash bram cal dun ever fen glen har ing kel lor mar nor oak pem quar ren stan thorn wex",
    "fr": "ar beau cha don er fon gre lac mont nan or pon que riv sain tour val ver ville",
    "de": "alt berg brück dorf eich feld grün hagen heim kirch lind mühl neu ober stein wald",
    "es": "al bar cas dor es flo gran hon la mira nav ol pal que ros sal tor val vi zar",
    "pt": "ar bel cam dou er fon gua ita jar lag mar nov our pira ri são ser tab var",
    "ja": "aki chi fuku gawa hana ishi kawa kita mina mori naka oka saki taka toyo yama",
}
_HAN = {
    "an": "安", "bei": "北", "chang": "長", "dong": "東", "feng": "豐", "gu": "谷", "he": "和",
    "hua": "華", "jiang": "江", "lin": "林", "long": "龍", "ming": "明", "nan": "南", "ping": "平",
    "qing": "清", "shan": "山", "tai": "泰", "wu": "武", "xi": "西", "yun": "雲", "zhou": "洲",
}  # fmt: skip
_FIELDS = [  # en, zh, fr, de, es, pt, ja
    ("Technology", "科技", "technologie", "Technologie", "tecnología", "tecnologia", "工業"),
    ("Medicine", "醫學", "médecine", "Medizin", "medicina", "medicina", "医科"),
    (
        "Agriculture",
        "農業",
        "agriculture",
        "Agrarwissenschaft",
        "agricultura",
        "agricultura",
        "農業",
    ),
    (
        "Oceanography",
        "海洋",
        "océanographie",
        "Meereskunde",
        "oceanografía",
        "oceanografia",
        "海洋",
    ),
    ("Economics", "財經", "économie", "Wirtschaft", "economía", "economia", "経済"),
    ("Arts", "藝術", "arts", "Künste", "artes", "artes", "芸術"),
    ("Physics", "物理", "physique", "Physik", "física", "física", "物理"),
    ("Computing", "計算機", "informatique", "Informatik", "informática", "computação", "情報"),
    ("Energy", "能源", "énergie", "Energieforschung", "energía", "energia", "エネルギー"),
    ("Education", "師範", "éducation", "Bildung", "educación", "educação", "教育"),
]
_LANGUAGES = ("en", "zh", "fr", "de", "es", "pt", "ja")
_TEMPLATES = {  # type → patterns, each in all languages
    "education": (
        (
            "University of {place} | {place}大學 | Université de {place} | Universität {place} | "
            "Universidad de {place} | Universidade de {place} | {place}大学"
        ),
        (
            "{place} University of {field} | {place}{field}大學 | "
            "Université de {field} de {place} | Hochschule für {field} {place} | "
            "Universidad de {field} de {place} | Universidade de {field} de {place} | "
            "{place}{field}大学"
        ),
    ),
    "facility": (
        (
            "{place} Institute of {field} | {place}{field}研究所 | "
            "Institut de {field} de {place} | Institut für {field} {place} | "
            "Instituto de {field} de {place} | Instituto de {field} de {place} | "
            "{place}{field}研究所"
        ),
        (
            "{place} Key Laboratory of {field} | {place}{field}重點實驗室 | "
            "Laboratoire de {field} de {place} | Labor für {field} {place} | "
            "Laboratorio de {field} de {place} | Laboratório de {field} de {place} | "
            "{place}{field}研究室"
        ),
    ),
    "healthcare": (
        (
            "{place} {number} Hospital | {place}第{han}人民醫院 | Hôpital {number} de {place} | "
            "Klinikum {number} {place} | Hospital {number} de {place} | "
            "Hospital {number} de {place} | {place}第{han}病院"
        ),
    ),
    "company": (
        (
            "{place} {field} ({country}) | {place}{field}有限公司 | {place} {field} SA | "
            "{place} {field} GmbH | {place} {field} SL | {place} {field} Ltda | "
            "{place}{field}株式会社"
        ),
    ),
    "government": (
        (
            "{place} Department of {field} | {place}{field}局 | Direction de {field} de {place} | "
            "Amt für {field} {place} | Departamento de {field} de {place} | "
            "Departamento de {field} de {place} | {place}{field}局"
        ),
    ),
}
_NUMBERS = [("First", "一"), ("Second", "二"), ("Third", "三"), ("Fourth", "四"), ("Fifth", "五")]
_TYPES = {"education": 22, "facility": 20, "healthcare": 14, "company": 34, "government": 10}


def records(count: int = RECORDS, seed: int = 1) -> Iterator[Record]:
    """Yield `count` invented records in schema 2.1.

    One in nine is a part of another, one in fifty inactive or withdrawn with a successor.
    """
    chance = random.Random(seed)
    places = {lang: _places(lang, chance) for lang in _LANGUAGES}
    taken: set[str] = set()
    earlier: list[tuple[str, str]] = []  # (id, displayed name)
    for _ in range(count):
        while (ror := f"https://ror.org/0{''.join(chance.choices(_LETTERS, k=6))}00") in taken:
            continue
        taken.add(ror)
        record = _record(ror, chance, places)
        display = next(n["value"] for n in record["names"] if "ror_display" in n["types"])
        if earlier and chance.random() < 1 / 9:
            parent, label = chance.choice(earlier)
            record["relationships"].append({"type": "parent", "id": parent, "label": label})
        if earlier and chance.random() < 1 / 50:
            heir, label = chance.choice(earlier)
            record["status"] = chance.choice(["inactive", "withdrawn"])
            record["relationships"].append({"type": "successor", "id": heir, "label": label})
        if len(earlier) < 5_000:
            earlier.append((ror, display))
        yield record


def _places(lang: str, chance: random.Random) -> list[tuple[str, str]]:
    """Invented towns of a language as (English spelling, own spelling)."""
    if lang == "zh":
        parts = [(a + b, _HAN[a] + _HAN[b]) for a in _HAN for b in _HAN if a != b]
        return [(latin.capitalize(), han) for latin, han in parts]
    syllables = _SYLLABLES[lang].split()
    towns = {"".join(chance.choices(syllables, k=chance.choice((2, 3)))) for _ in range(3_000)}
    return [(town.capitalize(), town.capitalize()) for town in sorted(towns)]


def _record(ror: str, chance: random.Random, places: dict[str, list[tuple[str, str]]]) -> Record:
    lang = chance.choices(list(_SHARES), list(_SHARES.values()))[0]
    code, country = chance.choice(_COUNTRIES[lang])
    (town, own_town), (province, _) = chance.choice(places[lang]), chance.choice(places[lang][:40])
    type_ = chance.choices(list(_TYPES), list(_TYPES.values()))[0]
    written = chance.choice(_TEMPLATES[type_]).split(" | ")
    field, (number, han) = chance.choice(_FIELDS), chance.choice(_NUMBERS)
    said = {"country": country, "number": number, "han": han}
    display = written[0].format(place=town, field=field[0], **said)
    if chance.random() < 0.6:
        display = display.replace(town, f"{town} {province}", 1)
        own_town = own_town + (dict(places[lang])[province] if lang == "zh" else f" {province}")
    names = [{"value": display, "types": ["label", "ror_display"], "lang": "en"}]
    if lang != "en":
        place = _LANGUAGES.index(lang)
        own = written[place].format(place=own_town, field=field[place], **said)
        names.append({"value": own, "types": ["label"], "lang": lang})
    if chance.random() < 0.35:
        names.append({"value": f"The {display}", "types": ["alias"], "lang": "en"})
    if chance.random() < 0.4:
        initials = "".join(w[0] for w in display.split() if w[0].isupper())
        names.append({"value": initials, "types": ["acronym"], "lang": None})
    day = f"20{chance.randint(18, 26)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return _wire(ror, names, type_, (town, province, code, country), day)


def _wire(
    ror: str, names: list[Record], type_: str, place: tuple[str, str, str, str], day: str
) -> Record:
    town, province, code, country = place
    number = int(ror[-8:-2], 36)
    details = {
        "continent_code": "AS", "continent_name": "Asia", "country_code": code,
        "country_name": country, "country_subdivision_code": province[:2].upper(),
        "country_subdivision_name": province, "lat": number % 180 - 90 + 0.5,
        "lng": number % 360 - 180 + 0.5, "name": town,
    }  # fmt: skip
    site = f"https://{''.join(town.lower().split())}-{ror[-8:]}.example"
    return {
        "admin": {
            "created": {"date": day, "schema_version": "1.0"},
            "last_modified": {"date": day, "schema_version": "2.1"},
        },
        "domains": [],
        "established": 1850 + number % 170,
        "external_ids": [
            {"all": [f"grid.{number % 10**6}.0"], "preferred": f"grid.{number % 10**6}.0",
             "type": "grid"},
            {"all": [f"0000 0000 {number % 10**4:04} 0000"], "preferred": None, "type": "isni"},
        ],
        "id": ror,
        "links": [{"type": "website", "value": site}],
        "locations": [{"geonames_details": details, "geonames_id": number % 10**7}],
        "names": names,
        "relationships": [],
        "status": "active",
        "types": [type_, "funder"] if number % 12 == 0 else [type_],
    }  # fmt: skip


def first_schema(record: Record) -> Record:
    """A record of `records` in schema 1."""
    of_type: dict[str, list[Record]] = {"label": [], "alias": [], "acronym": []}
    for name in record["names"]:
        of_type[name["types"][0]].append(name)
    details = record["locations"][0]["geonames_details"]
    geonames = record["locations"][0]["geonames_id"]
    nuts = {f"nuts_level{level}": {"name": None, "code": None} for level in (1, 2, 3)}
    division = {
        "name": details["country_subdivision_name"], "id": geonames + 1,
        "ascii_name": details["country_subdivision_name"], "code": None,
    }  # fmt: skip
    city = {"id": geonames, "city": details["name"], "geonames_admin1": division, **nuts}
    address = {
        "lat": details["lat"], "lng": details["lng"], "state": None, "state_code": None,
        "city": details["name"], "geonames_city": city, "postcode": None, "primary": False,
        "line": None, "country_geonames_id": geonames + 2,
    }  # fmt: skip
    return {
        "id": record["id"],
        "name": of_type["label"][0]["value"],
        "email_address": None,
        "ip_addresses": [],
        "established": record["established"],
        "types": [type_.capitalize() for type_ in record["types"] if type_ != "funder"],
        "relationships": [
            one | {"type": one["type"].capitalize()} for one in record["relationships"]
        ],
        "addresses": [address],
        "links": [link["value"] for link in record["links"]],
        "aliases": [name["value"] for name in of_type["alias"]],
        "acronyms": [name["value"] for name in of_type["acronym"]],
        "status": record["status"],
        "wikipedia_url": None,
        "labels": [
            {"label": name["value"], "iso639": name["lang"]} for name in of_type["label"][1:]
        ],
        "country": {
            "country_name": details["country_name"],
            "country_code": details["country_code"],
        },
        "external_ids": {
            one["type"].upper(): {"preferred": one["preferred"], "all": one["all"]}
            for one in record["external_ids"]
        },
    }


def write_dump(path: Path, count: int = RECORDS, schema: int = 2, seed: int = 1) -> int:
    """Write a dump as it is published, in a zip with one member; its JSON's size in bytes."""
    ending = "-ror-data_schema_v2.json" if schema == 2 else "-ror-data.json"
    size = 0
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(f"v0.0-2026-01-01{ending}", "w", force_zip64=True) as member,
    ):
        opening = b"[\n"
        for record in records(count, seed):
            body = msgspec.json.encode(record if schema == 2 else first_schema(record))
            size += member.write(opening + msgspec.json.format(body, indent=4))
            opening = b",\n"
        size += member.write(b"\n]\n")
    return size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--records", type=int, default=RECORDS)
    parser.add_argument("--schema", type=int, choices=(1, 2), default=2)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    size = write_dump(asked.file, asked.records, asked.schema, asked.seed)
    print(f"{asked.file}: {asked.records:,} records, {size:,} bytes of JSON")


if __name__ == "__main__":
    main()
