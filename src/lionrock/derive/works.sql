-- Bulk records of research: works, the affiliations behind them, their topics.
--
-- READS `loading.raw_works`, which an engine's own reading step fills (store/works_read.sql for
-- DuckDB), a row a line of a snapshot file. Scalars are texts as written, so that what is not what
-- it should be is found here and not lost in a cast; texts inside lists are texts too.
--   snapshot VARCHAR   digest of the file          row_number BIGINT   line in it, from 1
--   id, doi, title, publication_year, publication_date, type, language, cited_by_count,
--   is_retracted, is_paratext, is_authors_truncated, updated_date, display_name   VARCHAR, null where missing
--   citation_normalized_percentile   STRUCT(value)
--   primary_location   STRUCT(source STRUCT(id, display_name, type))
--   locations          LIST<STRUCT(landing_page_url)>
--   topics             LIST<STRUCT(id, display_name, score, subfield STRUCT(id), field STRUCT(id))>
--   authorships        LIST<STRUCT(institutions LIST<STRUCT(id, ror, display_name, country_code,
--                      type)>, countries LIST<VARCHAR>, raw_affiliation_strings LIST<VARCHAR>,
--                      affiliations LIST<STRUCT(raw_affiliation_string, institution_ids LIST)>)>
-- No name, id or ORCID of an author is read at all.
--
-- MAKES (ids are bare: W…, S…, T…, I…; subfield and field are numbers as texts: 1702, 17)
--   works(work, title, year INTEGER, published DATE, doi, arxiv, type, language, venue, venue_name,
--       venue_type, topic, topic_score DOUBLE, subfield, field, cited_by BIGINT, retracted BOOLEAN,
--       authors INTEGER, truncated BOOLEAN, percentile DOUBLE, updated, snapshot, row_number BIGINT)
--       one row a work, its latest version; without paratext. `percentile` is OpenAlex's own: the
--       share of works of the same year, type and subfield in the world that are cited less
--   authorships(work, place INTEGER, part INTEGER, raw, institutions VARCHAR[], countries VARCHAR[],
--       share DOUBLE, snapshot, row_number BIGINT)
--       `place` numbers a work's authors, `part` the affiliations of one (0: the author has none in
--       writing); `institutions` are those OpenAlex gives to this very string; `share` is what of the
--       work it stands for: an author counts once, shared among the affiliations
--   work_topics(work, rank INTEGER, topic, score DOUBLE, subfield, field, snapshot, row_number BIGINT)
--   topics(topic, name, subfield, field) · institutions(institution, ror, name, country, type)
--   quarantine(snapshot, row_number BIGINT, work, reason)
--       lines that are no work: never loaded, always counted
--   work_files(snapshot, lines, quarantined, newest)   what was read; newest update in it
-- and, once the affiliation strings are matched (works_made.sql):
--   affiliation_strings(raw, organisation, rank INTEGER, score DOUBLE, verdict)
--   work_organisations(work, organisation, via 'ours'|'openalex', fraction DOUBLE)
--   work_fields(work, field) · outputs, output_organisations, output_places, output_traits
--   differences(raw, theirs, ours, works, example) · known_institutions(institution, organisation)
--
-- The steps run over a part of the records at a time, or over all of them at once: each row is made
-- of one record alone. Tables of `loading` last for the part, those named `loading_…` take in what
-- every part gives, and works_latest.sql makes the tables above of them once all is read.
--
-- The steps run on DuckDB as they are and on Spark as store/spark_sql.py translates them, with equal
-- rows: casts of texts come after a pattern that leaves no choice of what a date or a number is.

