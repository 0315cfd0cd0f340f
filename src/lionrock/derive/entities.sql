-- Display names: what a page calls an entity in each language. Read after `converted` is filled.

-- step: named
CREATE TABLE scratch.named AS
SELECT s.id, s.kind, s.class, s.status, s.date, s.amount, s.detail, s.company, s.note, s.statements,
    s.agent, s.affected,
    coalesce(s.name_en, s.caption, s.name_hant, s.name_hans, s.id) AS label_en,
    coalesce(s.name_hant, t.name, s.name_en, s.caption, s.id) AS label_hant,
    coalesce(s.name_hans, h.name, s.name_en, s.caption, s.id) AS label_hans,
    s.name_hant IS NULL AND t.name IS NOT NULL AS hant_converted,
    s.name_hans IS NULL AND h.name IS NOT NULL AS hans_converted
FROM subjects s
LEFT JOIN converted t ON t.id = s.id AND t.lang = 'zh-Hant'
LEFT JOIN converted h ON h.id = s.id AND h.lang = 'zh-Hans'
WHERE s.kind <> 'observation'
    AND s.kind NOT IN (SELECT value FROM labels WHERE vocabulary = 'relation')

-- step: entities
-- A deal has no name of its own: it is called by its company and round; an event by who did it,
-- what was done, and to whom.
CREATE TABLE entities AS
SELECT n.* EXCLUDE (agent, affected) REPLACE (
        coalesce(
            c.label_en || ', ' || l.en,
            nullif(concat_ws(' · ', a.label_en, v.en || coalesce(' (' || w.en || ')', ''), b.label_en), ''), n.label_en
        ) AS label_en,
        coalesce(
            c.label_hant || '：' || l.hant,
            nullif(concat_ws(' · ', a.label_hant, v.hant || coalesce('（' || w.hant || '）', ''), b.label_hant), ''), n.label_hant
        ) AS label_hant,
        coalesce(
            c.label_hans || '：' || l.hans,
            nullif(concat_ws(' · ', a.label_hans, v.hans || coalesce('（' || w.hans || '）', ''), b.label_hans), ''), n.label_hans
        ) AS label_hans
    ),
    coalesce(d.links, 0) AS links
FROM scratch.named n
LEFT JOIN degrees d ON d.id = n.id
LEFT JOIN scratch.named c ON n.kind = 'deal' AND c.id = n.company
LEFT JOIN labels l ON n.kind = 'deal' AND l.vocabulary = 'round' AND l.value = n.detail
LEFT JOIN labels v ON n.kind = 'event' AND v.vocabulary = 'event_class' AND v.value = n.class
LEFT JOIN labels w ON n.kind = 'event' AND w.vocabulary = 'event_status' AND w.value = n.status
    AND n.status <> 'reported'
LEFT JOIN scratch.named a ON n.kind = 'event' AND a.id = n.agent
LEFT JOIN scratch.named b ON n.kind = 'event' AND b.id = n.affected
