-- What the parts of works.sql gave, once all of them are there: one version of each work.

-- step: superseded
-- A work stands in a snapshot once for every update: the newest version counts.
CREATE TABLE loading_superseded AS
SELECT snapshot, row_number
FROM (
    SELECT w.snapshot, w.row_number, row_number() OVER (
        PARTITION BY w.work ORDER BY w.updated DESC NULLS LAST, w.snapshot, w.row_number
    ) AS place
    FROM loading_works w
    JOIN (SELECT work FROM loading_works GROUP BY work HAVING count(*) > 1) d ON d.work = w.work
)
WHERE place > 1

-- step: works
CREATE TABLE works AS
SELECT w.*
FROM loading_works w
LEFT JOIN loading_superseded s ON s.snapshot = w.snapshot AND s.row_number = w.row_number
WHERE s.snapshot IS NULL

-- step: authorships
CREATE TABLE authorships AS
SELECT a.*
FROM loading_authorships a
LEFT JOIN loading_superseded s ON s.snapshot = a.snapshot AND s.row_number = a.row_number
WHERE s.snapshot IS NULL

-- step: work_topics
CREATE TABLE work_topics AS
SELECT t.*
FROM loading_work_topics t
LEFT JOIN loading_superseded s ON s.snapshot = t.snapshot AND s.row_number = t.row_number
WHERE s.snapshot IS NULL

-- step: topics
CREATE TABLE topics AS
SELECT topic, min(name) AS name, min(subfield) AS subfield, min(field) AS field
FROM loading_topics
GROUP BY topic

-- step: institutions
CREATE TABLE institutions AS
SELECT institution, min(ror) AS ror, min(name) AS name, min(country) AS country, min(type) AS type
FROM loading_institutions
GROUP BY institution

-- step: work_files
-- What was read: every file with its lines and those set aside.
CREATE TABLE work_files AS
SELECT snapshot, CAST(sum(lines) AS BIGINT) AS lines, CAST(sum(quarantined) AS BIGINT) AS quarantined,
    max(newest) AS newest
FROM loading_files
GROUP BY snapshot
