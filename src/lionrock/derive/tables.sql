-- What every reader asks for, from statements: entities, edges, observations, events, conflicts.
-- Read after loading.sql and the reference tables (tables.py); after `facts` nothing reads
-- statements.

-- step: record_evidence
CREATE TABLE record_evidence AS
SELECT e.n,
    arg_min(e.tier, t.rank) AS tier,
    CASE
        WHEN bool_or(e.tier = 'primary') THEN 'strong'
        WHEN count(DISTINCT e.publisher) FILTER (WHERE t.confirming) >= 2 THEN 'strong'
        WHEN bool_or(t.confirming) THEN 'moderate'
        ELSE 'weak'
    END AS strength,
    CAST(count(DISTINCT e.publisher) AS INTEGER) AS publishers
FROM evidence e JOIN tiers t ON t.tier = e.tier
GROUP BY e.n

-- step: clusters
-- Identity: every id, and the one it is known by. `merges` holds what judgements made one; an id
-- that has gone may still lead to the one that stays.
CREATE TABLE clusters AS
SELECT s.id, coalesce(m.canonical, s.id) AS canonical
FROM (SELECT DISTINCT subject AS id FROM statements UNION SELECT id FROM merges) s
LEFT JOIN merges m ON m.id = s.id

-- step: facts
-- Statements as everything after reads them: under the ids that stay, and what was said of
-- several ids that are one is one fact, with all its records. Its key is that of the statement
-- about the id that stays; `stated` is the subject of that statement where it is another.
CREATE TABLE facts AS
SELECT s.key, s.source, s.subject, s.kind, s.prop, s.value, s.lang, s.original, s.rank, s.records,
    CAST(NULL AS VARCHAR) AS stated
FROM statements s
WHERE s.subject NOT IN (SELECT id FROM merges UNION SELECT canonical FROM merges)
    AND NOT (
        s.value IN (SELECT id FROM merges)
        AND s.prop IN (SELECT id FROM properties WHERE type IN ('entity', 'place'))
    )
UNION ALL
SELECT first(s.key ORDER BY s.place), first(s.source ORDER BY s.place), s.subject, s.kind, s.prop,
    s.value, s.lang, first(s.original ORDER BY s.place), first(s.rank ORDER BY s.place),
    list_sort(list_distinct(flatten(list(s.records)))), first(s.stated ORDER BY s.place)
FROM (
    SELECT s.key, s.source, coalesce(c.canonical, s.subject) AS subject, s.kind, s.prop,
        coalesce(v.canonical, s.value) AS value, s.lang,
        CASE WHEN v.id IS NULL THEN s.original ELSE coalesce(s.original, s.value) END AS original,
        s.rank + CASE WHEN c.id IS NULL THEN 0 ELSE 1000000 END AS rank,
        s.records, c.id AS stated,
        row_number() OVER (
            ORDER BY c.id NULLS FIRST, v.id NULLS FIRST, s.rank, s.source, s.key
        ) AS place
    FROM statements s
    LEFT JOIN merges c ON c.id = s.subject
    LEFT JOIN properties p ON p.id = s.prop AND p.type IN ('entity', 'place')
    LEFT JOIN merges v ON v.id = s.value AND p.id IS NOT NULL
    WHERE s.subject IN (SELECT id FROM merges UNION SELECT canonical FROM merges)
        OR v.id IS NOT NULL
) s
GROUP BY s.subject, s.kind, s.prop, s.value, s.lang

-- step: confirmed
-- Facts that several records state: their evidence counts together.
CREATE TABLE confirmed AS
SELECT s.key,
    CASE
        WHEN bool_or(e.tier = 'primary') THEN 'strong'
        WHEN count(DISTINCT e.publisher) FILTER (WHERE t.confirming) >= 2 THEN 'strong'
        WHEN bool_or(t.confirming) THEN 'moderate'
        ELSE 'weak'
    END AS strength
FROM (SELECT key, unnest(records) AS n FROM facts WHERE len(records) > 1) s
JOIN evidence e ON e.n = s.n
JOIN tiers t ON t.tier = e.tier
GROUP BY s.key

