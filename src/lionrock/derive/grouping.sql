-- Names that belong to no known organisation, put together into proposed ones.
--
-- READS scratch.read_names(raw, name, text, letters, place, words VARCHAR[]), which grouping.py fills:
-- the names in affiliation strings that no organisation was found in; name_judgements(one, other,
-- verdict); scratch.letter_positions(first, last, before, after); authorships, outputs.
-- MAKES
--   proposed_strings(raw, name, text, works)   strings with the name each holds; works that print it
--   proposed_pairs(one, other, score, verdict) which names were compared, and what came of it
--   proposed_names(name, proposed, text, place, works)   the organisation each name is put to: the
--       least id among its names
--   proposed_organisations(proposed, text, place, names, strings, works, institution, example)
--
-- Blocking: two names are compared when they share a rare word, but for a letter that is wrong, too
-- many or missing (symmetric delete, as in resolve/spelling.py), or two rare runs of letters, or all
-- letters, or the institution that OpenAlex gives them. What more than 40 names share tells nothing.
-- The steps run on DuckDB as they are and on Spark as store/spark_sql.py translates them.

-- step: printed
CREATE TABLE scratch.printed_names AS
SELECT r.raw, r.name, r.text, r.letters, r.place, r.words, count(DISTINCT o.work) AS works
FROM scratch.read_names r
JOIN authorships a ON a.raw = r.raw
JOIN outputs o ON o.work = a.work
GROUP BY r.raw, r.name, r.text, r.letters, r.place, r.words

-- step: proposed_strings
CREATE TABLE proposed_strings AS
SELECT raw, name, text, works FROM scratch.printed_names

-- step: names
-- A name once: as most works print it.
CREATE TABLE scratch.unknown_names AS
SELECT name, text, letters, place, words
FROM (
    SELECT name, text, letters, place, words,
        row_number() OVER (PARTITION BY name ORDER BY works DESC, text, raw) AS nth
    FROM scratch.printed_names
)
WHERE nth = 1

-- step: name_institutions
-- The institution that OpenAlex gives to a string, where it gives but one.
CREATE TABLE scratch.name_institutions AS
SELECT DISTINCT s.name, t.institution
FROM proposed_strings s
JOIN authorships a ON a.raw = s.raw AND array_length(a.institutions) = 1
CROSS JOIN UNNEST(a.institutions) AS t(institution)

-- step: blocks
CREATE TABLE scratch.name_blocks AS
SELECT DISTINCT name, block, worth
FROM (
    SELECT n.name, 'word ' || t.word AS block, 2 AS worth
    FROM scratch.unknown_names n CROSS JOIN UNNEST(n.words) AS t(word)
    UNION ALL
    SELECT w.name, 'word ' || substr(w.word, 1, p.before) || substr(w.word, p.after) AS block,
        2 AS worth
    FROM (
        SELECT n.name, t.word
        FROM scratch.unknown_names n CROSS JOIN UNNEST(n.words) AS t(word)
    ) w
    CROSS JOIN scratch.letter_positions p
    WHERE substr(w.word, 5, 1) <> '' AND substr(w.word, p.first, 1) <> ''
    UNION ALL
    SELECT name, 'name ' || letters AS block, 2 AS worth FROM scratch.unknown_names
    UNION ALL
    SELECT name, 'id ' || institution AS block, 2 AS worth FROM scratch.name_institutions
    UNION ALL
    SELECT n.name, 'run ' || substr(n.letters, p.first, 5) AS block, 1 AS worth
    FROM scratch.unknown_names n CROSS JOIN scratch.letter_positions p
    WHERE substr(n.letters, p.last, 1) <> ''
)

-- step: telling_blocks
CREATE TABLE scratch.telling_blocks AS
SELECT block FROM scratch.name_blocks GROUP BY block HAVING count(*) BETWEEN 2 AND 40

-- step: block_pairs
CREATE TABLE scratch.name_pairs AS
SELECT a.name AS one, b.name AS other
FROM scratch.telling_blocks t
JOIN scratch.name_blocks a ON a.block = t.block
JOIN scratch.name_blocks b ON b.block = t.block AND b.name > a.name
GROUP BY a.name, b.name
HAVING sum(a.worth) >= 2
