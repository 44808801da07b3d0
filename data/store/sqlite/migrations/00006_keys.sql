-- +goose Up

-- keys holds API keys, with the SHA-256 of the secret instead of the secret. All times are
-- in Unix microseconds.
CREATE TABLE keys (
    id             TEXT PRIMARY KEY,
    name           TEXT NOT NULL,
    scopes         TEXT NOT NULL,              -- JSON array
    rate           TEXT NOT NULL,
    created        INTEGER NOT NULL,
    expires        INTEGER,                    -- NULL for never
    revoked        INTEGER,                    -- NULL if it was not revoked
    used           INTEGER,                    -- NULL if it was never used
    hash           BLOB NOT NULL UNIQUE,
    previous       BLOB,                       -- the hash before the last rotation
    previous_until INTEGER                     -- when that expires
) STRICT, WITHOUT ROWID;
