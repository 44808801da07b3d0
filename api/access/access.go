// Package access decides who a caller is and what he may do.
//
// A caller shows a secret: the token of the data folder, which may do everything, or an API
// key, which may do what its scopes say. Authenticate finds the Caller that a secret is of,
// and Allow says whether a caller may do what a route needs. A browser that has shown its
// secret once carries a session instead (session.go). Keys are made and ended by the methods
// of keys.go; the store has them without their secrets.
//
// All keys are held in memory, by the hashes of their secrets: to refuse a wrong secret
// costs one SHA-256 and no access to the store. When a key was last used is written in the
// background.
//
// The package knows no HTTP. Package api reads secrets from requests and turns the errors
// of this package into answers.
package access

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"paperboy/data/store"
)

// Kind is what a caller showed.
type Kind string

// The kinds of callers.
const (
	Anonymous Kind = "anonymous"
	Token     Kind = "token"  // the token of the data folder
	Key       Kind = "key"    // an API key
	Local     Kind = "local"  // a command that has the data folder to itself
	Server    Kind = "server" // what the server does by itself
)

// Caller is who asks for something. Its zero value is nobody in particular.
type Caller struct {
	Kind Kind
	// ID is that of an API key, or the system's user name of a Local caller. Name is the
	// name of an API key.
	ID, Name string
	// Rate is the class of an API key, and store.RateUnlimited for the token. It is empty
	// for an anonymous caller.
	Rate   store.RateClass
	scopes []store.Scope
	// expires is when a key does, zero for never.
	expires time.Time
	hash    store.KeyHash
}

// May reports whether the caller has a scope.
func (c Caller) May(s store.Scope) bool {
	k := store.Key{Scopes: c.scopes}
	return k.Allows(s)
}

// Known reports whether the caller showed a secret that is valid.
func (c Caller) Known() bool { return c.Kind != Anonymous && c.Kind != "" }

// String names the caller in a log: "key ab12cd34 (feed reader)".
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

// LocalCaller is a user of this machine whose command has the data folder to itself, and so
// may do everything.
func LocalCaller(user string) Caller {
	return Caller{Kind: Local, ID: user, scopes: []store.Scope{store.ScopeAdmin}}
}

type callerKey struct{}

// With returns a context of a request by c.
func With(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

// From returns the caller whose request ctx belongs to.
func From(ctx context.Context) Caller {
	c, ok := ctx.Value(callerKey{}).(Caller)
	if !ok {
		c.Kind = Anonymous
	}
	return c
}

// The reasons for which a caller is refused.
var (
	// ErrNoSecret means that something needs a secret and none was shown.
	ErrNoSecret = errors.New("this needs an API key or the token of the server")
	// ErrUnknown means that a secret is neither the token nor that of a key.
	ErrUnknown = errors.New("that is neither the token of this server nor one of its API keys")
	// ErrExpired, ErrRevoked and ErrRotated mean that the key of a secret no longer opens
	// anything.
	ErrExpired = errors.New("this API key has expired: ask for a new one")
	ErrRevoked = errors.New("this API key was revoked: ask for a new one")
	ErrRotated = errors.New("this API key was given a new secret: use that one")
)

// ScopeError means that a caller is known and lacks a scope.
type ScopeError struct{ Scope store.Scope }

func (e *ScopeError) Error() string {
	return fmt.Sprintf("this needs an API key with the scope %s", e.Scope)
}

// Options are the parts of an Access.
type Options struct {
	// Token may do everything; empty: there is none.
	Token string
	// Store keeps the API keys; nil: there are none.
	Store Store
	// ReadsNeedKey says that reading needs the scope read.
	ReadsNeedKey bool
	// Now is the clock; nil: time.Now.
	Now func() time.Time
}

// Store keeps API keys: a store.Store.
type Store interface {
	store.Keys
	Update(ctx context.Context, f func(store.Tx) error) error
}

// Access knows the callers of one server. All methods may be called concurrently.
type Access struct {
	options Options
	// reloading lets one Reload read and replace the keys at a time: of two, the later one to
	// read is the later one to replace.
	reloading sync.Mutex

	mu    sync.RWMutex // guards what follows
	token string
	keys  map[store.KeyHash]entry
	byID  map[string]store.Key

	usedMu sync.Mutex // guards used
	// used is when keys were accepted, as far as the store does not have it.
	used map[string]time.Time
}

// entry is what a hash stands for: a key's secret, or the one that it had before.
type entry struct {
	store.Key
	previous bool
}

// New reads the keys of o.Store.
func New(ctx context.Context, o Options) (*Access, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	a := &Access{options: o, token: o.Token, used: map[string]time.Time{}}
	return a, a.Reload(ctx)
}

// Reload reads the keys from the store again.
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

// HasToken reports whether there is a token.
func (a *Access) HasToken() bool {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.token != ""
}

// ReadsNeedKey reports whether reading needs the scope read.
func (a *Access) ReadsNeedKey() bool { return a.options.ReadsNeedKey }

// maxSecret is longer than any secret, in bytes: a longer text is not hashed.
const maxSecret = 4096

// Authenticate returns the caller whose secret it is, or ErrUnknown, ErrExpired, ErrRevoked
// or ErrRotated. How long it takes does not depend on how much of a secret is right, as
// only hashes are compared.
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

// accept returns the caller of a key that is in force, and remembers its use.
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

// Need is what a route needs of its caller.
type Need int

// The needs. An Admin route needs the scope admin, and so on.
const (
	// Nothing is for health checks: they answer everybody, whatever the server's policy.
	Nothing Need = iota
	Read
	// ChangeList is for what the key of a reading list opens, and for making one where
	// everybody may. Where reading is open it needs nothing else, otherwise the scope lists.
	ChangeList
	// MakeList is for making a list where not everybody may. It needs the scope lists.
	MakeList
	Write
	Admin
)

// Scope is the scope that a need asks for, and whether it does so on this server.
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

// Allow returns nil where a caller may do what needs n, else ErrNoSecret or a *ScopeError.
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
