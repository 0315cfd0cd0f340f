-- DuckDB's own reading of OpenAlex works: a row a record, in the order of the file, into the table
-- that derive/works.sql describes. `{path}` is a piece of the file with the SHA-256 `{digest}`,
-- `{before}` the number of records before it, `{packed}` none, gzip or zstd, `{longest}` the bytes
-- of its longest record at most. `{columns}` are the wanted columns with their types, `{record}` the
-- same as a structure, `{cast}` those of them that a Parquet file has, of which the rows `{first}` to
-- `{last}` are read.
-- A line that is no JSON object becomes a row of nulls, which derive/works.sql quarantines.

-- step: raw_works
CREATE TABLE loading.raw_works (
    snapshot VARCHAR, row_number BIGINT,
    id VARCHAR, doi VARCHAR, title VARCHAR, display_name VARCHAR, publication_year VARCHAR,
    publication_date VARCHAR, type VARCHAR, language VARCHAR, cited_by_count VARCHAR,
    is_retracted VARCHAR, is_paratext VARCHAR, is_authors_truncated VARCHAR, updated_date VARCHAR,
    citation_normalized_percentile STRUCT("value" VARCHAR),
    primary_location STRUCT(source STRUCT(id VARCHAR, display_name VARCHAR, type VARCHAR)),
    locations STRUCT(landing_page_url VARCHAR)[],
    topics STRUCT(
        id VARCHAR, display_name VARCHAR, score VARCHAR, subfield STRUCT(id VARCHAR),
        field STRUCT(id VARCHAR)
    )[],
    authorships STRUCT(
        institutions STRUCT(
            id VARCHAR, ror VARCHAR, display_name VARCHAR, country_code VARCHAR, type VARCHAR
        )[],
        countries VARCHAR[], raw_affiliation_strings VARCHAR[],
        affiliations STRUCT(raw_affiliation_string VARCHAR, institution_ids VARCHAR[])[]
    )[]
)

-- step: read_lines
INSERT INTO loading.raw_works BY NAME
SELECT '{digest}' AS snapshot, {before} + row_number() OVER () AS row_number, *
FROM read_json('{path}', format = 'newline_delimited', compression = '{packed}',
    ignore_errors = true, maximum_object_size = {longest}, columns = {columns})

-- step: read_page
-- A page of the API: one object, its works under `results`.
INSERT INTO loading.raw_works BY NAME
SELECT '{digest}' AS snapshot, u.x.place AS row_number, unnest(u.x.item)
FROM (
    SELECT list_transform(results, lambda w, i: struct_pack(place := i, item := w)) AS numbered
    FROM read_json('{path}', format = 'unstructured', compression = '{packed}',
        maximum_object_size = 268435456, columns = {results: '{record}[]'})
) p
CROSS JOIN UNNEST(p.numbered) AS u(x)

-- step: read_parquet
INSERT INTO loading.raw_works BY NAME
SELECT '{digest}' AS snapshot, file_row_number + 1 AS row_number, {cast}
FROM read_parquet('{path}', file_row_number = true)
WHERE file_row_number BETWEEN {first} AND {last}
