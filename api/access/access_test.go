package access_test

import (
	"context"
	"errors"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/api/access"
	"paperboy/data/store"
	"paperboy/data/store/sqlite"
)

const token = "0123456789abcdef"

// A rig is an Access on a real store, with a clock that tests set.
type rig struct {
	*testing.T
	*access.Access
	store *sqlite.Store
	now   time.Time
}

func newRig(t *testing.T, o access.Options) *rig {
	t.Helper()
	papers, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "papers.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { papers.Close() })
	r := &rig{T: t, store: papers, now: time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)}
	o.Store, o.Token, o.Now = papers, token, func() time.Time { return r.now }
	if r.Access, err = access.New(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *rig) create(s access.Spec) (store.Key, string) {
	r.Helper()
	k, secret, err := r.Create(r.Context(), s)
	if err != nil {
		r.Fatal(err)
	}
	return k, secret
}

func (r *rig) want(secret string, want error) access.Caller {
	r.Helper()
	c, err := r.Authenticate(secret)
	if !errors.Is(err, want) {
		r.Errorf("authenticate %.60q: got error %v, want %v", secret, err, want)
	}
	if c.Known() != (want == nil) {
		r.Errorf("authenticate %.60q: got caller %v with error %v", secret, c, err)
	}
	return c
}

func TestCreateAndAuthenticate(t *testing.T) {
	r := newRig(t, access.Options{})
	k, secret := r.create(access.Spec{Name: " feed\nreader ", Scopes: []store.Scope{store.ScopeLists, store.ScopeRead, store.ScopeRead}})
	if !regexp.MustCompile(`^pbk_[a-z2-7]{52}$`).MatchString(secret) || k.Name != "feed reader" || k.Rate != store.RateStandard {
		t.Errorf("created %+v with the secret %s", k, secret)
	}
	if diff := cmp.Diff([]store.Scope{store.ScopeRead, store.ScopeLists}, k.Scopes); diff != "" {
		t.Errorf("scopes (-want +got):\n%s", diff)
	}
	_, other := r.create(access.Spec{Name: "other", Scopes: []store.Scope{store.ScopeRead}})
	if other == secret {
		t.Error("two keys have the same secret")
	}
	c := r.want(secret, nil)
	if c.ID != k.ID || c.Name != "feed reader" || c.Rate != store.RateStandard || !c.May(store.ScopeLists) || c.May(store.ScopeWrite) || c.May(store.ScopeAdmin) {
		t.Errorf("the caller is %+v", c)
	}
	backup := filepath.Join(t.TempDir(), "copy.db")
	if err := r.store.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []string{"", "x", secret[:55], secret + "a", strings.ToUpper(secret), "pbk_", strings.TrimPrefix(secret, "pbk_"), token[:15], token + " ", strings.Repeat("a", 1<<20), "\x00"} {
		r.want(wrong, access.ErrUnknown)
	}
	if !r.want(token, nil).May(store.ScopeAdmin) {
		t.Error("the token lacks the scope admin")
	}
}

