"""Facts of the invented city by file: organisations, what they do, and how they are linked."""

from typing import Any

Line = dict[str, Any]

GOVERNMENT, LUMEN = "https://www.vantry.example/press/1", "https://lumen.example/about"
GAZETTE, LEDGER = "https://gazette.example/1", "https://ledger.example/1"
ABACUS, ROLL = "https://pages.example/abacus/1", "https://roll.example/1"
ECHO, UNKNOWN = "https://pages.example/1", "https://nobody.example/1"
_MIRROR = {"source_kind": "mirror_or_aggregator"}


def _org(id_: str, kind: str, en: str | None, **more: Any) -> Line:
    names = {"en": [en]} if en else {}
    more["names"] = names | more.get("names", {})
    return {"id": id_, "kind": kind, "sources": [GAZETTE], "place": "vantry"} | more


def _link(subject: str, type_: str, object_: str, **more: Any) -> Line:
    return {"subject": subject, "type": type_, "object": object_, "sources": [GAZETTE]} | more


_UNIVERSITY = _org(
    "vantry-university", "university", "Vantry University",
    names={"en": ["Vantry University", "University of Vantry"], "zh-Hant": ["雲翠大學", "翠大"],
           "zh-Hans": ["云翠大学"]},
    abbr=["VU"],
    ids={"openalex": "I0",
         "ror": "https://ror.org/00invented", "wikidata": "Q0", "lei": "00INVENTED0000000000",
         "website": "https://www.vu.example", "domains": ["vu.example", "mail.vu.example"],
         "huggingface": ["vantry-ai"]},
    founded="1911", sectors=["education"], ai_focus=["nlp", "robotics"],
    former_names=["Vantry College", "雲翠書院"], sources=[ROLL, GOVERNMENT],
    note="Not the campus in Eastmere.",
)  # fmt: skip

ORGANISATIONS = [
    _UNIVERSITY,
    _org("vantry-university-eastmere", "university", "Vantry University (Eastmere)",
         names={"zh-Hans": ["云翠大学（东湖）"]}, place="eastmere", parent="vantry-university"),
    _org("vision-laboratory", "research_centre", "Vision Laboratory",
         names={"zh-Hant": ["視覺實驗室"]}, parent="vantry-university", founded="2019-09"),
    _org("harbour-hospital", "hospital", "Harbour Hospital", names={"zh-Hant": ["海港醫院"]},
         sources=[GAZETTE, LEDGER], founded="1988-02-29"),
    _org("bureau", "government", "Innovation Bureau", names={"zh-Hant": ["創新局"]},
         sources=[GOVERNMENT]),
    _org("watchdog", "regulator", None, names={"zh-Hans": ["数据监督署"]}),
    _org("old-watchdog", "regulator", "Records Office", dissolved="2021-03", **_MIRROR),
    _org("bank", "corporate", "Bank of Vantry", names={"zh-Hant": ["雲翠銀行"]},
         ids={"hkex": "0000"}, sectors=["finance", "fintech"], sources=[ROLL]),
    _org("lumen", "startup", "Lumen Robotics", names={"zh-Hans": ["流明机器人"]},
         ai_focus=["robotics"], sectors=["robotics"], founded="2018-05-04", sources=[LUMEN]),
    _org("quill", "startup", "Quill <b>&amp;</b> Ink", sources=[LUMEN]),
    _org("tern", "startup", "Tern", place="eastmere", sources=[UNKNOWN], **_MIRROR),
    _org("heron-capital", "investor", "Heron Capital"),
    _org("hatchery", "incubator", "The Hatchery"),
    _org("park", "park", "Vantry Science Park", names={"zh-Hant": ["雲翠科學園"]}),
    _org("cloudworks", "provider", "Cloudworks"),
    _org("guild", "association", "Guild of Engineers"),
    _org("gazette", "media", "Vantry Gazette"),
    _org("exchange", "other", "Vantry Exchange"),
]  # fmt: skip

