-- +goose Up

-- feeds are how far papers were fetched from places on the net.
CREATE TABLE feeds (
    name    TEXT PRIMARY KEY,
    cursor  TEXT NOT NULL,                     -- in the fetcher's own words
    fetched INTEGER NOT NULL,                  -- Unix microseconds
    error   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
