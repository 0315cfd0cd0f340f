-- What the works say once their affiliation strings are matched and the definition of fields is
-- there. Read after works.sql and these, which works.py fills:
--   affiliation_strings(raw, organisation, rank, score, verdict)   what our matcher found
--   field_topics(field, topic) · venue_fields(field, venue_name) · output_types(type)
--   work_scope(whole)   whether the works are all of the world's

-- step: homes
-- Where a body is: its own place, else that of the body it belongs to (as in facets/crossborder).
CREATE TABLE work_homes AS
SELECT o.id AS organisation, o.class,
    coalesce(min(own.target), min(inherited.target)) AS place
FROM entities o
LEFT JOIN edges own ON own.source = o.id AND own.type = 'place' AND own.via = 'property'
LEFT JOIN edges parent ON parent.source = o.id AND parent.type = 'parent'
LEFT JOIN edges inherited ON inherited.source = parent.target AND inherited.type = 'place'
    AND inherited.via = 'property'
WHERE o.kind = 'organisation'
GROUP BY o.id, o.class

-- step: houses
-- A body and what it is a part of, itself included, at most four levels up. Campuses are bodies
-- of their own: a campus's works are not its sister's.
CREATE TABLE scratch.houses AS
SELECT DISTINCT organisation, house
FROM (
    SELECT h.organisation, h.organisation AS house FROM work_homes h
    UNION ALL
    SELECT a.source, a.target FROM edges a WHERE a.type = 'parent'
    UNION ALL
    SELECT a.source, b.target FROM edges a
    JOIN edges b ON b.source = a.target AND b.type = 'parent'
    WHERE a.type = 'parent'
    UNION ALL
    SELECT a.source, c.target FROM edges a
    JOIN edges b ON b.source = a.target AND b.type = 'parent'
    JOIN edges c ON c.source = b.target AND c.type = 'parent'
    WHERE a.type = 'parent'
)
WHERE house IN (SELECT organisation FROM work_homes)

-- step: known_institutions
-- OpenAlex's institutions that are bodies of the registry: the same ROR id.
CREATE TABLE known_institutions AS
SELECT i.institution, min(f.subject) AS organisation
FROM institutions i
JOIN facts f ON f.kind = 'organisation' AND f.prop = 'ror'
    AND split_part(f.value, 'ror.org/', 2) = i.ror
GROUP BY i.institution

-- step: matched
-- What our matcher found in each affiliation string, and among how many its share is divided.
CREATE TABLE scratch.matched AS
SELECT s.raw, s.organisation, n.number
FROM affiliation_strings s
JOIN (
    SELECT raw, count(*) AS number FROM affiliation_strings WHERE verdict = 'match' GROUP BY raw
) n ON n.raw = s.raw
WHERE s.verdict = 'match'

-- step: work_organisations
CREATE TABLE work_organisations AS
SELECT a.work, m.organisation, 'ours' AS via, sum(a.share / m.number) AS fraction
FROM authorships a
JOIN scratch.matched m ON m.raw = a.raw
GROUP BY a.work, m.organisation
UNION ALL
SELECT u.work, k.organisation, 'openalex' AS via, sum(u.share / u.number) AS fraction
FROM (
    SELECT a.work, a.share, array_length(a.institutions) AS number, t.institution
    FROM authorships a
    CROSS JOIN UNNEST(a.institutions) AS t(institution)
) u
JOIN known_institutions k ON k.institution = u.institution
GROUP BY u.work, k.organisation

-- step: work_fields
CREATE TABLE work_fields AS
SELECT DISTINCT work, field
FROM (
    SELECT w.work, f.field
    FROM works w JOIN field_topics f ON f.topic = w.topic
    UNION ALL
    SELECT w.work, v.field
    FROM works w JOIN venue_fields v ON v.venue_name = w.venue_name
    UNION ALL
    SELECT w.work, 'ai'
    FROM works w JOIN field_topics f ON f.topic = w.topic
    UNION ALL
    SELECT w.work, 'ai'
    FROM works w JOIN venue_fields v ON v.venue_name = w.venue_name
)

-- step: percentiles
-- The share of the world's works of the same year, type and subfield that are cited less, for
-- works that OpenAlex gives none. Ours can only be told when the works are the world's.
CREATE TABLE scratch.percentiles AS
SELECT work, CAST(cited_less AS DOUBLE) / number AS percentile
FROM (
    SELECT work, percentile,
        rank() OVER (PARTITION BY year, type, subfield ORDER BY cited_by) - 1 AS cited_less,
        count(*) OVER (PARTITION BY year, type, subfield) AS number
    FROM works
    WHERE (SELECT bool_and(whole) FROM work_scope) AND subfield IS NOT NULL
)
WHERE percentile IS NULL

-- step: outputs
-- What is counted: the types of works that the definition names, not retracted, in AI.
CREATE TABLE outputs AS
SELECT w.work, w.year, w.type, w.subfield, w.cited_by,
    coalesce(w.percentile, p.percentile) AS percentile, w.authors
FROM works w
JOIN work_fields f ON f.work = w.work AND f.field = 'ai'
LEFT JOIN scratch.percentiles p ON p.work = w.work
WHERE NOT w.retracted AND w.type IN (SELECT type FROM output_types)

-- step: output_organisations
-- Whom an output counts for: the bodies found, and those they are a part of.
CREATE TABLE output_organisations AS
SELECT o.work, h.house AS organisation, o.via, sum(o.fraction) AS fraction
FROM work_organisations o
JOIN outputs u ON u.work = o.work
JOIN scratch.houses h ON h.organisation = o.organisation
GROUP BY o.work, h.house, o.via

