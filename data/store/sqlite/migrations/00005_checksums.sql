-- +goose Up

-- sum tells whether a row is what was written; see sums.go. Opening the store fills it
-- in rows that are older than this column.
ALTER TABLE papers ADD COLUMN sum INTEGER;
ALTER TABLE records ADD COLUMN sum INTEGER;
ALTER TABLE aliases ADD COLUMN sum INTEGER;