-- step: subjects
CREATE TABLE subjects AS
SELECT subject AS id, any_value(kind) AS kind,
    arg_min(value, rank) FILTER (WHERE prop = 'name' AND lang = 'en') AS name_en,
    arg_min(value, rank) FILTER (WHERE prop = 'name' AND lang = 'zh-Hant') AS name_hant,
    arg_min(value, rank) FILTER (WHERE prop = 'name' AND lang = 'zh-Hans') AS name_hans,
    min(value) FILTER (WHERE prop IN ('title', 'use_case', 'target')) AS caption,
    min(value) FILTER (WHERE prop = 'class') AS class,
    min(value) FILTER (WHERE prop = 'status') AS status,
    coalesce(
        min(value) FILTER (WHERE prop IN ('announced', 'date', 'set_on')),
        min(value) FILTER (WHERE prop IN ('start', 'founded'))
    ) AS date,
    min(value) FILTER (WHERE prop IN ('amount', 'amount_max')) AS amount,
    min(value) FILTER (WHERE prop IN ('round', 'stage', 'harm')) AS detail,
    min(value) FILTER (WHERE prop = 'company') AS company,
    min(value) FILTER (WHERE prop = 'agent') AS agent,
    coalesce(
        min(value) FILTER (WHERE prop = 'affected'),
        nullif(max(value) FILTER (WHERE prop = 'agent'), min(value) FILTER (WHERE prop = 'agent'))
    ) AS affected,
    min(value) FILTER (WHERE prop = 'note') AS note,
    CAST(count(*) AS INTEGER) AS statements
FROM facts
GROUP BY subject

-- step: relations
-- One row a relation; those that merged ids made alike are one, and one that they made lead from
-- an entity to itself is none.
CREATE TABLE relations AS
SELECT min(id) AS id, type, source, target, date, until, amount, min(note) AS note, min(n) AS n
FROM (
    SELECT subject AS id, any_value(kind) AS type,
        min(value) FILTER (WHERE prop = 'subject') AS source,
        min(value) FILTER (WHERE prop = 'object') AS target,
        min(value) FILTER (WHERE prop = 'date') AS date,
        min(value) FILTER (WHERE prop = 'end') AS until,
        min(value) FILTER (WHERE prop = 'amount') AS amount,
        min(value) FILTER (WHERE prop = 'note') AS note,
        min(records)[1] AS n
    FROM facts
    WHERE kind IN (SELECT value FROM labels WHERE vocabulary = 'relation')
    GROUP BY subject
)
WHERE source <> target
GROUP BY type, source, target, date, until, amount

-- step: edges
-- Both kinds of link: relations that were stated as such, and properties whose value is an entity.
CREATE TABLE edges AS
SELECT id, type, 'relation' AS via, source, target, date, until, amount, note, n FROM relations
UNION ALL
SELECT s.key AS id, s.prop AS type, 'property' AS via, s.subject AS source, s.value AS target,
    u.date, NULL AS until, u.amount, NULL AS note, s.records[1] AS n
FROM facts s
JOIN properties p ON p.id = s.prop
JOIN subjects u ON u.id = s.subject
WHERE p.type IN ('entity', 'place')
    AND s.kind <> 'observation'
    AND s.kind NOT IN (SELECT value FROM labels WHERE vocabulary = 'relation')

-- step: degrees
CREATE TABLE degrees AS
SELECT id, CAST(count(*) AS INTEGER) AS links
FROM (SELECT source AS id FROM edges UNION ALL SELECT target AS id FROM edges)
GROUP BY id

