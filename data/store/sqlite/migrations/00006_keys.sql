-- +goose Up

-- keys are API keys. The secret of a key is not here, only its SHA-256. All times are
-- Unix microseconds.
CREATE TABLE keys (
    id             TEXT PRIMARY KEY,
    name           TEXT NOT NULL,
    scopes         TEXT NOT NULL,              -- JSON array
    rate           TEXT NOT NULL,
    created        INTEGER NOT NULL,
    expires        INTEGER,                    -- NULL for never
    revoked        INTEGER,                    -- NULL while it is in force
    used           INTEGER,                    -- NULL until it is first used
    hash           BLOB NOT NULL UNIQUE,
    previous       BLOB,                       -- the hash before the last rotation
    previous_until INTEGER                     -- until when that is accepted
) STRICT, WITHOUT ROWID;
