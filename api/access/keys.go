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

	"paperboy/data/store"
	"paperboy/data/text"
)

// SecretPrefix is the prefix of every API key's secret. People and programs that search for
// leaked secrets recognize it.
const SecretPrefix = "pbk_"

// MaxGrace is the maximum time for which the old secret of a key is accepted after a
// rotation.
const MaxGrace = 30 * 24 * time.Hour

// secretEncoding is base32 in lower case, so that a double click selects a whole secret.
var secretEncoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// newSecret returns SecretPrefix followed by 256 random bits, 56 characters in all, and the
// hash of that.
func newSecret() (string, store.KeyHash) {
	var random [32]byte
	rand.Read(random[:])
	secret := SecretPrefix + secretEncoding.EncodeToString(random[:])
	return secret, sha256.Sum256([]byte(secret))
}

// newID returns 50 random bits as 10 characters.
func newID() string {
	var random [10]byte
	rand.Read(random[:])
	return secretEncoding.EncodeToString(random[:])[:10]
}

// A FieldError means that a field of a Spec, or an argument of Rotate, is invalid.
type FieldError struct{ Field, Reason string }

func (e *FieldError) Error() string { return e.Reason }

// A Spec describes an API key to create.
type Spec struct {
	// Name is for people, at most store.MaxKeyName characters.
	Name string
	// Scopes are what the key allows, at least one.
	Scopes []store.Scope
	// Rate is the rate class; if it is empty, store.RateStandard.
	Rate store.RateClass
	// Expires is zero for never.
	Expires time.Time
}

// check normalizes s and returns a *FieldError if a field is invalid.
func (s *Spec) check(now time.Time) error {
	s.Name = text.OneLine(strings.ToValidUTF8(s.Name, "\uFFFD"))
	switch n := utf8.RuneCountInString(s.Name); {
	case n == 0:
		return &FieldError{"name", "an API key needs a name: who or what will use it"}
	case n > store.MaxKeyName:
		return &FieldError{"name", fmt.Sprintf("the name has %d characters, the limit is %d", n, store.MaxKeyName)}
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

// maxExpiry is the maximum time until a key expires. A longer time is taken for a mistake.
const maxExpiry = 100 * 365 * 24 * time.Hour

// ParseExpiry parses the expiry of a key: a span from now as read by ParseSpan ("90d",
// "12w", "36h"), a date (the end of that day in UTC), a time in RFC 3339, or "never" or ""
// for the zero time. The error is a *FieldError.
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

// ParseSpan parses a number of days or weeks ("90d", "12w"), or anything that
// time.ParseDuration accepts.
func ParseSpan(text string) (time.Duration, error) {
	for suffix, unit := range map[string]time.Duration{"d": 24 * time.Hour, "w": 7 * 24 * time.Hour} {
		if number, ok := strings.CutSuffix(text, suffix); ok {
			n, err := strconv.Atoi(number)
			if err != nil || n < 0 || n > int(maxExpiry/unit) {
				return 0, fmt.Errorf("%.40q is not a duration", text)
			}
			return time.Duration(n) * unit, nil
		}
	}
	return time.ParseDuration(text)
}

var errNoStore = errors.New("API keys: there is no store to keep them in")

// Create creates a key and returns it with its secret, which is not stored.
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

// Rotate gives a key a new secret and returns both. The old secret is still accepted for the
// time of grace, at most MaxGrace.
func (a *Access) Rotate(ctx context.Context, id string, grace time.Duration) (store.Key, string, error) {
	if grace < 0 || grace > MaxGrace {
		return store.Key{}, "", &FieldError{"grace", fmt.Sprintf("the old secret can be accepted for another 0 to %d days", MaxGrace/(24*time.Hour))}
	}
	secret, hash := newSecret()
	until := a.options.Now().Add(grace).UTC()
	k, err := a.change(ctx, func(tx store.Tx) (store.Key, error) { return tx.RotateKey(id, hash, until) })
	return k, secret, err
}

// Revoke revokes a key. This cannot be undone.
func (a *Access) Revoke(ctx context.Context, id string) (store.Key, error) {
	return a.change(ctx, func(tx store.Tx) (store.Key, error) { return tx.RevokeKey(id) })
}

// change runs do in an Update of the store, then reloads the keys.
func (a *Access) change(ctx context.Context, do func(store.Tx) (store.Key, error)) (k store.Key, err error) {
	if a.options.Store == nil {
		return k, errNoStore
	}
	err = a.options.Store.Update(ctx, func(tx store.Tx) (err error) {
		k, err = do(tx)
		return err
	})
	if err == nil {
		// The store has changed, so memory must too, even if ctx is cancelled.
		err = a.Reload(context.WithoutCancel(ctx))
	}
	return k, err
}

// Keys returns all keys, newest first. Their last uses include those that are not in the
// store yet.
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

// usesInterval is how often KeepUses writes.
const usesInterval = time.Minute

// KeepUses calls writeUses every minute until ctx is done, and once more then. It passes
// errors to failed.
func (a *Access) KeepUses(ctx context.Context, failed func(error)) {
	ticker := time.NewTicker(usesInterval)
	defer ticker.Stop()
	for done := false; !done; {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			done = true
		}
		if err := a.writeUses(context.WithoutCancel(ctx)); err != nil {
			failed(err)
		}
	}
}

// writeUses writes to the store the last uses of keys that it does not have yet.
func (a *Access) writeUses(ctx context.Context) error {
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
