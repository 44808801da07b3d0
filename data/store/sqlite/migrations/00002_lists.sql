-- +goose Up

-- lists holds reading lists. A number is never used twice.
CREATE TABLE lists (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    name    TEXT NOT NULL,
    created INTEGER NOT NULL,                  -- Unix microseconds
    updated INTEGER NOT NULL
) STRICT;

-- list_keys holds the secrets that open lists. A key is looked up by its hash, so that
-- the time this takes does not reveal anything about the key.
CREATE TABLE list_keys (
    hash  BLOB PRIMARY KEY,                    -- SHA-256 of key
    key   TEXT NOT NULL,
    list  INTEGER NOT NULL REFERENCES lists(number) ON DELETE CASCADE,
    edits INTEGER NOT NULL,                    -- 1 if it may change the list, 0 if it may read it
    UNIQUE (list, edits)
) STRICT, WITHOUT ROWID;

-- listed holds the papers of lists. A paper that was merged later stays listed under its
-- own number, from which papers.merged_into leads on.
CREATE TABLE listed (
    place  INTEGER PRIMARY KEY,                -- the order within a list
    list   INTEGER NOT NULL REFERENCES lists(number) ON DELETE CASCADE,
    number INTEGER NOT NULL REFERENCES papers(number),
    added  INTEGER NOT NULL,
    note   TEXT NOT NULL DEFAULT '',
    UNIQUE (list, number)
) STRICT;
