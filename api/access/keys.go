package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"paperboy/data/text"

	"paperboy/data/store"
)

// SecretPrefix begins the secret of every API key, so that people and programs that look
// for leaked secrets recognize one.
const SecretPrefix = "pbk_"

// MaxGrace is how long the old secret of a key may be accepted after a rotation.
const MaxGrace = 30 * 24 * time.Hour

// lower is base32 in lower case: a secret can be selected by a double click.
var lower = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// newSecret is SecretPrefix and 256 random bits, 56 characters in all.
func newSecret() (string, store.KeyHash) {
	var random [32]byte
	rand.Read(random[:])
	secret := SecretPrefix + lower.EncodeToString(random[:])
	return secret, sha256.Sum256([]byte(secret))
}

// newID is 50 random bits in 10 characters.
func newID() string {
	var random [10]byte
	rand.Read(random[:])
	return lower.EncodeToString(random[:])[:10]
}

// FieldError means that a key cannot be made as asked.
type FieldError struct{ Field, Reason string }

func (e *FieldError) Error() string { return e.Reason }

// Spec says what key is wanted.
type Spec struct {
	// Name is what people call the key, at most store.MaxKeyName characters.
	Name string
	// Scopes are what it may do, at least one.
	Scopes []store.Scope
	// Rate is store.RateStandard where it is empty.
	Rate store.RateClass
	// Expires is zero for never.
	Expires time.Time
}

func (s *Spec) check(now time.Time) error {
	s.Name = text.OneLine(strings.ToValidUTF8(s.Name, "\uFFFD"))
	switch n := utf8.RuneCountInString(s.Name); {
	case n == 0:
		return &FieldError{"name", "an API key needs a name: who or what will use it"}
	case n > store.MaxKeyName:
		return &FieldError{"name", fmt.Sprintf("the name has %d characters, at most %d", n, store.MaxKeyName)}
	}
	if len(s.Scopes) == 0 {
		return &FieldError{"scopes", "say what the key may do: read, write, lists or admin"}
	}
	for _, scope := range s.Scopes {
		if !slices.Contains(store.Scopes, scope) {
			return &FieldError{"scopes", fmt.Sprintf("there is no scope %.40q: want read, write, lists or admin", scope)}
		}
	}
	s.Scopes = slices.DeleteFunc(slices.Clone(store.Scopes), func(scope store.Scope) bool { return !slices.Contains(s.Scopes, scope) })
	if s.Rate == "" {
		s.Rate = store.RateStandard
	}
	if !slices.Contains(store.RateClasses, s.Rate) {
		return &FieldError{"rate", fmt.Sprintf("there is no rate class %.40q: want standard, high or unlimited", s.Rate)}
	}
	if !s.Expires.IsZero() && !s.Expires.After(now) {
		return &FieldError{"expires", "that is in the past"}
	}
	return nil
}

// maxExpiry is how far ahead a key may expire: a longer time is a mistake.
const maxExpiry = 100 * 365 * 24 * time.Hour

// ParseExpiry reads when a key expires: a number of days, weeks or hours from now ("90d",
// "12w", "36h"), a date (to its end, in UTC), a moment in RFC 3339, or "never" or nothing.
func ParseExpiry(text string, now time.Time) (time.Time, error) {
	if text == "" || text == "never" {
		return time.Time{}, nil
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at.UTC(), nil
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day.AddDate(0, 0, 1), nil
	}
	span, err := ParseSpan(text)
	if err != nil || span <= 0 || span > maxExpiry {
		return time.Time{}, &FieldError{"expires", fmt.Sprintf("%.40q: want a time from now such as 90d, 12w or 36h, a date such as 2027-03-31, or never", text)}
	}
	return now.Add(span).UTC().Truncate(time.Second), nil
}

