-- One JSON document an entity: everything its page shows. Names of fields are the API's.
-- Each step makes one part of the document as (id, body), in tables that are not kept.
-- Sources are cited by publisher id; names are in the document `publishers`.

-- step: record_bodies
CREATE TABLE scratch.record_bodies AS
SELECT r.n, to_json(struct_pack(
        n := r.n, locator := r.locator, method := CASE WHEN r.source = 'registry' THEN 'curated' WHEN r.kind = 'event' THEN 'extracted' ELSE 'parsed' END, mirrored := r.mirrored,
        tier := x.tier, strength := x.strength, sources := s.sources
    )) AS body
FROM records r
JOIN record_evidence x ON x.n = r.n
JOIN (
    SELECT e.n, list(struct_pack(
            url := e.url, publisher := e.publisher, tier := e.tier
        ) ORDER BY t.rank, e.rank) AS sources -- the strongest stands first
    FROM evidence e JOIN tiers t ON t.tier = e.tier
    GROUP BY e.n
) s ON s.n = r.n

-- step: work_counts
CREATE TABLE scratch.work_counts AS
SELECT c.id, c.via, count(*) AS works, round(sum(c.fraction), 1) AS fraction,
    min(u.year) AS first_year, max(u.year) AS last_year, min(p.n) AS n
FROM (
    SELECT work, organisation AS id, via, fraction FROM output_organisations
    UNION ALL
    SELECT work, place, 'ours', fraction FROM output_places
) c
JOIN outputs u ON u.work = c.work
CROSS JOIN work_period p
GROUP BY c.id, c.via

-- step: part_facts
CREATE TABLE scratch.part_facts AS
SELECT s.subject AS id, concat('[', string_agg(to_json(struct_pack(
        prop := s.prop, value := s.value, lang := s.lang, original := s.original,
        key := s.key, subject := s.stated, strength := coalesce(c.strength, x.strength), evidence := s.records,
        as_of := y.as_of,
        conflict := d.prop IS NOT NULL,
        label := CASE WHEN e.id IS NOT NULL THEN {'en': e.label_en, 'zh-Hant': e.label_hant, 'zh-Hans': e.label_hans}
            WHEN w.text IS NOT NULL THEN {'en': w.text, 'zh-Hant': w.hant, 'zh-Hans': w.hans} END
    )), ',' ORDER BY coalesce(o.place, 999), s.prop, s.rank), ']') AS body
FROM facts s
JOIN entities me ON me.id = s.subject
JOIN record_evidence x ON x.n = s.records[1]
LEFT JOIN confirmed c ON c.key = s.key
LEFT JOIN contested d ON d.subject = s.subject AND d.prop = s.prop
LEFT JOIN statuses y ON y.entity = s.subject AND y.prop = s.prop
LEFT JOIN property_order o ON o.kind = s.kind AND o.prop = s.prop
LEFT JOIN properties p ON p.id = s.prop AND p.type IN ('entity', 'place')
LEFT JOIN entities e ON p.id IS NOT NULL AND e.id = s.value
-- What a free text says in Chinese: ours, and no statement.
LEFT JOIN properties q ON q.id = s.prop AND q.type = 'text'
LEFT JOIN translations w ON q.id IS NOT NULL AND w.text = s.value
GROUP BY s.subject

-- step: links
-- Both ends of every edge, the most recent first, at most 400 a type and direction.
CREATE TABLE scratch.links AS
SELECT * FROM (
    SELECT *, row_number() OVER (
            PARTITION BY id, type, direction, kind ORDER BY date DESC NULLS LAST, other, edge
        ) AS place,
        count(*) OVER (PARTITION BY id, type, direction, kind) AS number
    FROM (
        SELECT l.*, e.kind, e.class, e.label_en, e.label_hant, e.label_hans,
            e.amount AS entity_amount, e.status AS entity_status, y.as_of,
            CASE WHEN l.via = 'relation' THEN a.scope ELSE b.scope END AS scope
        FROM (
            SELECT source AS id, 'out' AS direction, type, via, target AS other, date, until,
                amount, note, n, id AS edge
            FROM edges WHERE via = 'relation'
            UNION ALL
            SELECT target, 'in', type, via, source, date, until, amount, note, n, id FROM edges
        ) l JOIN entities e ON e.id = l.other
        LEFT JOIN statuses y ON y.entity = l.other AND y.prop = 'status'
        LEFT JOIN scopes a ON a.id = l.edge
        LEFT JOIN scopes b ON b.id = l.other
    )
) WHERE place <= 400