-- step: output_places
CREATE TABLE output_places AS
SELECT work, place, sum(fraction) AS fraction
FROM (
    SELECT o.work, h.place, o.fraction
    FROM work_organisations o
    JOIN outputs u ON u.work = o.work
    JOIN work_homes h ON h.organisation = o.organisation
    WHERE o.via = 'ours' AND h.place IS NOT NULL
    UNION ALL
    SELECT o.work, e.source, o.fraction
    FROM work_organisations o
    JOIN outputs u ON u.work = o.work
    JOIN work_homes h ON h.organisation = o.organisation
    JOIN edges e ON e.type = 'member' AND e.target = h.place AND e.via = 'property'
    WHERE o.via = 'ours'
)
GROUP BY work, place

-- step: output_traits
-- What a work says of those who made it together. Industry and academia: the class of the bodies
-- found, and for bodies outside the registry the type OpenAlex gives them; abroad: outside
-- mainland China, Hong Kong and Macau; `cities`: of the bay area, by our own matching.
CREATE TABLE output_traits AS
SELECT u.work, coalesce(s.academic, false) AS academic, coalesce(s.industry, false) AS industry,
    coalesce(c.mainland, false) OR coalesce(b.mainland, false) AS mainland, coalesce(c.abroad, false) AS abroad,
    coalesce(c.known, false) AS countries_known, coalesce(b.cities, 0) AS cities
FROM outputs u
LEFT JOIN (
    SELECT work, bool_or(side = 'academic') AS academic, bool_or(side = 'industry') AS industry
    FROM (
        SELECT o.work, CASE
                WHEN h.class IN ('university', 'research_centre', 'hospital') THEN 'academic'
                WHEN h.class IN ('corporate', 'startup', 'provider') THEN 'industry'
            END AS side
        FROM work_organisations o JOIN work_homes h ON h.organisation = o.organisation
        WHERE o.via = 'ours'
        UNION ALL
        SELECT p.work, i.side
        FROM (
            SELECT a.work, t.institution
            FROM authorships a
            JOIN outputs u ON u.work = a.work
            CROSS JOIN UNNEST(a.institutions) AS t(institution)
        ) p
        JOIN (
            SELECT i.institution, CASE
                    WHEN i.type IN ('education', 'healthcare', 'facility') THEN 'academic'
                    ELSE 'industry'
                END AS side
            FROM institutions i
            LEFT JOIN known_institutions k ON k.institution = i.institution
            WHERE k.institution IS NULL
                AND i.type IN ('education', 'healthcare', 'facility', 'company')
        ) i ON i.institution = p.institution
    )
    GROUP BY work
) s ON s.work = u.work
LEFT JOIN (
    SELECT a.work, bool_or(t.country = 'CN') AS mainland,
        bool_or(t.country NOT IN ('CN', 'HK', 'MO')) AS abroad, count(t.country) > 0 AS known
    FROM authorships a
    JOIN outputs u ON u.work = a.work
    CROSS JOIN UNNEST(a.countries) AS t(country)
    GROUP BY a.work
) c ON c.work = u.work
LEFT JOIN (
    SELECT o.work, count(DISTINCT h.place) AS cities,
        bool_or(h.place NOT IN ('hong-kong', 'macau')) AS mainland
    FROM work_organisations o
    JOIN work_homes h ON h.organisation = o.organisation
    JOIN edges e ON e.source = 'greater-bay-area' AND e.type = 'member' AND e.target = h.place
    WHERE o.via = 'ours'
    GROUP BY o.work
) b ON b.work = u.work

-- step: disputed
-- Affiliation strings in which we and OpenAlex find different bodies of the registry.
CREATE TABLE scratch.disputed AS
SELECT d.raw, d.theirs, d.ours
FROM (
    SELECT s.raw, coalesce(list_sort(t.organisations), CAST([] AS VARCHAR[])) AS theirs,
        coalesce(list_sort(o.organisations), CAST([] AS VARCHAR[])) AS ours
    FROM (
        SELECT DISTINCT raw FROM authorships WHERE raw IS NOT NULL
    ) s
    LEFT JOIN (
        SELECT u.raw, list(DISTINCT k.organisation) AS organisations
        FROM (
            SELECT DISTINCT a.raw, t.institution
            FROM authorships a
            CROSS JOIN UNNEST(a.institutions) AS t(institution)
            WHERE a.raw IS NOT NULL
        ) u
        JOIN known_institutions k ON k.institution = u.institution
        GROUP BY u.raw
    ) t ON t.raw = s.raw
    LEFT JOIN (
        SELECT raw, list(DISTINCT organisation) AS organisations FROM scratch.matched
        WHERE organisation IN (SELECT organisation FROM work_homes)
        GROUP BY raw
    ) o ON o.raw = s.raw
) d
WHERE d.theirs <> d.ours

-- step: differences
-- Those of them that works in AI have.
CREATE TABLE differences AS
SELECT d.raw, d.theirs, d.ours, s.works, s.example
FROM scratch.disputed d
JOIN (
    SELECT a.raw, count(DISTINCT a.work) AS works, min(a.work) AS example
    FROM authorships a
    JOIN outputs u ON u.work = a.work
    WHERE a.raw IN (SELECT raw FROM scratch.disputed)
    GROUP BY a.raw
) s ON s.raw = d.raw
