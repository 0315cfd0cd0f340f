-- Research indicators, as observations: what was counted, of whom, in which year. Read after
-- works_made.sql. `work_period` (works.py) holds the year that is not over yet, if any.
-- Shares are of works for which the trait is known; a year without any has no value.

-- step: counted
-- Whom the series are about: places, and the 25 bodies with the most output, each work once. The
-- table `output` of the research view has every body; /api/works counts any other cut.
CREATE TABLE scratch.counted AS
SELECT work, place AS about, fraction FROM output_places
UNION ALL
SELECT o.work, o.organisation, o.fraction
FROM output_organisations o
JOIN (
    SELECT organisation
    FROM output_organisations
    WHERE via = 'ours'
    GROUP BY organisation
    ORDER BY count(*) DESC, organisation
    LIMIT 25
) t ON t.organisation = o.organisation
WHERE o.via = 'ours'

-- step: yearly
CREATE TABLE scratch.yearly AS
SELECT c.about, u.year, count(*) AS works, sum(c.fraction) AS fraction,
    count(u.percentile) AS ranked,
    count(*) FILTER (WHERE u.percentile >= 0.9) AS top10,
    count(*) FILTER (WHERE u.percentile >= 0.99) AS top1,
    count(*) FILTER (WHERE t.academic OR t.industry) AS sided,
    count(*) FILTER (WHERE t.academic AND t.industry) AS joint,
    count(*) FILTER (WHERE t.countries_known) AS located,
    count(*) FILTER (WHERE t.abroad) AS abroad,
    count(*) FILTER (WHERE t.mainland) AS mainland,
    count(*) FILTER (WHERE t.cities > 1) AS cross_city
FROM scratch.counted c
JOIN outputs u ON u.work = c.work
JOIN output_traits t ON t.work = c.work
GROUP BY c.about, u.year

-- step: by_field
CREATE TABLE scratch.by_field AS
SELECT c.about, u.year, f.field, count(*) AS works
FROM scratch.counted c
JOIN outputs u ON u.work = c.work
JOIN work_fields f ON f.work = c.work
WHERE f.field <> 'ai'
GROUP BY c.about, u.year, f.field

-- step: concentration
-- Herfindahl-Hirschman index of a place's output over its bodies, by fractional counting: 1 when
-- one body makes all of it. Bodies as matched, not those they are a part of.
CREATE TABLE scratch.concentration AS
SELECT place, year, sum(power(fraction, 2)) / power(sum(fraction), 2) AS hhi
FROM (
    SELECT p.place, u.year, o.organisation, sum(o.fraction) AS fraction
    FROM output_places p
    JOIN outputs u ON u.work = p.work
    JOIN work_organisations o ON o.work = p.work AND o.via = 'ours'
    JOIN work_homes h ON h.organisation = o.organisation
    LEFT JOIN edges e ON e.type = 'member' AND e.source = p.place AND e.target = h.place
    WHERE h.place = p.place OR e.source IS NOT NULL
    GROUP BY p.place, u.year, o.organisation
)
GROUP BY place, year

-- step: world
-- The share of the world can be said only when the works loaded are those of the world.
CREATE TABLE scratch.world AS
SELECT y.about, y.year, 100.0 * y.works / w.works AS share
FROM scratch.yearly y
JOIN (SELECT year, count(*) AS works FROM outputs GROUP BY year) w ON w.year = y.year
WHERE (SELECT bool_and(whole) FROM work_scope)

