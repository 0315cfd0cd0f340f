-- What differs between two builds, attached as `old` and `fresh`. `side` is -1 for what only the
-- old one says and 1 for what only the fresh one says; changes.py pairs and explains them.

-- step: held
-- Snapshots by side: what rests on bytes that both have did not change for want of a source.
CREATE TABLE held AS
SELECT digest FROM old.snapshots INTERSECT SELECT digest FROM fresh.snapshots

-- step: statements
CREATE TABLE statements AS
SELECT -1 AS side, s.* FROM old.statements s
WHERE s.kind <> 'observation' AND s.key NOT IN (SELECT key FROM fresh.statements)
UNION ALL
SELECT 1, s.* FROM fresh.statements s
WHERE s.kind <> 'observation' AND s.key NOT IN (SELECT key FROM old.statements)

-- step: places
-- Where each of these was seen, and whether those bytes are new or gone.
CREATE TABLE places AS
SELECT s.side, s.key, bool_or(r.snapshot NOT IN (SELECT digest FROM held)) AS moved,
    list_sort(list_distinct(list(r.locator))) AS locators, bool_or(r.kind = 'event') AS extracted
FROM (SELECT side, key, unnest(records) AS n FROM statements) s
JOIN (
    SELECT -1 AS side, n, snapshot, locator, kind FROM old.records
    UNION ALL
    SELECT 1, n, snapshot, locator, kind FROM fresh.records
) r ON r.side = s.side AND r.n = s.n
GROUP BY s.side, s.key

-- step: old_pages
CREATE TABLE old_pages AS
SELECT s.key, list_sort(list_distinct(list(e.url))) AS urls
FROM (SELECT key, unnest(records) AS n FROM old.statements) s
JOIN old.evidence e ON e.n = s.n
GROUP BY s.key

-- step: fresh_pages
CREATE TABLE fresh_pages AS
SELECT s.key, list_sort(list_distinct(list(e.url))) AS urls
FROM (SELECT key, unnest(records) AS n FROM fresh.statements) s
JOIN fresh.evidence e ON e.n = s.n
GROUP BY s.key

-- step: seen_elsewhere
-- Statements that both have, seen on other pages than before.
CREATE TABLE seen_elsewhere AS
SELECT n.key, n.source, n.subject, n.kind, n.prop, n.value, n.lang, n.original,
    list_filter(a.urls, lambda u: NOT list_contains(b.urls, u)) AS gone,
    list_filter(b.urls, lambda u: NOT list_contains(a.urls, u)) AS come,
    r.snapshot NOT IN (SELECT digest FROM held) AS moved, [r.locator] AS locators,
    r.kind = 'event' AS extracted
FROM old_pages a
JOIN fresh_pages b ON b.key = a.key AND b.urls <> a.urls
JOIN fresh.statements n ON n.key = a.key AND n.kind <> 'observation'
JOIN fresh.records r ON r.n = n.records[1]

-- step: observations
CREATE TABLE observations AS
SELECT o.*, r.snapshot NOT IN (SELECT digest FROM held) AS moved, r.locator
FROM (
    SELECT -1 AS side, id, indicator, about, period_text AS period, value, unit, measured,
        measured_unit, qualifier, publisher, nature, tier, n
    FROM old.observations
    UNION ALL
    SELECT 1, id, indicator, about, period_text, value, unit, measured, measured_unit, qualifier,
        publisher, nature, tier, n
    FROM fresh.observations
) o
JOIN (
    SELECT -1 AS side, n, snapshot, locator FROM old.records
    UNION ALL
    SELECT 1, n, snapshot, locator FROM fresh.records
) r ON r.side = o.side AND r.n = o.n

-- step: same_observations
-- Those that nothing changed of are of no interest.
DELETE FROM observations WHERE id IN (
    SELECT a.id FROM observations a JOIN observations b ON b.id = a.id AND a.side < b.side
    WHERE a.value IS NOT DISTINCT FROM b.value AND a.unit = b.unit AND a.measured = b.measured
        AND a.measured_unit = b.measured_unit AND a.qualifier IS NOT DISTINCT FROM b.qualifier
        AND a.publisher = b.publisher AND a.nature = b.nature AND a.tier = b.tier
        AND a.indicator = b.indicator AND a.about = b.about
        AND a.period IS NOT DISTINCT FROM b.period
)

-- step: entities
CREATE TABLE entities AS
SELECT -1 AS side, e.* FROM (
    SELECT id, kind, label_en, label_hant, label_hans FROM old.entities
    EXCEPT SELECT id, kind, label_en, label_hant, label_hans FROM fresh.entities
) e
UNION ALL
SELECT 1, e.* FROM (
    SELECT id, kind, label_en, label_hant, label_hans FROM fresh.entities
    EXCEPT SELECT id, kind, label_en, label_hant, label_hans FROM old.entities
) e

-- step: merges
CREATE TABLE merges AS
SELECT -1 AS side, id, canonical FROM (SELECT * FROM old.merges EXCEPT SELECT * FROM fresh.merges)
UNION ALL
SELECT 1, id, canonical FROM (SELECT * FROM fresh.merges EXCEPT SELECT * FROM old.merges)

-- step: labels
CREATE TABLE labels AS
SELECT id, kind, label_en, label_hant, label_hans FROM fresh.entities
UNION ALL
SELECT id, kind, label_en, label_hant, label_hans FROM old.entities
WHERE id NOT IN (SELECT id FROM fresh.entities)

-- step: ends
-- In whose account a relation, or what happened to somebody, appears.
CREATE TABLE ends AS
SELECT DISTINCT owner, entity FROM (
    SELECT id AS owner, unnest([source, target]) AS entity FROM old.relations
    UNION ALL
    SELECT id, unnest([source, target]) FROM fresh.relations
    UNION ALL
    SELECT source, target FROM old.edges g JOIN old.properties p ON p.id = g.type
    WHERE g.via = 'property' AND p.type = 'entity'
        AND g.source NOT IN (SELECT id FROM labels WHERE kind IN ('organisation', 'place'))
    UNION ALL
    SELECT source, target FROM fresh.edges g JOIN fresh.properties p ON p.id = g.type
    WHERE g.via = 'property' AND p.type = 'entity'
        AND g.source NOT IN (SELECT id FROM labels WHERE kind IN ('organisation', 'place'))
)
