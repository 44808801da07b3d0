// Package access identifies callers and decides what they may do.
//
// A caller presents a secret: the token of the data folder, which allows everything, or an
// API key, which allows what its scopes say. Authenticate returns the Caller that a secret
// belongs to, and Allow says whether that Caller may use a route. After signing in, a
// browser presents a session instead of the secret (session.go). The methods in keys.go
// create, rotate and revoke keys; the store does not hold their secrets.
//
// All keys are in memory, indexed by the hashes of their secrets, so that refusing a wrong
// secret costs one SHA-256 and no access to the store. The times at which keys were last
// used are written to the store in the background.
//
// The package does not know HTTP: package api reads secrets from requests and turns the
// errors of this package into responses.
package access

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"os"
	"os/user"
	"strconv"
	"strings"
	"sync"
	"time"

	"paperboy/data/store"
)

// A Kind says how a caller was identified.
type Kind string

// The kinds of callers.
const (
	Anonymous Kind = "anonymous"
	Token     Kind = "token"  // by the token of the data folder
	Key       Kind = "key"    // by an API key
	Local     Kind = "local"  // a command that uses the data folder directly
	Server    Kind = "server" // a background job of the server
)

// A Caller is the origin of a request. The zero Caller is anonymous.
type Caller struct {
	Kind Kind
	// ID is the id of an API key or the user name of a Local caller. Name is the name of
	// an API key.
	ID, Name string
	// Rate is the rate class of an API key, store.RateUnlimited for the token, and empty
	// for an anonymous caller.
	Rate   store.RateClass
	scopes []store.Scope
	// expires is the expiry of an API key, zero for never.
	expires time.Time
	// hash is the hash of the secret that the caller presented.
	hash store.KeyHash
}

// May reports whether the caller has scope s.
func (c Caller) May(s store.Scope) bool {
	k := store.Key{Scopes: c.scopes}
	return k.Allows(s)
}

// Known reports whether the caller is not anonymous.
func (c Caller) Known() bool { return c.Kind != Anonymous && c.Kind != "" }

// String returns the caller as written in logs: "key ab12cd34 (feed reader)".
func (c Caller) String() string {
	switch {
	case c.Kind == "":
		return string(Anonymous)
	case c.Name != "":
		return fmt.Sprintf("%s %s (%s)", c.Kind, c.ID, c.Name)
	case c.ID != "":
		return string(c.Kind) + " " + c.ID
	}
	return string(c.Kind)
}

// LocalCaller returns the Caller for a command that the user of this process runs on the data folder
// directly. It may do everything.
func LocalCaller() Caller {
	return Caller{Kind: Local, ID: userName(), scopes: []store.Scope{store.ScopeAdmin}}
}

func userName() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "uid " + strconv.Itoa(os.Getuid())
}

type callerKey struct{}

