package access

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"paperboy/data/store"
)

// SessionTime is how long a session is valid.
const SessionTime = 30 * 24 * time.Hour

// tokenSession takes the place of a key's id in a session that was opened with the token.
const tokenSession = "token"

// NewSession returns a session, which a browser presents instead of the secret that
// identified c. A session names the key and is signed with the token of the data folder. It
// is valid until the key expires, is rotated or revoked, until the token changes, and for at
// most SessionTime. NewSession returns "" if the server has no token or c is anonymous.
func (a *Access) NewSession(c Caller) (session string, expires time.Time) {
	expires = a.options.Now().Add(SessionTime).Truncate(time.Second)
	if !c.expires.IsZero() && c.expires.Before(expires) {
		expires = c.expires
	}
	id := c.ID
	if c.Kind == Token {
		id = tokenSession
	}
	claims := id + "." + strconv.FormatInt(expires.Unix(), 10)
	a.mu.RLock()
	defer a.mu.RUnlock()
	if a.token == "" || !c.Known() {
		return "", time.Time{}
	}
	return claims + "." + sign(a.token, claims, c.hash), expires
}

// sign returns the HMAC-SHA256, under the token, of a session's claims and the hash of its
// secret.
func sign(token, claims string, hash store.KeyHash) string {
	mac := hmac.New(sha256.New, []byte(token))
	mac.Write([]byte("paperboy session\x00" + claims + "\x00"))
	mac.Write(hash[:])
	return hex.EncodeToString(mac.Sum(nil))
}

// Session returns the Caller that a session belongs to, limited to the scopes read and lists:
// anything else needs the secret in each request. The errors are those of Authenticate.
func (a *Access) Session(session string) (Caller, error) {
	none := Caller{Kind: Anonymous}
	end := strings.LastIndexByte(session, '.')
	if end < 0 || len(session) > maxSecret {
		return none, ErrUnknown
	}
	claims, mac := session[:end], session[end+1:]
	id, until, _ := strings.Cut(claims, ".")
	seconds, err := strconv.ParseInt(until, 10, 64)
	if err != nil {
		return none, ErrUnknown
	}
	a.mu.RLock()
	token, k := a.token, a.byID[id]
	a.mu.RUnlock()
	c := tokenCaller(sha256.Sum256([]byte(token)))
	if id != tokenSession {
		c.hash = k.Hash
	}
	if token == "" || !hmac.Equal([]byte(mac), []byte(sign(token, claims, c.hash))) {
		return none, ErrUnknown
	}
	if !a.options.Now().Before(time.Unix(seconds, 0)) {
		return none, ErrExpired
	}
	if id != tokenSession {
		if c, err = a.accept(entry{Key: k}); err != nil {
			return c, err
		}
	}
	var scopes []store.Scope
	for _, s := range []store.Scope{store.ScopeRead, store.ScopeLists} {
		if c.May(s) {
			scopes = append(scopes, s)
		}
	}
	c.scopes = scopes
	return c, nil
}
