-- +goose Up

-- merges remembers why records became part of a paper: another one ended in it
-- (from_number), or they were found to be of it when they came.
ALTER TABLE merges RENAME TO merges_before;

CREATE TABLE merges (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    into_number INTEGER NOT NULL REFERENCES papers(number),
    from_number INTEGER REFERENCES papers(number), -- NULL for records that never were a paper of their own
    records     TEXT NOT NULL,                 -- JSON of []data.RecordKey
    reason      TEXT NOT NULL,
    at          INTEGER NOT NULL,              -- Unix microseconds
    undone      INTEGER                        -- the same, NULL while it stands
) STRICT;

-- The records that a paper had are those under its own ids.
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

-- apart are papers that a merge was undone of: they are known not to be one, nor what
-- they have been merged with since.
CREATE TABLE apart (
    number INTEGER NOT NULL REFERENCES papers(number),
    other  INTEGER NOT NULL REFERENCES papers(number),
    PRIMARY KEY (number, other)
) STRICT, WITHOUT ROWID;

-- foreign_ids are those that a record of a paper claims and that answer for another.
CREATE TABLE foreign_ids (
    number INTEGER NOT NULL REFERENCES papers(number),
    id     TEXT NOT NULL,
    PRIMARY KEY (number, id)
) STRICT, WITHOUT ROWID;
