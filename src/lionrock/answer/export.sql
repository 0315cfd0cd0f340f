-- The tables of an export. Each step is one query; lists and structures stay whole in JSON Lines
-- and Parquet, and are flattened in CSV (export.py). The order of rows never depends on the run.

-- step: entities
SELECT e.id, e.kind, e.class, e.label_en, e.label_hant AS label_zh_hant,
    e.label_hans AS label_zh_hans, e.hant_converted AS zh_hant_converted,
    e.hans_converted AS zh_hans_converted, e.status, y.as_of AS status_as_of, e.date, i.website, i.ror, i.wikidata,
    i.hkex, i.lei, e.statements, e.links
FROM entities e
LEFT JOIN statuses y ON y.entity = e.id AND y.prop = 'status'
LEFT JOIN (
    SELECT subject,
        arg_min(value, rank) FILTER (WHERE prop = 'website') AS website,
        arg_min(value, rank) FILTER (WHERE prop = 'ror') AS ror,
        arg_min(value, rank) FILTER (WHERE prop = 'wikidata') AS wikidata,
        arg_min(value, rank) FILTER (WHERE prop = 'hkex') AS hkex,
        arg_min(value, rank) FILTER (WHERE prop = 'lei') AS lei
    FROM facts
    WHERE prop IN ('website', 'ror', 'wikidata', 'hkex', 'lei')
    GROUP BY subject
) i ON i.subject = e.id
ORDER BY e.id

-- step: statements
WITH places AS (
    SELECT r.n, list(struct_pack(
            url := e.url, publisher := e.publisher, tier := e.tier, snapshot := r.snapshot,
            locator := r.locator, mirrored := r.mirrored
        ) ORDER BY e.rank) AS evidence
    FROM records r JOIN evidence e ON e.n = r.n
    GROUP BY r.n
)
SELECT s.key, s.subject, u.canonical AS entity, s.kind, s.prop, s.value, s.lang, s.original,
    s.source, s.rank,
    coalesce(any_value(c.strength), any_value(x.strength)) AS strength,
    flatten(list(p.evidence ORDER BY s.n)) AS evidence
FROM (SELECT *, unnest(records) AS n, records[1] AS first FROM statements) s
JOIN clusters u ON u.id = s.subject
JOIN places p ON p.n = s.n
JOIN record_evidence x ON x.n = s.first
LEFT JOIN confirmed c ON c.key = s.key
GROUP BY ALL
ORDER BY s.subject, s.kind, s.prop, s.rank, s.key

-- step: edges
SELECT g.id, g.type, g.via, g.source, g.target, g.date, g.until, g.amount, g.note, x.strength,
    p.urls AS evidence_urls
FROM edges g
JOIN record_evidence x ON x.n = g.n
JOIN (SELECT n, list(url ORDER BY rank) AS urls FROM evidence GROUP BY n) p ON p.n = g.n
ORDER BY g.type, g.source, g.target, g.id

-- step: observations
SELECT o.id, o.indicator, o.about, o.period_text AS period, o.period_kind, o.first_day, o.last_day,
    o.nature, o.value, o.unit, o.measured, o.measured_unit, o.original, o.qualifier, o.base,
    o.place = 1 AS leads, d.spread AS conflict_spread, d.reason AS leads_because, o.publisher,
    o.published, o.definition, o.scope, o.tier, o.strength, o.basis, p.urls AS evidence_urls
FROM ranked o
LEFT JOIN disagreements d ON d.indicator = o.indicator AND d.about = o.about
    AND d.period = o.period AND d.nature = o.nature
JOIN (SELECT n, list(url ORDER BY rank) AS urls FROM evidence GROUP BY n) p ON p.n = o.n
ORDER BY o.indicator, o.about, o.first_day, o.period, o.nature, o.place

-- step: publishers
SELECT p.id, p.en AS name_en, p.hant AS name_zh_hant, p.hans AS name_zh_hans, p.tier, p.type,
    CAST(count(DISTINCT e.url) AS INTEGER) AS addresses,
    CAST(count(DISTINCT e.n) AS INTEGER) AS records
FROM publishers p JOIN evidence e ON e.publisher = p.id
GROUP BY ALL
ORDER BY p.id

-- step: translations
SELECT text AS en, hant AS zh_hant, hans AS zh_hans FROM translations ORDER BY text