INITIATIVES: list[Line] = [
    {"id": "harbour-plan", "kind": "strategy", "owner": "bureau", "status": "under_way",
     "names": {"en": ["Harbour Plan"], "zh-Hant": ["海港計劃"]}, "announced": "2023-10",
     "start": "2024", "end": "2028-12-31", "amount": 3000000000, "currency": "HKD",
     "scope": ["several_years"],
     "sectors": ["healthcare", "all"], "note": "As of mid-2026.", "sources": [GOVERNMENT, GAZETTE],
     "milestones": [{"date": "2024-06", "what": "First phase opened", "done": True},
                    {"date": "2024-06", "what": "First calls answered", "done": True},
                    {"date": "2028", "what": "Second phase", "done": False},
                    {"date": None, "what": "Third phase"}]},
    {"id": "open-data", "kind": "data", "owner": "bureau", "status": "announced",
     "names": {"zh-Hant": ["開放數據"]}, "sources": [ECHO], **_MIRROR},
]  # fmt: skip

PROGRAMMES: list[Line] = [
    {"id": "lift", "kind": "grant", "operator": "hatchery", "status": "open", "abbr": ["LIFT"],
     "names": {"en": ["Lift Grant"], "zh-Hans": ["起飞资助"]}, "for": ["startup", "sme"],
     "between": ["vantry", "eastmere"],
     "eligibility": {"hk_incorporated": True, "years_max": 7, "sectors": ["ai", "biotech"],
                     "other": "two founders at least"},
     "amount_max": 100000.5, "currency": "HKD", "scope": ["ceiling"],
     "start": "2022-04-01", "end": "2027-03",
     "url": "https://www.vantry.example/lift", "note": "Twice a year.", "sources": [GOVERNMENT]},
    {"id": "fellows", "kind": "fellowship", "names": {"en": ["Fellows"]}, "sources": [UNKNOWN]},
]  # fmt: skip

GOVERNANCE: list[Line] = [
    {"id": "data-code", "kind": "code", "issuer": "watchdog", "binding": True, "date": "2024-05-07",
     "names": {"en": ["Data Code"], "zh-Hant": ["數據守則"], "zh-Hans": ["数据守则"]},
     "status": "in_force", "sectors": ["finance"], "topics": ["privacy", "transparency"],
     "obligations": ["keep a register", "answer within 30 days"], "sources": [GOVERNMENT],
     "url": "https://www.vantry.example/code", "note": "Replaces the guideline of 2019."},
    {"id": "old-guideline", "kind": "guideline", "issuer": "old-watchdog", "binding": False,
     "names": {"en": ["Guideline"]}, "status": "superseded", "sources": [LEDGER]},
]  # fmt: skip

INCIDENTS: list[Line] = [
    {"id": "false-voice", "title": "A false voice moved money", "date": "2025-02",
     "orgs": ["bank", "quill"], "harm": "fraud", "what": "A cloned voice ordered a transfer.",
     "sources": [GAZETTE, LEDGER]},
    {"id": "lost-list", "title": "A list was lost", "harm": "privacy", "what": "Unknown cause.",
     "sources": [ABACUS]},
]  # fmt: skip

DEALS: list[Line] = [
    {"company": "lumen", "date": "2021", "round": "seed", "amount": 4348145900, "currency": "HKD",
     "scope": ["together"],
     "valuation": 9000000000, "valuation_currency": "HKD", "investors": ["heron-capital"],
     "sources": [LUMEN, LEDGER]},
    {"company": "lumen", "date": "2024-03-01", "round": "series_a", "amount": 20000000,
     "currency": "USD", "investors": ["heron-capital", "bank"], "sources": [GAZETTE]},
    {"company": "quill", "date": "2025-11", "round": "angel", "note": "Amount not told.",
     "sources": [UNKNOWN]},
]  # fmt: skip

ADOPTION: list[Line] = [
    {"id": "bank-voice", "adopter": "bank", "use_case": "Answers calls by voice",
     "function": "customer_service", "sector": "finance", "technique": "nlp", "provider": "quill",
     "date": "2025-01-20", "stage": "pilot", "note": "One branch.", "sources": [GAZETTE]},
    {"id": "hospital-images", "adopter": "harbour-hospital", "use_case": "Reads images",
     "sector": "healthcare", "stage": "production", "sources": [ABACUS]},
]  # fmt: skip

