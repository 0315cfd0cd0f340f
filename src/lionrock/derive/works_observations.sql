-- The figures of works_indicators.sql as observations, with what they rest on. `work_period`
-- (works.py) holds the year that is not over yet, if any.

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
