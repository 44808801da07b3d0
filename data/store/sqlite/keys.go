package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
)

const selectKeys = `SELECT id, name, scopes, rate, created, expires, revoked, used, hash, previous, previous_until FROM keys`

func scanKey(rows *sql.Rows) (store.Key, error) {
	var k store.Key
	var scopes, hash, previous []byte
	var created int64
	var expires, revoked, used, until sql.NullInt64
	if err := rows.Scan(&k.ID, &k.Name, &scopes, &k.Rate, &created, &expires, &revoked, &used, &hash, &previous, &until); err != nil {
		return k, err
	}
	k.Created = sqlfile.TimeOf(created)
	for field, value := range map[*time.Time]sql.NullInt64{&k.Expires: expires, &k.Revoked: revoked, &k.Used: used, &k.PreviousUntil: until} {
		if value.Valid {
			*field = sqlfile.TimeOf(value.Int64)
		}
	}
	copy(k.Hash[:], hash)
	copy(k.Previous[:], previous)
	return k, json.Unmarshal(scopes, &k.Scopes)
}

// micros returns the column value of a time: NULL for the zero time.
func micros(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

// Keys implements store.Keys.
func (s *Store) Keys(ctx context.Context) ([]store.Key, error) {
	keys := []store.Key{}
	err := s.read.Each(ctx, func(rows *sql.Rows) error {
		k, err := scanKey(rows)
		keys = append(keys, k)
		return err
	}, selectKeys+` ORDER BY created DESC, id`)
	if err != nil {
		return nil, fmt.Errorf("read API keys: %w", err)
	}
	return keys, nil
}

// key returns the key with an id, or store.ErrNoKey.
func (t *tx) key(id string) (store.Key, error) {
	var k store.Key
	err := t.stmts.Each(t.ctx, func(rows *sql.Rows) (err error) {
		k, err = scanKey(rows)
		return err
	}, selectKeys+` WHERE id = ?`, id)
	if err == nil && k.ID == "" {
		err = store.ErrNoKey
	}
	return k, err
}

// CreateKey implements store.KeyTx.
func (t *tx) CreateKey(k store.Key) (store.Key, error) {
	err := t.makeRoomForKey()
	var scopes string
	if err == nil {
		scopes, err = sqlfile.Marshal(k.Scopes)
	}
	if err == nil {
		_, err = t.stmts.Exec(t.ctx, `INSERT INTO keys(id, name, scopes, rate, created, expires, hash) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			k.ID, k.Name, scopes, k.Rate, t.now, micros(k.Expires), k.Hash[:])
	}
	if err != nil {
		return store.Key{}, fmt.Errorf("create API key: %w", err)
	}
	return t.key(k.ID)
}

// makeRoomForKey deletes the key that was revoked first if there are store.MaxKeys keys.
func (t *tx) makeRoomForKey() error {
	var count int
	if err := t.stmts.Value(t.ctx, &count, `SELECT count(*) FROM keys`); err != nil || count < store.MaxKeys {
		return err
	}
	deleted, err := t.execChanged(`DELETE FROM keys WHERE id = (SELECT id FROM keys WHERE revoked IS NOT NULL ORDER BY revoked, id LIMIT 1)`)
	if err == nil && deleted == 0 {
		err = store.ErrTooManyKeys
	}
	return err
}

// RotateKey implements store.KeyTx.
func (t *tx) RotateKey(id string, secret store.KeyHash, previousUntil time.Time) (store.Key, error) {
	k, err := t.key(id)
	if err == nil && !k.Revoked.IsZero() {
		err = store.ErrKeyRevoked
	}
	if err == nil {
		_, err = t.stmts.Exec(t.ctx, `UPDATE keys SET previous = hash, previous_until = ?3, hash = ?2 WHERE id = ?1`, id, secret[:], micros(previousUntil))
	}
	if err != nil {
		return store.Key{}, fmt.Errorf("rotate API key: %w", err)
	}
	return t.key(id)
}

// RevokeKey implements store.KeyTx.
func (t *tx) RevokeKey(id string) (store.Key, error) {
	done, err := t.stmts.Exec(t.ctx, `UPDATE keys SET revoked = coalesce(revoked, ?2) WHERE id = ?1`, id, t.now)
	if err = changedOne(done, err); errors.Is(err, store.ErrNotFound) {
		err = store.ErrNoKey
	}
	if err != nil {
		return store.Key{}, fmt.Errorf("revoke API key: %w", err)
	}
	return t.key(id)
}

// UseKeys implements store.KeyTx.
func (t *tx) UseKeys(used map[string]time.Time) error {
	for id, at := range used {
		if _, err := t.stmts.Exec(t.ctx, `UPDATE keys SET used = max(coalesce(used, 0), ?2) WHERE id = ?1`, id, at.UnixMicro()); err != nil {
			return fmt.Errorf("record the use of API keys: %w", err)
		}
	}
	return nil
}
