package sqlite

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"fmt"

	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
)

// A mailSecret derives the keys in the links of mails (store.LinkKey).
type mailSecret []byte

// The things that a key may be derived for.
const (
	keyOfSubscriber   = "subscriber"
	keyOfBounces      = "bounces"
	keyOfSubscription = "subscription"
)

// mailKeyLength is the length of a store.LinkKey: 26 characters of 5 bits are 130 bits.
const mailKeyLength = 26

// key returns the key of a row. The generation is random, so that a number that would be used
// again, for example in a restored store, does not get an earlier key.
func (s mailSecret) key(of string, number uint32, generation int64) store.LinkKey {
	mac := hmac.New(sha256.New, s)
	fmt.Fprintf(mac, "paperboy mail\x00%s\x00%d\x00%d", of, number, generation)
	return store.LinkKey(base32.StdEncoding.EncodeToString(mac.Sum(nil))[:mailKeyLength])
}

const mailSecretName = "mail_secret"

// readMailSecret returns the secret, which is empty in a store that never had a subscriber.
func readMailSecret(ctx context.Context, stmts *sqlfile.Statements) (mailSecret, error) {
	var secret string
	err := stmts.Value(ctx, &secret, `SELECT coalesce(max(value), '') FROM meta WHERE key = ?`, mailSecretName)
	return mailSecret(secret), err
}

// ensureMailSecret returns the secret, and makes it in a store that has none.
func (t *tx) ensureMailSecret() (mailSecret, error) {
	if _, err := t.stmts.Exec(t.ctx, `INSERT OR IGNORE INTO meta(key, value) VALUES (?, ?)`, mailSecretName, rand.Text()+rand.Text()); err != nil {
		return nil, err
	}
	return readMailSecret(t.ctx, t.stmts)
}

func newGeneration() int64 {
	var random [8]byte
	rand.Read(random[:])
	return int64(binary.BigEndian.Uint64(random[:]) >> 1)
}

func linkKeyHash(key store.LinkKey) []byte {
	sum := sha256.Sum256([]byte(key))
	return sum[:]
}
