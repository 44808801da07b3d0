-- +goose Up

-- subscribers holds mail addresses that have subscriptions. All times are in Unix microseconds,
-- NULL for never. The keys in links are derived from number and generation, and from the secret
-- under mail_secret in meta (see mail_keys.go); here are only their hashes.
CREATE TABLE subscribers (
    number       INTEGER PRIMARY KEY AUTOINCREMENT,
    address      TEXT NOT NULL UNIQUE,
    generation   INTEGER NOT NULL,              -- random
    hash         BLOB NOT NULL UNIQUE,          -- SHA-256 of the key
    bounce_hash  BLOB NOT NULL UNIQUE,          -- SHA-256 of the bounce key
    hour         INTEGER NOT NULL,
    zone         TEXT NOT NULL,
    created      INTEGER NOT NULL,
    due          INTEGER,
    sent         INTEGER,
    paused       INTEGER,
    pause_reason TEXT NOT NULL DEFAULT '',
    bounces      TEXT NOT NULL DEFAULT '[]'     -- JSON array of times
) STRICT;

CREATE INDEX subscribers_due ON subscribers(due) WHERE due IS NOT NULL AND paused IS NULL;

CREATE TABLE subscriptions (
    number          INTEGER PRIMARY KEY AUTOINCREMENT,
    subscriber      INTEGER NOT NULL REFERENCES subscribers(number) ON DELETE CASCADE,
    generation      INTEGER NOT NULL,           -- random
    hash            BLOB NOT NULL UNIQUE,       -- SHA-256 of the key
    kind            TEXT NOT NULL,
    search          TEXT NOT NULL,
    list            INTEGER NOT NULL,           -- 0 for none; the list may have been deleted
    list_hash       BLOB,                       -- SHA-256 of a key of the list
    title           TEXT NOT NULL,
    weekly          INTEGER NOT NULL,
    weekday         INTEGER NOT NULL,           -- 0 is Sunday
    hour            INTEGER NOT NULL,           -- hour and zone become the subscriber's
    zone            TEXT NOT NULL,
    created         INTEGER NOT NULL,
    confirmed       INTEGER,
    paused          INTEGER,
    window_sequence INTEGER NOT NULL DEFAULT 0,
    window_number   INTEGER NOT NULL DEFAULT 0,
    checked         INTEGER,
    sent            INTEGER
) STRICT;

CREATE INDEX subscriptions_subscriber ON subscriptions(subscriber);
CREATE INDEX subscriptions_unconfirmed ON subscriptions(created) WHERE confirmed IS NULL;

-- sent holds the papers that were in a mail of a subscription. A paper that was merged later
-- stays under its own number, from which papers.merged_into leads on.
CREATE TABLE sent (
    subscription INTEGER NOT NULL REFERENCES subscriptions(number) ON DELETE CASCADE,
    number       INTEGER NOT NULL REFERENCES papers(number),
    at           INTEGER NOT NULL,
    PRIMARY KEY (subscription, number)
) STRICT, WITHOUT ROWID;

-- deliveries is the queue of mails. A subscriber has at most one digest in it.
CREATE TABLE deliveries (
    number          INTEGER PRIMARY KEY AUTOINCREMENT,
    subscriber      INTEGER NOT NULL REFERENCES subscribers(number) ON DELETE CASCADE,
    confirms        INTEGER REFERENCES subscriptions(number) ON DELETE CASCADE, -- NULL for a digest
    message_id      TEXT NOT NULL UNIQUE,
    plan            TEXT NOT NULL,              -- JSON array of store.Planned
    window_sequence INTEGER NOT NULL,
    window_number   INTEGER NOT NULL,
    created         INTEGER NOT NULL,
    attempts        INTEGER NOT NULL DEFAULT 0,
    next            INTEGER NOT NULL
) STRICT;

CREATE INDEX deliveries_next ON deliveries(next);
CREATE INDEX deliveries_confirms ON deliveries(confirms) WHERE confirms IS NOT NULL;
CREATE UNIQUE INDEX deliveries_digest ON deliveries(subscriber) WHERE confirms IS NULL;
CREATE INDEX deliveries_subscriber ON deliveries(subscriber);

-- confirmations says when confirmation mails were enqueued, to limit them.
CREATE TABLE confirmations (
    subscriber INTEGER NOT NULL REFERENCES subscribers(number) ON DELETE CASCADE,
    at         INTEGER NOT NULL
) STRICT;

CREATE INDEX confirmations_subscriber ON confirmations(subscriber, at);