-- step: figures
CREATE TABLE figures AS
SELECT subject AS id,
    min(value) FILTER (WHERE prop = 'indicator') AS indicator,
    min(value) FILTER (WHERE prop = 'about') AS about,
    min(value) FILTER (WHERE prop = 'period') AS period,
    min(coalesce(original, value)) FILTER (WHERE prop = 'period') AS period_text,
    CAST(min(value) FILTER (WHERE prop = 'value') AS DOUBLE) AS measured,
    min(original) FILTER (WHERE prop = 'value') AS original,
    min(key) FILTER (WHERE prop = 'value') AS basis,
    min(value) FILTER (WHERE prop = 'unit') AS measured_unit,
    min(value) FILTER (WHERE prop = 'qualifier') AS qualifier,
    min(value) FILTER (WHERE prop = 'base') AS base,
    min(value) FILTER (WHERE prop = 'publisher') AS publisher,
    min(value) FILTER (WHERE prop = 'published') AS published,
    min(value) FILTER (WHERE prop = 'definition') AS definition,
    list(DISTINCT value ORDER BY value) FILTER (WHERE prop = 'scope') AS scope,
    min(records)[1] AS n
FROM facts
WHERE kind = 'observation'
GROUP BY subject

-- step: observations
CREATE TABLE observations AS
SELECT f.id, f.indicator, f.about, f.period, f.period_text, p.kind AS period_kind,
    p.first_day, p.last_day,
    CASE
        WHEN f.measured_unit = i.unit OR r.currency IS NULL AND i.unit NOT IN ('HKD', 'USD', 'CNY')
            THEN f.measured
        ELSE f.measured / r.per_usd * q.per_usd
    END AS value,
    i.unit, f.measured, f.measured_unit, f.original, f.qualifier, f.base,
    CASE
        WHEN i.nature = 'forecast' THEN 'forecast'
        WHEN i.nature = 'plan' THEN 'target'
        WHEN i.unit = 'rank' THEN 'measured' -- an edition is named by the year to come
        WHEN p.first_day
            > coalesce(f.published || substr('0000-12-31', length(f.published) + 1), g.gathered)
            THEN 'forecast'
        ELSE 'measured'
    END AS nature,
    f.publisher, f.published, f.definition,
    list_sort(list_distinct(list_concat(coalesce(f.scope, []), i.scope))) AS scope, f.basis, f.n,
    e.tier, t.rank AS tier_rank, o.rank AS publisher_rank, e.strength, e.publishers
FROM figures f
JOIN indicators i ON i.id = f.indicator
JOIN periods p ON p.period = f.period
JOIN record_evidence e ON e.n = f.n
JOIN tiers t ON t.tier = e.tier
JOIN publishers b ON b.id = f.publisher
JOIN tiers o ON o.tier = b.tier
CROSS JOIN gathering g
LEFT JOIN rates r ON r.currency = f.measured_unit AND r.year = left(p.last_day, 4)
LEFT JOIN rates q ON q.currency = i.unit AND q.year = left(p.last_day, 4)

-- step: ranked
-- Which of several values of one figure leads: the best tier of the pages it was seen on, then a
-- value given exactly, then the better tier of the publisher it is credited to, then more digits,
-- then the later published, then the more widely reported.
CREATE TABLE ranked AS
SELECT *,
    row_number() OVER (
        PARTITION BY indicator, about, period, nature
        ORDER BY value IS NULL, tier_rank, qualifier IS NOT NULL, publisher_rank,
            length(regexp_replace(CAST(measured AS VARCHAR), '0*(\.0)?$|\D', '', 'g')) DESC,
            published DESC NULLS LAST, publishers DESC, id
    ) AS place,
    length(regexp_replace(CAST(measured AS VARCHAR), '0*(\.0)?$|\D', '', 'g')) AS digits
FROM observations

-- step: disagreements
-- Figures with several values: how far apart, and what decides which one leads.
CREATE TABLE disagreements AS
SELECT a.indicator, a.about, a.period, a.nature, w.low, w.high,
    CASE WHEN w.high = w.low THEN 0 ELSE (w.high - w.low) / greatest(abs(w.high), abs(w.low)) END
        AS spread,
    CASE
        WHEN a.tier_rank < b.tier_rank THEN 'tier'
        WHEN a.qualifier IS NULL AND b.qualifier IS NOT NULL THEN 'exact'
        WHEN a.publisher_rank < b.publisher_rank THEN 'publisher'
        WHEN a.digits > b.digits THEN 'precision'
        WHEN a.published IS NOT NULL AND b.published IS NULL THEN 'dated'
        WHEN a.published > b.published THEN 'newer'
        WHEN a.publishers > b.publishers THEN 'sources'
        ELSE 'order'
    END AS reason,
    w.observations, w.publishers
