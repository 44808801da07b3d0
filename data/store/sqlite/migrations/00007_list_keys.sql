-- +goose Up

-- list_keys no longer holds the keys of reading lists in clear, so that a stolen store or
-- backup does not open any list. It holds the SHA-256 of each key, and the reading key
-- encrypted with the editing key (see seal.go), so that holders of the latter can see it.
PRAGMA secure_delete = ON;

CREATE TABLE list_keys_hashed (
    hash   BLOB PRIMARY KEY,                   -- SHA-256 of the key
    list   INTEGER NOT NULL REFERENCES lists(number) ON DELETE CASCADE,
    edits  INTEGER NOT NULL,                   -- 1 if it may change the list, 0 if it may read it
    sealed BLOB,                               -- the encrypted reading key; NULL for an editing key
    UNIQUE (list, edits)
) STRICT, WITHOUT ROWID;

INSERT INTO list_keys_hashed(hash, list, edits, sealed)
SELECT k.hash, k.list, k.edits, CASE k.edits WHEN 0 THEN paperboy_seal(e.key, k.key) END
FROM list_keys k LEFT JOIN list_keys e ON e.list = k.list AND e.edits = 1;

DROP TABLE list_keys;

ALTER TABLE list_keys_hashed RENAME TO list_keys;
