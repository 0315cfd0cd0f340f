-- OpenAlex's institutions beside the bodies of the registry. Read after works_made.sql and
-- institutions.py, which fills
--   openalex_institutions(institution, ror, wikidata, name, name_hant, name_hans, type, country,
--       city, parents, parent_names, lineage, works, updated, snapshot, row_number)
--       an institution's record, the newest; `lineage` are all institutions above it

-- step: institution_bodies
-- Which of them are bodies of ours: what is on record as their OpenAlex id, else the same ROR id.
CREATE TABLE institution_bodies AS
SELECT institution, min(organisation) AS organisation,
    coalesce(min(n) FILTER (prop = 'openalex'), min(n)) AS n
FROM (
    SELECT i.institution, f.subject AS organisation, f.prop, f.records[1] AS n
    FROM openalex_institutions i
    JOIN facts f ON f.kind = 'organisation' AND (
        f.prop = 'openalex' AND f.value = i.institution
        OR f.prop = 'ror' AND split_part(f.value, 'ror.org/', 2) = i.ror
    )
)
GROUP BY institution

-- step: institution_places
-- Where OpenAlex puts each, in places of ours. All of Hong Kong, and of Macau, is one.
CREATE TABLE scratch.institution_places AS
SELECT i.institution, CASE i.country
        WHEN 'HK' THEN 'hong-kong' WHEN 'MO' THEN 'macau' WHEN 'CN' THEN min(c.subject)
    END AS place
FROM openalex_institutions i
LEFT JOIN (
    SELECT subject, lower(value) AS city FROM facts
    WHERE kind = 'place' AND prop = 'name' AND lang = 'en'
) c ON c.city = lower(i.city)
GROUP BY i.institution, i.country

-- step: institution_parents
-- What ours are a part of, in either's words; OpenAlex's are of ours where the registry has them.
CREATE TABLE scratch.institution_parents AS
SELECT b.institution,
    (
        SELECT list(DISTINCT e.target ORDER BY e.target) FROM edges e
        WHERE e.source = b.organisation AND e.type IN ('parent', 'part_of', 'campus_of')
    ) AS ours,
    (
        SELECT list(DISTINCT p.organisation ORDER BY p.organisation) FROM institution_bodies p
        WHERE list_contains(i.parents, p.institution) AND p.organisation <> b.organisation
    ) AS theirs
FROM institution_bodies b
JOIN openalex_institutions i ON i.institution = b.institution

-- step: institution_comparison
CREATE TABLE institution_comparison AS
SELECT b.organisation, i.institution, i.name, i.name_hant, i.name_hans, i.country, i.city,
    w.place AS place_theirs, h.place AS place_ours, i.parent_names,
    coalesce(p.theirs, []) AS parents_theirs, coalesce(p.ours, []) AS parents_ours, i.works,
    CASE
        WHEN w.place <> h.place AND len(p.theirs) > 0 AND len(p.ours) > 0
            AND NOT list_has_any(p.theirs, p.ours) THEN 'both'
        WHEN w.place <> h.place THEN 'place'
        WHEN len(p.theirs) > 0 AND NOT list_has_any(p.theirs, coalesce(p.ours, [])) THEN 'parent'
        ELSE 'none'
    END AS differs, b.n
FROM institution_bodies b
JOIN openalex_institutions i ON i.institution = b.institution
LEFT JOIN scratch.institution_places w ON w.institution = b.institution
LEFT JOIN scratch.institution_parents p ON p.institution = b.institution
LEFT JOIN work_homes h ON h.organisation = b.organisation

-- step: difference_institutions
-- What OpenAlex gives to the texts in which we and it differ: its institutions by name, and the
-- bodies of ours that these are a part of.
CREATE TABLE difference_institutions AS
SELECT u.raw, list(DISTINCT u.name ORDER BY u.name) AS given,
    coalesce(
        list(DISTINCT a.organisation ORDER BY a.organisation) FILTER (a.organisation IS NOT NULL),
        []
    ) AS above
FROM (
    SELECT DISTINCT s.raw, s.institution, coalesce(o.name, i.name, s.institution) AS name
    FROM (
        SELECT a.raw, unnest(a.institutions) AS institution
        FROM authorships a WHERE a.raw IN (SELECT raw FROM differences)
    ) s
    LEFT JOIN openalex_institutions o ON o.institution = s.institution
    LEFT JOIN institutions i ON i.institution = s.institution
) u
LEFT JOIN (
    SELECT l.institution, b.organisation
    FROM (SELECT institution, unnest(lineage) AS above FROM openalex_institutions) l
    JOIN institution_bodies b ON b.institution = l.above
) a ON a.institution = u.institution
GROUP BY u.raw
