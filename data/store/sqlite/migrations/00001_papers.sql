-- +goose Up

-- meta: identity (random, given at creation), last_ingest (Unix microseconds).
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- papers holds every paper there ever was, so that no number is given twice;
-- in the order of sequence it is the log. The narrow columns stand first, so
-- that they can be read without the pages that a long text spills over to.
CREATE TABLE papers (
    number      INTEGER PRIMARY KEY,
    sequence    INTEGER NOT NULL UNIQUE,
    state       INTEGER NOT NULL,              -- 0 live, 1 deleted, 2 merged
    merged_into INTEGER REFERENCES papers(number),
    title_key   INTEGER,                       -- hash of data.TitleKey, NULL for none
    added       INTEGER NOT NULL,              -- Unix microseconds
    updated     INTEGER NOT NULL,
    paper       TEXT NOT NULL,                 -- JSON of data.Paper without sources and times
    sources     TEXT NOT NULL,                 -- JSON of its []data.Provenance
    CHECK ((state = 2) = (merged_into IS NOT NULL))
) STRICT;

CREATE INDEX papers_title ON papers(title_key) WHERE state = 0 AND title_key IS NOT NULL;
CREATE INDEX papers_ended ON papers(state) WHERE state <> 0;
CREATE INDEX papers_merged ON papers(merged_into) WHERE merged_into IS NOT NULL;

-- records are what sources said, in the order in which they said it.
CREATE TABLE records (
    id     INTEGER PRIMARY KEY,
    number INTEGER NOT NULL REFERENCES papers(number),
    source TEXT NOT NULL,
    origin TEXT NOT NULL,                      -- JSON of data.Record without its paper
    paper  TEXT                                -- JSON of its paper, NULL where it is papers.paper
) STRICT;

CREATE INDEX records_number ON records(number, source);
CREATE INDEX records_source ON records(source, number);

-- aliases are all ids ever given out. A merged paper keeps its own: they answer
-- through merged_into, and would tell its records apart if it were undone.
CREATE TABLE aliases (
    id     TEXT PRIMARY KEY,
    number INTEGER NOT NULL REFERENCES papers(number)
) STRICT, WITHOUT ROWID;

-- merges remembers why papers became one.
CREATE TABLE merges (
    from_number INTEGER NOT NULL REFERENCES papers(number),
    into_number INTEGER NOT NULL REFERENCES papers(number),
    reason      TEXT NOT NULL,
    at          INTEGER NOT NULL               -- Unix microseconds
) STRICT;
