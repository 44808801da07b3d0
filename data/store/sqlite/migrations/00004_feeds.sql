-- +goose Up

-- feeds holds the progress of fetching papers from sources on the internet.
CREATE TABLE feeds (
    name    TEXT PRIMARY KEY,
    cursor  TEXT NOT NULL,                     -- only the fetcher understands it
    fetched INTEGER NOT NULL,                  -- Unix microseconds
    error   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
