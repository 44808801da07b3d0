package access

import (
	"context"
	"fmt"
	"time"

	"paperboy/api/fault"
	"paperboy/data/audit"
	"paperboy/data/store"
)

// KeySpec describes an API key to create. It is the body of POST /keys.
type KeySpec struct {
	// Name says who or what will use the key, in at most store.MaxKeyName characters.
	Name   string        `json:"name"`
	Scopes []store.Scope `json:"scopes"`
	// Rate is the rate class; empty: standard.
	Rate store.RateClass `json:"rate,omitempty"`
	// Expires is read by ParseExpiry; empty: never.
	Expires string `json:"expires,omitempty"`
}

// APIKey is an API key without its secret.
type APIKey struct {
	ID     string          `json:"id"`
	Name   string          `json:"name"`
	Scopes []store.Scope   `json:"scopes"`
	Rate   store.RateClass `json:"rate"`
	// State is active, expired or revoked.
	State   string     `json:"state"`
	Created time.Time  `json:"created"`
	Expires *time.Time `json:"expires"`
	Revoked *time.Time `json:"revoked"`
	// LastUsed is accurate to about a minute.
	LastUsed *time.Time `json:"last_used"`
}

// KeySecret is the answer to POST /keys and to POST /keys/{id}/rotate. The secret is not stored,
// so it cannot be shown again.
type KeySecret struct {
	APIKey
	Secret string `json:"secret"`
	// OldSecretUntil is when the previous secret stops working.
	OldSecretUntil *time.Time `json:"old_secret_until,omitempty"`
}

// KeysAnswer is the answer to GET /keys, newest key first.
type KeysAnswer struct {
	Keys []APIKey `json:"keys"`
}

// CreateKey creates an API key.
func (a *Access) CreateKey(ctx context.Context, spec KeySpec) (KeySecret, error) {
	expires, err := ParseExpiry(spec.Expires, a.options.Now())
	if err != nil {
		return KeySecret{}, err
	}
	k, secret, err := a.Create(ctx, Spec{Name: spec.Name, Scopes: spec.Scopes, Rate: spec.Rate, Expires: expires})
	if err != nil {
		return KeySecret{}, fmt.Errorf("create API key: %w", err)
	}
	audit.Note(ctx, audit.KeysCreate, k.ID)
	return KeySecret{APIKey: a.newAPIKey(k), Secret: secret}, nil
}

// ListKeys returns all API keys, including revoked ones.
func (a *Access) ListKeys(ctx context.Context) (KeysAnswer, error) {
	audit.Note[string](ctx, audit.KeysRead)
	keys, err := a.Keys(ctx)
	answer := KeysAnswer{Keys: make([]APIKey, len(keys))}
	for i, k := range keys {
		answer.Keys[i] = a.newAPIKey(k)
	}
	return answer, err
}

// KeyRotation are the parameters of [Access.RotateKey] and [Access.RevokeKey].
type KeyRotation struct {
	ID string `json:"-"`
	// Grace is how long the old secret is still accepted after a rotation, as ParseSpan reads it;
	// empty: not at all.
	Grace string `json:"grace"`
}

// RotateKey gives an API key a new secret. The old one is accepted for the time of grace.
func (a *Access) RotateKey(ctx context.Context, r KeyRotation) (KeySecret, error) {
	var grace time.Duration
	if r.Grace != "" {
		var err error
		if grace, err = ParseSpan(r.Grace); err != nil {
			return KeySecret{}, fault.New(fault.InvalidValue, "grace", "want a time such as 24h or 7d")
		}
	}
	audit.Note(ctx, audit.KeysRotate, fault.Clip(r.ID))
	k, secret, err := a.Rotate(ctx, r.ID, grace)
	if err != nil {
		return KeySecret{}, err
	}
	return KeySecret{APIKey: a.newAPIKey(k), Secret: secret, OldSecretUntil: orNull(k.PreviousUntil)}, nil
}

// RevokeKey revokes an API key. This cannot be undone.
func (a *Access) RevokeKey(ctx context.Context, r KeyRotation) (APIKey, error) {
	audit.Note(ctx, audit.KeysRevoke, fault.Clip(r.ID))
	k, err := a.Revoke(ctx, r.ID)
	if err != nil {
		return APIKey{}, err
	}
	return a.newAPIKey(k), nil
}

func (a *Access) newAPIKey(k store.Key) APIKey {
	key := APIKey{ID: k.ID, Name: k.Name, Scopes: k.Scopes, Rate: k.Rate, State: "active", Created: k.Created, Expires: orNull(k.Expires), Revoked: orNull(k.Revoked), LastUsed: orNull(k.Used)}
	switch {
	case !k.Revoked.IsZero():
		key.State = "revoked"
	case !k.Expires.IsZero() && !a.options.Now().Before(k.Expires):
		key.State = "expired"
	}
	return key
}

// orNull returns a pointer to t, or nil for the zero time, which JSON cannot express.
func orNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
