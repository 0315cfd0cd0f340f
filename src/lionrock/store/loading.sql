-- Records, their evidence and their statements, from a file of records.

-- step: snapshots
CREATE TABLE snapshots (
    digest VARCHAR, source VARCHAR, url VARCHAR, fetched_at VARCHAR,
    media_type VARCHAR, licence VARCHAR
)

-- step: raw
CREATE TABLE scratch.raw AS
SELECT * FROM read_json('{records}', format = 'newline_delimited', columns = {
    n: 'BIGINT', locator: 'VARCHAR', source: 'VARCHAR', snapshot: 'VARCHAR',
    subject: 'VARCHAR', kind: 'VARCHAR', mirrored: 'BOOLEAN',
    addresses: 'VARCHAR[][]', claims: 'VARCHAR[][]'
}, maximum_object_size = 33554432)

-- step: records
CREATE TABLE records AS
SELECT n, locator, source, snapshot, subject, kind, mirrored FROM scratch.raw

-- step: evidence
CREATE TABLE evidence AS
SELECT n, rank, a[1] AS url, a[2] AS publisher, a[3] AS tier
FROM (
    SELECT n, unnest(addresses) AS a, generate_subscripts(addresses, 1) AS rank FROM scratch.raw
)

-- step: claims
CREATE TABLE scratch.claims AS
SELECT n, source, subject, kind, rank,
    c[1] AS prop, c[2] AS value, c[3] AS lang, c[4] AS original,
    substr(sha256(concat_ws(chr(31), source, subject, kind, c[1], c[2], coalesce(c[3], ''))), 1, 32)
        AS key
FROM (
    SELECT n, source, subject, kind, unnest(claims) AS c,
        generate_subscripts(claims, 1) AS rank
    FROM scratch.raw
)

-- step: statements
CREATE TABLE statements AS
SELECT key, any_value(claims.source) AS source, any_value(claims.subject) AS subject,
    any_value(claims.kind) AS kind, any_value(prop) AS prop, any_value(value) AS value,
    any_value(lang) AS lang, min(original) AS original, min(rank) AS rank,
    list_sort(list_distinct(list(claims.n))) AS records
FROM scratch.claims
GROUP BY key

-- step: tidy
DROP TABLE scratch.claims

-- step: tidy_raw
DROP TABLE scratch.raw
