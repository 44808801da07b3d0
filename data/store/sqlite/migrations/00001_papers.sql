-- +goose Up

-- meta has the keys identity (random, set when the store is created), last_ingest (Unix
-- microseconds) and checksums (set once all rows have them).
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- papers holds all papers, including deleted and merged ones, so that no number is
-- used twice. In the order of sequence it is the log. The narrow columns come first,
-- so that reading them does not need the overflow pages of long texts.
CREATE TABLE papers (
    number      INTEGER PRIMARY KEY,
    sequence    INTEGER NOT NULL UNIQUE,
    state       INTEGER NOT NULL,              -- 0 live, 1 deleted, 2 merged
    merged_into INTEGER REFERENCES papers(number),
    title_key   INTEGER,                       -- hash of text.TitleKey, NULL for none
    added       INTEGER NOT NULL,              -- Unix microseconds
    updated     INTEGER NOT NULL,
    paper       TEXT NOT NULL,                 -- JSON of data.Paper without sources and times
    sources     TEXT NOT NULL,                 -- JSON of its []data.Provenance
    CHECK ((state = 2) = (merged_into IS NOT NULL))
) STRICT;

CREATE INDEX papers_title ON papers(title_key) WHERE state = 0 AND title_key IS NOT NULL;
CREATE INDEX papers_ended ON papers(state) WHERE state <> 0;
CREATE INDEX papers_merged ON papers(merged_into) WHERE merged_into IS NOT NULL;

-- records holds the source records of papers, in the order in which they were ingested.
CREATE TABLE records (
    id     INTEGER PRIMARY KEY,
    number INTEGER NOT NULL REFERENCES papers(number),
    source TEXT NOT NULL,
    origin TEXT NOT NULL,                      -- JSON of data.Record without its paper
    paper  TEXT                                -- JSON of its paper, NULL where it is papers.paper
) STRICT;

CREATE INDEX records_number ON records(number, source);
CREATE INDEX records_source ON records(source, number);

-- aliases holds all ids that papers ever had. Those of a merged paper keep its number:
-- they lead on through merged_into, and identify its records if the merge is undone.
CREATE TABLE aliases (
    id     TEXT PRIMARY KEY,
    number INTEGER NOT NULL REFERENCES papers(number)
) STRICT, WITHOUT ROWID;

-- merges says why papers were merged.
CREATE TABLE merges (
    from_number INTEGER NOT NULL REFERENCES papers(number),
    into_number INTEGER NOT NULL REFERENCES papers(number),
    reason      TEXT NOT NULL,
    at          INTEGER NOT NULL               -- Unix microseconds
) STRICT;
