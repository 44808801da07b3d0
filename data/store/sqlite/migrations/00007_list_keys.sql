-- +goose Up

-- list_keys no longer holds the keys of reading lists in clear, so that whoever gets hold of a
-- store or a backup cannot open anybody's list. A key is known by its SHA-256. The key for
-- reading is sealed with the key for editing (see seal.go), whose holders are shown it.
PRAGMA secure_delete = ON;

CREATE TABLE list_keys_hashed (
    hash   BLOB PRIMARY KEY,                   -- SHA-256 of the key
    list   INTEGER NOT NULL REFERENCES lists(number) ON DELETE CASCADE,
    edits  INTEGER NOT NULL,                   -- 1 if it may change the list, 0 if it may read it
    sealed BLOB,                               -- of a key for reading; NULL for editing
    UNIQUE (list, edits)
) STRICT, WITHOUT ROWID;

INSERT INTO list_keys_hashed(hash, list, edits, sealed)
SELECT k.hash, k.list, k.edits, CASE k.edits WHEN 0 THEN paperboy_seal(e.key, k.key) END
FROM list_keys k LEFT JOIN list_keys e ON e.list = k.list AND e.edits = 1;

DROP TABLE list_keys;

ALTER TABLE list_keys_hashed RENAME TO list_keys;
