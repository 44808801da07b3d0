-- +goose Up

-- used is when a list was last opened or changed, to within a day, in Unix microseconds.
-- bytes is the size of its name and its entries (see listBytes).
ALTER TABLE lists ADD COLUMN used INTEGER NOT NULL DEFAULT 0;
ALTER TABLE lists ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
UPDATE lists SET used = updated, bytes = length(CAST(name AS BLOB)) +
    (SELECT coalesce(sum(64 + length(CAST(note AS BLOB))), 0) FROM listed WHERE list = lists.number);
