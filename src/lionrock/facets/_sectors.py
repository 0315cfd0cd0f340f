"""Families of sectors: the schema's many sectors in the few lines that a board has room for."""

from lionrock.model.facet import Column
from lionrock.model.text import T

_FAMILIES = {
    "finance": ("finance", "fintech", "insurance"),
    "health": ("healthcare", "biotech", "biomedicine", "life_health", "pharmacy"),
    "transport": (
        "transport", "logistics", "automotive", "aviation", "drones", "low_altitude", "marine",
        "ports",
    ),
    "public_services": ("public_services", "smart_city", "security", "accessibility"),
    "learning": ("education", "research"),
    "industry": (
        "manufacturing", "advanced_manufacturing_new_energy", "materials", "mining", "agriculture",
        "electronics", "consumer_electronics", "semiconductors", "testing",
    ),
    "technology": (
        "ai", "generative_ai", "ai_data_science", "robotics", "software", "technology",
        "information_technology", "data_analytics", "data_centres", "cybersecurity", "identity",
        "telecommunications", "intelligent_connected_systems",
    ),
    "building": ("property", "construction", "engineering", "design"),
    "environment": (
        "energy", "new_energy", "utilities", "environment", "green_tech", "sustainability",
    ),
    "consumers": (
        "retail", "e-commerce", "food", "catering", "hospitality", "tourism", "leisure", "sports",
        "fashion", "personal_services", "customer_service",
    ),
    "media": ("media", "entertainment", "games", "marketing"),
    "professions": ("legal", "professional_services", "business_services"),
    "everything": ("all", "economy", "others"),
}  # fmt: skip

FAMILY = Column(
    "family", T("Family of sectors", "行業類別", "行业类别"), "list", "sector_family", True, False
)
"""The column of `families`: narrows and counts; the sectors themselves are what is shown."""


def families(kind: str, prop: str = "sector") -> str:
    """SQL: the families of every entity of `kind` that has a sector, as (entity, family)."""
    rows = ", ".join(
        f"('{sector}', '{family}')" for family, found in _FAMILIES.items() for sector in found
    )
    return f"""
        SELECT f.subject AS entity, list(DISTINCT v.family ORDER BY v.family) AS family
        FROM facts f JOIN (VALUES {rows}) v(sector, family) ON v.sector = f.value
        WHERE f.kind = '{kind}' AND f.prop = '{prop}'
        GROUP BY f.subject
    """