FROM ranked a
JOIN ranked b ON b.indicator = a.indicator AND b.about = a.about AND b.period = a.period
    AND b.nature = a.nature AND b.place = 2
JOIN (
    SELECT indicator, about, period, nature, min(value) AS low, max(value) AS high,
        CAST(count(*) AS INTEGER) AS observations,
        CAST(count(DISTINCT publisher) AS INTEGER) AS publishers
    FROM ranked
    WHERE value IS NOT NULL
    GROUP BY indicator, about, period, nature
) w ON w.indicator = a.indicator AND w.about = a.about AND w.period = a.period
    AND w.nature = a.nature
WHERE a.place = 1 AND w.high > w.low

-- step: scopes
-- What an amount covers where that is not what one would think: of entities and relations.
CREATE TABLE scopes AS
SELECT subject AS id, list(DISTINCT value ORDER BY value) AS scope
FROM facts WHERE prop = 'scope' AND kind <> 'observation'
GROUP BY subject

-- step: contested
-- Properties that can have one value, of which several are claimed.
CREATE TABLE contested AS
SELECT s.subject, s.prop, CAST(count(DISTINCT s.value) AS INTEGER) AS number
FROM facts s JOIN properties p ON p.id = s.prop
WHERE p.single AND s.kind <> 'observation'
GROUP BY s.subject, s.prop
HAVING count(DISTINCT s.value) > 1

-- step: events
-- What happened to an entity on a date: its own dates, milestones, relations, and the dated
-- entities that name it. `other` is the entity at the far end, `done` only milestones have.
CREATE TABLE events AS
SELECT subject AS entity, value AS date, prop AS type, CAST(NULL AS VARCHAR) AS other,
    CAST(NULL AS VARCHAR) AS what, CAST(NULL AS BOOLEAN) AS done, subject AS owner, 'own' AS via,
    records[1] AS n
FROM facts
WHERE prop IN ('founded', 'announced', 'start', 'end', 'date', 'due', 'set_on')
    AND kind NOT IN (SELECT value FROM labels WHERE vocabulary = 'relation')
    AND kind <> 'observation'
UNION ALL
SELECT subject, step ->> '$.date', 'milestone', NULL, step ->> '$.what',
    CAST(step ->> '$.done' AS BOOLEAN), subject, 'own', n
FROM (
    SELECT subject, records[1] AS n,
        CASE WHEN prop = 'milestone' THEN value ELSE '{}' END AS step
    FROM facts WHERE prop = 'milestone'
)
WHERE (step ->> '$.date') IS NOT NULL
UNION ALL
SELECT source, date, type, target, note, NULL, id, 'out', n FROM relations WHERE date IS NOT NULL
UNION ALL
SELECT target, date, type, source, note, NULL, id, 'in', n FROM relations WHERE date IS NOT NULL
UNION ALL
SELECT target, date, type, source, NULL, NULL, source, 'in', n
FROM edges
WHERE via = 'property' AND date IS NOT NULL
    AND type IN ('owner', 'operator', 'issuer', 'adopter', 'provider', 'company', 'investor',
        'party', 'by', 'agent', 'affected')

-- step: statuses
-- The last day on record on which a status (of a use of AI: its stage) was so, as far as the dates
-- of the thing itself tell; null where nothing is dated. No status is today's.
CREATE TABLE statuses AS
SELECT f.subject AS entity, f.prop, max(v.date) AS as_of
FROM (SELECT DISTINCT subject, prop FROM facts WHERE prop IN ('status', 'stage')) f
CROSS JOIN gathering g
LEFT JOIN events v ON v.entity = f.subject AND v.via = 'own'
    AND (v.type <> 'milestone' OR v.done) AND v.date <= g.gathered
GROUP BY f.subject, f.prop