-- step: judged
-- The records, and what is wrong with each, if anything: a row for every record, made in the one
-- reading of them. The steps below read this table alone, and join nothing to it: a join of lists of
-- structures takes an engine longer than all else here. A table of its own also because Sail 0.7
-- cannot filter by what a lambda made in the same query.
CREATE TABLE loading.judged AS
SELECT *, CASE WHEN id LIKE 'https://openalex.org/W%' THEN substr(id, 22) END AS work,
    coalesce(lower(is_paratext), 'false') = 'true' AS paratext,
    CASE
        WHEN id IS NULL AND title IS NULL AND authorships IS NULL AND publication_year IS NULL
            THEN 'line is not a JSON object of a work'
        WHEN id IS NULL OR NOT regexp_matches(id, '^https://openalex[.]org/W[0-9]{1,12}$')
            THEN 'id is not https://openalex.org/W…'
        WHEN publication_year IS NULL THEN 'publication_year is missing'
        WHEN NOT regexp_matches(publication_year, '^[0-9]{4}$')
            THEN 'publication_year is not a year'
        WHEN publication_date IS NOT NULL
            AND (NOT regexp_matches(publication_date, '^[0-9]{4}-[0-9]{2}-[0-9]{2}$')
                OR TRY_CAST(publication_date AS DATE) IS NULL)
            THEN 'publication_date is not a date'
        WHEN updated_date IS NOT NULL
            AND NOT regexp_matches(updated_date, '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]|$)')
            THEN 'updated_date is not a date'
        WHEN cited_by_count IS NULL THEN 'cited_by_count is missing'
        WHEN NOT regexp_matches(cited_by_count, '^[0-9]{1,12}$')
            THEN 'cited_by_count is not a whole number'
        WHEN is_retracted IS NOT NULL AND lower(is_retracted) NOT IN ('true', 'false')
            THEN 'is_retracted is not true or false'
        WHEN citation_normalized_percentile."value" IS NOT NULL
            AND NOT regexp_matches(citation_normalized_percentile."value",
                '^-?[0-9]{1,30}([.][0-9]{1,30})?([eE][+-]?[0-9]{1,2})?$')
            THEN 'citation_normalized_percentile is not a number'
        WHEN authorships IS NULL THEN 'authorships is missing or no list'
        WHEN topics IS NULL THEN 'topics is missing or no list'
        WHEN array_length(list_filter(authorships, lambda a:
                a.raw_affiliation_strings IS NULL AND a.affiliations IS NULL)) > 0
            THEN 'authorships: affiliation strings are missing or no list'
        WHEN array_length(list_filter(topics, lambda t:
                t.id IS NULL OR t.score IS NULL OR NOT regexp_matches(t.score,
                    '^-?[0-9]{1,30}([.][0-9]{1,30})?([eE][+-]?[0-9]{1,2})?$'))) > 0
            THEN 'topics: id or score is missing or of another type'
    END AS reason
FROM loading.raw_works

-- step: quarantine
CREATE TABLE quarantine AS
SELECT snapshot, row_number, work, reason
FROM loading.judged
WHERE reason IS NOT NULL

-- step: ranked
CREATE TABLE loading.ranked AS
SELECT s.work, CAST(u.x.place AS INTEGER) AS rank, substr(u.x.id, 22) AS topic,
    CAST(u.x.score AS DOUBLE) AS score, nullif(split_part(u.x.subfield, '/', 5), '') AS subfield,
    nullif(split_part(u.x.field, '/', 5), '') AS field, u.x.name, s.snapshot, s.row_number
FROM (
    SELECT r.work, r.snapshot, r.row_number, list_transform(r.topics, lambda t, i: struct_pack(
        place := i, id := t.id, name := t.display_name, score := t.score,
        subfield := t.subfield.id, field := t.field.id
    )) AS topics
    FROM loading.judged r
    WHERE r.reason IS NULL AND NOT r.paratext
) s
CROSS JOIN UNNEST(s.topics) AS u(x)

-- step: work_topics
CREATE TABLE loading_work_topics AS
SELECT work, rank, topic, score, subfield, field, snapshot, row_number FROM loading.ranked

-- step: topics
CREATE TABLE loading_topics AS
SELECT topic, min(name) AS name, min(subfield) AS subfield, min(field) AS field
FROM loading.ranked
GROUP BY topic

-- step: works
-- Lists of the API give the first 100 authors of a work; where it is not said, 100 is such a list.
CREATE TABLE loading_works AS
SELECT s.work, coalesce(s.title, s.display_name) AS title,
    CAST(s.publication_year AS INTEGER) AS year, CAST(s.publication_date AS DATE) AS published,
    nullif(regexp_replace(lower(s.doi), '^https?://(dx[.])?doi[.]org/', ''), '') AS doi,
    CASE WHEN s.places LIKE '%arxiv%' THEN nullif(regexp_extract(
        s.places,
        '(10[.]48550/arxiv[.]|arxiv[.]org/abs/)([a-z.-]+/[0-9]{7}|[0-9]{4}[.][0-9]{4,5})', 2
    ), '') END AS arxiv,
    s.type, s.language,
    nullif(substr(s.primary_location.source.id, 22), '') AS venue,
    s.primary_location.source.display_name AS venue_name,
    s.primary_location.source.type AS venue_type,
    t.topic, t.score AS topic_score, t.subfield, t.field,
    CAST(s.cited_by_count AS BIGINT) AS cited_by,
    coalesce(lower(s.is_retracted), 'false') = 'true' AS retracted,
    CAST(array_length(s.authorships) AS INTEGER) AS authors,
    coalesce(lower(s.is_authors_truncated) = 'true', array_length(s.authorships) = 100)
        AS truncated,
    TRY_CAST(s.citation_normalized_percentile."value" AS DOUBLE) AS percentile,
    replace(s.updated_date, ' ', 'T') AS updated, s.snapshot, s.row_number
