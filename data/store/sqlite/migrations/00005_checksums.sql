-- +goose Up

-- sum is the checksum of a row (see sums.go). Opening the store sets it in rows that are
-- older than this column.
ALTER TABLE papers ADD COLUMN sum INTEGER;
ALTER TABLE records ADD COLUMN sum INTEGER;
ALTER TABLE aliases ADD COLUMN sum INTEGER;
