"""Sentences from ties and dates: who invests in whom, who issued what, when it was announced."""

from collections.abc import Iterator

from lionrock.answer.checking.claim import Address
from lionrock.answer.checking.figures import Figures
from lionrock.answer.observatory import Observatory
from lionrock.answer.report.article import Proposal, Sentence, Source
from lionrock.answer.report.phrases import phrase, when

TIES = {
    "initiatives": ("owner", "funds"),
    "research": ("part_of", "joint_lab_with"),
    "startups": ("invests_in", "spun_out_of", "listed_on", "incubates"),
    "adoption": ("supplies", "partners_with"),
    "crossborder": ("campus_of", "joint_lab_with"),
    "governance": ("issuer",),
}
"""Which ties the section of a facet tells."""

DATES = {
    "initiatives": ("initiative", ("announced", "start")),
    "research": ("organisation", ("founded",)),
    "governance": ("instrument", ("date",)),
}
"""Of which kind, and which dates, the section of a facet tells."""

_TIES = r"""
SELECT e.id, e.source, e.target, e.n,
    coalesce(a.links, 0) + coalesce(b.links, 0) AS weight,
    s.label_en, s.label_hant, s.label_hans, t.label_en, t.label_hant, t.label_hans
FROM edges e
JOIN entities s ON s.id = e.source JOIN entities t ON t.id = e.target
LEFT JOIN degrees a ON a.id = e.source LEFT JOIN degrees b ON b.id = e.target
WHERE e.type = ? AND e.until IS NULL AND t.kind <> 'place'
    AND (e.type <> 'supplies' OR t.kind = 'organisation')
    AND NOT regexp_matches(s.label_en || t.label_en, '\(planned\)|proposed', 'i')
ORDER BY weight DESC, e.id LIMIT ?
"""
_DATES = """
SELECT f.key, f.subject, f.value, f.records[1], coalesce(d.links, 0) AS weight,
    e.label_en, e.label_hant, e.label_hans
FROM facts f JOIN entities e ON e.id = f.subject LEFT JOIN degrees d ON d.id = f.subject
WHERE f.kind = ? AND f.prop = ? ORDER BY f.value DESC, weight DESC, f.key LIMIT ?
"""
_TRIED = 16
_SPREAD = 2  # sentences with the same body in the same role


def ties(observatory: Observatory, figures: Figures, facet: str, lang: str) -> Iterator[Proposal]:
    """Sentences on the ties of a facet, of those with most links first."""
    at = 5 + ("en", "zh-Hant", "zh-Hans").index(lang)
    for type_ in TIES.get(facet, ()):
        told: dict[str, int] = {}
        for row in observatory.query(_TIES, (type_, _TRIED * 3)):
            id_, source, target, n, weight = row[:5]
            if told.get(target, 0) >= _SPREAD or told.get(source, 0) >= _SPREAD:
                continue
            for one in (source, target):
                told[one] = told.get(one, 0) + 1
            text = phrase(type_, lang, source=row[at], target=row[at + 3])
            sources = _sources(figures.addresses(n))
            yield Proposal(Sentence(text, "tie", sources, (id_,), source), float(weight))


def dated(observatory: Observatory, figures: Figures, facet: str, lang: str) -> Iterator[Proposal]:
    """Sentences on the dates of a facet's things, the newest first."""
    if facet not in DATES:
        return
    kind, props = DATES[facet]
    at = 5 + ("en", "zh-Hant", "zh-Hans").index(lang)
    for prop in props:
        for row in observatory.query(_DATES, (kind, prop, _TRIED)):
            key, subject, value, n, weight = row[:5]
            time = when(value, lang)
            if time is not None:
                text = phrase(prop, lang, about=row[at], when=time)
                sources = _sources(figures.addresses(n))
                yield Proposal(Sentence(text, "date", sources, (key,), subject), float(weight))


def _sources(addresses: tuple[Address, ...]) -> tuple[Source, ...]:
    return tuple(Source(one.url, one.publisher, one.tier) for one in addresses[:3])
