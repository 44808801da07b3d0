package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"time"
)

// The limits of API keys.
const (
	// MaxKeys is the maximum number of keys in a store, including revoked ones. At the
	// limit a new key replaces the key that was revoked first.
	MaxKeys = 1_000
	// MaxKeyName is the maximum length of a key's name, in characters.
	MaxKeyName = 100
)

var (
	// ErrNoKey means that there is no API key with an id.
	ErrNoKey = errors.New("no API key has this id")
	// ErrTooManyKeys means that a store has MaxKeys keys and none of them is revoked.
	ErrTooManyKeys = fmt.Errorf("there are %d API keys, and no room for more: revoke one first", MaxKeys)
	// ErrKeyRevoked means that a key was revoked, which cannot be undone.
	ErrKeyRevoked = errors.New("the API key is revoked")
)

// A Scope is a permission of an API key.
type Scope string

// The scopes. ScopeAdmin includes the others; no other scope includes any.
const (
	ScopeRead  Scope = "read"  // search and read papers, on a server where this needs a key
	ScopeWrite Scope = "write" // add, change, merge and delete papers
	ScopeLists Scope = "lists" // create reading lists, on a server where this needs a key
	ScopeAdmin Scope = "admin" // everything, including keys, backups, reindexing and all lists
)

// Scopes lists all scopes.
var Scopes = []Scope{ScopeRead, ScopeWrite, ScopeLists, ScopeAdmin}

// A RateClass says how many requests an API key allows.
type RateClass string

// The rate classes of keys.
const (
	RateStandard  RateClass = "standard"
	RateHigh      RateClass = "high"
	RateUnlimited RateClass = "unlimited"
)

// RateClasses lists all rate classes.
var RateClasses = []RateClass{RateStandard, RateHigh, RateUnlimited}

// A KeyHash is the SHA-256 of a key's secret. The secret itself is not stored. It has
// 256 random bits, so a slow hash would not protect it better.
type KeyHash [sha256.Size]byte

// A Key is an API key without its secret. Its times are in UTC; a time that does not
// apply is zero.
type Key struct {
	// ID identifies the key and is not secret.
	ID, Name string
	Scopes   []Scope
	Rate     RateClass
	Created  time.Time
	Expires  time.Time
	Revoked  time.Time
	// Used is when the key was last accepted, to within about a minute.
	Used time.Time
	Hash KeyHash
	// Previous is the hash of the secret before the last rotation, which is accepted
	// until PreviousUntil.
	Previous      KeyHash
	PreviousUntil time.Time
}

// Allows reports whether the key has scope s or ScopeAdmin.
func (k *Key) Allows(s Scope) bool {
	return slices.Contains(k.Scopes, s) || slices.Contains(k.Scopes, ScopeAdmin)
}

// Keys is the part of a Store that reads API keys.
type Keys interface {
	// Keys returns all keys, newest first.
	Keys(ctx context.Context) ([]Key, error)
}

// KeyTx is the part of a Tx that changes API keys.
type KeyTx interface {
	// CreateKey stores a key and sets Created to the time of the Update. It returns an
	// error if another key has the same ID or Hash. The error may wrap ErrTooManyKeys.
	CreateKey(k Key) (Key, error)
	// RotateKey gives a key a new secret. The present secret is accepted until
	// previousUntil; the one before that is no longer accepted. The error may wrap
	// ErrNoKey or ErrKeyRevoked.
	RotateKey(id string, secret KeyHash, previousUntil time.Time) (Key, error)
	// RevokeKey revokes a key, which cannot be undone. Revoking it again changes
	// nothing. The error may wrap ErrNoKey.
	RevokeKey(id string) (Key, error)
	// UseKeys records when keys, by id, were last accepted. It ignores unknown ids.
	UseKeys(used map[string]time.Time) error
}