// ParseSpan reads a number of days, weeks or hours ("90d", "12w", "36h"), or what
// time.ParseDuration reads.
func ParseSpan(text string) (time.Duration, error) {
	for suffix, unit := range map[string]time.Duration{"d": 24 * time.Hour, "w": 7 * 24 * time.Hour} {
		if number, ok := strings.CutSuffix(text, suffix); ok {
			n, err := strconv.Atoi(number)
			if err != nil || n < 0 || n > int(maxExpiry/unit) {
				return 0, fmt.Errorf("%.40q is no span of time", text)
			}
			return time.Duration(n) * unit, nil
		}
	}
	return time.ParseDuration(text)
}

var errNoStore = errors.New("API keys: there is no store to keep them in")

// Create makes a key and returns it with its secret, which is not kept.
func (a *Access) Create(ctx context.Context, s Spec) (store.Key, string, error) {
	if err := s.check(a.options.Now()); err != nil {
		return store.Key{}, "", err
	}
	secret, hash := newSecret()
	k, err := a.change(ctx, func(tx store.Tx) (store.Key, error) {
		return tx.CreateKey(store.Key{ID: newID(), Name: s.Name, Scopes: s.Scopes, Rate: s.Rate, Expires: s.Expires, Hash: hash})
	})
	return k, secret, err
}

// Rotate gives a key a new secret and returns it. The old one is accepted for grace more, at
// most MaxGrace.
func (a *Access) Rotate(ctx context.Context, id string, grace time.Duration) (store.Key, string, error) {
	if grace < 0 || grace > MaxGrace {
		return store.Key{}, "", &FieldError{"grace", fmt.Sprintf("the old secret can be accepted for 0 to %d days more", MaxGrace/(24*time.Hour))}
	}
	secret, hash := newSecret()
	until := a.options.Now().Add(grace).UTC()
	k, err := a.change(ctx, func(tx store.Tx) (store.Key, error) { return tx.RotateKey(id, hash, until) })
	return k, secret, err
}

// Revoke ends a key for good.
func (a *Access) Revoke(ctx context.Context, id string) (store.Key, error) {
	return a.change(ctx, func(tx store.Tx) (store.Key, error) { return tx.RevokeKey(id) })
}

// change changes one key in the store and then in memory.
func (a *Access) change(ctx context.Context, do func(store.Tx) (store.Key, error)) (k store.Key, err error) {
	if a.options.Store == nil {
		return k, errNoStore
	}
	err = a.options.Store.Update(ctx, func(tx store.Tx) (err error) {
		k, err = do(tx)
		return err
	})
	if err == nil {
		// The change is made: that the caller has gone away must not keep it out of memory.
		err = a.Reload(context.WithoutCancel(ctx))
	}
	return k, err
}

// Keys returns all keys, the newest first, with their last use up to this moment.
func (a *Access) Keys(ctx context.Context) ([]store.Key, error) {
	if a.options.Store == nil {
		return []store.Key{}, nil
	}
	keys, err := a.options.Store.Keys(ctx)
	a.usedMu.Lock()
	defer a.usedMu.Unlock()
	for i, k := range keys {
		if at := a.used[k.ID]; at.After(k.Used) {
			keys[i].Used = at.UTC()
		}
	}
	return keys, err
}

// usesEvery is how often the last uses of keys are written.
const usesEvery = time.Minute

// KeepUses writes the last uses of keys from time to time until ctx ends, and once more then.
// failed is told of errors.
func (a *Access) KeepUses(ctx context.Context, failed func(error)) {
	ticker := time.NewTicker(usesEvery)
	defer ticker.Stop()
	for done := false; !done; {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			done = true
		}
		if err := a.WriteUses(context.WithoutCancel(ctx)); err != nil {
			failed(err)
		}
	}
}

// WriteUses writes the last uses of keys that the store does not have.
func (a *Access) WriteUses(ctx context.Context) error {
	a.usedMu.Lock()
	used := maps.Clone(a.used)
	a.usedMu.Unlock()
	if len(used) == 0 || a.options.Store == nil {
		return nil
	}
	if err := a.options.Store.Update(ctx, func(tx store.Tx) error { return tx.UseKeys(used) }); err != nil {
		return err
	}
	a.usedMu.Lock()
	defer a.usedMu.Unlock()
	maps.DeleteFunc(a.used, func(id string, at time.Time) bool { return !at.After(used[id]) })
	return nil
}
