package api

import (
	"context"
	"fmt"
	"time"

	"paperboy/api/access"
	"paperboy/api/fault"
	"paperboy/data/audit"
	"paperboy/data/store"
)

// Scope is what the holder of an API key may do.
type Scope = store.Scope

// KeySpec says what API key is wanted.
type KeySpec struct {
	// Name says who or what will use the key, in at most store.MaxKeyName characters.
	Name   string  `json:"name"`
	Scopes []Scope `json:"scopes"`
	// Rate is standard where it is empty.
	Rate store.RateClass `json:"rate,omitempty"`
	// Expires is what access.ParseExpiry reads; empty: never.
	Expires string `json:"expires,omitempty"`
}

// APIKey is an API key without its secret.
type APIKey struct {
	ID     string          `json:"id"`
	Name   string          `json:"name"`
	Scopes []Scope         `json:"scopes"`
	Rate   store.RateClass `json:"rate"`
	// State is active, expired or revoked.
	State   string     `json:"state"`
	Created time.Time  `json:"created"`
	Expires *time.Time `json:"expires"`
	Revoked *time.Time `json:"revoked"`
	// LastUsed is known to a minute or so.
	LastUsed *time.Time `json:"last_used"`
}

// KeySecret is the answer to POST /keys and to POST /keys/{id}/rotate. The secret is not kept,
// and cannot be shown again.
type KeySecret struct {
	APIKey
	Secret string `json:"secret"`
	// OldSecretUntil is when the secret before this one stops being accepted.
	OldSecretUntil *time.Time `json:"old_secret_until,omitempty"`
}

// KeysAnswer is the answer to GET /keys, the newest key first.
type KeysAnswer struct {
	Keys []APIKey `json:"keys"`
}

// CreateKey makes an API key.
func (s *Service) CreateKey(ctx context.Context, spec KeySpec) (KeySecret, error) {
	expires, err := access.ParseExpiry(spec.Expires, s.Now())
	if err != nil {
		return KeySecret{}, err
	}
	k, secret, err := s.Access.Create(ctx, access.Spec{Name: spec.Name, Scopes: spec.Scopes, Rate: spec.Rate, Expires: expires})
	if err != nil {
		return KeySecret{}, fmt.Errorf("create API key: %w", err)
	}
	audit.Note(ctx, audit.KeysCreate, k.ID)
	return KeySecret{APIKey: s.newAPIKey(k), Secret: secret}, nil
}

// Keys returns all API keys, revoked ones included.
func (s *Service) Keys(ctx context.Context) (KeysAnswer, error) {
	audit.Note[string](ctx, audit.KeysRead)
	keys, err := s.Access.Keys(ctx)
	answer := KeysAnswer{Keys: make([]APIKey, len(keys))}
	for i, k := range keys {
		answer.Keys[i] = s.newAPIKey(k)
	}
	return answer, err
}

// RotateKey gives an API key a new secret. The old one is accepted for grace more.
func (s *Service) RotateKey(ctx context.Context, id string, grace time.Duration) (KeySecret, error) {
	audit.Note(ctx, audit.KeysRotate, fault.Clip(id))
	k, secret, err := s.Access.Rotate(ctx, id, grace)
	if err != nil {
		return KeySecret{}, err
	}
	return KeySecret{APIKey: s.newAPIKey(k), Secret: secret, OldSecretUntil: orNull(k.PreviousUntil)}, nil
}

// RevokeKey ends an API key for good.
func (s *Service) RevokeKey(ctx context.Context, id string) (APIKey, error) {
	audit.Note(ctx, audit.KeysRevoke, fault.Clip(id))
	k, err := s.Access.Revoke(ctx, id)
	if err != nil {
		return APIKey{}, err
	}
	return s.newAPIKey(k), nil
}

func (s *Service) newAPIKey(k store.Key) APIKey {
	key := APIKey{ID: k.ID, Name: k.Name, Scopes: k.Scopes, Rate: k.Rate, State: "active", Created: k.Created, Expires: orNull(k.Expires), Revoked: orNull(k.Revoked), LastUsed: orNull(k.Used)}
	switch {
	case !k.Revoked.IsZero():
		key.State = "revoked"
	case !k.Expires.IsZero() && !s.Now().Before(k.Expires):
		key.State = "expired"
	}
	return key
}

// orNull is nil for the zero time, which JSON has no word for.
func orNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
