-- +goose Up

-- packed is the text of a paper, compressed (see text.go). It replaces the columns paper and sources,
-- which are empty then, and a record's paper. Opening the store packs the rows that are older than
-- this column.
ALTER TABLE papers ADD COLUMN packed BLOB;
ALTER TABLE records ADD COLUMN packed BLOB;