// With returns a copy of ctx that carries c.
func With(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

// From returns the Caller that ctx carries, or an anonymous one.
func From(ctx context.Context) Caller {
	c, ok := ctx.Value(callerKey{}).(Caller)
	if !ok {
		c.Kind = Anonymous
	}
	return c
}

// The reasons why a caller is refused.
var (
	// ErrNoSecret means that a secret is needed and none was presented.
	ErrNoSecret = errors.New("this needs an API key or the token of the server")
	// ErrUnknown means that a secret is neither the token nor that of an API key.
	ErrUnknown = errors.New("that is neither the token of this server nor one of its API keys")
	// ErrExpired, ErrRevoked and ErrRotated mean that a secret is that of an API key but is
	// no longer valid.
	ErrExpired = errors.New("this API key has expired: ask for a new one")
	ErrRevoked = errors.New("this API key was revoked: ask for a new one")
	ErrRotated = errors.New("this API key was given a new secret: use that one")
)

// A ScopeError means that a known caller lacks a scope.
type ScopeError struct{ Scope store.Scope }

func (e *ScopeError) Error() string {
	return fmt.Sprintf("this needs an API key with the scope %s", e.Scope)
}

// Options configure an Access.
type Options struct {
	// Token is the secret that allows everything; if it is empty, there is none.
	Token string
	// Store holds the API keys; if it is nil, there are none.
	Store Store
	// ReadsNeedKey says that reading needs the scope read.
	ReadsNeedKey bool
	// Now is the clock; if it is nil, time.Now.
	Now func() time.Time
}

// A Store holds API keys. It is the part of store.Store that this package uses.
type Store interface {
	store.Keys
	Update(ctx context.Context, f func(store.Tx) error) error
}

// An Access identifies the callers of one server. Its methods may be called concurrently.
type Access struct {
	options Options
	// reloading serializes Reload, so that keys that were read earlier never replace keys
	// that were read later.
	reloading sync.Mutex

	mu    sync.RWMutex // guards token, keys and byID
	token string
	keys  map[store.KeyHash]entry
	byID  map[string]store.Key

	usedMu sync.Mutex // guards used
	// used holds, by key id, the last uses that are not in the store yet.
	used map[string]time.Time
}

// An entry is the API key that a hash belongs to.
type entry struct {
	store.Key
	previous bool // the hash is that of the secret before the last rotation
}

// New returns an Access with the keys of o.Store.
func New(ctx context.Context, o Options) (*Access, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	a := &Access{options: o, token: o.Token, used: map[string]time.Time{}}
	return a, a.Reload(ctx)
}

// Reload replaces the keys in memory by those of the store.
func (a *Access) Reload(ctx context.Context) error {
	if a.options.Store == nil {
		return nil
	}
	a.reloading.Lock()
	defer a.reloading.Unlock()
	keys, err := a.options.Store.Keys(ctx)
	if err != nil {
		return err
	}
	byHash, byID := make(map[store.KeyHash]entry, len(keys)), make(map[string]store.Key, len(keys))
	for _, k := range keys {
		byID[k.ID] = k
		if k.Previous != (store.KeyHash{}) {
			byHash[k.Previous] = entry{k, true}
		}
	}
	for _, k := range keys {
		byHash[k.Hash] = entry{k, false}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.keys, a.byID = byHash, byID
	return nil
}

// SetToken replaces the token.
func (a *Access) SetToken(token string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.token = token
}

// ReadsNeedKey reports whether reading needs the scope read.
func (a *Access) ReadsNeedKey() bool { return a.options.ReadsNeedKey }

// maxSecret is larger than the length of any secret, in bytes. A longer text is refused
// without hashing it.
const maxSecret = 4096

// Authenticate returns the Caller that a secret belongs to. The error is ErrUnknown,
// ErrExpired, ErrRevoked or ErrRotated. Since only hashes are compared, the time it takes
// does not reveal how much of a secret is right.
func (a *Access) Authenticate(secret string) (Caller, error) {
	if secret == "" || len(secret) > maxSecret {
		return Caller{Kind: Anonymous}, ErrUnknown
	}
	hash := sha256.Sum256([]byte(secret))
	a.mu.RLock()
	token, found := a.token, a.keys[hash]
	a.mu.RUnlock()
	if !strings.HasPrefix(secret, SecretPrefix) || found.ID == "" {
		want := sha256.Sum256([]byte(token))
		if token == "" || subtle.ConstantTimeCompare(hash[:], want[:]) != 1 {
			return Caller{Kind: Anonymous}, ErrUnknown
		}
		return tokenCaller(want), nil
	}
	return a.accept(found)
}

func tokenCaller(hash store.KeyHash) Caller {
	return Caller{Kind: Token, Rate: store.RateUnlimited, scopes: []store.Scope{store.ScopeAdmin}, hash: hash}
}

// accept returns the Caller of k and records the use, or returns the reason why k is not
// valid.
func (a *Access) accept(k entry) (Caller, error) {
	now := a.options.Now()
	switch {
	case !k.Revoked.IsZero():
		return Caller{Kind: Anonymous}, ErrRevoked
	case !k.Expires.IsZero() && !now.Before(k.Expires):
		return Caller{Kind: Anonymous}, ErrExpired
	case k.previous && !now.Before(k.PreviousUntil):
		return Caller{Kind: Anonymous}, ErrRotated
	}
	a.usedMu.Lock()
	a.used[k.ID] = now
	a.usedMu.Unlock()
	return Caller{Kind: Key, ID: k.ID, Name: k.Name, Rate: k.Rate, scopes: k.Scopes, expires: k.Expires, hash: k.Hash}, nil
}

// A Need is what a route requires of its caller.
type Need int

// The needs. Read, Write and Admin require the scopes read, write and admin.
const (
	// Nothing is for health checks, which anybody may use whatever the server's policy.
	Nothing Need = iota
	Read
	// ChangeList is for routes that need the key of a reading list, and for creating a list
	// on a server where anybody may. It needs the scope lists if reading needs a key, and
	// nothing otherwise.
	ChangeList
	// MakeList is for creating a list on a server where not everybody may. It needs the
	// scope lists.
	MakeList
	Write
	Admin
)

// Scope returns the scope for n and whether this server requires it.
func (a *Access) Scope(n Need) (s store.Scope, needed bool) {
	switch n {
	case Nothing:
		return "", false
	case Read:
		return store.ScopeRead, a.options.ReadsNeedKey
	case ChangeList:
		return store.ScopeLists, a.options.ReadsNeedKey
	case MakeList:
		return store.ScopeLists, true
	case Write:
		return store.ScopeWrite, true
	}
	return store.ScopeAdmin, true
}

// Allow returns nil if c meets n. Otherwise it returns ErrNoSecret or a *ScopeError.
func (a *Access) Allow(c Caller, n Need) error {
	scope, needed := a.Scope(n)
	switch {
	case !needed || c.May(scope):
		return nil
	case !c.Known():
		return ErrNoSecret
	}
	return &ScopeError{scope}
}
