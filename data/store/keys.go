package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"time"
)

// The caps of API keys.
const (
	// MaxKeys is how many keys a store has, revoked ones included. When it is reached,
	// a new key takes the place of the one that was revoked first.
	MaxKeys = 1_000
	// MaxKeyName is the longest name of a key, in characters.
	MaxKeyName = 100
)

var (
	// ErrNoKey means that no API key has an id.
	ErrNoKey = errors.New("no API key has this id")
	// ErrTooManyKeys means that a store has MaxKeys keys and none of them is revoked.
	ErrTooManyKeys = fmt.Errorf("there are %d API keys, and no room for more: revoke one first", MaxKeys)
	// ErrKeyRevoked means that a key was revoked, which cannot be undone.
	ErrKeyRevoked = errors.New("the API key is revoked")
)

// Scope is something that the holder of an API key may do.
type Scope string

// The scopes. ScopeAdmin includes the others; no other scope includes any.
const (
	ScopeRead  Scope = "read"  // search and read papers, on a server where this needs a key
	ScopeWrite Scope = "write" // add, change, merge and delete papers
	ScopeLists Scope = "lists" // make reading lists, on a server where this needs a key
	ScopeAdmin Scope = "admin" // everything, including keys, backups, reindexing and all lists
)

// Scopes lists them.
var Scopes = []Scope{ScopeRead, ScopeWrite, ScopeLists, ScopeAdmin}

// RateClass says how many requests the holder of a key may send.
type RateClass string

// The rate classes of keys.
const (
	RateStandard  RateClass = "standard"
	RateHigh      RateClass = "high"
	RateUnlimited RateClass = "unlimited"
)

// RateClasses lists them.
var RateClasses = []RateClass{RateStandard, RateHigh, RateUnlimited}

// KeyHash is the SHA-256 of a key's secret. The secret itself, 256 random bits, is not
// stored; a slow hash would protect it no better.
type KeyHash [sha256.Size]byte

// Key is an API key without its secret. Its times are UTC; a time that does not apply
// is zero.
type Key struct {
	// ID names the key, and is no secret.
	ID, Name string
	Scopes   []Scope
	Rate     RateClass
	Created  time.Time
	Expires  time.Time
	Revoked  time.Time
	// Used is when the key was last accepted, to a minute or so.
	Used time.Time
	Hash KeyHash
	// Previous is the hash of the secret before the last rotation. It is accepted until
	// PreviousUntil.
	Previous      KeyHash
	PreviousUntil time.Time
}

// Allows reports whether the key has a scope.
func (k *Key) Allows(s Scope) bool {
	return slices.Contains(k.Scopes, s) || slices.Contains(k.Scopes, ScopeAdmin)
}

// Keys is the part of a Store that reads API keys.
type Keys interface {
	// Keys returns all of them, the newest first.
	Keys(ctx context.Context) ([]Key, error)
}

// KeyTx is what may be done about API keys within one Update.
type KeyTx interface {
	// CreateKey stores a key, and sets its Created to the time of the Update. The error
	// may be ErrTooManyKeys. Two keys never have the same ID or Hash.
	CreateKey(k Key) (Key, error)
	// RotateKey gives a key another secret. The one that it had is accepted until a time
	// that the caller chooses; the one before that no longer is. The error may be
	// ErrNoKey or ErrKeyRevoked.
	RotateKey(id string, secret KeyHash, previousUntil time.Time) (Key, error)
	// RevokeKey ends a key for good. Revoking it again changes nothing. The error may be
	// ErrNoKey.
	RevokeKey(id string) (Key, error)
	// UseKeys records when keys were last accepted. Ids that no key has are ignored.
	UseKeys(used map[string]time.Time) error
}
