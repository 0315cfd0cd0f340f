-- Research indicators: what was counted, of whom, in which year. Read after works_made.sql.
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
    SELECT organisation, count(*) AS works
    FROM output_organisations
    WHERE via = 'ours'
    GROUP BY organisation
    ORDER BY works DESC, organisation
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
