-- +goose Up

-- merges says why records became part of a paper: another paper was merged into it
-- (from_number), or new records were found to belong to it.
ALTER TABLE merges RENAME TO merges_before;

CREATE TABLE merges (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    into_number INTEGER NOT NULL REFERENCES papers(number),
    from_number INTEGER REFERENCES papers(number), -- NULL for records that never were a separate paper
    records     TEXT NOT NULL,                 -- JSON of []data.RecordKey
    reason      TEXT NOT NULL,
    at          INTEGER NOT NULL,              -- Unix microseconds
    undone      INTEGER                        -- Unix microseconds, NULL if it was not undone
) STRICT;

-- The records that a paper had are those with its own ids.
INSERT INTO merges(into_number, from_number, records, reason, at)
SELECT m.into_number, m.from_number, (
    SELECT json_group_array(json_object(
        'source', r.source,
        'location', iif(r.source = 'file', r.origin ->> '$.origin.location', ''),
        'id', coalesce(r.paper, p.paper) ->> '$.id',
        'featured', coalesce(r.paper, p.paper) ->> '$.featured'))
    FROM papers f JOIN papers p ON p.number = f.merged_into JOIN records r ON r.number = p.number
        JOIN aliases a ON a.id = coalesce(r.paper, p.paper) ->> '$.id'
    WHERE f.number = m.from_number AND a.number = f.number
), m.reason, m.at
FROM merges_before m ORDER BY m.at, m.rowid;

DROP TABLE merges_before;

CREATE INDEX merges_into ON merges(into_number);
CREATE INDEX merges_from ON merges(from_number) WHERE from_number IS NOT NULL;

-- apart holds pairs of papers that are known to be different, because a merge of them was
-- undone. The same is true of the papers that they were merged with since.
CREATE TABLE apart (
    number INTEGER NOT NULL REFERENCES papers(number),
    other  INTEGER NOT NULL REFERENCES papers(number),
    PRIMARY KEY (number, other)
) STRICT, WITHOUT ROWID;

-- foreign_ids holds ids that a record of a paper claims but another paper has.
CREATE TABLE foreign_ids (
    number INTEGER NOT NULL REFERENCES papers(number),
    id     TEXT NOT NULL,
    PRIMARY KEY (number, id)
) STRICT, WITHOUT ROWID;