func TestExpireRotateRevoke(t *testing.T) {
	r := newRig(t, access.Options{})
	read := []store.Scope{store.ScopeRead}
	_, short := r.create(access.Spec{Name: "short", Scopes: read, Expires: r.now.Add(time.Hour)})
	revoked, gone := r.create(access.Spec{Name: "gone", Scopes: read})
	rotated, old := r.create(access.Spec{Name: "rotated", Scopes: read})
	r.want(short, nil)
	r.want(gone, nil)
	if _, err := r.Revoke(t.Context(), revoked.ID); err != nil {
		t.Fatal(err)
	}
	r.want(gone, access.ErrRevoked)

	_, now, err := r.Rotate(t.Context(), rotated.ID, 30*time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	r.want(now, nil)
	r.want(old, nil)
	r.now = r.now.Add(30 * time.Minute)
	r.want(old, access.ErrRotated)
	r.want(now, nil)
	if _, now2, err := r.Rotate(t.Context(), rotated.ID, 0); err != nil {
		t.Error(err)
	} else {
		r.want(now, access.ErrRotated)
		r.want(old, access.ErrUnknown)
		r.want(now2, nil)
	}

	r.now = r.now.Add(30*time.Minute - time.Second)
	r.want(short, nil)
	r.now = r.now.Add(time.Second)
	r.want(short, access.ErrExpired)

	r.SetToken("another")
	r.want(token, access.ErrUnknown)
	r.want("another", nil)
	r.SetToken("")
	r.want("another", access.ErrUnknown)
	r.want("", access.ErrUnknown)
}

func TestInvalidKeys(t *testing.T) {
	r := newRig(t, access.Options{})
	read := []store.Scope{store.ScopeRead}
	for field, specs := range map[string][]access.Spec{
		"name":    {{Scopes: read}, {Name: " \n", Scopes: read}, {Name: strings.Repeat("ä", store.MaxKeyName+1), Scopes: read}},
		"scopes":  {{Name: "x"}, {Name: "x", Scopes: []store.Scope{"read", "root"}}, {Name: "x", Scopes: []store.Scope{""}}},
		"rate":    {{Name: "x", Scopes: read, Rate: "fast"}},
		"expires": {{Name: "x", Scopes: read, Expires: r.now}, {Name: "x", Scopes: read, Expires: r.now.Add(-time.Hour)}},
	} {
		for _, spec := range specs {
			_, _, err := r.Create(t.Context(), spec)
			if wrong, ok := errors.AsType[*access.FieldError](err); !ok || wrong.Field != field {
				t.Errorf("create %+v: got error %v, want a FieldError for %s", spec, err, field)
			}
		}
	}
	if _, _, err := r.Rotate(t.Context(), "nobody", 0); !errors.Is(err, store.ErrNoKey) {
		t.Errorf("rotate a missing key: got error %v, want ErrNoKey", err)
	}
	if _, _, err := r.Rotate(t.Context(), "nobody", access.MaxGrace+1); err == nil || !strings.Contains(err.Error(), "30 days") {
		t.Errorf("rotate with a long grace: got error %v, want one that names 30 days", err)
	}
	if _, err := r.Revoke(t.Context(), "nobody"); !errors.Is(err, store.ErrNoKey) {
		t.Errorf("revoke a missing key: got error %v, want ErrNoKey", err)
	}
}

func TestUsesAreWrittenInBackground(t *testing.T) {
	r := newRig(t, access.Options{})
	k, secret := r.create(access.Spec{Name: "x", Scopes: []store.Scope{store.ScopeRead}})
	used := func(keys []store.Key, err error) time.Time {
		t.Helper()
		if err != nil || len(keys) != 1 || keys[0].ID != k.ID {
			t.Fatalf("got keys %+v and error %v, want %s alone", keys, err, k.ID)
		}
		return keys[0].Used
	}
	r.want(secret, nil)
	if at := used(r.Keys(t.Context())); !at.Equal(r.now) {
		t.Errorf("got last use %s, want %s", at, r.now)
	}
	if at := used(r.store.Keys(t.Context())); !at.IsZero() {
		t.Errorf("Authenticate wrote the last use %s to the store", at)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r.KeepUses(ctx, func(err error) { t.Error(err) })
	if at := used(r.store.Keys(t.Context())); !at.Equal(r.now) {
		t.Errorf("after KeepUses the store has the last use %s, want %s", at, r.now)
	}
}

func TestReload(t *testing.T) {
	r := newRig(t, access.Options{})
	k, secret := r.create(access.Spec{Name: "x", Scopes: []store.Scope{store.ScopeRead}})
	if err := r.store.Update(t.Context(), func(tx store.Tx) error { _, err := tx.RevokeKey(k.ID); return err }); err != nil {
		t.Fatal(err)
	}
	r.want(secret, nil)
	if err := r.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.want(secret, access.ErrRevoked)
}

func TestNeeds(t *testing.T) {
	anonymous := access.Caller{Kind: access.Anonymous}
	for _, test := range []struct {
		name    string
		options access.Options
		// scopes is the scope that each need requires, "" for none.
		scopes map[access.Need]store.Scope
	}{
		{"open", access.Options{}, map[access.Need]store.Scope{access.Nothing: "", access.Read: "", access.ChangeList: "", access.MakeList: "lists", access.Write: "write", access.Admin: "admin"}},
		{"key", access.Options{ReadsNeedKey: true}, map[access.Need]store.Scope{access.Nothing: "", access.Read: "read", access.ChangeList: "lists", access.MakeList: "lists", access.Write: "write", access.Admin: "admin"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newRig(t, test.options)
			for need, wanted := range test.scopes {
				if err := r.Allow(anonymous, need); (wanted == "") != (err == nil) || err != nil && !errors.Is(err, access.ErrNoSecret) {
					t.Errorf("need %d, anonymous: got error %v, required scope %q", need, err, wanted)
				}
				for _, scope := range store.Scopes {
					_, secret := r.create(access.Spec{Name: "x", Scopes: []store.Scope{scope}})
					err := r.Allow(r.want(secret, nil), need)
					if may := wanted == "" || scope == wanted || scope == store.ScopeAdmin; may != (err == nil) {
						t.Errorf("need %d with scope %s: got error %v, allowed %t", need, scope, err, may)
					}
					if lacks, ok := errors.AsType[*access.ScopeError](err); err != nil && (!ok || lacks.Scope != wanted) {
						t.Errorf("need %d with scope %s: got error %v, want a ScopeError for %s", need, scope, err, wanted)
					}
				}
				if err := r.Allow(r.want(token, nil), need); err != nil {
					t.Errorf("need %d with the token: got error %v", need, err)
				}
			}
		})
	}
}

func TestSessions(t *testing.T) {
	r := newRig(t, access.Options{ReadsNeedKey: true})
	k, secret := r.create(access.Spec{Name: "x", Scopes: []store.Scope{store.ScopeRead, store.ScopeWrite}})
	caller := r.want(secret, nil)
	session, expires := r.NewSession(caller)
	if strings.Contains(session, secret) || !expires.Equal(r.now.Add(access.SessionTime)) {
		t.Errorf("got session %s until %s", session, expires)
	}
	want := func(session string, want error) access.Caller {
		t.Helper()
		c, err := r.Session(session)
		if !errors.Is(err, want) || c.Known() != (want == nil) {
			t.Errorf("session %.30s: got caller %v and error %v, want error %v", session, c, err, want)
		}
		return c
	}
	if c := want(session, nil); c.ID != k.ID || !c.May(store.ScopeRead) || c.May(store.ScopeWrite) {
		t.Errorf("the session's caller is %+v, want the scope read only", c)
	}
	tokenSession, _ := r.NewSession(r.want(token, nil))
	if c := want(tokenSession, nil); c.Kind != access.Token || c.May(store.ScopeAdmin) || !c.May(store.ScopeLists) {
		t.Errorf("the caller of the token's session is %+v, want the scopes read and lists", c)
	}
	id, rest, _ := strings.Cut(session, ".")
	_, mac, _ := strings.Cut(rest, ".")
	for _, forged := range []string{"", ".", "..", "token." + rest, "other." + rest, id + ".9999999999." + mac, session + "0", session[1:], secret, token, id + "." + rest[:20], tokenSession[:len(tokenSession)-1]} {
		want(forged, access.ErrUnknown)
	}

	short, shortSecret := r.create(access.Spec{Name: "short", Scopes: k.Scopes, Expires: r.now.Add(time.Hour)})
	shortSession, until := r.NewSession(r.want(shortSecret, nil))
	if !until.Equal(short.Expires) {
		t.Errorf("the key expires at %s, its session at %s", short.Expires, until)
	}
	r.now = r.now.Add(time.Hour)
	want(shortSession, access.ErrExpired)

	if _, _, err := r.Rotate(t.Context(), k.ID, time.Hour); err != nil {
		t.Fatal(err)
	}
	want(session, access.ErrUnknown)
	session, _ = r.NewSession(r.want(token, nil))
	r.now = r.now.Add(access.SessionTime)
	want(session, access.ErrExpired)
	again, _ := r.NewSession(r.want(token, nil))
	r.SetToken("another")
	want(again, access.ErrUnknown)
	r.SetToken("")
	if s, _ := r.NewSession(caller); s != "" {
		t.Errorf("a server without a token signed the session %s", s)
	}
	want(again, access.ErrUnknown)
}

func TestParseExpiry(t *testing.T) {
	now := time.Date(2026, 11, 29, 12, 0, 0, 5, time.UTC)
	for text, want := range map[string]string{
		"": "0001-01-01T00:00:00Z", "never": "0001-01-01T00:00:00Z", "90d": "2027-02-27T12:00:00Z", "2w": "2026-12-13T12:00:00Z", "36h": "2026-12-01T00:00:00Z",
		"2027-03-31": "2027-04-01T00:00:00Z", "2027-03-31T10:00:00+02:00": "2027-03-31T08:00:00Z",
	} {
		got, err := access.ParseExpiry(text, now)
		if err != nil || got.Format(time.RFC3339) != want {
			t.Errorf("ParseExpiry(%q) = %s, %v, want %s", text, got.Format(time.RFC3339), err, want)
		}
	}
	for _, text := range []string{"soon", "90", "d", "-1d", "-1h", "0d", "0h", "99999999999999999999d", "2000w0", "2027-02-30", "200000d", "1000000h", "9e9d"} {
		if got, err := access.ParseExpiry(text, now); err == nil {
			t.Errorf("ParseExpiry(%q) = %s, want an error", text, got)
		}
	}
}

// TestConcurrentChanges creates and revokes keys concurrently. Each change must be in memory
// when its call returns.
func TestConcurrentChanges(t *testing.T) {
	r := newRig(t, access.Options{})
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			kept, secret, err := r.Create(t.Context(), access.Spec{Name: "kept", Scopes: []store.Scope{store.ScopeRead}})
			gone, lost, err2 := r.Create(t.Context(), access.Spec{Name: "gone", Scopes: []store.Scope{store.ScopeRead}})
			_, err3 := r.Revoke(t.Context(), gone.ID)
			if err := errors.Join(err, err2, err3); err != nil {
				t.Error(err)
			}
			if c, err := r.Authenticate(secret); err != nil || c.ID != kept.ID {
				t.Errorf("key %s: got caller %v and error %v", kept.ID, c, err)
			}
			if _, err := r.Authenticate(lost); !errors.Is(err, access.ErrRevoked) {
				t.Errorf("revoked key %s: got error %v, want ErrRevoked", gone.ID, err)
			}
		})
	}
	group.Wait()
}

func BenchmarkRefuse(b *testing.B) {
	a, err := access.New(b.Context(), access.Options{Token: token})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := a.Authenticate("pbk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"); err == nil {
			b.Fatal("a wrong secret was accepted")
		}
	}
}