FROM (
    SELECT r.*, lower(concat_ws(' ', r.doi, array_to_string(list_transform(
        coalesce(r.locations, []), lambda l: coalesce(l.landing_page_url, '')), ' '))) AS places
    FROM loading.judged r
    WHERE r.reason IS NULL AND NOT r.paratext
) s
LEFT JOIN loading.ranked t
    ON t.snapshot = s.snapshot AND t.row_number = s.row_number AND t.rank = 1

-- step: authorships
-- Every affiliation of every author. OpenAlex says in `affiliations` which institutions it gives to
-- which text; older records give only the texts, and then the author's institutions go with each.
-- What stands in an affiliation beside the organisation stays out: addresses of people, ORCIDs,
-- and the names before "is with" that some journals print there.
CREATE TABLE loading_authorships AS
SELECT work, place, CASE WHEN raw IS NULL THEN 0 ELSE part END AS part, raw, institutions, countries,
    share, snapshot, row_number
FROM (
    SELECT s.work, CAST(u.x.place AS INTEGER) AS place, CAST(u.x.part AS INTEGER) AS part,
        nullif(trim(CASE
            WHEN u.x.raw LIKE '%@%' OR u.x.raw LIKE '%orcid.org/%' OR u.x.raw LIKE '% with %'
                OR u.x.raw LIKE '% at %'
                THEN regexp_replace(regexp_replace(regexp_replace(regexp_replace(
                    u.x.raw,
                    '(e-?mails?:? *)?[^ ,;<>()]+@[^ ,;<>()]+', '', 'gi'),
                    '(https?://)?orcid[.]org/[0-9X-]+', '', 'gi'),
                    ' *[(<] *[)>]', '', 'g'),
                    '^.{0,300}? (is|are|was|were) (also )?(with|at) (the )?', '', 'is')
            ELSE u.x.raw
        END), '') AS raw,
        list_transform(coalesce(u.x.institutions, CAST([] AS VARCHAR[])), lambda i: substr(i, 22))
            AS institutions,
        coalesce(u.x.countries, CAST([] AS VARCHAR[])) AS countries,
        1.0 / (s.authors * u.x.number) AS share, s.snapshot, s.row_number
    FROM (
        SELECT r.work, r.snapshot, r.row_number, array_length(r.authorships) AS authors,
            flatten(list_transform(r.authorships, lambda a, i: CASE
                WHEN coalesce(array_length(a.affiliations), 0) > 0
                    THEN list_transform(a.affiliations, lambda p, j: struct_pack(
                        place := i, part := j, raw := left(p.raw_affiliation_string, 2000),
                        institutions := p.institution_ids, countries := a.countries,
                        number := CAST(array_length(a.affiliations) AS INTEGER)
                    ))
                WHEN coalesce(array_length(a.raw_affiliation_strings), 0) > 0
                    THEN list_transform(a.raw_affiliation_strings, lambda p, j: struct_pack(
                        place := i, part := j, raw := left(p, 2000),
                        institutions := list_transform(a.institutions, lambda o: o.id),
                        countries := a.countries,
                        number := CAST(array_length(a.raw_affiliation_strings) AS INTEGER)
                    ))
                ELSE [struct_pack(
                    place := i, part := 0, raw := CAST(NULL AS VARCHAR),
                    institutions := list_transform(a.institutions, lambda o: o.id),
                    countries := a.countries, number := CAST(1 AS INTEGER)
                )]
            END)) AS parts
        FROM loading.judged r
        WHERE r.reason IS NULL AND NOT r.paratext
    ) s
    CROSS JOIN UNNEST(s.parts) AS u(x)
)

-- step: institutions
CREATE TABLE loading_institutions AS
SELECT substr(u.i.id, 22) AS institution, min(substr(u.i.ror, 17)) AS ror,
    min(u.i.display_name) AS name, min(u.i.country_code) AS country, min(u.i.type) AS type
FROM (
    SELECT t.a.institutions AS found
    FROM loading.judged r
    CROSS JOIN UNNEST(r.authorships) AS t(a)
) s
CROSS JOIN UNNEST(s.found) AS u(i)
GROUP BY substr(u.i.id, 22)
HAVING count(u.i.id) > 0 -- a WHERE here makes the engine forty times slower

-- step: files
CREATE TABLE loading_files AS
SELECT r.snapshot, count(*) AS lines, count(r.reason) AS quarantined,
    max(CASE WHEN regexp_matches(r.updated_date, '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]|$)')
        THEN r.updated_date END) AS newest
FROM loading.judged r
GROUP BY r.snapshot
