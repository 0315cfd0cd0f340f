-- Display names: what a page calls an entity in each language. Read after `converted` is filled.

-- step: named
CREATE TABLE scratch.named AS
SELECT s.id, s.kind, s.class, s.status, s.date, s.amount, s.detail, s.company, s.note, s.statements,
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
-- A deal has no name of its own: it is called by its company and round.
CREATE TABLE entities AS
SELECT n.* REPLACE (
        coalesce(c.label_en || ', ' || l.en, n.label_en) AS label_en,
        coalesce(c.label_hant || '：' || l.hant, n.label_hant) AS label_hant,
        coalesce(c.label_hans || '：' || l.hans, n.label_hans) AS label_hans
    ),
    coalesce(d.links, 0) AS links
FROM scratch.named n
LEFT JOIN degrees d ON d.id = n.id
LEFT JOIN scratch.named c ON n.kind = 'deal' AND c.id = n.company
LEFT JOIN labels l ON n.kind = 'deal' AND l.vocabulary = 'round' AND l.value = n.detail
