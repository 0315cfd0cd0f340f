"""Figures of the invented city: every kind of period, qualifier, unit and disagreement."""

from typing import Any

_LABELS = {
    "startups": ("Start-ups", "初創企業數目", "初创企业数目"),
    "funding": ("Funding raised", "融資額", "融资额"),
    "ai_use": ("Firms that use AI", "採用人工智能的企業", "采用人工智能的企业"),
    "researchers": ("Researchers", "研究人員", "研究人员"),
    "score": ("Readiness score", "準備度評分", "准备度评分"),
    "compute": ("Computing power", "算力", "算力"),
    "floor": ("Floor area", "樓面面積", "楼面面积"),
    "rules_planned": ("Rules planned", "擬訂規則", "拟订规则"),
    "benefit": ("Expected benefit", "預期效益", "预期效益"),
    "papers": ("Projects", "項目", "项目"),
}
_SHAPES = {
    "startups": ("companies", "up", "startups", "stock", 'accepts = ["projects"]\nlead = true'),
    "funding": ("HKD", "up", "startups", "flow", 'aliases = ["money_raised", "raised"]'),
    "ai_use": ("percent", "up", "adoption", "share", "lead = true"),
    "researchers": ("persons", "up", "research", "stock", "lead = true"),
    "score": ("points", "up", "outlook", "index", "lead = true"),
    "compute": ("petaflops", "up", "initiatives", "stock", "lead = true"),
    "floor": ("km2", "neutral", "crossborder", "stock", "lead = true"),
    "rules_planned": ("initiatives", "neutral", "governance", "plan", "lead = true"),
    "benefit": ("USD", "up", "outlook", "forecast", ""),
    "papers": ("projects", "up", "research", "cumulative", ""),
}


def _entry(name: str) -> str:
    (en, hant, hans), (unit, direction, facet, nature, more) = _LABELS[name], _SHAPES[name]
    texts = f'en = "{en}", zh-Hant = "{hant}", zh-Hans = "{hans}"'
    return (
        f'[{name}]\nunit = "{unit}"\ndirection = "{direction}"\nfacet = "{facet}"\n'
        f'nature = "{nature}"\nlabel = {{ {texts} }}\ndefinition = {{ {texts} }}\n{more}\n'
    )


INDICATORS = "\n".join(_entry(name) for name in _LABELS)

STATS, GAZETTE = "https://stats.vantry.example/a", "https://gazette.example/a"
LEDGER, ABACUS = "https://ledger.example/a", "https://abacus.example/a"
ECHO, ROLL = "https://echo.example/a", "https://roll.example/a"
UNKNOWN = "https://nobody.example/a"


def _row(indicator: str, period: str, value: float, unit: str, **more: Any) -> dict[str, Any]:
    row = {
        "indicator": indicator, "about": "vantry", "period": period, "value": value, "unit": unit,
        "publisher": "vantry-stats", "sources": [STATS],
    }  # fmt: skip
    return row | more


def _by(publisher: str, *sources: str, **more: Any) -> dict[str, Any]:
    return {"publisher": publisher, "sources": list(sources), **more}


FIGURES: list[dict[str, Any]] = [
    # Startups: a series of years, and conflicts, each decided by another rule.
    _row("startups", "2022", 100, "companies", definition="Counted on 31 December."),
    _row("startups", "2023", 120, "startup units"),
    _row("startups", "2023", 150, "companies", **_by("The Gazette", GAZETTE)),  # tier
    _row("startups", "2024", 140, "companies", **_by("gazette", GAZETTE)),  # exact
    _row("startups", "2024", 160, "companies (about)", **_by("ledger", LEDGER)),
    _row("startups", "2025", 167, "companies", **_by("gazette", GAZETTE)),  # precision
    _row("startups", "2025", 170, "projects", **_by("ledger", LEDGER)),
    _row("startups", "2027", 300, "companies", published="2026-02"),  # later: a forecast
    _row("startups", "2024", 55, "companies", about="eastmere", **_by("echo", ECHO)),
    # Funding: currencies, scales, spans; one year without a rate.
    _row("funding", "2023", 11, "HKD billion", published="2024-03"),
    _row("raised", "2023", 12, "HKD billion"),  # dated
    _row("money_raised", "2024", 1.5, "USD billion", published="2025-01-31"),
    _row("funding", "2024", 13, "HKD billion", published="2025-02"),  # newer
    _row("funding", "2024", 9, "CNY billion"),  # no rate for this year: not comparable
    _row("funding", "2023/24", 11500, "HKD million"),
    _row("funding", "2024-25", 12500, "HKD million"),
    _row("funding", "2025-H1", 6, "HKD billion"),
    _row("funding", "2025-Q4", 2.5, "HKD billion"),
    _row("funding", "2019-2023", 40, "HKD billion (over)"),
    _row("funding", "2019/2023", 41, "HKD billion (nearly)"),  # the same span
    # Shares: bases, qualifiers, a value rounded differently.
    _row("ai_use", "2023-09", 30, "percent of 216 firms"),
    _row("ai_use", "2024-03", 36, "percent", **_by("ledger", LEDGER)),  # publisher
    _row("ai_use", "2024-03", 35.2, "percent", **_by("abacus", LEDGER)),
    _row("ai_use", "2024-09", 40.2, "percent", **_by("gazette", ABACUS, LEDGER)),  # sources
    _row("ai_use", "2024-09", 40.1, "%", **_by("ledger", LEDGER)),
    _row("ai_use", "2025-09-30", 45, "percent (at least)", **_by("abacus", ABACUS)),
    _row("ai_use", "2025-09-30", 46, "percent (under)", **_by("abacus", ABACUS)),  # order
    _row("researchers", "2023", 4000, "persons (up to)", **_by("roll", ROLL)),
    _row("researchers", "2024", 4100, "people", **_by("roll", UNKNOWN)),
    _row("score", "first round", 61.5, "points", **_by("abacus", ABACUS)),
    _row("score", "2025", 0, "points", **_by("abacus", ABACUS)),
    _row("score", "2026", -1.5, "points", **_by("abacus", ABACUS)),
    _row("compute", "2026-Q1", 3000, "PFLOPS", source_kind="mirror_or_aggregator"),
    _row("floor", "2025", 130000, "square metres", about="park", scope=["part"]),
    _row("rules_planned", "2028", 7, "initiatives", published="2026-01-05"),
    _row("benefit", "2030", 20, "USD billion (up to)", **_by("abacus", ABACUS)),
    _row("papers", "2020-2025", 812, "projects", about="delta"),
]
