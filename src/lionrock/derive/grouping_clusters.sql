-- Clusters of names: what links connect, but never two names that are held apart.
--
-- READS proposed_pairs, name_judgements, scratch.unknown_names. grouping.py runs `links` and `apart`, then
-- repeats the steps that name {this} and {next} until nothing changes.
--
-- First all that links connect (label propagation with pointer jumping, as in Rastogi and others,
-- ICDE 2013): a component in which no two names are held apart is a cluster. The others are
-- clustered anew, the strongest link first, and a link that would join two names held apart is
-- passed over (Kruskal with cannot-links). Links that are the strongest of both their clusters are
-- taken at once in a round: no other merge can forbid one, so the order does not matter.

-- step: links
-- A person's word counts for more than a score.
CREATE TABLE scratch.name_links AS
SELECT p.one, p.other, p.score
FROM proposed_pairs p
LEFT JOIN name_judgements j ON j.one = p.one AND j.other = p.other
WHERE p.verdict = 'same' AND j.one IS NULL
UNION ALL
SELECT j.one, j.other, 2.0 AS score
FROM name_judgements j
JOIN scratch.unknown_names a ON a.name = j.one
JOIN scratch.unknown_names b ON b.name = j.other
WHERE j.verdict = 'same'

-- step: apart
CREATE TABLE scratch.names_apart AS
SELECT p.one, p.other
FROM proposed_pairs p
LEFT JOIN name_judgements j ON j.one = p.one AND j.other = p.other AND j.verdict = 'same'
WHERE p.verdict = 'different' AND j.one IS NULL
UNION
SELECT one, other FROM name_judgements WHERE verdict = 'different'

-- step: label_0
CREATE TABLE scratch.name_label_0 AS
SELECT DISTINCT name, name AS label
FROM (
    SELECT one AS name FROM scratch.name_links
    UNION ALL
    SELECT other AS name FROM scratch.name_links
)

-- step: spread
CREATE TABLE scratch.name_spread_{next} AS
SELECT name, min(label) AS label
FROM (
    SELECT name, label FROM scratch.name_label_{this}
    UNION ALL
    SELECT k.other AS name, l.label
    FROM scratch.name_links k JOIN scratch.name_label_{this} l ON l.name = k.one
    UNION ALL
    SELECT k.one AS name, l.label
    FROM scratch.name_links k JOIN scratch.name_label_{this} l ON l.name = k.other
)
GROUP BY name

-- step: label
CREATE TABLE scratch.name_label_{next} AS
SELECT s.name, t.label
FROM scratch.name_spread_{next} s
JOIN scratch.name_spread_{next} t ON t.name = s.label

-- step: contested
-- The links of components in which two names are held apart, the strongest first.
CREATE TABLE scratch.contested_links AS
SELECT k.one, k.other, row_number() OVER (ORDER BY k.score DESC, k.one, k.other) AS place
FROM scratch.name_links k
JOIN scratch.name_label_{this} l ON l.name = k.one
JOIN (
    SELECT DISTINCT a.label
    FROM scratch.names_apart x
    JOIN scratch.name_label_{this} a ON a.name = x.one
    JOIN scratch.name_label_{this} b ON b.name = x.other AND b.label = a.label
) t ON t.label = l.label

-- step: member_0
CREATE TABLE scratch.name_member_0 AS
SELECT DISTINCT name, name AS cluster
FROM (
    SELECT one AS name FROM scratch.contested_links
    UNION ALL
    SELECT other AS name FROM scratch.contested_links
)

-- step: open
-- The strongest link between each two clusters that may be joined.
CREATE TABLE scratch.name_open_{next} AS
SELECT e.low, e.high, min(e.place) AS place
FROM (
    SELECT CASE WHEN a.cluster < b.cluster THEN a.cluster ELSE b.cluster END AS low,
        CASE WHEN a.cluster < b.cluster THEN b.cluster ELSE a.cluster END AS high, c.place
    FROM scratch.contested_links c
    JOIN scratch.name_member_{this} a ON a.name = c.one
    JOIN scratch.name_member_{this} b ON b.name = c.other
    WHERE a.cluster <> b.cluster
) e
LEFT JOIN (
    SELECT DISTINCT CASE WHEN a.cluster < b.cluster THEN a.cluster ELSE b.cluster END AS low,
        CASE WHEN a.cluster < b.cluster THEN b.cluster ELSE a.cluster END AS high
    FROM scratch.names_apart x
    JOIN scratch.name_member_{this} a ON a.name = x.one
    JOIN scratch.name_member_{this} b ON b.name = x.other
) f ON f.low = e.low AND f.high = e.high
WHERE f.low IS NULL
GROUP BY e.low, e.high

-- step: strongest
CREATE TABLE scratch.name_strongest_{next} AS
SELECT cluster, min(place) AS place
FROM (
    SELECT low AS cluster, place FROM scratch.name_open_{next}
    UNION ALL
    SELECT high AS cluster, place FROM scratch.name_open_{next}
)
GROUP BY cluster

-- step: member
CREATE TABLE scratch.name_member_{next} AS
SELECT m.name, coalesce(g.low, m.cluster) AS cluster
FROM scratch.name_member_{this} m
LEFT JOIN (
    SELECT o.low, o.high
    FROM scratch.name_open_{next} o
    JOIN scratch.name_strongest_{next} a ON a.cluster = o.low AND a.place = o.place
    JOIN scratch.name_strongest_{next} b ON b.cluster = o.high AND b.place = o.place
) g ON g.high = m.cluster

-- step: proposed_names
CREATE TABLE proposed_names AS
SELECT n.name, coalesce(m.cluster, l.label, n.name) AS proposed, n.text, n.place, w.works
FROM scratch.unknown_names n
LEFT JOIN scratch.name_label_{label} l ON l.name = n.name
LEFT JOIN scratch.name_member_{member} m ON m.name = n.name
JOIN (
    SELECT s.name, count(DISTINCT a.work) AS works
    FROM proposed_strings s
    JOIN authorships a ON a.raw = s.raw
    JOIN outputs o ON o.work = a.work
    GROUP BY s.name
) w ON w.name = n.name

-- step: proposed_organisations
CREATE TABLE proposed_organisations AS
SELECT p.proposed, p.text, p.place, c.names, c.strings, c.works, i.institution, c.example
FROM (
    SELECT proposed, text, place,
        row_number() OVER (PARTITION BY proposed ORDER BY works DESC, text, name) AS nth
    FROM proposed_names
) p
JOIN (
    SELECT n.proposed, count(DISTINCT n.name) AS names, count(DISTINCT s.raw) AS strings,
        count(DISTINCT a.work) AS works, min(s.raw) AS example
    FROM proposed_names n
    JOIN proposed_strings s ON s.name = n.name
    JOIN authorships a ON a.raw = s.raw
    JOIN outputs o ON o.work = a.work
    GROUP BY n.proposed
) c ON c.proposed = p.proposed
LEFT JOIN (
    SELECT n.proposed, min(t.institution) AS institution
    FROM proposed_names n
    JOIN scratch.name_institutions t ON t.name = n.name
    GROUP BY n.proposed
    HAVING count(DISTINCT t.institution) = 1
) i ON i.proposed = p.proposed
WHERE p.nth = 1