MODELS: list[Line] = [
    {"id": "egret", "kind": "model", "names": {"en": ["Egret"], "zh-Hant": ["白鷺"]},
     "owner": "vision-laboratory", "date": "2025-07-14", "modality": "text",
     "languages": ["en", "yue"], "params": "7B", "base": "Heron 2", "paper": "arXiv:0000.00000",
     "url": "https://www.vu.example/egret", "note": "Open weights.", "sources": [ROLL]},
    {"id": "tide-tables", "kind": "dataset", "names": {"en": ["Tide Tables"]}, "sources": [ECHO]},
]  # fmt: skip

TARGETS: list[Line] = [
    {"id": "hundred-procedures", "by": "bureau", "target": "AI in 100 procedures", "value": 100,
     "unit": "procedures", "due": "2027", "set_on": "2025-09-17", "note": "Of about 900.",
     "sources": [GOVERNMENT]},
    {"id": "first-city", "by": "bureau", "target": "First among cities", "sources": [LEDGER]},
]  # fmt: skip

PLACES: list[Line] = [
    {"id": "vantry", "kind": "city", "admin": "Free city", "admin_code": "99", "area_km2": 1110.5,
     "names": {"en": ["Vantry", "Vantry Bay"], "zh-Hant": ["雲翠"], "zh-Hans": ["云翠"]},
     "population": {"value": 700000, "year": 2020}, "lat": -22.5, "lon": 114.25,
     "population_latest": {"value": 710000, "year": 2025}, "geonames": 1,
     "gdp": {"value": 34659000000, "currency": "USD", "year": 2020},
     "gdp_latest": {"value": 298000000000, "currency": "HKD", "year": 2025}, "sources": [ROLL]},
    {"id": "eastmere", "kind": "city", "names": {"zh-Hans": ["东湖"]}, "sources": [ECHO]},
    {"id": "delta", "kind": "region", "names": {"en": ["The Delta"], "zh-Hant": ["三角洲"]},
     "members": ["vantry", "eastmere"], "sources": [GOVERNMENT]},
]  # fmt: skip

RELATIONS = [
    _link(
        "heron-capital",
        "invests_in",
        "lumen",
        date="2021",
        amount=4348145900,
        currency="HKD",
        scope=["together"],
    ),
    _link("heron-capital", "invests_in", "quill"),
    _link("bank", "acquires", "tern", date="2026-04", sources=[LEDGER, ABACUS]),
    _link("bureau", "funds", "vision-laboratory", date="2022", end="2027", sources=[GOVERNMENT]),
    _link("hatchery", "incubates", "quill", note="second intake"),
    _link("lumen", "spun_out_of", "vantry-university", sources=[LUMEN]),
    _link("vision-laboratory", "part_of", "vantry-university"),
    _link("vantry-university-eastmere", "campus_of", "vantry-university", date="2022-09"),
    _link("quill", "member_of", "guild", date="2025-12-31", note="first cohort"),
    _link("bureau", "operates", "park", sources=[UNKNOWN]),
    _link("watchdog", "regulates", "bank", sources=[ECHO], **_MIRROR),
    _link("cloudworks", "supplies", "bank"),
    _link("bank", "listed_on", "exchange", date="1995"),
    _link("old-watchdog", "succeeded_by", "watchdog", date="2024"),
    _link("lumen", "partners_with", "harbour-hospital"),
    _link("harbour-hospital", "joint_lab_with", "vantry-university", date="2023-01"),
    _link("gazette", "related_to", "guild"),
    _link("open-data", "follows_on", "harbour-plan"),
]

FACTS: dict[str, list[Line]] = {
    "organisations.jsonl": ORGANISATIONS, "initiatives.jsonl": INITIATIVES,
    "programmes.jsonl": PROGRAMMES, "governance.jsonl": GOVERNANCE, "incidents.jsonl": INCIDENTS,
    "deals.jsonl": DEALS, "adoption.jsonl": ADOPTION, "relations.jsonl": RELATIONS,
    "models.jsonl": MODELS, "targets.jsonl": TARGETS, "places.jsonl": PLACES,
}  # fmt: skip
