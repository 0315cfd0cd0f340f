"""Tables of the adoption facet: uses of AI, sandbox cohorts, providers, talent."""

from lionrock.facets._facts import AS_OF, YEAR, column, dated, facts, year
from lionrock.facets._readings import readings
from lionrock.facets._sectors import FAMILY, families
from lionrock.model.facet import Column, Table
from lionrock.model.text import T

_USES = f"""
SELECT u.*, y.as_of, f.family, {year("u.date")} AS year
FROM ({
    facts("adoption", ("adopter", "stage", "date"), ("function", "sector", "technique", "provider"))
}) u
LEFT JOIN ({families("adoption")}) f ON f.entity = u.entity
LEFT JOIN ({dated("adoption", "stage")}) y ON y.entity = u.entity
"""

# Cohorts are told by the notes of memberships: "first cohort", "technology partner, second cohort".
_COHORTS = """
SELECT r.id AS place, r.source AS entity, r.target AS programme, r.date, r.note,
    CASE WHEN r.note LIKE '%first cohort%' THEN 'first' WHEN r.note LIKE '%second cohort%'
        THEN 'second' WHEN r.note LIKE '%third cohort%' THEN 'third' END AS cohort,
    CASE WHEN r.note LIKE '%technology partner%' THEN 'partner' ELSE 'participant' END AS role,
    [r.n] AS records
FROM relations r
WHERE r.type = 'member_of' AND r.note LIKE '%cohort%'
"""
_PROVIDERS = f"""
SELECT o.*, coalesce(u.uses, 0) AS uses
FROM ({facts("organisation", ("class", "place", "founded"), ("ai_focus", "sector"))}) o
LEFT JOIN (
    SELECT target AS entity, count(DISTINCT source) AS uses FROM edges
    WHERE type = 'provider' AND via = 'property' GROUP BY target
) u ON u.entity = o.entity
WHERE o.class = 'provider' OR u.uses > 0
"""

# Each side of the labour market, and whom a figure of it counts: those of AI alone, all of
# information technology and innovation, or everybody. The three are never compared as if one.
_TALENT = {
    "demand": {
        "ai": (
            "ai_job_ads", "ai_job_ads_share", "ai_job_ads_share_jobmarkets",
            "ai_job_postings_share", "ai_job_postings_share_ict", "tech_vacancies_ai_share",
            "cyberport_fair_ai_jobs_share", "cyberport_fair_recruiters_ai_share",
        ),
        "tech": (
            "cyberport_fair_jobs", "it_new_entrants_needed", "ic_sector_manpower",
            "software_it_manpower_growth",
        ),
        "all": ("graduate_vacancies", "job_ads_change"),
    },
    "supply": {
        "ai": ("hkstp_ai_talent",),
        "tech": ("it_workforce", "it_employees", "it_employees_labour_share", "hkstp_rd_staff"),
        "all": ("ugc_postgraduates_stem", "ugc_undergraduates_stem", "graduates_ugc"),
    },
    "pay": {
        "ai": (
            "junior_ai_engineer_pay_low", "junior_ai_engineer_pay_high", "ai_skill_pay_premium",
        ),
        "tech": ("it_pay_offer_change",),
        "all": ("pay_offer_change", "ttps_median_monthly_pay"),
    },
    "visas": {
        "tech": (
            "techtas_quota", "techtas_approved", "techtas_approved_year",
            "ttps_approved_it_related", "ttps_it_sector_share", "ttps_ict_sector_share",
        ),
        "all": (
            "talent_scheme_applications", "talent_scheme_approvals", "talent_arrivals",
            "talent_visas_approved_year", "ttps_applications_cumulative",
            "ttps_approved_cumulative", "ttps_arrivals_cumulative", "ttps_stays_expired",
            "qmas_approved_year",
        ),
    },
    "shortage": {
        "ai": ("ai_firms_recruitment_difficulty",),
        "tech": ("it_industry_shortage",),
        "all": ("manpower_shortage", "skilled_technician_shortage", "worker_shortage_2030"),
    },
}  # fmt: skip
_SIDES = {
    side: [one for found in parts.values() for one in found] for side, parts in _TALENT.items()
}
_COUNTED = {
    whom: [one for parts in _TALENT.values() for one in parts.get(whom, ())]
    for whom in ("ai", "tech", "all")
}
WHOM = Column("whom", T("Whom it counts", "所計人員", "所计人员"), "choice", "talent_scope", True)

USES = Table(
    id="uses",
    title=T("Uses of AI on record", "有記錄的人工智能應用", "有记录的人工智能应用"),
    sql=_USES,
    columns=(
        column("adoption", "adopter", filter=True),
        column("adoption", "sector", many=True, filter=True),
        column("adoption", "function", many=True, filter=True),
        column("adoption", "technique", many=True, filter=True),
        column("adoption", "provider", many=True, filter=True),
        column("adoption", "stage", filter=True),
        AS_OF,
        column("adoption", "date"),
        FAMILY,
        YEAR,
    ),
    order="date",
)

COHORTS = Table(
    id="cohorts",
    title=T("Sandbox cohorts", "沙盒各期成員", "沙盒各期成员"),
    sql=_COHORTS,
    columns=(
        Column("programme", T("Sandbox", "沙盒", "沙盒"), "entity", None, True),
        Column("cohort", T("Cohort", "期數", "期数"), "choice", "sandbox_cohort", True),
        Column("role", T("Takes part as", "身分", "身份"), "choice", "sandbox_role", True),
        Column("date", T("Since", "始於", "始于"), "date"),
        Column("note", T("Note", "備註", "备注"), "text"),
    ),
    order="date",
    key="place",
    empty=T("No cohort is on record.", "未有各期成員記錄。", "没有各期成员记录。"),
)

PROVIDERS = Table(
    id="providers",
    title=T("Who provides the technology", "技術及服務供應商", "技术与服务提供商"),
    sql=_PROVIDERS,
    columns=(
        column("organisation", "class", filter=True),
        column("organisation", "ai_focus", many=True, filter=True),
        column("organisation", "sector", many=True, filter=True),
        column("organisation", "place", filter=True),
        Column("uses", T("Uses on record", "已記錄應用", "已收录应用"), "number"),
        column("organisation", "founded"),
    ),
    order="uses",
)

TALENT = readings(
    "talent", T("Talent", "人才", "人才"), _SIDES, "talent_side", also=(WHOM, _COUNTED)
)