-- step: work_figures
CREATE TABLE work_figures AS
SELECT indicator, about, year, round(CAST("value" AS DOUBLE), 6) AS "value"
FROM (
    SELECT 'works_ai' AS indicator, about, year, CAST(works AS DOUBLE) AS "value"
    FROM scratch.yearly
    UNION ALL
    SELECT 'works_ai_fractional', about, year, fraction FROM scratch.yearly
    UNION ALL
    SELECT 'works_ai_top10_share', about, year, 100.0 * top10 / ranked FROM scratch.yearly
    WHERE ranked > 0
    UNION ALL
    SELECT 'works_ai_top1_share', about, year, 100.0 * top1 / ranked FROM scratch.yearly
    WHERE ranked > 0
    UNION ALL
    SELECT 'works_ai_industry_share', about, year, 100.0 * joint / sided FROM scratch.yearly
    WHERE sided > 0
    UNION ALL
    SELECT 'works_ai_abroad_share', about, year, 100.0 * abroad / located FROM scratch.yearly
    WHERE located > 0
    UNION ALL
    SELECT 'works_ai_mainland_share', about, year, 100.0 * mainland / located FROM scratch.yearly
    WHERE located > 0 AND about = 'hong-kong'
    UNION ALL
    SELECT 'works_ai_cross_city_share', about, year, 100.0 * cross_city / works
    FROM scratch.yearly
    UNION ALL
    SELECT 'works_' || field, about, year, works FROM scratch.by_field
    UNION ALL
    SELECT 'works_ai_concentration', place, year, hhi FROM scratch.concentration
    UNION ALL
    SELECT 'works_ai_world_share', about, year, share FROM scratch.world
)

-- step: work_readings
CREATE TABLE scratch.work_readings AS
SELECT 'works-' || f.indicator || '-' || f.about || '-' || CAST(f.year AS VARCHAR) AS id,
    f.indicator, f.about,
    CASE WHEN f.year < p.open_year THEN CAST(f.year AS VARCHAR) ELSE p.open_key END AS period,
    CASE WHEN f.year < p.open_year THEN CAST(f.year AS VARCHAR) ELSE p.open_text END
        AS period_text,
    CASE WHEN f.year < p.open_year THEN 'year' ELSE 'range' END AS period_kind,
    CAST(f.year AS VARCHAR) || '-01-01' AS first_day,
    CASE WHEN f.year < p.open_year THEN CAST(f.year AS VARCHAR) || '-12-31' ELSE p.open_end END
        AS last_day,
    f."value", i.unit, f."value" AS measured, i.unit AS measured_unit, 'derived' AS nature,
    'openalex' AS publisher, p.newest AS published, p.definition,
    'works:' || f.indicator || ':' || f.about || ':' || CAST(f.year AS VARCHAR) AS basis, p.n,
    'data' AS tier, t.rank AS tier_rank, t.rank AS publisher_rank, 'moderate' AS strength,
    CAST(1 AS BIGINT) AS publishers
FROM work_figures f
JOIN indicators i ON i.id = f.indicator
JOIN entities e ON e.id = f.about
CROSS JOIN work_period p
JOIN tiers t ON t.tier = 'data'
WHERE f.year BETWEEN p.open_year - 15 AND p.open_year

-- step: record
-- All of these figures rest on one record: the works as OpenAlex gave them. Single works are
-- found through the basis of a figure, with the file and line they were read from.
INSERT INTO records BY NAME
SELECT n, 'openalex/works:1' AS locator, 'openalex' AS source,
    (SELECT min(snapshot) FROM work_files) AS snapshot, 'openalex-works' AS subject,
    'observation' AS kind, false AS mirrored
FROM work_period

-- step: evidence
INSERT INTO evidence BY NAME
SELECT n, 1 AS rank, 'https://openalex.org/works' AS url, 'openalex' AS publisher, 'data' AS tier
FROM work_period

-- step: record_evidence
INSERT INTO record_evidence BY NAME
SELECT n, 'data' AS tier, 'moderate' AS strength, 1 AS publishers FROM work_period

-- step: publisher
INSERT INTO publishers BY NAME
SELECT 'openalex' AS id, 'OpenAlex' AS en, 'OpenAlex' AS hant, 'OpenAlex' AS hans,
    'data' AS tier, 'register' AS type
FROM work_period
WHERE NOT EXISTS (SELECT 1 FROM publishers WHERE id = 'openalex')

-- step: into_observations
INSERT INTO observations BY NAME SELECT * FROM scratch.work_readings

-- step: into_ranked
-- Computed here alone, so there is no other value to stand beside.
INSERT INTO ranked BY NAME
SELECT *, CAST(1 AS BIGINT) AS place, CAST(0 AS BIGINT) AS digits FROM scratch.work_readings
