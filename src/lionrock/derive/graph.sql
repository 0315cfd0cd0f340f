-- Who publishes with whom: bodies of the registry joined by works in AI. Read after works_made.sql.
-- Works of more than 25 bodies say little of any two of them, and are left out of the graph.

-- step: collaborators
CREATE TABLE scratch.collaborators AS
SELECT o.work, o.organisation, n.number
FROM work_organisations o
JOIN outputs u ON u.work = o.work
JOIN work_homes h ON h.organisation = o.organisation
JOIN (
    SELECT o.work, count(*) AS number
    FROM work_organisations o
    JOIN outputs u ON u.work = o.work
    JOIN work_homes h ON h.organisation = o.organisation
    WHERE o.via = 'ours'
    GROUP BY o.work
    HAVING count(*) BETWEEN 2 AND 25
) n ON n.work = o.work
WHERE o.via = 'ours'

-- step: collaborations
-- Each pair once, `a` before `b`. A work of n bodies gives each of its pairs 1/(n-1), so that all
-- its pairs together weigh what its bodies are (M. E. J. Newman, Phys. Rev. E 64, 016132, 2001).
CREATE TABLE collaborations AS
SELECT x.organisation AS a, y.organisation AS b, count(*) AS works,
    round(sum(1.0 / (x.number - 1)), 9) AS weight, min(u.year) AS first_year,
    max(u.year) AS last_year
FROM scratch.collaborators x
JOIN scratch.collaborators y ON y.work = x.work AND y.organisation > x.organisation
JOIN outputs u ON u.work = x.work
GROUP BY x.organisation, y.organisation

-- step: standings
-- What the graph says of each body (graph.py fills it).
CREATE TABLE standings (
    organisation VARCHAR, community INTEGER, centre VARCHAR, size INTEGER, partners INTEGER,
    between_cities DOUBLE, between_sides DOUBLE, "constraint" DOUBLE
)