-- step: part_links
CREATE TABLE scratch.part_links AS
SELECT id, concat('[', string_agg(to_json(struct_pack(
        direction := direction, type := type, via := via, other := other, kind := kind,
        class := class,
        label := {'en': label_en, 'zh-Hant': label_hant, 'zh-Hans': label_hans},
        date := date, until := until, amount := coalesce(amount, CASE WHEN via = 'property' THEN entity_amount END),
        status := CASE WHEN via = 'property' THEN entity_status END,
        status_as_of := CASE WHEN via = 'property' AND entity_status IS NOT NULL THEN as_of END,
        note := note, scope := coalesce(scope, []), number := number, evidence := [n]
    )), ',' ORDER BY via DESC, type, direction, kind, place), ']') AS body
FROM scratch.links
GROUP BY id

-- step: latest
-- The latest leading value of each indicator about an entity.
CREATE TABLE scratch.latest AS
SELECT * FROM (
    SELECT a.*, d.spread,
        row_number() OVER (
            PARTITION BY a.indicator, a.about
            ORDER BY a.nature = 'measured' DESC, a.tier = 'unknown', a.last_day DESC NULLS LAST,
                a.first_day DESC, a.id
        ) AS recency,
        count(*) OVER (PARTITION BY a.indicator, a.about) AS periods
    FROM ranked a
    LEFT JOIN disagreements d ON d.indicator = a.indicator AND d.about = a.about
        AND d.period = a.period AND d.nature = a.nature
    WHERE a.place = 1
) WHERE recency = 1

-- step: part_figures
CREATE TABLE scratch.part_figures AS
SELECT r.about AS id, concat('[', string_agg(to_json(struct_pack(
        indicator := r.indicator, period := r.period_text, value := r.value,
        measured := r.measured, measured_unit := r.measured_unit,
        unit := r.unit, qualifier := r.qualifier, base := r.base, nature := r.nature,
        publisher := {'en': p.en, 'zh-Hant': p.hant, 'zh-Hans': p.hans},
        published := r.published, definition := r.definition, scope := coalesce(r.scope, []), tier := r.tier,
        strength := r.strength, conflict := r.spread IS NOT NULL,
        periods := r.periods, evidence := [r.n]
    )), ',' ORDER BY r.indicator), ']') AS body
FROM scratch.latest r JOIN publishers p ON p.id = r.publisher
GROUP BY r.about

-- step: happened
-- The 400 most recent events of an entity.
CREATE TABLE scratch.happened AS
SELECT * FROM (
    SELECT *, row_number() OVER (
            PARTITION BY entity ORDER BY date DESC, type, other, n, what
        ) AS place
    FROM events
) WHERE place <= 400

-- step: part_events
CREATE TABLE scratch.part_events AS
SELECT v.entity AS id, concat('[', string_agg(to_json(struct_pack(
        date := v.date, type := v.type, via := v.via, other := v.other,
        label := CASE WHEN e.id IS NULL THEN NULL ELSE {'en': e.label_en, 'zh-Hant': e.label_hant, 'zh-Hans': e.label_hans} END,
        what := v.what, done := v.done, evidence := [v.n]
    )), ',' ORDER BY v.place), ']') AS body
FROM scratch.happened v LEFT JOIN entities e ON e.id = v.other
GROUP BY v.entity

-- step: part_works
-- How many works in AI count for an entity, by our matching and by OpenAlex's.
CREATE TABLE scratch.part_works AS
SELECT id, concat('[', string_agg(to_json(struct_pack(
        via := via, works := works, fraction := fraction, first_year := first_year,
        last_year := last_year, evidence := [n]
    )), ',' ORDER BY via DESC), ']') AS body
FROM scratch.work_counts
GROUP BY id

-- step: part_evidence
CREATE TABLE scratch.part_evidence AS
SELECT u.id, concat('[', string_agg(b.body, ',' ORDER BY u.n), ']') AS body
FROM (
    SELECT DISTINCT id, n FROM (
        SELECT subject AS id, unnest(records) AS n FROM facts
        UNION ALL SELECT id, n FROM scratch.links
        UNION ALL SELECT about, n FROM scratch.latest
        UNION ALL SELECT entity, n FROM scratch.happened
        UNION ALL SELECT id, n FROM scratch.work_counts
    )
) u
JOIN entities e ON e.id = u.id
JOIN scratch.record_bodies b ON b.n = u.n
GROUP BY u.id
